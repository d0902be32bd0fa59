/** What the conversation may read of orders and stock; it never writes either. */
import type { OrderView } from "#core/orders/fact.ts";
import type { ShopperKey, Sku } from "#core/values/ids.ts";

export interface OrderReader {
  /** The shopper's newest orders first, refused ones left out; at most `limit`. */
  recentOrders(shopper: ShopperKey, limit: number): Promise<readonly OrderView[]>;
}

export interface StockReader {
  /** What can be sold now; a SKU without a record is not in the map: the catalogue's quantity holds for it. */
  available(skus: readonly Sku[]): Promise<ReadonlyMap<Sku, number>>;
}
