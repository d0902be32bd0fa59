/** Which status may follow which: one table for an order's goods, one for its money. No order changes its status past them. */
import { type Order, type OrderStatus, orderStatuses, type PaymentStatus, paymentStatuses } from "./order.ts";

/** One allowed step and what brings it about. */
export interface Transition<Status extends string> {
  readonly from: Status;
  readonly to: Status;
  readonly when: string;
}

/** A life cycle as data: all statuses, where it begins, where it may end, and every step in between. */
export interface LifeCycle<Status extends string> {
  readonly statuses: readonly Status[];
  readonly start: Status;
  readonly ends: readonly Status[];
  readonly transitions: readonly Transition<Status>[];
}

/** Where the goods stand. */
export const goodsLifeCycle: LifeCycle<OrderStatus> = {
  statuses: orderStatuses,
  start: "awaiting-payment",
  ends: ["returned"],
  transitions: [
    { from: "awaiting-payment", to: "to-ship", when: "the payment arrives" },
    { from: "awaiting-payment", to: "cancelled", when: "the shopper cancels it, or the shop refuses it" },
    { from: "awaiting-payment", to: "expired", when: "the time to pay is over" },
    { from: "cancelled", to: "to-ship", when: "a late payment finds the goods still there" },
    { from: "expired", to: "to-ship", when: "a late payment finds the goods still there" },
    { from: "to-ship", to: "cancelled", when: "it is cancelled before it leaves" },
    { from: "to-ship", to: "partly-shipped", when: "a first parcel leaves" },
    { from: "to-ship", to: "shipped", when: "everything leaves" },
    { from: "partly-shipped", to: "shipped", when: "the last parcel leaves" },
    { from: "shipped", to: "delivered", when: "the carrier hands it over" },
    { from: "shipped", to: "returned", when: "it comes back undelivered" },
    { from: "delivered", to: "returned", when: "the shopper sends it back" },
  ],
};

/** Where the money stands. */
export const moneyLifeCycle: LifeCycle<PaymentStatus> = {
  statuses: paymentStatuses,
  start: "unpaid",
  ends: ["refunded"],
  transitions: [
    { from: "unpaid", to: "pending", when: "the bank takes its time" },
    { from: "unpaid", to: "paid", when: "the payment arrives" },
    { from: "pending", to: "paid", when: "the bank says yes" },
    { from: "pending", to: "unpaid", when: "the bank says no" },
    { from: "paid", to: "partly-refunded", when: "a part goes back" },
    { from: "paid", to: "refunded", when: "all of it goes back" },
    { from: "partly-refunded", to: "refunded", when: "the rest goes back" },
  ],
};

/** The order with its goods or money moved on; a RangeError where the tables know no such step. */
export function advance(
  order: Order,
  to: { readonly status?: OrderStatus; readonly paymentStatus?: PaymentStatus },
): Order {
  const { status = order.status, paymentStatus = order.paymentStatus } = to;
  assertStep(goodsLifeCycle, order.status, status);
  assertStep(moneyLifeCycle, order.paymentStatus, paymentStatus);
  return { ...order, status, paymentStatus };
}

function assertStep<Status extends string>(cycle: LifeCycle<Status>, from: Status, to: Status): void {
  if (!canMove(cycle, from, to)) throw new RangeError(`an order cannot go from ${from} to ${to}`);
}

/** Whether the table allows the step; staying is always allowed. */
const canMove = <Status extends string>(cycle: LifeCycle<Status>, from: Status, to: Status): boolean =>
  from === to || cycle.transitions.some((step) => step.from === from && step.to === to);
