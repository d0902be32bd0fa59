/** What a shopper means to buy: at most twenty articles, each in a number that is there and allowed. */
import type { Sku } from "../values/ids.ts";
import type { CartLine } from "./quote.ts";

/** Different articles in one cart. */
export const mostLines = 20;

/** How many pieces of one article may be in the cart, by the shop's rule and by what is there. */
export interface Bounds {
  readonly most: number;
  /** Undefined: not counted, always there. */
  readonly available: number | undefined;
}

export interface CartChange {
  readonly cart: readonly CartLine[];
  readonly outcome: CartOutcome;
  /** Pieces of the article in the cart now. */
  readonly quantity: number;
}

/** `only`: fewer were there than wanted. `most`: the shop sells no more at once. */
export type CartOutcome = "changed" | "removed" | "only" | "most" | "sold-out" | "full";

/** The cart with one more piece of the article. */
export const addPiece = (cart: readonly CartLine[], sku: Sku, bounds: Bounds): CartChange =>
  setPieces(cart, sku, piecesOf(cart, sku) + 1, bounds);

/** The cart with this many pieces of the article, or as many as may be; 0 takes it out. */
export function setPieces(cart: readonly CartLine[], sku: Sku, wanted: number, bounds: Bounds): CartChange {
  if (wanted <= 0) return { cart: withPieces(cart, sku, 0), outcome: "removed", quantity: 0 };
  const available = Math.max(0, bounds.available ?? Number.POSITIVE_INFINITY);
  if (available === 0) return { cart, outcome: "sold-out", quantity: piecesOf(cart, sku) };
  if (piecesOf(cart, sku) === 0 && cart.length >= mostLines) return { cart, outcome: "full", quantity: 0 };
  const quantity = Math.min(Math.floor(wanted), Math.max(1, bounds.most), available);
  return { cart: withPieces(cart, sku, quantity), outcome: outcomeOf(wanted, quantity, available), quantity };
}

export const piecesOf = (cart: readonly CartLine[], sku: Sku): number =>
  cart.find((line) => line.sku === sku)?.quantity ?? 0;

/** Pieces of everything. */
export const piecesIn = (cart: readonly CartLine[]): number => cart.reduce((sum, line) => sum + line.quantity, 0);

/** The cart with each quantity reduced to the stock; articles without stock are taken out. */
export const cutToStock = (cart: readonly CartLine[], available: (sku: Sku) => number | undefined): CartLine[] =>
  cart
    .map((line) => ({ ...line, quantity: Math.min(line.quantity, Math.max(0, available(line.sku) ?? line.quantity)) }))
    .filter((line) => line.quantity > 0);

/** Whether both hold the same articles in the same numbers, in any order. */
export const isSameCart = (one: readonly CartLine[], other: readonly CartLine[]): boolean =>
  one.length === other.length && one.every((line) => piecesOf(other, line.sku) === line.quantity);

function outcomeOf(wanted: number, quantity: number, available: number): CartOutcome {
  if (quantity === wanted) return "changed";
  return quantity === available ? "only" : "most";
}

function withPieces(cart: readonly CartLine[], sku: Sku, quantity: number): readonly CartLine[] {
  if (quantity === 0) return cart.filter((line) => line.sku !== sku);
  if (piecesOf(cart, sku) === 0) return [...cart, { sku, quantity }];
  return cart.map((line) => (line.sku === sku ? { sku, quantity } : line));
}
