/** The order tap: the cart is computed again from our own prices, and becomes an order or a refusal with its reason. */

import { isQuote, promisedBy, type Quote, type QuotedLine, quote } from "../cart/quote.ts";
import { pictureOf } from "../catalogue/catalogue.ts";
import type { Command, PlaceOrder } from "../payments/message.ts";
import type { Shop } from "../shop/shop.ts";
import { cut } from "../values/cut.ts";
import { type Sku, shopperKey } from "../values/ids.ts";
import { after, type Instant, minutes, toIso } from "../values/instant.ts";
import type { Locale } from "../values/locale.ts";
import { type Change, moving } from "./change.ts";
import type { RefusalReason } from "./fact.ts";
import { record } from "./history.ts";
import type { Order, OrderLine } from "./order.ts";

export type PlaceCommand = Extract<Command, { kind: "place-order" }>;

/** How long the goods are kept until the payment page is opened, milliseconds. */
export const timeToPay = minutes(60);

export interface Refusal {
  readonly reason: RefusalReason;
  /** What is not there in the number wanted. */
  readonly soldOut?: readonly { readonly sku: Sku; readonly available: number }[];
}

/** Where and when the order is made. */
export interface Placing {
  readonly shop: Shop;
  readonly now: Instant;
  /** False while the shop takes test money. */
  readonly livemode: boolean;
}

/** The order that awaits its payment with the pieces to reserve, or why there is none. */
export function place(command: PlaceCommand, placing: Placing): Change | Refusal {
  if (placing.now > command.validUntil) return { reason: "too-late" };
  const quoted = quote(placing.shop, command.lines, command.deliveryMethod);
  if (!isQuote(quoted)) return refusalOf(quoted);
  if (quoted.total !== command.shownTotal || quoted.currency !== command.currency) return { reason: "price-changed" };
  const order = draft(command, placing, quoted);
  const occasion = { inputId: command.id, at: placing.now, by: "shopper" as const };
  return moving("reserve", record(order, "placed", occasion));
}

export const isRefusal = (answer: Change | Refusal): answer is Refusal => "reason" in answer;

/** The order that was never made, kept so that the same tap gets the same answer: cancelled, with the refusal on record. */
export function refused(command: PlaceCommand, placing: Placing, refusal: Refusal): Order {
  const quoted = quote(placing.shop, command.lines, command.deliveryMethod);
  const order: Order = {
    ...draft(command, placing, isQuote(quoted) ? quoted : undefined),
    status: "cancelled",
    cancelledAt: toIso(placing.now),
  };
  const soldOut = refusal.soldOut?.map((short) => `${short.sku}:${short.available}`).join(",");
  const occasion = { inputId: command.id, at: placing.now, by: "shop" as const };
  return record(order, "refused", occasion, { reason: refusal.reason, ...(soldOut && { soldOut }) });
}

/** Whether this is the record of a refusal: no order in the shopper's eyes. */
export const isRefused = (order: Pick<Order, "history">): boolean => order.history[0]?.what === "refused";

function refusalOf(missing: Exclude<ReturnType<typeof quote>, Quote>): Refusal {
  switch (missing.reason) {
    case "not-for-sale":
      return { reason: "not-for-sale", soldOut: missing.skus.map((sku) => ({ sku, available: 0 })) };
    case "unknown-delivery":
      // The delivery is not offered any more, so what was shown is no price of ours now.
      return { reason: "price-changed" };
    case "too-little":
      return { reason: "too-little" };
    case "empty":
      throw new RangeError("an order has at least one line");
  }
}

function draft(command: PlaceCommand, placing: Placing, quoted: Quote | undefined): Order {
  const { now, livemode } = placing;
  const { settings } = placing.shop;
  return {
    orderId: command.orderId,
    schemaVersion: 1,
    livemode,
    version: 1,
    pageId: command.pageId,
    shopper: shopperKey(command.pageId, command.psid),
    locale: command.locale,
    ...(command.source && { source: command.source }),
    status: "awaiting-payment",
    paymentStatus: "unpaid",
    ...priced(quoted, command.locale),
    currency: settings.currency,
    pricesIncludeTax: settings.pricesIncludeTax,
    ...delivery(command, quoted, placing),
    attempts: [],
    payTokenHash: command.payTokenHash,
    placedAt: toIso(now),
    payBy: toIso(after(now, timeToPay)),
    termsVersion: command.termsVersion,
    termsAcceptedAt: toIso(command.at),
    history: [],
  };
}

/** Nothing is priced in an order that was refused because it has no price. */
function priced(quoted: Quote | undefined, locale: Locale) {
  if (!quoted) {
    return { lines: [], subtotal: 0, discountTotal: 0, shippingTotal: 0, taxTotal: 0, total: 0, taxLines: [] };
  }
  const { subtotal, discountTotal, shippingTotal, taxTotal, total, taxLines } = quoted;
  const lines = quoted.lines.map((line, index) => orderLine(line, index, locale));
  return { lines, subtotal, discountTotal, shippingTotal, taxTotal, total, taxLines };
}

function delivery(command: PlaceOrder, quoted: Quote | undefined, { shop, now }: Placing) {
  const promised = command.promisedBy ?? (quoted ? promisedBy(shop, quoted.delivery, now) : now);
  return {
    deliveryMethod: command.deliveryMethod,
    promisedBy: toIso(promised),
    ...(quoted && {
      deliveryService: cut(quoted.delivery.title[command.locale], 100),
      deliveryCountries: quoted.delivery.countries,
      weightGrams: quoted.weightGrams,
    }),
  };
}

function orderLine(line: QuotedLine, index: number, locale: Locale): OrderLine {
  const options = cut(line.variant.option[locale], 200);
  return {
    lineId: String(index + 1),
    sku: line.sku,
    title: cut(line.product.title[locale], 250),
    ...(options !== "" && { options }),
    quantity: line.quantity,
    unitPrice: line.unitPrice,
    discount: 0,
    taxRate: line.variant.taxRate,
    tax: line.tax,
    total: line.total,
    ...(line.variant.weightGrams !== undefined && { weightGrams: line.variant.weightGrams }),
    ...(line.variant.quantity !== undefined && { counted: true as const }),
    picture: pictureOf(line),
  };
}
