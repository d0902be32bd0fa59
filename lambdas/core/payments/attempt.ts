/** One try at being paid: at most one lives at a time, and the next is opened only when the last is known to be dead. */
import type { Change } from "../orders/change.ts";
import { isUnpaid } from "../orders/close.ts";
import { type Occasion, record } from "../orders/history.ts";
import type { Order, PaymentAttempt } from "../orders/order.ts";
import { after, fromIso, minutes, toIso } from "../values/instant.ts";
import type { PaymentReport } from "./report.ts";

/** How long a payment page lives, milliseconds; Stripe allows 30 minutes to 24 hours. */
const attemptLifetime = minutes(60);

/** Tries in all: the goods of an order cannot be kept for ever by opening one page after the other. */
const attemptLimit = 12;

/** The attempt that could still be paid. */
export const liveAttempt = (order: Order): PaymentAttempt | undefined =>
  order.attempts.find((attempt) => attempt.state === "opening" || attempt.state === "open");

/** The number of the next attempt. A refused attempt keeps its number: the provider may know its idempotency key. */
export const nextNumber = (order: Order): number => Math.max(0, ...order.attempts.map(({ number }) => number)) + 1;

/** Whether a new payment page may be opened now. */
export const mayOpen = (order: Order, occasion: Pick<Occasion, "at">): boolean =>
  isUnpaid(order) &&
  liveAttempt(order) === undefined &&
  order.attempts.filter(isOpened).length < attemptLimit &&
  fromIso(order.payBy) > occasion.at;

/** The order with its next attempt remembered, before the provider is asked, and the goods kept for as long. */
export function openAttempt(order: Order, occasion: Occasion): Change {
  if (!mayOpen(order, occasion)) return { order };
  const until = Math.floor(after(occasion.at, attemptLifetime) / 1000);
  const attempt: PaymentAttempt = {
    number: nextNumber(order),
    provider: "stripe",
    state: "opening",
    openedAt: toIso(occasion.at),
    expiresAt: until,
    formerPayBy: order.payBy,
  };
  const opened: Order = {
    ...order,
    paymentProvider: "stripe",
    attempts: [...order.attempts.filter(isOpened), attempt],
    payBy: new Date(until * 1000).toISOString(),
  };
  return { order: record(opened, "attempt-opened", occasion, { attempt: String(attempt.number) }) };
}

const isOpened = (attempt: PaymentAttempt): boolean => attempt.state !== "refused";

/** The order with an attempt open under the session's id. */
export function opened(order: Order, number: number, sessionId: string): Order {
  const attempts = order.attempts.map((attempt) => (attempt.number === number ? named(attempt, sessionId) : attempt));
  return { ...order, attempts };
}

const named = ({ formerPayBy: _over, ...attempt }: PaymentAttempt, sessionId: string): PaymentAttempt => ({
  ...attempt,
  state: "open",
  sessionId,
});

/** The order as it was before an attempt that the provider never opened: no try is used up, no goods are kept longer. */
export function refuseAttempt(order: Order, number: number): Order {
  const refused = order.attempts.find((attempt) => attempt.number === number);
  if (!refused) return order;
  const { formerPayBy, ...attempt } = refused;
  const attempts = order.attempts.map((each) => (each === refused ? { ...attempt, state: "refused" as const } : each));
  const isKeptForIt = fromIso(order.payBy) === attempt.expiresAt * 1000;
  return { ...order, attempts, ...(formerPayBy !== undefined && isKeptForIt && { payBy: formerPayBy }) };
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
  const made = { provider: "stripe", openedAt: toIso(occasion.at), expiresAt: report.expiresAt } as const;
  const adopted = named(nameless ?? { ...made, number: nextNumber(order), state: "opening" }, report.sessionId);
  const others = order.attempts.filter((attempt) => attempt !== nameless);
  return [{ ...order, paymentProvider: "stripe", attempts: [...others, adopted] }, adopted];
}
