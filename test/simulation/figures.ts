/** What happened in a history, in numbers: a simulation in which nothing happens proves nothing. */
import type { HistoryWhat, Order } from "#core/orders/order.ts";
import { pages } from "./offers.ts";
import type { SimulatedShop } from "./simulated-shop.ts";

export type Figures = Readonly<Record<Figure, number>>;

type Figure =
  | "calls"
  | "accidents"
  | "orders"
  | "paid"
  | "parked"
  | "on the second Page"
  | "cancelled"
  | "cancelled too late"
  | "expired"
  | "declined"
  | "paid by a slow bank"
  | "refused: sold out"
  | "refused: another price"
  | "paid after its end, and shipped"
  | "paid after its end, and given back"
  | "untold"
  | "prices changed"
  | "counts set"
  | "sentences"
  | "sentences said again";

/** The figures of a history that is over. */
export function figuresOf(floor: SimulatedShop): Figures {
  const { world, tables, threads, conversationQueue, paymentsQueue } = floor;
  const orders = [...tables.orders.values()];
  const many = (test: (order: Order) => boolean): number => orders.filter(test).length;
  const said = [...threads.values()].map((thread) => thread.said.map(({ id }) => id));
  const sentences = said.flat().length;
  return {
    calls: world.calls,
    accidents: world.accidents.length,
    orders: orders.length,
    paid: many((order) => order.paidAt !== undefined),
    parked: conversationQueue.deadLetters.length + paymentsQueue.deadLetters.length,
    "on the second Page": many((order) => order.pageId === pages[1]),
    cancelled: many((order) => has(order, "cancelled")),
    "cancelled too late": many((order) => has(order, "not-cancelled")),
    expired: many((order) => has(order, "expired")),
    declined: many((order) => has(order, "payment-declined")),
    "paid by a slow bank": many((order) => has(order, "payment-pending") && has(order, "paid")),
    "refused: sold out": many((order) => refusalOf(order) === "sold-out"),
    "refused: another price": many((order) => refusalOf(order) === "price-changed"),
    "paid after its end, and shipped": many(wasRevived),
    "paid after its end, and given back": many((order) => has(order, "late-payment")),
    untold: many((order) => has(order, "untold")),
    "prices changed": floor.offers.changes,
    "counts set": tables.counted.length,
    sentences,
    "sentences said again": sentences - said.reduce((sum, ids) => sum + new Set(ids).size, 0),
  };
}

const has = (order: Order, what: HistoryWhat): boolean => order.history.some((entry) => entry.what === what);

const refusalOf = (order: Order): string | undefined =>
  order.history.find((entry) => entry.what === "refused")?.detail?.["reason"];

/** It had ended, and the payment that came afterwards found the pieces still there. */
function wasRevived({ history }: Order): boolean {
  const end = history.findIndex(({ what }) => what === "cancelled" || what === "expired");
  return end >= 0 && history.slice(end).some(({ what }) => what === "paid");
}
