/** An order's memory: what happened to it, numbered, under the message that brought it, and never without bound. */
import { type Instant, toIso } from "../values/instant.ts";
import type { HistoryEntry, HistoryWhat, Order } from "./order.ts";

/** What brings a change about: the message, when it is worked on, and who stands behind it. */
export interface Occasion {
  readonly inputId: string;
  readonly at: Instant;
  readonly by: HistoryEntry["by"];
}

/** Entries kept; a shopper who opens the payment page for ever must not fill the record (DynamoDB: 400 KB an item). */
export const historyLimit = 60;

/** Entries that matter only while they are new: the oldest are folded into one when there are too many. */
const routine: readonly HistoryWhat[] = ["attempt-opened", "payment-declined", "not-cancelled", "untold"];

/** The order with one more entry. */
export function record(
  order: Order,
  what: HistoryWhat,
  occasion: Occasion,
  detail?: Readonly<Record<string, string>>,
): Order {
  const entry: HistoryEntry = {
    sequence: nextSequence(order.history),
    at: toIso(occasion.at),
    what,
    by: occasion.by,
    inputId: occasion.inputId,
    ...(detail && { detail }),
  };
  return { ...order, history: folded([...order.history, entry]) };
}

/** What a message brought to this order, oldest first. */
export const recordedUnder = (order: Order, inputId: string): readonly HistoryEntry[] =>
  order.history.filter((entry) => entry.inputId === inputId);

const nextSequence = (history: readonly HistoryEntry[]): number =>
  history.reduce((highest, entry) => Math.max(highest, entry.sequence), 0) + 1;

/** The two oldest routine entries become the younger of them, which counts those it stands for. */
function folded(history: readonly HistoryEntry[]): readonly HistoryEntry[] {
  if (history.length <= historyLimit) return history;
  const [oldest, next] = history.filter((entry) => routine.includes(entry.what));
  if (!oldest || !next) return history;
  const count = Number(oldest.detail?.["folded"] ?? 0) + Number(next.detail?.["folded"] ?? 0) + 1;
  const heir: HistoryEntry = { ...next, detail: { ...next.detail, folded: String(count) } };
  return history.filter((entry) => entry !== oldest).map((entry) => (entry === next ? heir : entry));
}
