/** What a decision makes of an order: the order as it is to be written, and what moves in the stock with it, or neither. */
import type { Sku } from "../values/ids.ts";
import type { Order } from "./order.ts";

export interface Change {
  /** The very same object where nothing changes. */
  readonly order: Order;
  readonly stock?: StockMovement;
}

/**
 * Pieces that move together with the order: `reserve` (available to reserved), `release` (back again), `sell` (reserved
 * to gone), `take-again` (available to gone, for an order that had released its pieces).
 */
export interface StockMovement {
  readonly kind: "reserve" | "release" | "sell" | "take-again";
  /** One entry per SKU whose stock is counted; never empty. */
  readonly items: readonly { readonly sku: Sku; readonly quantity: number }[];
}

/** The change with the counted pieces of its order moved, where it has any. */
export function moving(kind: StockMovement["kind"], order: Order): Change {
  const items = order.lines
    .filter((line) => line.counted === true)
    .map((line) => ({ sku: line.sku, quantity: line.quantity }));
  return items.length === 0 ? { order } : { order, stock: { kind, items } };
}
