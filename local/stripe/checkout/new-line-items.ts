/** Builds lines, prices and shipping rates from a create call's inline data. */
import type Stripe from "stripe";
import type { Account } from "../account/account.ts";
import { newId } from "../account/ids.ts";
import type { WireLineItem, WirePrice } from "../account/stored.ts";
import { missingParameter } from "../api/refusal.ts";

type LineItemParams = Stripe.Checkout.SessionCreateParams.LineItem;
type RateParams = Stripe.Checkout.SessionCreateParams.ShippingOption;

/** Refuses what the types leave open and Stripe does not: a line needs a price, a name and a quantity. */
export function newLineItem(account: Account, params: LineItemParams, at: string): WireLineItem {
  const data = params.price_data;
  if (data === undefined) throw missingParameter(`${at}[price]`);
  if (data.product_data === undefined) throw missingParameter(`${at}[price_data][product_data]`);
  if (data.unit_amount === undefined) throw missingParameter(`${at}[price_data][unit_amount]`);
  if (params.quantity === undefined) throw missingParameter(`${at}[quantity]`);
  const amount = data.unit_amount * params.quantity;
  return {
    id: newId("li"),
    object: "item",
    adjustable_quantity: null,
    amount_discount: 0,
    amount_subtotal: amount,
    amount_tax: 0,
    amount_total: amount,
    currency: data.currency,
    description: data.product_data.name,
    metadata: textMetadata(params.metadata),
    price: newPrice(account, data.currency, data.unit_amount, data.tax_behavior ?? "unspecified"),
    quantity: params.quantity,
  };
}

/** The rate of one shipping option. */
export function newShippingRate(account: Account, params: RateParams, at: string): Stripe.ShippingRate {
  const data = params.shipping_rate_data;
  if (data === undefined) throw missingParameter(`${at}[shipping_rate_data]`);
  if (data.fixed_amount === undefined) throw missingParameter(`${at}[shipping_rate_data][fixed_amount]`);
  const estimate = data.delivery_estimate;
  return {
    id: newId("shr"),
    object: "shipping_rate",
    active: true,
    created: account.now(),
    delivery_estimate:
      estimate === undefined ? null : { maximum: estimate.maximum ?? null, minimum: estimate.minimum ?? null },
    display_name: data.display_name,
    fixed_amount: { amount: data.fixed_amount.amount, currency: data.fixed_amount.currency },
    livemode: account.livemode,
    metadata: textMetadata(data.metadata),
    tax_behavior: data.tax_behavior ?? "unspecified",
    tax_code: null,
    type: "fixed_amount",
  };
}

/** Metadata as the API gives it back: all text. */
export function textMetadata(given: Stripe.MetadataParam | undefined): Stripe.Metadata {
  return Object.fromEntries(Object.entries(given ?? {}).map(([key, value]) => [key, String(value ?? "")]));
}

function newPrice(account: Account, currency: string, amount: number, taxBehavior: string): WirePrice {
  return {
    id: newId("price"),
    object: "price",
    active: false,
    billing_scheme: "per_unit",
    created: account.now(),
    currency,
    custom_unit_amount: null,
    livemode: account.livemode,
    lookup_key: null,
    metadata: {},
    nickname: null,
    product: newId("prod"),
    recurring: null,
    tax_behavior: taxBehavior,
    tiers_mode: null,
    transform_quantity: null,
    type: "one_time",
    unit_amount: amount,
    unit_amount_decimal: String(amount),
  };
}
