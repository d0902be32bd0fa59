/** What was sold by an order, how it was paid for and where it came from; texts of shoppers are left alone. */
import { cut } from "../values/cut.ts";
import type { Item } from "./item.ts";
import { its } from "./order-attributes.ts";
import { mapOf, mapsOf, textOf, wholeOf } from "./read-item.ts";

export interface SoldLine {
  readonly sku: string;
  readonly title: string;
  readonly pieces: number;
  /** Minor units, tax included. */
  readonly amount: number;
}

/** The largest amount believed, minor units: ten thousand million; sums of thousands of those stay exact. */
export const largestAmount = 1e12;

/** A whole number of minor units that can be believed, not negative; undefined for anything else. */
export function believable(amount: number | undefined): number | undefined {
  return amount !== undefined && amount >= 0 && amount <= largestAmount ? amount : undefined;
}

/** The order's lines. `lines.total` holds the tax only where the order's prices do. */
export function soldLines(order: Item): readonly SoldLine[] {
  const isTaxApart = order.get(its.pricesIncludeTax) === false;
  const lines: SoldLine[] = [];
  for (const line of mapsOf(order.get(its.lines))) {
    const sku = textOf(line.get(its.sku));
    const amount = believable(wholeOf(line.get(its.total)));
    if (sku === undefined || amount === undefined) continue;
    const title = textOf(line.get(its.title));
    const options = textOf(line.get(its.options));
    const name = title === undefined || options === undefined ? (title ?? options ?? "") : `${title} · ${options}`;
    const tax = isTaxApart ? (believable(wholeOf(line.get(its.tax))) ?? 0) : 0;
    const pieces = believable(wholeOf(line.get(its.quantity))) ?? 0;
    lines.push({ sku: cut(sku, 100), title: cut(name, 200), pieces, amount: amount + tax });
  }
  return lines;
}

/** "Visa 4242" and "Apple Pay (Visa 4242)" without the card's digits; empty where nobody wrote it down. */
export const methodOf = (order: Item): string =>
  cut((textOf(order.get(its.paymentMethod)) ?? "").replace(/ \d{4}(?=\)?$)/, ""), 60);

/** The kind of link with its reference or ad, `ad noel`, `link newsletter`; empty where none led here. */
export function sourceOf(order: Item): string {
  const source = mapOf(order.get(its.source));
  const which = textOf(source?.get(its.ref)) ?? textOf(source?.get(its.adId)) ?? "";
  return `${cut(textOf(source?.get(its.kind)) ?? "", 40)} ${cut(which, 60)}`.trim();
}
