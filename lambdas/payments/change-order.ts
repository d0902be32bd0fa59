/** Decides on the order as it stands and writes the decision; if another wrote the order meanwhile, it decides again. */
import type { Change } from "#core/orders/change.ts";
import type { Order } from "#core/orders/order.ts";
import type { Goods } from "#core/payments/settle.ts";
import type { OrderId } from "#core/values/ids.ts";
import { Unprocessable, WorldFailure } from "#ports/failures.ts";
import type { OrderStore } from "#ports/orders.ts";
import { log } from "#runtime/log.ts";
import { count } from "#runtime/metrics.ts";

/** A decision may ask the payment partner. What it changes there must be safe to repeat, because it may be made again. */
export type Decision = (order: Order, goods: Goods) => Change | Promise<Change>;

/** How often other writers may come first. */
const rounds = 6;

/** The order after the decision; Unprocessable when there is no such order. */
export async function changeOrder(orders: OrderStore, orderId: OrderId, decide: Decision): Promise<Order> {
  let goods: Goods = "there";
  for (let round = 1; round <= rounds; round += 1) {
    const before = await orders.load(orderId);
    if (!before) throw new Unprocessable(`there is no order ${orderId}`);
    const change = await decide(before, goods);
    if (change.order === before) return before;
    const saved = await orders.save(before, change);
    if (saved.outcome === "saved") return saved.order;
    if (saved.outcome === "short") {
      if (change.stock?.kind !== "take-again") return await saveWithoutStock(orders, before, change.order);
      goods = "gone";
    }
  }
  throw new WorldFailure(`order ${orderId} is written by others all the time`);
}

/** The stock table contradicts the order: the payment is recorded all the same, and a person corrects the count. */
async function saveWithoutStock(orders: OrderStore, before: Order, order: Order): Promise<Order> {
  log.error("the stock does not hold what the order reserved", { orderId: order.orderId });
  count("StockContradictions");
  const saved = await orders.save(before, { order: { ...order, review: order.review ?? "stock count is wrong" } });
  if (saved.outcome !== "saved") throw new WorldFailure(`order ${order.orderId} was written meanwhile`);
  return saved.order;
}
