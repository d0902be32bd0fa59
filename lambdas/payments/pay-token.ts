/** Who holds the pay token of an order may open its payment page; the order keeps only the token's hash. */
import { createHash, timingSafeEqual } from "node:crypto";
import type { Order } from "#core/orders/order.ts";
import { isPayToken, orderOfToken, type PayToken } from "#core/values/ids.ts";
import type { OrderStore } from "#ports/orders.ts";

/** The order that this token opens; nothing for a token that opens none, whatever is wrong with it. */
export async function orderOf(
  orders: Pick<OrderStore, "load">,
  token: string,
): Promise<{ readonly order: Order; readonly token: PayToken } | undefined> {
  if (!isPayToken(token)) return undefined;
  const order = await orders.load(orderOfToken(token));
  return order && isTokenOf(order, token) ? { order, token } : undefined;
}

function isTokenOf(order: Order, token: PayToken): boolean {
  const hash = createHash("sha256").update(token).digest();
  return timingSafeEqual(hash, Buffer.from(order.payTokenHash, "hex"));
}
