/** Parameters of the delivery: where it may go, and up to five ways at a fixed price. */
import type Stripe from "stripe";
import { integer, oneOf, required, text, unsupported } from "../api/field.ts";
import { listOf, metadata, object } from "../api/object-field.ts";
import { currency } from "./currencies.ts";
import { shippingCountries } from "./stripe-lists.ts";

type Params = Stripe.Checkout.SessionCreateParams;
type Option = NonNullable<Params["shipping_options"]>[number];
type RateData = NonNullable<Option["shipping_rate_data"]>;
type Estimate = NonNullable<RateData["delivery_estimate"]>;
type FixedAmount = NonNullable<RateData["fixed_amount"]>;

/** `shipping_address_collection`. */
export const shippingAddressCollection = object<Stripe.Checkout.SessionCreateParams.ShippingAddressCollection>({
  allowed_countries: required(listOf(oneOf(shippingCountries), shippingCountries.length)),
});

const span = object<NonNullable<Estimate["minimum"]>>({
  unit: required(oneOf(["business_day", "day", "hour", "month", "week"])),
  value: required(integer({ min: 1, max: 999 })),
});

const rateData = object<RateData>({
  delivery_estimate: object<Estimate>({ maximum: span, minimum: span }),
  display_name: required(text({ max: 100 })),
  fixed_amount: object<FixedAmount>({
    amount: required(integer({ min: 0, max: 99_999_999 })),
    currency: required(currency()),
    currency_options: unsupported,
  }),
  metadata: metadata(),
  tax_behavior: oneOf(["inclusive", "unspecified"], ["exclusive"]),
  tax_code: unsupported,
  type: oneOf(["fixed_amount"]),
});

/** `shipping_options`. */
export const shippingOptions = listOf(object<Option>({ shipping_rate: unsupported, shipping_rate_data: rateData }), 5);
