/**
 * A shop's figures, added up order by order in small maps and whole minor units. Parts added up apart and merged, in any
 * split, are the same figures as one pass over all orders.
 */
import type { Instant } from "../values/instant.ts";
import { type BoundedSums, boundedSums, mergeSums } from "./bounded-sums.ts";

/** What was taken and given back in a time, minor units of one currency. */
export interface Takings {
  /** Paid orders. */
  orders: number;
  gross: number;
  /** Tax in `gross`. */
  tax: number;
  refunds: number;
  refunded: number;
  /** Tax in `refunded`. */
  taxBack: number;
  /** What the payment partner kept. */
  fees: number;
}

/** Sales and refunds at one rate of tax. */
export interface TaxSums {
  base: number;
  tax: number;
  baseBack: number;
  taxBack: number;
}

/** All of one currency; currencies are never added up. */
export interface CurrencyFigures {
  /** By hour of the merchant's clock, `2026-11-22 09`; the hour that comes twice in autumn is one. */
  readonly hours: Map<string, Takings>;
  /** By country and percent, `FR 20`. */
  readonly taxes: Map<string, TaxSums>;
  readonly articles: BoundedSums;
  readonly sources: BoundedSums;
  readonly methods: BoundedSums;
  /** Decided and not yet made. */
  refundsDue: number;
  refundsDueAmount: number;
}

/** Why an order is no sale. */
export type NoSale =
  | "refused"
  | "awaiting payment"
  | "pending"
  | "cancelled"
  | "expired"
  | "otherwise unpaid"
  | "paid without a time";

/** Live orders or test orders. */
export interface Ledger {
  /** Orders seen, also those of another time; refusals are none. */
  seen: number;
  readonly currencies: Map<string, CurrencyFigures>;
  /** Orders placed in the period that are no sales. */
  readonly leftOut: Map<NoSale, number>;
  /** Orders paid a second time, in `gross` and not among `orders`. */
  paidTwice: number;
  /** Sales where another amount came in than was asked for. */
  paidDifferently: number;
  /** Sales that a person should look at. */
  toReview: number;
  /** Movements of money whose amount, currency or time cannot be read. */
  unreadable: number;
}

export interface Figures {
  readonly live: Ledger;
  readonly test: Ledger;
  /** Items that are no orders. */
  others: number;
  /** The first and the last thing that any order tells of, whatever the period. */
  earliest?: Instant;
  latest?: Instant;
}

/** More names than these are summed up as "others". */
export const mostNames = { articles: 20_000, sources: 5_000, methods: 200 };

/** Figures of no order. */
export const noFigures = (): Figures => ({ live: emptyLedger(), test: emptyLedger(), others: 0 });

/** Adds all of one to the other. */
export function mergeFigures(into: Figures, from: Figures): void {
  mergeLedgers(into.live, from.live);
  mergeLedgers(into.test, from.test);
  into.others += from.others;
  if (from.earliest !== undefined) noteTime(into, from.earliest);
  if (from.latest !== undefined) noteTime(into, from.latest);
}

/** Adds all of one to the other. */
export function mergeLedgers(into: Ledger, from: Ledger): void {
  into.seen += from.seen;
  into.paidTwice += from.paidTwice;
  into.paidDifferently += from.paidDifferently;
  into.toReview += from.toReview;
  into.unreadable += from.unreadable;
  for (const [reason, count] of from.leftOut) addTo(into.leftOut, reason, count);
  for (const [currency, figures] of from.currencies) {
    const sum = currencyOf(into, currency);
    for (const [hour, takings] of figures.hours) addTakings(hourOf(sum, hour), takings);
    for (const [rate, taxes] of figures.taxes) addTaxes(sum, rate, taxes);
    mergeSums(sum.articles, figures.articles);
    mergeSums(sum.sources, figures.sources);
    mergeSums(sum.methods, figures.methods);
    sum.refundsDue += figures.refundsDue;
    sum.refundsDueAmount += figures.refundsDueAmount;
  }
}

/** Nothing taken yet. */
export const noTakings = (): Takings => ({
  orders: 0,
  gross: 0,
  tax: 0,
  refunds: 0,
  refunded: 0,
  taxBack: 0,
  fees: 0,
});

/** Adds what was taken in one time to another's. */
export function addTakings(into: Takings, from: Readonly<Takings>): void {
  into.orders += from.orders;
  into.gross += from.gross;
  into.tax += from.tax;
  into.refunds += from.refunds;
  into.refunded += from.refunded;
  into.taxBack += from.taxBack;
  into.fees += from.fees;
}

/** A ledger without orders. */
export const emptyLedger = (): Ledger => ({
  seen: 0,
  currencies: new Map(),
  leftOut: new Map(),
  paidTwice: 0,
  paidDifferently: 0,
  toReview: 0,
  unreadable: 0,
});

/** What was taken in an hour, made when it is the hour's first. */
export function hourOf(sum: CurrencyFigures, hour: string): Takings {
  const known = sum.hours.get(hour);
  if (known) return known;
  const takings = noTakings();
  sum.hours.set(hour, takings);
  return takings;
}

/** Adds to a rate's sums. */
export function addTaxes(sum: CurrencyFigures, rate: string, part: Readonly<TaxSums>): void {
  const known = sum.taxes.get(rate);
  if (!known) {
    sum.taxes.set(rate, { ...part });
    return;
  }
  known.base += part.base;
  known.tax += part.tax;
  known.baseBack += part.baseBack;
  known.taxBack += part.taxBack;
}

/** The figures of a currency, made when it is its first order. */
export function currencyOf(book: Ledger, currency: string): CurrencyFigures {
  const known = book.currencies.get(currency);
  if (known) return known;
  const figures: CurrencyFigures = {
    hours: new Map(),
    taxes: new Map(),
    articles: boundedSums(mostNames.articles),
    sources: boundedSums(mostNames.sources),
    methods: boundedSums(mostNames.methods),
    refundsDue: 0,
    refundsDueAmount: 0,
  };
  book.currencies.set(currency, figures);
  return figures;
}

/** Counts on. */
export function addTo<Key>(counts: Map<Key, number>, key: Key, count = 1): void {
  counts.set(key, (counts.get(key) ?? 0) + count);
}

/** Remembers a time that an order tells of. */
export function noteTime(figures: Figures, at: Instant): void {
  if (figures.earliest === undefined || at < figures.earliest) figures.earliest = at;
  if (figures.latest === undefined || at > figures.latest) figures.latest = at;
}
