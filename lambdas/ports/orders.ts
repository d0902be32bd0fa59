/** Orders and stock as the payments stage keeps them; nobody else writes either. */
import type { Change } from "#core/orders/change.ts";
import type { Order } from "#core/orders/order.ts";
import type { OrderId, PageId, Sku } from "#core/values/ids.ts";
import type { Instant } from "#core/values/instant.ts";

export type Short = readonly { readonly sku: Sku; readonly available: number }[];

/** Every method throws a WorldFailure when the store cannot answer. */
export interface OrderStore {
  /** The order as it was last written. */
  load(orderId: OrderId): Promise<Order | undefined>;
  /**
   * Writes a new order and reserves its pieces, both or neither. `openings`: the first count of SKUs that have no stock
   * record yet. `exists`: this order id is taken, by this order or another.
   */
  place(
    change: Change,
    openings: ReadonlyMap<Sku, number>,
  ): Promise<{ readonly outcome: "placed" | "exists" } | { readonly outcome: "sold-out"; readonly short: Short }>;
  /**
   * Writes the changed order and moves its pieces, both or neither. `stale`: the order was written meanwhile; `short`: the
   * stock has not the pieces to move.
   */
  save(
    before: Order,
    change: Change,
  ): Promise<{ readonly outcome: "saved"; readonly order: Order } | { readonly outcome: "stale" | "short" }>;
  /** The orders of a Page that await payment though their time to pay is over; the index may lag a little. */
  overdue(pageId: PageId, now: Instant): Promise<readonly OrderId[]>;
}

export interface StockStore {
  /** Sets what can be sold; the same message again, or one queued before the last, sets nothing. */
  set(sku: Sku, available: number, message: { readonly id: string; readonly sentAt: Instant }): Promise<void>;
}
