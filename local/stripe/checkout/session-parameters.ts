/** Every parameter that the SDK lists for `POST /v1/checkout/sessions`: read, or refused by name. */
import type Stripe from "stripe";
import { email, flag, integer, oneOf, only, required, text, unsupported, webAddress } from "../api/field.ts";
import { listOf, metadata, object } from "../api/object-field.ts";
import { invalid, type Refusal } from "../api/refusal.ts";
import { lineItem } from "./line-item-parameters.ts";
import { shippingAddressCollection, shippingOptions } from "./shipping-parameters.ts";
import { paymentMethodTypes, sessionLocales } from "./stripe-lists.ts";

type Params = Stripe.Checkout.SessionCreateParams;
type PaymentIntentData = Stripe.Checkout.SessionCreateParams.PaymentIntentData;
type CustomText = Stripe.Checkout.SessionCreateParams.CustomText;
type ConsentCollection = Stripe.Checkout.SessionCreateParams.ConsentCollection;
type BrandingSettings = Stripe.Checkout.SessionCreateParams.BrandingSettings;

const message = object<{ message: string }>({ message: required(text({ max: 1200 })) });

const customText = object<CustomText>({
  after_submit: message,
  shipping_address: message,
  submit: message,
  terms_of_service_acceptance: message,
});

const paymentIntentData = object<PaymentIntentData>({
  application_fee_amount: unsupported,
  capture_method: oneOf(["automatic", "automatic_async"], ["manual"]),
  description: text({ max: 1000 }),
  metadata: metadata(),
  on_behalf_of: unsupported,
  receipt_email: email(),
  setup_future_usage: unsupported,
  shipping: unsupported,
  statement_descriptor: text({ max: 22 }),
  statement_descriptor_suffix: text({ max: 22 }),
  transfer_data: unsupported,
  transfer_group: unsupported,
});

const methodTypes = listOf(oneOf(paymentMethodTypes), paymentMethodTypes.length);

/** The body of a create call. */
export const sessionParameters = object<Params>(
  {
    adaptive_pricing: object<Stripe.Checkout.SessionCreateParams.AdaptivePricing>({ enabled: only(false) }),
    after_expiration: unsupported,
    allow_promotion_codes: only(false),
    allowed_payment_method_types: methodTypes,
    automatic_tax: object<Stripe.Checkout.SessionCreateParams.AutomaticTax>({
      enabled: required(only(false)),
      liability: unsupported,
    }),
    billing_address_collection: oneOf(["auto"], ["required"]),
    branding_settings: object<BrandingSettings>({
      background_color: unsupported,
      border_style: unsupported,
      button_color: unsupported,
      display_name: text({ max: 100 }),
      font_family: unsupported,
      icon: unsupported,
      logo: unsupported,
    }),
    cancel_url: webAddress(),
    client_reference_id: text({ max: 200 }),
    consent_collection: object<ConsentCollection>({
      payment_method_reuse_agreement: unsupported,
      promotions: oneOf(["none"], ["auto"]),
      terms_of_service: oneOf(["none", "required"]),
    }),
    currency: unsupported,
    custom_fields: unsupported,
    custom_text: customText,
    customer: unsupported,
    customer_account: unsupported,
    customer_creation: oneOf(["always", "if_required"]),
    customer_email: email(),
    customer_update: unsupported,
    discounts: unsupported,
    excluded_payment_method_types: methodTypes,
    expand: listOf(text(), 20),
    expires_at: integer({ min: 0, max: 99_999_999_999 }),
    integration_identifier: text({ max: 255 }),
    invoice_creation: unsupported,
    line_items: listOf(lineItem, 100),
    locale: oneOf(sessionLocales),
    managed_payments: unsupported,
    metadata: metadata(),
    mode: oneOf(["payment"], ["setup", "subscription"]),
    name_collection: unsupported,
    optional_items: unsupported,
    origin_context: oneOf(["mobile_app", "web"]),
    payment_intent_data: paymentIntentData,
    payment_method_collection: unsupported,
    payment_method_configuration: unsupported,
    payment_method_data: unsupported,
    payment_method_options: unsupported,
    permissions: unsupported,
    phone_number_collection: object<Stripe.Checkout.SessionCreateParams.PhoneNumberCollection>({
      enabled: required(flag()),
    }),
    redirect_on_completion: unsupported,
    return_url: unsupported,
    saved_payment_method_options: unsupported,
    setup_intent_data: unsupported,
    shipping_address_collection: shippingAddressCollection,
    shipping_options: shippingOptions,
    submit_type: oneOf(["auto", "book", "donate", "pay"], ["subscribe"]),
    subscription_data: unsupported,
    success_url: webAddress(),
    tax_id_collection: unsupported,
    ui_mode: oneOf(["hosted_page"], ["embedded_page", "elements", "form"]),
    wallet_options: unsupported,
  },
  { payment_method_types: paymentMethodTypesGone },
);

/** Removed with 2026-09-30.endive: the account's settings decide, `allowed_payment_method_types` narrows. */
function paymentMethodTypesGone(at: string): Refusal {
  return invalid(
    "The `payment_method_types` parameter is no longer supported. Omit it, or use `allowed_payment_method_types`.",
    { code: "payment_method_types_no_longer_supported", param: at },
  );
}
