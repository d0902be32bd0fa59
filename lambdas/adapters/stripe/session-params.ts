/** An attempt as Stripe's Checkout Session: made of the stored order and attempt alone, so a repeated call is the same. */
import type { Stripe } from "stripe";
import type { Order, OrderLine, PaymentAttempt } from "#core/orders/order.ts";
import { days, fromIso } from "#core/values/instant.ts";
import type { ReturnAddresses } from "#ports/checkout.ts";

type Params = Stripe.Checkout.SessionCreateParams;
type LineItem = NonNullable<Params["line_items"]>[number];

/** The key under which Stripe makes this session once. */
export const sessionKey = (order: Order, attempt: PaymentAttempt): string => `cs:${order.orderId}:${attempt.number}`;

/** The parameters of the create call; a RangeError if what Stripe would charge is not the order's total. */
export function sessionParams(order: Order, attempt: PaymentAttempt, returnTo: ReturnAddresses): Params {
  const items = [...order.lines.map((line) => lineItem(order, line, returnTo.publicUrl)), ...taxItem(order)];
  assertTotal(order, items);
  return {
    mode: "payment",
    submit_type: "pay",
    line_items: items,
    shipping_options: [shippingOption(order)],
    shipping_address_collection: { allowed_countries: [...(order.deliveryCountries ?? [])] },
    phone_number_collection: { enabled: true },
    adaptive_pricing: { enabled: false },
    locale: order.locale,
    client_reference_id: order.orderId,
    metadata: { orderId: order.orderId },
    payment_intent_data: { metadata: { orderId: order.orderId } },
    expires_at: attempt.expiresAt,
    success_url: returnTo.done,
    cancel_url: returnTo.back,
  };
}

function lineItem(order: Order, line: OrderLine, publicUrl: string): LineItem {
  const picture = pictureUrl(line.picture, publicUrl);
  return {
    quantity: line.quantity,
    price_data: {
      currency: order.currency.toLowerCase(),
      unit_amount: line.unitPrice,
      product_data: {
        name: line.options === undefined ? line.title : `${line.title}, ${line.options}`,
        ...(picture && { images: [picture] }),
      },
    },
  };
}

/** Stripe fetches pictures itself, over https only. */
function pictureUrl(picture: string | undefined, publicUrl: string): string | undefined {
  if (picture === undefined) return undefined;
  const url = /^https?:\/\//.test(picture) ? picture : `${publicUrl}/pictures/${encodeURIComponent(picture)}`;
  return url.startsWith("https://") && url.length <= 2048 ? url : undefined;
}

/** Where prices are without tax, the tax is a line of its own, so that the page adds up to what was shown in the chat. */
function taxItem(order: Order): LineItem[] {
  if (order.pricesIncludeTax || order.taxTotal === 0) return [];
  return [
    {
      quantity: 1,
      price_data: {
        currency: order.currency.toLowerCase(),
        unit_amount: order.taxTotal,
        product_data: { name: order.locale === "fr" ? "TVA" : "VAT" },
      },
    },
  ];
}

function shippingOption(order: Order): NonNullable<Params["shipping_options"]>[number] {
  const inDays = Math.max(1, Math.round((fromIso(order.promisedBy) - fromIso(order.placedAt)) / days(1)));
  return {
    shipping_rate_data: {
      type: "fixed_amount",
      display_name: order.deliveryService ?? order.deliveryMethod,
      fixed_amount: { amount: order.shippingTotal, currency: order.currency.toLowerCase() },
      delivery_estimate: { maximum: { unit: "day", value: inDays } },
    },
  };
}

function assertTotal(order: Order, items: readonly LineItem[]): void {
  const goods = items.reduce((sum, item) => sum + (item.price_data?.unit_amount ?? 0) * (item.quantity ?? 1), 0);
  if (goods + order.shippingTotal !== order.total) {
    throw new RangeError(`the payment page of ${order.orderId} would charge ${goods + order.shippingTotal}`);
  }
}
