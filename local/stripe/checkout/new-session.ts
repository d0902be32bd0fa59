/** Makes an open Checkout Session from checked parameters, with every field that the SDK's type names. */
import type Stripe from "stripe";
import type { Account } from "../account/account.ts";
import { newSessionId, randomName } from "../account/ids.ts";
import type { PaymentMethodType, SessionSecrets, StoredSession, WireLineItem } from "../account/stored.ts";
import { echoedFields } from "./echoed-fields.ts";

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
    ...echoedFields(params),
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

/** Stripe's fragments are long and hold percent signs that must not be decoded or encoded again. */
function newFragment(): string {
  return `fid${randomName(90)}%2F${randomName(90)}%2B${randomName(60)}%3D`;
}
