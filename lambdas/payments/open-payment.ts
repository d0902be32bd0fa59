/** Opens the payment page of an order, or finds the one that is open: remembered first, so that two taps are one page. */
import { isUnpaid } from "#core/orders/close.ts";
import type { Order, PaymentAttempt } from "#core/orders/order.ts";
import { liveAttempt, nextNumber, openAttempt, opened, refuseAttempt, withAttempt } from "#core/payments/attempt.ts";
import type { PaymentReport } from "#core/payments/report.ts";
import type { PayToken } from "#core/values/ids.ts";
import { fromIso } from "#core/values/instant.ts";
import { WorldFailure } from "#ports/failures.ts";
import { errorFields, log } from "#runtime/log.ts";
import { count } from "#runtime/metrics.ts";
import type { PayDeps } from "./pay-deps.ts";

/** `closed`: the order says why. `settling`: paid or being paid, and not yet known here. `refused`: Stripe will not. */
export type Opened =
  | { readonly kind: "open"; readonly url: string }
  | { readonly kind: "closed" | "settling" | "refused"; readonly order: Order };

interface Tap {
  readonly deps: PayDeps;
  readonly token: PayToken;
}

/** How often other writers may come first. */
const rounds = 5;

/** The address of the payment page, or why there is none. A WorldFailure when Stripe or the table cannot answer. */
export async function openPayment(deps: PayDeps, order: Order, token: PayToken): Promise<Opened> {
  const tap = { deps, token };
  let now = order;
  for (let round = 1; round <= rounds; round += 1) {
    const answer = await tryOpen(tap, now);
    if (answer) return answer;
    now = (await deps.orders.load(order.orderId)) ?? order;
  }
  throw new WorldFailure(`order ${order.orderId} is written by others all the time`);
}

/** Whether the payment page may be shown at all; if not, the order's status says why. */
export const isPayable = (deps: Pick<PayDeps, "now">, order: Order): boolean =>
  isUnpaid(order) && fromIso(order.payBy) > deps.now();

/** Undefined when another wrote the order meanwhile: then the order must be read again. */
async function tryOpen(tap: Tap, order: Order): Promise<Opened | undefined> {
  if (!isPayable(tap.deps, order) || (await tap.deps.checkout.livemode()) !== order.livemode) {
    return { kind: "closed", order };
  }
  const live = liveAttempt(order);
  if (!live) return await openNext(tap, order, order);
  if (live.sessionId === undefined) return await openSession(tap, order, live);
  const report = await tap.deps.checkout.read(live.sessionId);
  if (report?.standing === "open" && report.url !== undefined) return { kind: "open", url: report.url };
  if (report && report.standing !== "expired") return { kind: "settling", order };
  return await openNext(tap, order, withAttempt(order, live.number, { state: "dead" }));
}

/** The next attempt, once the last one is known to be dead. */
async function openNext(tap: Tap, before: Order, order: Order): Promise<Opened | undefined> {
  const { deps } = tap;
  const occasion = { inputId: `pay:${order.orderId}:${nextNumber(order)}`, at: deps.now(), by: "shopper" as const };
  const change = openAttempt(order, occasion);
  const attempt = liveAttempt(change.order);
  if (!attempt) return { kind: "closed", order };
  const saved = await deps.orders.save(before, change);
  return saved.outcome === "saved" ? await openSession(tap, saved.order, attempt) : undefined;
}

async function openSession(tap: Tap, order: Order, attempt: PaymentAttempt): Promise<Opened | undefined> {
  const { deps, token } = tap;
  const own = `${deps.publicUrl}/pay/${token}`;
  const report = await deps.checkout.open(order, attempt, {
    done: `${own}/done`,
    back: `${own}/back`,
    publicUrl: deps.publicUrl,
  });
  if ("refused" in report) return await giveAttemptUp(tap, order, attempt, report.refused);
  const saved = await deps.orders.save(order, { order: opened(order, attempt.number, report.sessionId) });
  if (saved.outcome !== "saved") return await withdraw(tap, order, report);
  if (report.standing === "open" && report.url !== undefined) return { kind: "open", url: report.url };
  return undefined;
}

/** The order was written while the page was opened. If it has ended, the page is closed; otherwise the next round finds the same page. */
async function withdraw({ deps }: Tap, order: Order, report: PaymentReport): Promise<Opened | undefined> {
  const now = (await deps.orders.load(order.orderId)) ?? order;
  if (isUnpaid(now)) return undefined;
  await deps.checkout.close(report.sessionId);
  return { kind: "closed", order: now };
}

/**
 * Stripe never opened this attempt. One that waited too long for its answer (Stripe wants at least 30 minutes to the
 * end) gives way to the next; a fresh one that is refused means that something is wrong with the shop's account.
 */
async function giveAttemptUp(
  { deps }: Tap,
  order: Order,
  attempt: PaymentAttempt,
  refusal: Error,
): Promise<Opened | undefined> {
  await deps.orders.save(order, { order: refuseAttempt(order, attempt.number) });
  const isStale = deps.now() - fromIso(attempt.openedAt) > 60_000;
  if (isStale) return undefined;
  log.error("Stripe refuses to open a payment page", { orderId: order.orderId, reason: errorFields(refusal) });
  count("CheckoutsRefused");
  return { kind: "refused", order };
}
