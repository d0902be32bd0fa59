/** How an unpaid order ends: the shopper cancels it, or its time to pay is over. Also the cancellation that comes to nothing. */
import { toIso } from "../values/instant.ts";
import { type Change, moving } from "./change.ts";
import { type Occasion, record, recordedUnder } from "./history.ts";
import { advance } from "./life-cycle.ts";
import type { Order, PaymentAttempt } from "./order.ts";

/** Whether it can still be cancelled: nothing has been paid, and no payment is under way. */
export const isUnpaid = (order: Order): boolean =>
  order.status === "awaiting-payment" && order.paymentStatus === "unpaid";

/** The order cancelled, its pieces free again; unchanged unless it is unpaid. The provider must have closed its payment page before. */
export function cancel(order: Order, occasion: Occasion): Change {
  if (!isUnpaid(order)) return { order };
  const cancelled = { ...advance(order, { status: "cancelled" }), cancelledAt: toIso(occasion.at) };
  return moving("release", record(withDeadAttempts(cancelled), "cancelled", occasion));
}

/** Notes a cancellation that comes to nothing: the order stands. Unchanged if it is not unpaid, or this is noted already. */
export function keep(order: Order, occasion: Occasion, reason: "too-late" | "given-up"): Change {
  if (!isUnpaid(order) || recordedUnder(order, occasion.inputId).length > 0) return { order };
  return { order: record(order, "not-cancelled", occasion, { reason }) };
}

/** The order given up for want of a payment, its pieces free again; unchanged unless it is unpaid. */
export function expire(order: Order, occasion: Occasion): Change {
  if (!isUnpaid(order)) return { order };
  return moving("release", record(withDeadAttempts(advance(order, { status: "expired" })), "expired", occasion));
}

const withDeadAttempts = (order: Order): Order => ({ ...order, attempts: order.attempts.map(buried) });

const buried = (attempt: PaymentAttempt): PaymentAttempt =>
  attempt.state === "open" || attempt.state === "opening" ? { ...attempt, state: "dead" } : attempt;
