/** Which orders a merchant asks for: by time, state, Page and article; test orders and refusals only when asked for. */

import { type OrderStatus, orderStatuses, type PaymentStatus, paymentStatuses } from "../orders/order.ts";
import type { PageId, Sku } from "../values/ids.ts";
import type { Instant } from "../values/instant.ts";
import type { View } from "./column.ts";
import type { Item } from "./item.ts";
import { its } from "./order-attributes.ts";
import { mapOf, mapsOf } from "./read-item.ts";

/** What is asked for; what is absent does not matter. */
export interface Selection {
  /** From this moment on. */
  readonly since?: Instant;
  /** Before this moment. */
  readonly until?: Instant;
  /** One of these states of the goods, and one of these states of the money. */
  readonly statuses?: readonly (OrderStatus | PaymentStatus)[];
  readonly pages?: readonly PageId[];
  /** With one of these articles; of lines, those of these articles. */
  readonly skus?: readonly Sku[];
  readonly testOrders?: boolean;
  readonly refusals?: boolean;
}

/** What an item is to a merchant before anything is asked: "order" is one that counts. */
export type Standing = "order" | "test" | "refused" | "no order";

/** An order, an order paid with test money, a refusal, or something that has no order id. */
export function standingOf(item: Item): Standing {
  if (!item.hasText(its.orderId)) return "no order";
  if (mapOf(item.firstOf(its.history))?.get(its.what) === "refused") return "refused";
  return item.get(its.livemode) === false ? "test" : "order";
}

/** Tells which items are wanted, whatever their time. */
export function orderChooser(selection: Selection): (item: Item) => boolean {
  const goods = orderStatuses.filter((each) => selection.statuses?.includes(each));
  const money = paymentStatuses.filter((each) => selection.statuses?.includes(each));
  const tests = [
    oneOf("status", goods),
    oneOf("paymentStatus", money),
    oneOf("pageId", selection.pages ?? []),
    skuTest(selection.skus ?? []),
  ].filter((test) => test !== undefined);
  return (item) => tests.every((test) => test(item));
}

/** Tells which rows of a view are wanted: those of the time asked for, and of lines those of the articles asked for. */
export function rowChooser(selection: Selection, view: View): (row: Item) => boolean {
  const { since, until, skus } = selection;
  const hasTime = since !== undefined || until !== undefined;
  const wanted: ReadonlySet<unknown> = new Set(skus);
  return (row) => {
    if (hasTime && !isWithin(view.timeOf(row), since, until)) return false;
    return wanted.size === 0 || row.get(its.sku) === undefined || wanted.has(row.get(its.sku));
  };
}

/** What has no time is within no time. */
function isWithin(at: Instant | undefined, since: Instant | undefined, until: Instant | undefined): boolean {
  return at !== undefined && (since === undefined || at >= since) && (until === undefined || at < until);
}

function oneOf(name: string, values: readonly string[]): ((item: Item) => boolean) | undefined {
  if (values.length === 0) return undefined;
  const wanted: ReadonlySet<unknown> = new Set(values);
  return (item) => wanted.has(item.get(name));
}

function skuTest(skus: readonly Sku[]): ((item: Item) => boolean) | undefined {
  if (skus.length === 0) return undefined;
  const wanted: ReadonlySet<unknown> = new Set(skus);
  return (item) => mapsOf(item.get(its.lines)).some((line) => wanted.has(line.get(its.sku)));
}
