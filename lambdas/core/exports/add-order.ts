/** Adds an item of an export to a shop's figures: its movements of money, each at its own time, or why there are none. */
import type { Instant } from "../values/instant.ts";
import { isLocale } from "../values/locale.ts";
import { addShare, addTitle } from "./bounded-sums.ts";
import {
  addTaxes,
  addTo,
  type CurrencyFigures,
  currencyOf,
  type Figures,
  hourOf,
  type Ledger,
  type NoSale,
  noteTime,
  type Takings,
} from "./figures.ts";
import type { Item } from "./item.ts";
import type { LocalClock } from "./local-clock.ts";
import { type Movement, movementsOf } from "./movement.ts";
import { its } from "./order-attributes.ts";
import { mapsOf, textOf, wholeOf } from "./read-item.ts";
import { standingOf } from "./selection.ts";
import { believable, largestAmount, methodOf, soldLines, sourceOf } from "./sold.ts";
import { timeIn, timeOf } from "./table-time.ts";

/** How orders are counted. */
export interface Reckoning {
  readonly clock: LocalClock;
  /** Counted from this moment on. */
  readonly since?: Instant | undefined;
  /** Counted before this moment. */
  readonly until?: Instant | undefined;
}

/** Adds one item; what is no order is only counted. */
export function addOrder(figures: Figures, item: Item, reckoning: Reckoning): void {
  const standing = standingOf(item);
  if (standing === "no order") {
    figures.others += 1;
    return;
  }
  const book = item.get(its.livemode) === false ? figures.test : figures.live;
  if (standing !== "refused") book.seen += 1;
  const placed = counted(timeIn(item, its.placedAt));
  if (placed !== undefined) noteTime(figures, placed);
  const movements = movementsOf(item);
  for (const movement of movements) addMovement({ figures, book, item, reckoning }, movement);
  const isCounted = placed === undefined || isWithin(placed, reckoning);
  if (movements.length === 0 && isCounted) addTo(book.leftOut, noSale(item));
}

interface Counting {
  readonly figures: Figures;
  readonly book: Ledger;
  readonly item: Item;
  readonly reckoning: Reckoning;
}

function addMovement(counting: Counting, movement: Movement): void {
  const { figures, book, reckoning } = counting;
  const at = counted(timeOf(movement.at));
  const amount = believable(Math.abs(wholeOf(movement.amount) ?? Number.NaN));
  if (at === undefined || amount === undefined || !/^[A-Z]{3}$/.test(movement.currency)) {
    book.unreadable += 1;
    return;
  }
  noteTime(figures, at);
  if (!isWithin(at, reckoning)) return;
  const sum = currencyOf(book, movement.currency);
  const hour = reckoning.clock.hour(at);
  enter(movement, amount, { sum, takings: hourOf(sum, hour) });
  if (movement.kind === "sale") addSale(counting, sum, { at, amount });
  if (movement.kind === "sale" && movement.note !== undefined) book.paidDifferently += 1;
  if (movement.kind === "second-payment") book.paidTwice += 1;
}

/** Enters a movement of so many minor units with its taxes. */
function enter(movement: Movement, amount: number, { sum, takings }: { sum: CurrencyFigures; takings: Takings }): void {
  const taxes = movement.taxes.filter(
    ({ base, tax }) => Math.abs(base) <= largestAmount && Math.abs(tax) <= largestAmount,
  );
  switch (movement.kind) {
    case "sale":
      takings.orders += 1;
      takings.gross += amount;
      for (const { country, rate, base, tax } of taxes) {
        takings.tax += tax;
        addTaxes(sum, rateName(country, rate), { base, tax, baseBack: 0, taxBack: 0 });
      }
      return;
    case "second-payment":
      takings.gross += amount;
      return;
    case "refund":
      takings.refunds += 1;
      takings.refunded += amount;
      for (const { country, rate, base, tax } of taxes) {
        takings.taxBack -= tax;
        addTaxes(sum, rateName(country, rate), { base: 0, tax: 0, baseBack: 0 - base, taxBack: 0 - tax });
      }
      return;
    case "fee":
      takings.fees += amount;
      return;
  }
}

/** What a sale says beside its money. */
function addSale({ book, item }: Counting, sum: CurrencyFigures, sale: { at: Instant; amount: number }): void {
  const { at, amount } = sale;
  const language = textOf(item.get(its.locale)) ?? "";
  const locale = isLocale(language) ? language : "";
  for (const line of soldLines(item)) {
    const share = addShare(sum.articles, line.sku, { orders: 1, pieces: line.pieces, amount: line.amount });
    addTitle(share, locale, at, line.title);
  }
  addShare(sum.sources, sourceOf(item), { orders: 1, pieces: 0, amount });
  addShare(sum.methods, methodOf(item), { orders: 1, pieces: 0, amount });
  for (const refund of mapsOf(item.get(its.refunds))) {
    if (textOf(refund.get(its.reference)) !== undefined) continue;
    sum.refundsDue += 1;
    sum.refundsDueAmount += believable(wholeOf(refund.get(its.amount))) ?? 0;
  }
  if (textOf(item.get(its.review)) !== undefined) book.toReview += 1;
}

function noSale(item: Item): NoSale {
  if (standingOf(item) === "refused") return "refused";
  const money = textOf(item.get(its.paymentStatus));
  if (money === "pending") return "pending";
  if (money === "paid" || money === "partly-refunded" || money === "refunded") return "paid without a time";
  const status = textOf(item.get(its.status));
  if (status === "cancelled" || status === "expired") return status;
  return status === "awaiting-payment" ? "awaiting payment" : "otherwise unpaid";
}

/** From 2000 to 2100, so that there are never more days than that; undefined for anything else. */
const counted = (at: Instant | undefined): Instant | undefined =>
  at !== undefined && at >= firstTime && at < lastTime ? at : undefined;

const firstTime = Date.UTC(2000, 0, 2);
const lastTime = Date.UTC(2100, 0, 1);

const isWithin = (at: Instant, { since, until }: Reckoning): boolean =>
  (since === undefined || at >= since) && (until === undefined || at < until);

const rateName = (country: string, rate: number): string => `${country.slice(0, 2)} ${rate}`.trim();
