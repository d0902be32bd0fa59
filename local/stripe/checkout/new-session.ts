/** Makes an open Checkout Session from checked parameters, with every field that the SDK's type names. */
import type Stripe from "stripe";
import type { Account } from "../account/account.ts";
import { newSessionId, randomName } from "../account/ids.ts";
import type { PaymentMethodType, SessionSecrets, StoredSession, WireLineItem } from "../account/stored.ts";
import { textMetadata } from "./new-line-items.ts";

type Params = Stripe.Checkout.SessionCreateParams;

/** What a create call came to before the session exists. */
export interface SessionDraft {
  readonly params: Params;
  readonly lineItems: readonly WireLineItem[];
  readonly shippingRates: readonly Stripe.ShippingRate[];
  readonly currency: string;
  readonly expiresAt: number;
  readonly methods: readonly PaymentMethodType[];
}

/** Stores the session and gives it. */
export function newSession(account: Account, draft: SessionDraft): StoredSession {
  const id = newSessionId(account.livemode);
  const fragment = newFragment();
  const session = sessionObject(account, draft, { id, url: `${account.url}/c/pay/${id}#${fragment}` });
  const secrets: SessionSecrets = {
    fragment,
    lineItems: draft.lineItems,
    shippingRates: draft.shippingRates,
    intentData: draft.params.payment_intent_data ?? {},
    methods: draft.methods,
  };
  account.store.sessions[id] = session;
  account.store.secrets[id] = secrets;
  return session;
}

function sessionObject(account: Account, draft: SessionDraft, made: { id: string; url: string }): StoredSession {
  const { params } = draft;
  const subtotal = draft.lineItems.reduce((sum, line) => sum + line.amount_total, 0);
  const shipping = draft.shippingRates[0]?.fixed_amount?.amount ?? 0;
  return {
    ...unusedFields,
    ...echoed(params),
    id: made.id,
    object: "checkout.session",
    amount_subtotal: subtotal,
    amount_total: subtotal + shipping,
    created: account.now(),
    currency: draft.currency,
    expires_at: draft.expiresAt,
    livemode: account.livemode,
    payment_method_types: [...draft.methods],
    payment_status: "unpaid",
    shipping_cost: shippingCost(draft.shippingRates[0]),
    shipping_options: draft.shippingRates.map((rate) => ({
      shipping_amount: rate.fixed_amount?.amount ?? 0,
      shipping_rate: rate.id,
    })),
    status: "open",
    total_details: { amount_discount: 0, amount_shipping: shipping, amount_tax: 0 },
    url: made.url,
  };
}

/** The cost of the chosen rate; the first is chosen until the buyer chooses. */
export function shippingCost(rate: Stripe.ShippingRate | undefined): Stripe.Checkout.Session.ShippingCost | null {
  if (rate === undefined) return null;
  const amount = rate.fixed_amount?.amount ?? 0;
  return { amount_subtotal: amount, amount_tax: 0, amount_total: amount, shipping_rate: rate.id };
}

/** What the session repeats of the call. */
function echoed(params: Params) {
  const given = <Name extends keyof Params>(name: Name): Exclude<Params[Name], undefined> | null =>
    (params[name] as Exclude<Params[Name], undefined>) ?? null;
  return {
    adaptive_pricing: { enabled: false },
    allowed_payment_method_types: given("allowed_payment_method_types"),
    billing_address_collection: given("billing_address_collection"),
    ...optionally("branding_settings", brandingOf(params.branding_settings?.display_name)),
    cancel_url: given("cancel_url"),
    client_reference_id: given("client_reference_id"),
    consent_collection: consentOf(params.consent_collection),
    custom_text: customTextOf(params.custom_text),
    customer_creation: params.customer_creation ?? "if_required",
    customer_details: emailOnly(params.customer_email),
    customer_email: given("customer_email"),
    ...optionally("excluded_payment_method_types", params.excluded_payment_method_types),
    integration_identifier: given("integration_identifier"),
    locale: given("locale"),
    metadata: textMetadata(params.metadata),
    origin_context: given("origin_context"),
    phone_number_collection: { enabled: params.phone_number_collection?.enabled ?? false },
    shipping_address_collection: given("shipping_address_collection"),
    submit_type: given("submit_type"),
    success_url: given("success_url"),
  } satisfies Partial<StoredSession>;
}

function optionally<Name extends string, T>(name: Name, value: T | undefined): { [Key in Name]?: T } {
  return (value === undefined ? {} : { [name]: value }) as { [Key in Name]?: T };
}

const unusedFields = {
  after_expiration: null,
  allow_promotion_codes: null,
  automatic_tax: { enabled: false, liability: null, provider: null, status: null },
  client_secret: null,
  collected_information: null,
  consent: null,
  currency_conversion: null,
  custom_fields: [],
  customer: null,
  customer_account: null,
  discounts: [],
  invoice: null,
  invoice_creation: null,
  managed_payments: { enabled: false },
  mode: "payment",
  payment_intent: null,
  payment_link: null,
  payment_method_collection: "if_required",
  payment_method_configuration_details: null,
  payment_method_options: {},
  permissions: null,
  recovered_from: null,
  saved_payment_method_options: null,
  setup_intent: null,
  subscription: null,
  ui_mode: "hosted_page",
  wallet_options: null,
} satisfies Partial<StoredSession>;

function customTextOf(asked: Params["custom_text"]): Stripe.Checkout.Session.CustomText {
  return {
    after_submit: asked?.after_submit || null,
    shipping_address: asked?.shipping_address || null,
    submit: asked?.submit || null,
    terms_of_service_acceptance: asked?.terms_of_service_acceptance || null,
  };
}

function brandingOf(displayName: string | undefined): Stripe.Checkout.Session.BrandingSettings | undefined {
  if (displayName === undefined) return undefined;
  return {
    background_color: "#ffffff",
    border_style: "rounded",
    button_color: "#1f2937",
    display_name: displayName,
    font_family: "default",
    icon: null,
    logo: null,
  };
}

function consentOf(asked: Params["consent_collection"]): Stripe.Checkout.Session.ConsentCollection | null {
  if (asked === undefined) return null;
  return {
    payment_method_reuse_agreement: null,
    promotions: asked.promotions ?? null,
    terms_of_service: asked.terms_of_service ?? null,
  };
}

function emailOnly(email: string | undefined): Stripe.Checkout.Session.CustomerDetails | null {
  if (email === undefined) return null;
  return {
    address: null,
    business_name: null,
    email,
    individual_name: null,
    name: null,
    phone: null,
    tax_exempt: null,
    tax_ids: null,
  };
}

/** Stripe's fragments are long and hold percent signs that must not be decoded or encoded again. */
function newFragment(): string {
  return `fid${randomName(90)}%2F${randomName(90)}%2B${randomName(60)}%3D`;
}
