/** Brings an order to what the payment partner says now. Reports come late, twice and out of order: only news changes it. */
import { type Change, moving } from "../orders/change.ts";
import { expire, isUnpaid } from "../orders/close.ts";
import { type Occasion, record } from "../orders/history.ts";
import { advance } from "../orders/life-cycle.ts";
import type { Order, PaymentAttempt } from "../orders/order.ts";
import { after, days, fromIso, type Instant, minutes, toIso } from "../values/instant.ts";
import { adopt, liveAttempt, withAttempt } from "./attempt.ts";
import type { PaymentReport } from "./report.ts";

export interface PaymentNews extends Occasion {
  /** The news is that a card was refused: told once per attempt, while it can still be paid. */
  readonly declined?: boolean;
}

/** A payment that comes in after the order had let its pieces go: can they be taken again? */
export type Goods = "there" | "gone";

/** How long goods are kept while a bank makes up its mind, until it is asked again. */
const patience = days(1);
/** How long the shopper has for another try after a bank said no. */
const secondChance = minutes(60);

/** The change a report makes; the same order where it is no news. The report must concern the order. */
export function settle(order: Order, report: PaymentReport, news: PaymentNews, goods: Goods = "there"): Change {
  switch (report.standing) {
    case "open":
      return news.declined === true ? declined(order, report, news) : { order };
    case "expired":
      return dead(order, report, news);
    case "pending":
      return pending(order, report, news);
    case "failed":
      return failed(order, report, news);
    case "paid":
      return paid(order, report, news, goods);
  }
}

/** The money is there, or was: a report of the same payment is no news. */
export const hasMoney = (order: Order): boolean =>
  order.paymentStatus !== "unpaid" && order.paymentStatus !== "pending";

function declined(before: Order, report: PaymentReport, news: PaymentNews): Change {
  if (!isUnpaid(before)) return { order: before };
  const [order, attempt] = adopt(before, report, news);
  const number = String(attempt.number);
  const isTold = order.history.some(
    (entry) => entry.what === "payment-declined" && entry.detail?.["attempt"] === number,
  );
  if (isTold) return { order: before };
  const code = report.declineCode;
  return { order: record(order, "payment-declined", news, { attempt: number, ...(code && { code }) }) };
}

/** A dead session ends the order when its goods were kept for that session only. */
function dead(before: Order, report: PaymentReport, news: PaymentNews): Change {
  const [adopted, attempt] = adopt(before, report, news);
  if (attempt.state === "dead" || attempt.state === "complete") return { order: before };
  const order = withAttempt(adopted, attempt.number, { state: "dead" });
  const payBy = fromIso(order.payBy);
  const isOver = payBy <= news.at || payBy <= attempt.expiresAt * 1000;
  return isOver && liveAttempt(order) === undefined && isUnpaid(order) ? expire(order, news) : { order };
}

function pending(before: Order, report: PaymentReport, news: PaymentNews): Change {
  if (hasMoney(before)) return { order: before };
  const [adopted, attempt] = adopt(before, report, news);
  const kept = keptUntil(withDetails(complete(adopted, attempt), report), after(news.at, patience));
  if (before.paymentStatus === "unpaid") {
    return { order: record(advance(kept, { paymentStatus: "pending" }), "payment-pending", news) };
  }
  return { order: fromIso(before.payBy) > news.at ? before : kept };
}

function failed(before: Order, report: PaymentReport, news: PaymentNews): Change {
  const [adopted, attempt] = adopt(before, report, news);
  if (attempt.state === "dead" || hasMoney(before)) return { order: before };
  const order = keptUntil(withAttempt(adopted, attempt.number, { state: "dead" }), after(news.at, secondChance));
  const detail = report.declineCode ? { code: report.declineCode } : undefined;
  return { order: record(advance(order, { paymentStatus: "unpaid" }), "payment-failed", news, detail) };
}

function paid(before: Order, report: PaymentReport, news: PaymentNews, goods: Goods): Change {
  const [adopted, attempt] = adopt(before, report, news);
  if (hasMoney(before) && attempt.state === "complete") return { order: withFee(before, report) };
  if (hasMoney(before)) return paidTwice(adopted, attempt, report, news);
  const order = { ...withDetails(complete(adopted, attempt), report), paidAt: toIso(news.at) };
  if (order.status === "awaiting-payment") return moving("sell", toShip(order, report, news));
  if (goods === "gone") return { order: paidInVain(order, report, news) };
  return moving("take-again", toShip(order, report, news));
}

function toShip(order: Order, report: PaymentReport, news: PaymentNews): Order {
  const { cancelledAt: _noMore, ...alive } = advance(order, { status: "to-ship", paymentStatus: "paid" });
  if (isPriceOf(order, report)) return record(alive, "paid", news);
  const wanted = `${order.total} ${order.currency}`;
  const review = `paid ${report.amount} ${report.currency} instead of ${wanted}`;
  return record({ ...alive, review }, "paid-differently", news, {
    paid: `${report.amount} ${report.currency}`,
    wanted,
  });
}

const isPriceOf = (order: Order, report: PaymentReport): boolean =>
  report.amount === order.total && report.currency === order.currency;

/** The goods went to somebody else meanwhile: the money goes back, under a key that makes it go once. */
function paidInVain(order: Order, report: PaymentReport, news: PaymentNews): Order {
  const refund = { at: toIso(news.at), amount: report.amount, reason: "paid too late, sold out" };
  const refunds = [...(order.refunds ?? []), refund];
  return record({ ...advance(order, { paymentStatus: "paid" }), refunds }, "late-payment", news);
}

/** Two sessions paid for one order: a person must give one payment back. */
function paidTwice(order: Order, attempt: PaymentAttempt, report: PaymentReport, news: PaymentNews): Change {
  const review = `paid twice: ${report.paymentReference ?? report.sessionId}`;
  const detail = {
    twice: report.paymentReference ?? report.sessionId,
    paid: `${report.amount} ${report.currency}`,
  };
  return { order: record({ ...complete(order, attempt), review }, "paid-differently", news, detail) };
}

const complete = (order: Order, attempt: PaymentAttempt): Order =>
  withAttempt(order, attempt.number, { state: "complete" });

function withDetails(order: Order, report: PaymentReport): Order {
  return {
    ...order,
    ...report.customer,
    ...(report.paymentReference !== undefined && { paymentReference: report.paymentReference }),
    ...(report.paymentMethod !== undefined && { paymentMethod: report.paymentMethod }),
    ...feeOf(order, report),
  };
}

/** The order with the fee, which the partner may know only some time after the payment; unchanged if it has one. */
const withFee = (order: Order, report: PaymentReport): Order =>
  order.paymentFee === undefined && report.fee && report.paymentReference === order.paymentReference
    ? { ...order, ...feeOf(order, report) }
    : order;

const feeOf = (order: Order, { fee }: PaymentReport): Pick<Order, "paymentFee" | "paymentFeeCurrency"> => ({
  ...(fee && { paymentFee: fee.amount }),
  ...(fee && fee.currency !== order.currency && { paymentFeeCurrency: fee.currency }),
});

/** The goods kept at least until then; an order that has let them go stays as it is. */
const keptUntil = (order: Order, until: Instant): Order =>
  order.status === "awaiting-payment" && fromIso(order.payBy) < until ? { ...order, payBy: toIso(until) } : order;
