/** Brings an order to what the payment partner says now, whatever the news said that made us ask. */
import type { Change } from "#core/orders/change.ts";
import { expire } from "#core/orders/close.ts";
import type { Order } from "#core/orders/order.ts";
import { liveAttempt, withAttempt } from "#core/payments/attempt.ts";
import type { Check, StripeEvent } from "#core/payments/message.ts";
import { refundDue, refundGivenUp, refundMade } from "#core/payments/refund.ts";
import { concerns, type PaymentReport } from "#core/payments/report.ts";
import { type Goods, hasMoney, type PaymentNews, settle } from "#core/payments/settle.ts";
import { isOrderId, type OrderId } from "#core/values/ids.ts";
import { fromIso } from "#core/values/instant.ts";
import { Unprocessable } from "#ports/failures.ts";
import { log } from "#runtime/log.ts";
import { count } from "#runtime/metrics.ts";
import { changeOrder } from "./change-order.ts";
import { tellConversation } from "./tell-conversation.ts";
import type { WorkerDeps } from "./worker-deps.ts";

/** News of a session or payment: the session is fetched again and settled. */
export async function settleEvent(deps: WorkerDeps, event: StripeEvent): Promise<void> {
  if (event.orderId === undefined) return await sendToItsOrder(deps, event);
  if (event.type === "charge.updated") return await noteFee(deps, event, event.orderId);
  const report = await reportFor(deps, event);
  if (!report) throw new Unprocessable(`the session of event ${event.id} is not known to Stripe`);
  const declined = event.type === "payment_intent.payment_failed";
  const news: PaymentNews = { inputId: event.id, at: deps.now(), by: "provider", declined };
  const told = event.declineCode === undefined ? report : { declineCode: event.declineCode, ...report };
  await settleReport(deps, event.orderId, { report: told, news });
}

/** A check: asks the partner about the live attempt, or ends the order when its time to pay is over. */
export async function checkOrder(deps: WorkerDeps, check: Check): Promise<void> {
  const news: PaymentNews = { inputId: check.id, at: deps.now(), by: "clock" };
  const order = await changeOrder(deps.orders, check.orderId, async (order, goods) => {
    const sessionId = order.status === "awaiting-payment" ? askedSession(order) : undefined;
    if (sessionId === undefined) return overdue(order, news);
    const report = await deps.checkout.read(sessionId);
    if (report) return settled(order, report, news, goods);
    log.warn("Stripe does not know a session it opened", { orderId: order.orderId });
    return overdue(withoutSession(order, sessionId), news);
  });
  await finish(deps, order, news);
}

/**
 * The last word on news that could not be worked on. What was recorded of it is told. A refund that was not made is marked
 * for review. The payment itself is not lost: the quarter-hourly sweep asks Stripe about orders past their time to pay.
 */
export async function giveNewsUp(deps: WorkerDeps, message: StripeEvent | Check): Promise<void> {
  const { orderId } = message;
  if (orderId === undefined || !(await deps.orders.load(orderId))) return;
  const order = await changeOrder(deps.orders, orderId, (order) => {
    const change = refundGivenUp(order);
    if (change.order !== order) countMoney(order, change.order);
    return change;
  });
  await tellConversation(deps.conversation, order, message.id);
}

/** Settles a report and does what follows from it. */
async function settleReport(
  deps: WorkerDeps,
  orderId: OrderId,
  { report, news }: { readonly report: PaymentReport; readonly news: PaymentNews },
): Promise<void> {
  const order = await changeOrder(deps.orders, orderId, (order, goods) => settled(order, report, news, goods));
  await finish(deps, order, news);
}

/** Makes a refund that is due and tells the conversation. Repeated after a crash in between, when the message comes again. */
export async function finish(deps: WorkerDeps, order: Order, news: PaymentNews): Promise<void> {
  const refund = refundDue(order);
  let settledOrder = order;
  if (refund) {
    const reference = await deps.checkout.refund(order, refund, "late");
    count("LatePaymentsRefunded");
    settledOrder = await changeOrder(deps.orders, order.orderId, (order) => refundMade(order, reference, news));
  }
  await tellConversation(deps.conversation, settledOrder, news.inputId);
}

/** The change of a report that must be about this order and the same kind of money. */
export function settled(order: Order, report: PaymentReport, news: PaymentNews, goods: Goods): Change {
  if (!concerns(report, order)) throw new Unprocessable(`session ${report.sessionId} is not order ${order.orderId}'s`);
  const change = settle(order, report, news, goods);
  if (change.order !== order) countMoney(order, change.order);
  return change;
}

function countMoney(before: Order, after: Order): void {
  if (!hasMoney(before) && hasMoney(after)) count("OrdersPaid");
  if (before.review !== after.review && after.review !== undefined) {
    log.error("a payment needs a person", { orderId: after.orderId });
    count("AmountsDiffering");
  }
}

/**
 * Stripe usually knows its fee some time after the payment, and then updates the charge. It is asked only for an order that
 * is paid and has no fee yet; an order not known to be paid learns the fee together with the payment.
 */
async function noteFee(deps: WorkerDeps, event: StripeEvent, orderId: OrderId): Promise<void> {
  const order = await deps.orders.load(orderId);
  const paid = order?.attempts.findLast((attempt) => attempt.state === "complete");
  if (!order || !hasMoney(order) || order.paymentFee !== undefined || paid?.sessionId === undefined) return;
  const report = await deps.checkout.read(paid.sessionId);
  const news: PaymentNews = { inputId: event.id, at: deps.now(), by: "provider" };
  if (report) await settleReport(deps, orderId, { report, news });
}

/** The event's own session; for news of a payment, the session that the payment belongs to. */
async function reportFor(deps: WorkerDeps, event: StripeEvent): Promise<PaymentReport | undefined> {
  if (event.sessionId !== undefined) return await deps.checkout.read(event.sessionId);
  if (event.paymentIntentId !== undefined) return await deps.checkout.readByPayment(event.paymentIntentId);
  return undefined;
}

/** News that names no order is sent again into the order's group, so that it waits for other work on the order. */
async function sendToItsOrder(deps: WorkerDeps, event: StripeEvent): Promise<void> {
  const report = await reportFor(deps, event);
  const orderId = report?.reference ?? "";
  if (!report || !isOrderId(orderId)) {
    log.info("an event of Stripe concerns no order of this shop", { eventId: event.id, type: event.type });
    return;
  }
  await deps.payments.send([{ ...event, id: `${event.id}:found`, orderId, sessionId: report.sessionId }]);
}

/** The session to ask about: the live one, or the one a bank is still thinking about. */
const askedSession = (order: Order): string | undefined =>
  liveAttempt(order)?.sessionId ??
  (order.paymentStatus === "pending"
    ? order.attempts.findLast((each) => each.state === "complete")?.sessionId
    : undefined);

/** An attempt whose session was never noted needs no closing: it ends with its own time. */
const overdue = (order: Order, news: PaymentNews): Change =>
  fromIso(order.payBy) <= news.at ? expire(order, news) : { order };

const withoutSession = (order: Order, sessionId: string): Order => {
  const attempt = order.attempts.find((each) => each.sessionId === sessionId);
  return attempt ? withAttempt(order, attempt.number, { state: "dead" }) : order;
};
