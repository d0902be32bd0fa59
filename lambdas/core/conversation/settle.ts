/** What the orders table says of the order that the visit waits for, in case its news was lost or late. */
import { isSameCart } from "../cart/cart.ts";
import type { CartLine } from "../cart/quote.ts";
import type { OrderView } from "../orders/fact.ts";
import type { OrderId } from "../values/ids.ts";
import { days, type Instant, minutes } from "../values/instant.ts";
import { payingFor } from "./open-order.ts";
import { type ConversationState, shopping } from "./state.ts";

/** How long after its time is over a wish may still be worked on. */
const grace = minutes(5);

/** The state brought up to date by the orders as the table has them; the same while there is nothing to learn. */
export function settle(state: ConversationState, orders: readonly OrderView[], now: Instant): ConversationState {
  const { step } = state;
  if (step.at === "shopping") return state;
  const order = orders.find((each) => each.orderId === step.orderId);
  if (order && !isAwaiting(order)) return afterOrder(state, order);
  switch (step.at) {
    case "placing":
      if (order) return { ...state, step: payingFor(order) };
      return now > step.until + grace ? { ...state, step: shopping } : state;
    case "paying":
      if (order) return { ...state, step: payingFor(order) };
      return now > step.payBy + days(1) ? { ...state, step: shopping } : state;
    case "changing":
      if (now <= step.until + grace) return state;
      return { ...state, step: order ? payingFor(order) : shopping };
  }
}

/** The visit when an order has come to its end: a paid cart is empty, any other is the shopper's again. */
export function afterOrder(state: ConversationState, order: OrderView): ConversationState {
  if (isOver(order)) return { ...state, step: shopping, cart: cartAgain(state.cart, order) };
  const { delivery: _, ...rest } = state;
  return { ...rest, step: shopping, cart: [] };
}

/** Whether the visit waits for this order. */
export const isWaitingFor = (state: ConversationState, orderId: OrderId): boolean =>
  state.step.at !== "shopping" && state.step.orderId === orderId;

/** Whether the cart holds exactly what this order holds. */
export const isOrdersCart = (state: ConversationState, order: OrderView): boolean =>
  isSameCart(state.cart, order.lines);

/** Whether its payment is still to come or to settle. */
const isAwaiting = (order: OrderView): boolean =>
  order.status === "awaiting-payment" && (order.paymentStatus === "unpaid" || order.paymentStatus === "pending");

const isOver = (order: OrderView): boolean => order.status === "cancelled" || order.status === "expired";

const cartAgain = (cart: readonly CartLine[], order: OrderView): readonly CartLine[] =>
  cart.length > 0 ? cart : order.lines.slice(0, 20).map(({ sku, quantity }) => ({ sku, quantity }));
