/** Parameters of one line: a price and a product made on the spot. */
import type Stripe from "stripe";
import { integer, oneOf, required, text, unsupported, webAddress } from "../api/field.ts";
import { listOf, metadata, object } from "../api/object-field.ts";
import { currency } from "./currencies.ts";

type LineItem = Stripe.Checkout.SessionCreateParams.LineItem;
type PriceData = NonNullable<LineItem["price_data"]>;
type ProductData = NonNullable<PriceData["product_data"]>;

/** The largest amount of one line's unit: eight digits. */
const largestAmount = 99_999_999;

const productData = object<ProductData>({
  description: text(),
  images: listOf(webAddress({ protocols: ["https:"], max: 2048 }), 8),
  metadata: metadata(),
  name: required(text()),
  tax_code: unsupported,
  tax_details: unsupported,
  unit_label: text({ max: 12 }),
});

const priceData = object<PriceData>({
  currency: required(currency()),
  product: unsupported,
  product_data: productData,
  recurring: unsupported,
  tax_behavior: oneOf(["inclusive", "unspecified"], ["exclusive"]),
  unit_amount: integer({ min: 0, max: largestAmount }),
  unit_amount_decimal: unsupported,
});

/** `line_items[]`. */
export const lineItem = object<LineItem>({
  adjustable_quantity: unsupported,
  metadata: metadata(),
  price: unsupported,
  price_data: priceData,
  quantity: integer({ min: 1, max: 999_999 }),
  tax_rates: unsupported,
});
