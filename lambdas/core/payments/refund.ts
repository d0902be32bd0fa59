/** Money that is to go back: remembered on the order before the provider is asked, and noted when it has answered. */
import type { Change } from "../orders/change.ts";
import { type Occasion, record } from "../orders/history.ts";
import { advance } from "../orders/life-cycle.ts";
import type { Order, Refund } from "../orders/order.ts";

/** Why a person should look at an order whose money could not be given back. */
const refundMissing = "the money could not be given back yet";

/** The refund that is decided and not yet known to be made. */
export const refundDue = (order: Order): Refund | undefined =>
  order.refunds?.find((refund) => refund.reference === undefined);

/** The order marked for review because its refund could not be made; unchanged when none is due, or it is marked already. */
export const refundGivenUp = (order: Order): Change =>
  refundDue(order) && order.review === undefined ? { order: { ...order, review: refundMissing } } : { order };

/** The order with its due refund made; unchanged when none is due. */
export function refundMade(order: Order, reference: string, occasion: Occasion): Change {
  const due = refundDue(order);
  if (!due) return { order };
  const refunds = order.refunds?.map((refund) => (refund === due ? { ...refund, reference } : refund)) ?? [];
  const refundedAmount = (order.refundedAmount ?? 0) + due.amount;
  const { review, ...rest } = advance(order, { paymentStatus: "refunded" });
  const refunded = {
    ...rest,
    refunds,
    refundedAmount,
    ...(review !== undefined && review !== refundMissing && { review }),
  };
  return { order: record(refunded, "refunded", occasion, { amount: String(due.amount), reference }) };
}
