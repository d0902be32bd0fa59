/** The three tables: conditional writes, transactions over orders and stock, and indexes that lag. */
import type { StockMovement } from "#core/orders/change.ts";
import type { Order } from "#core/orders/order.ts";
import { isRefused } from "#core/orders/place.ts";
import { viewOf } from "#core/orders/view.ts";
import type { OrderId, ShopperKey, Sku } from "#core/values/ids.ts";
import { fromIso } from "#core/values/instant.ts";
import { WorldFailure } from "#ports/failures.ts";
import type { OrderReader, StockReader } from "#ports/order-reader.ts";
import type { OrderStore, Short, StockStore } from "#ports/orders.ts";
import type { Session, SessionStore } from "#ports/sessions.ts";
import type { Task, World } from "./world.ts";

export interface Count {
  readonly available: number;
  readonly reserved: number;
}

export class Tables {
  readonly sessions = new Map<ShopperKey, Session>();
  readonly orders = new Map<OrderId, Order>();
  readonly stock = new Map<Sku, Count>();
  /** All pieces there ever were: the first count, and what the merchant's counts made more or less of them. */
  readonly given = new Map<Sku, number>();
  /** The merchant's counts that were set, by the ids of their messages. */
  readonly counted: string[] = [];
  /** Whether a write asks for the version that was read; the tests of the simulation let it be forgotten. */
  asksForVersions = true;
  /** Whether a count is known again by its message; the tests of the simulation let it be forgotten. */
  knowsCounts = true;
  /** Hears of each session that is saved, and by whom. */
  onSession: (session: Session, by: Task) => void = () => undefined;
  /** Looks at the tables after each write. */
  onWrite: () => void = () => undefined;
  /** The orders as the indexes have them. */
  readonly #indexed = new Map<OrderId, Order>();
  readonly #world: World;
  #writes = 0;
  #countedAt = 0;

  constructor(world: World) {
    this.#world = world;
  }

  sessionStore(task: Task): SessionStore {
    return {
      load: (shopper) => this.#world.call(task, "sessions", "reads a session", () => this.sessions.get(shopper)),
      save: (session) => {
        const saving = this.#world.call(task, "sessions", "saves a session", () => {
          if (this.asksForVersions && (this.sessions.get(session.shopper)?.version ?? 0) !== session.version) {
            throw new WorldFailure("a session was saved meanwhile");
          }
          const saved = { ...session, version: session.version + 1 };
          this.sessions.set(session.shopper, saved);
          this.onSession(saved, task);
          this.onWrite();
          return saved;
        });
        saving.catch(() => task.saveFailed());
        return saving;
      },
    };
  }

  orderStore(task: Task): OrderStore {
    const call = <Answer>(what: string, effect: () => Answer) => this.#world.call(task, "orders", what, effect);
    return {
      load: (orderId) => call("reads an order", () => this.orders.get(orderId)),
      place: ({ order, stock }, openings) =>
        call(`writes a new order ${order.orderId}`, () => {
          if (this.orders.has(order.orderId)) return { outcome: "exists" };
          for (const { sku } of stock?.items ?? []) this.#open(sku, openings.get(sku));
          const short = this.#shortFor(stock);
          if (short.length > 0) return { outcome: "sold-out", short };
          this.#write(order, stock);
          return { outcome: "placed" };
        }),
      save: (before, change) =>
        call(`writes ${before.orderId}${change.stock ? ` and ${change.stock.kind}s stock` : ""}`, () => {
          if (this.asksForVersions && this.orders.get(before.orderId)?.version !== before.version)
            return { outcome: "stale" };
          if (this.#shortFor(change.stock).length > 0) return { outcome: "short" };
          const order = { ...change.order, version: before.version + 1 };
          this.#write(order, change.stock);
          return { outcome: "saved", order };
        }),
      overdue: (pageId, now) =>
        call("looks for overdue orders", () =>
          [...this.#indexed.values()]
            .filter((order) => order.pageId === pageId && order.status === "awaiting-payment")
            .filter((order) => fromIso(order.payBy) <= now)
            .map((order) => order.orderId),
        ),
    };
  }

  /** The merchant's counts of the one article that is counted; as in the real table, the last one is known again. */
  stockStore(task: Task): StockStore {
    return {
      set: (sku, available, { id, sentAt }) =>
        this.#world.call(task, "stock", `counts ${available} of ${sku}`, () => {
          if (this.knowsCounts && (this.counted.at(-1) === id || sentAt < this.#countedAt)) return;
          this.#countedAt = sentAt;
          const before = this.stock.get(sku) ?? { available: 0, reserved: 0 };
          this.counted.push(id);
          this.given.set(sku, (this.given.get(sku) ?? 0) + available - before.available);
          this.stock.set(sku, { ...before, available });
          this.onWrite();
        }),
    };
  }

  orderReader(task: Task): OrderReader {
    return {
      recentOrders: (shopper, limit) =>
        this.#world.call(task, "orders", "lists a shopper's orders", () =>
          [...this.#indexed.values()]
            .filter((order) => order.shopper === shopper && !isRefused(order))
            .sort((one, other) => (one.placedAt < other.placedAt ? 1 : -1))
            .slice(0, limit)
            .map(viewOf),
        ),
    };
  }

  stockReader(task: Task): StockReader {
    return {
      available: (skus) =>
        this.#world.call(task, "stock", "reads stock", () => {
          const found = skus.flatMap((sku) => {
            const count = this.stock.get(sku);
            return count ? [[sku, count.available] as const] : [];
          });
          return new Map(found);
        }),
    };
  }

  /** An index follows its table after a moment, never backwards. */
  #write(order: Order, stock: StockMovement | undefined): void {
    this.orders.set(order.orderId, order);
    for (const { sku, quantity } of stock?.items ?? []) this.#move(sku, stock?.kind ?? "reserve", quantity);
    this.#writes += 1;
    const lag = 2 + 8000 * this.#world.chance(`lag ${this.#writes}`) ** 8;
    this.#world.time.in(lag, () => {
      if ((this.#indexed.get(order.orderId)?.version ?? 0) < order.version) this.#indexed.set(order.orderId, order);
    });
    this.#world.tell(() => `   ${order.orderId} is ${order.status}, ${order.paymentStatus}`);
    this.onWrite();
  }

  #open(sku: Sku, opening: number | undefined): void {
    if (opening === undefined || this.stock.has(sku)) return;
    this.stock.set(sku, { available: opening, reserved: 0 });
    this.given.set(sku, opening);
  }

  #shortFor(stock: StockMovement | undefined): Short {
    return (stock?.items ?? []).flatMap(({ sku, quantity }) => {
      const { available, reserved } = this.stock.get(sku) ?? { available: 0, reserved: 0 };
      const there = stock?.kind === "reserve" || stock?.kind === "take-again" ? available : reserved;
      return there < quantity ? [{ sku, available }] : [];
    });
  }

  #move(sku: Sku, kind: StockMovement["kind"], quantity: number): void {
    const { available, reserved } = this.stock.get(sku) ?? { available: 0, reserved: 0 };
    const moved: Record<StockMovement["kind"], Count> = {
      reserve: { available: available - quantity, reserved: reserved + quantity },
      release: { available: available + quantity, reserved: reserved - quantity },
      sell: { available, reserved: reserved - quantity },
      "take-again": { available: available - quantity, reserved },
    };
    this.stock.set(sku, moved[kind]);
  }
}
