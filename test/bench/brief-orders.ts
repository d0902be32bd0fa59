/** The bench's orders: of about a kilobyte each, as plain JSON. */
import { type OrderItem, type SampleShop, sampleOrder } from "#test/support/sample-orders.ts";

/** What an order of a kilobyte holds; the history, the attempts to pay and small particulars make it two and a half. */
const kept = [
  "orderId schemaVersion livemode version pageId shopper pageStatus locale source status paymentStatus",
  "customerFirstName customerLastName email phone shippingAddress lines subtotal discountTotal shippingTotal taxTotal",
  "total currency deliveryMethod paymentReference paymentMethod refundedAmount refunds placedAt paidAt cancelledAt",
].flatMap((names) => names.split(" ")) as (keyof OrderItem)[];

/** The order of this number as it stood before a moment, or undefined. */
export function briefOrder(shop: SampleShop, number: number, asOf: number): Partial<OrderItem> | undefined {
  const order = sampleOrder(shop, number, asOf);
  if (order === undefined) return undefined;
  return Object.fromEntries(kept.filter((name) => order[name] !== undefined).map((name) => [name, order[name]]));
}

/** All orders of the shop as they stood at the end; in no order of time, as a table's partitions have none. */
export function* briefOrders(shop: SampleShop): Generator<object> {
  // Steps that share no divisor with the number of orders come by each of them once.
  const step = coprime(Math.floor(shop.orders * 0.618) + 1, shop.orders);
  for (let index = 0, number = 0; index < shop.orders; index += 1, number = (number + step) % shop.orders) {
    const order = briefOrder(shop, number, shop.end);
    if (order !== undefined) yield order;
  }
}

function coprime(from: number, to: number): number {
  const divisor = (one: number, other: number): number => (other === 0 ? one : divisor(other, one % other));
  return divisor(from, to) === 1 ? from : coprime(from + 1, to);
}
