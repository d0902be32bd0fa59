/** What a cart costs with a delivery: computed the same way where the shopper is shown it and where it is charged. */
import { findOffer, type Offer, priceOf } from "../catalogue/catalogue.ts";
import { isTooLittle, leastCharge } from "../payments/least-charge.ts";
import type { DeliveryMethod, Shop } from "../shop/shop.ts";
import type { Sku } from "../values/ids.ts";
import { daysLater, type Instant } from "../values/instant.ts";
import { type Currency, taxWithin } from "../values/money.ts";

export interface CartLine {
  readonly sku: Sku;
  /** At least 1. */
  readonly quantity: number;
}

/** All sums in minor units of `currency`; `total` is what is charged. */
export interface Quote {
  readonly lines: readonly QuotedLine[];
  readonly delivery: DeliveryMethod;
  readonly subtotal: number;
  readonly discountTotal: number;
  readonly shippingTotal: number;
  readonly taxTotal: number;
  readonly taxLines: readonly {
    readonly country: string;
    readonly rate: number;
    readonly base: number;
    readonly tax: number;
  }[];
  readonly total: number;
  readonly currency: Currency;
  readonly weightGrams: number;
}

export interface QuotedLine extends CartLine, Offer {
  readonly unitPrice: number;
  readonly total: number;
  readonly tax: number;
}

export type QuoteRefusal =
  | { readonly reason: "empty" }
  | { readonly reason: "not-for-sale"; readonly skus: readonly Sku[] }
  | { readonly reason: "unknown-delivery" }
  /** Less than the least that can be paid; minor units. */
  | { readonly reason: "too-little"; readonly total: number; readonly least: number };

/** The price of these lines with that delivery, or why there is none; equal SKUs are merged. */
export function quote(shop: Shop, cart: readonly CartLine[], deliveryId: string): Quote | QuoteRefusal {
  const merged = mergeLines(cart);
  if (merged.length === 0) return { reason: "empty" };
  const missing = merged.filter((line) => findOffer(shop.catalogue, line.sku)?.variant.forSale !== true);
  if (missing.length > 0) return { reason: "not-for-sale", skus: missing.map((line) => line.sku) };
  const delivery = shop.settings.delivery.find((method) => method.id === deliveryId);
  if (!delivery) return { reason: "unknown-delivery" };
  const lines = merged.flatMap((line) => quoteLine(shop, line));
  const subtotal = sum(lines.map((line) => line.total));
  const shippingTotal = shippingFor(delivery, subtotal);
  const taxLines = taxesOf(shop, lines, shippingTotal);
  const taxTotal = sum(taxLines.map((line) => line.tax));
  const { pricesIncludeTax, currency } = shop.settings;
  const total = subtotal + shippingTotal + (pricesIncludeTax ? 0 : taxTotal);
  if (isTooLittle(total, currency)) return { reason: "too-little", total, least: leastCharge[currency] };
  return {
    lines,
    delivery,
    subtotal,
    discountTotal: 0,
    shippingTotal,
    taxTotal,
    taxLines,
    total,
    currency,
    weightGrams: sum(lines.map((line) => (line.variant.weightGrams ?? 0) * line.quantity)),
  };
}

export const isQuote = (answer: Quote | QuoteRefusal): answer is Quote => "lines" in answer;

/** One line per SKU, in the order of first mention. */
function mergeLines(cart: readonly CartLine[]): CartLine[] {
  const bySku = new Map<Sku, number>();
  for (const line of cart) bySku.set(line.sku, (bySku.get(line.sku) ?? 0) + line.quantity);
  return [...bySku].map(([sku, quantity]) => ({ sku, quantity }));
}

/** What the delivery costs for goods of this worth, minor units. */
export const shippingFor = (delivery: DeliveryMethod, subtotal: number): number =>
  delivery.freeFrom !== undefined && subtotal >= delivery.freeFrom ? 0 : delivery.price;

/** When a delivery that is ordered now arrives at the latest: the day that the shopper is promised. */
export const promisedBy = (shop: Shop, delivery: DeliveryMethod, now: Instant): Instant =>
  daysLater(now, delivery.days.most, shop.settings.timeZone);

/** The worth of the goods alone, minor units; SKUs that are not sold any more count nothing. */
export const worthOf = (shop: Shop, cart: readonly CartLine[]): number =>
  sum(mergeLines(cart).flatMap((line) => quoteLine(shop, line).map((quoted) => quoted.total)));

function quoteLine(shop: Shop, line: CartLine): QuotedLine[] {
  const offer = findOffer(shop.catalogue, line.sku);
  if (!offer) return [];
  const unitPrice = priceOf(offer.variant);
  const total = unitPrice * line.quantity;
  return [{ ...line, ...offer, unitPrice, total, tax: taxOn(shop, total, offer.variant.taxRate) }];
}

/** Tax by rate; the delivery bears the highest rate of what it carries. */
function taxesOf(shop: Shop, lines: readonly QuotedLine[], shipping: number): Quote["taxLines"] {
  const gross = new Map<number, number>();
  for (const line of lines) gross.set(line.variant.taxRate, (gross.get(line.variant.taxRate) ?? 0) + line.total);
  const highest = Math.max(...gross.keys());
  gross.set(highest, (gross.get(highest) ?? 0) + shipping);
  return [...gross]
    .sort(([one], [other]) => other - one)
    .map(([rate, amount]) => {
      const tax = taxOn(shop, amount, rate);
      return {
        country: shop.settings.country,
        rate,
        base: shop.settings.pricesIncludeTax ? amount - tax : amount,
        tax,
      };
    });
}

const taxOn = (shop: Shop, amount: number, rate: number): number =>
  shop.settings.pricesIncludeTax ? taxWithin(amount, rate) : Math.round((amount * rate) / 100);

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
