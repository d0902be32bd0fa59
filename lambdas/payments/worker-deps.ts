/** What the worker's steps need of the world. */
import type { Shop } from "#core/shop/shop.ts";
import type { Checkout } from "#ports/checkout.ts";
import type { Clock } from "#ports/clock.ts";
import type { OrderStore, StockStore } from "#ports/orders.ts";
import type { ConversationOutlet, PaymentsOutlet } from "#ports/queues.ts";

export interface WorkerDeps {
  readonly shop: Shop;
  readonly orders: OrderStore;
  readonly stock: StockStore;
  readonly checkout: Checkout;
  readonly conversation: ConversationOutlet;
  readonly payments: PaymentsOutlet;
  readonly now: Clock;
}
