/** One try at being paid: at most one lives at a time, and the next is opened only when the last is known to be dead. */
import type { Change } from "../orders/change.ts";
import { isUnpaid } from "../orders/close.ts";
import { type Occasion, record } from "../orders/history.ts";
import type { Order, PaymentAttempt } from "../orders/order.ts";
import { after, fromIso, minutes, toIso } from "../values/instant.ts";
import type { PaymentReport } from "./report.ts";

/** How long a payment page lives, milliseconds; Stripe allows 30 minutes to 24 hours. */
export const attemptLifetime = minutes(60);

/** Tries in all: the goods of an order cannot be kept for ever by opening one page after the other. */
export const attemptLimit = 12;

/** The attempt that could still be paid. */
export const liveAttempt = (order: Order): PaymentAttempt | undefined =>
  order.attempts.find((attempt) => attempt.state === "opening" || attempt.state === "open");

/** Whether a new payment page may be opened now. */
export const mayOpen = (order: Order, occasion: Pick<Occasion, "at">): boolean =>
  isUnpaid(order) &&
  liveAttempt(order) === undefined &&
  order.attempts.length < attemptLimit &&
  fromIso(order.payBy) > occasion.at;

/** The order with its next attempt remembered, before the provider is asked, and the goods kept for as long. */
export function openAttempt(order: Order, occasion: Occasion): Change {
  if (!mayOpen(order, occasion)) return { order };
  const until = Math.floor(after(occasion.at, attemptLifetime) / 1000);
  const attempt: PaymentAttempt = {
    number: order.attempts.length + 1,
    provider: "stripe",
    state: "opening",
    openedAt: toIso(occasion.at),
    expiresAt: until,
  };
  const opened: Order = {
    ...order,
    paymentProvider: "stripe",
    attempts: [...order.attempts, attempt],
    payBy: new Date(until * 1000).toISOString(),
  };
  return { order: record(opened, "attempt-opened", occasion, { attempt: String(attempt.number) }) };
}

/** The order with an attempt's state, and its session once it is known. */
export function withAttempt(order: Order, number: number, change: Partial<PaymentAttempt>): Order {
  const attempts = order.attempts.map((attempt) => (attempt.number === number ? { ...attempt, ...change } : attempt));
  return { ...order, attempts };
}

/**
 * The order with an attempt for the report's session, and that attempt. News can outrun the note of the session's id,
 * and a session may have been made by hand: both become attempts like any other.
 */
export function adopt(order: Order, report: PaymentReport, occasion: Occasion): [Order, PaymentAttempt] {
  const known = order.attempts.find((attempt) => attempt.sessionId === report.sessionId);
  if (known) return [order, known];
  const nameless = order.attempts.find(
    (attempt) => attempt.state === "opening" && attempt.expiresAt === report.expiresAt,
  );
  const adopted: PaymentAttempt = {
    provider: "stripe",
    openedAt: toIso(occasion.at),
    expiresAt: report.expiresAt,
    number: order.attempts.length + 1,
    ...nameless,
    state: "open",
    sessionId: report.sessionId,
  };
  const others = order.attempts.filter((attempt) => attempt !== nameless);
  return [{ ...order, paymentProvider: "stripe", attempts: [...others, adopted] }, adopted];
}
