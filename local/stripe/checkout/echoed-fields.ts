/** The part of a new session that repeats the create call. */
import type Stripe from "stripe";
import type { StoredSession } from "../account/stored.ts";
import { textMetadata } from "./new-line-items.ts";

type Params = Stripe.Checkout.SessionCreateParams;

/** What the session repeats; `null` for what was not sent. */
export function echoedFields(params: Params) {
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
