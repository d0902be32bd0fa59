import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Change } from "#core/orders/change.ts";
import { cancel, expire } from "#core/orders/close.ts";
import type { Order } from "#core/orders/order.ts";
import { liveAttempt, openAttempt, withAttempt } from "#core/payments/attempt.ts";
import { refundDue, refundMade } from "#core/payments/refund.ts";
import type { PaymentReport } from "#core/payments/report.ts";
import { settle } from "#core/payments/settle.ts";
import { after, fromIso, type Instant, minutes } from "#core/values/instant.ts";
import { anOrder, aReport, morning } from "#test/support/orders.ts";

type Standing = PaymentReport["standing"];
type Step =
  | { readonly kind: "open" | "cancel" | "check" | "sold-elsewhere" }
  | { readonly kind: "wait"; readonly minutes: number }
  | { readonly kind: "stripe"; readonly to: Standing }
  | { readonly kind: "deliver"; readonly session: number; readonly declined: boolean };

const pieces = 3;

/** The shop, its shelf and Stripe, reckoned with by hand: three lamps, of which the order wants two. */
class World {
  order: Order = anOrder();
  stock = { available: pieces - 2, reserved: 2, sold: 0, elsewhere: 0 };
  now: Instant = morning;
  inputs = 0;
  /** What Stripe knows of each session. */
  readonly sessions: { id: string; expiresAt: number; standing: Standing }[] = [];

  do(step: Step): void {
    switch (step.kind) {
      case "open":
        return this.open();
      case "cancel":
        return this.apply((order) => this.cancel(order));
      case "check":
        return this.check();
      case "sold-elsewhere":
        return this.sellElsewhere();
      case "wait":
        return this.wait(step.minutes);
      case "stripe":
        return this.stripe(step.to);
      case "deliver":
        return this.deliver(this.sessions[step.session], step.declined);
    }
  }

  open(): void {
    const { order } = openAttempt(this.order, this.occasion("shopper"));
    const live = liveAttempt(order);
    if (order === this.order || !live) return;
    const id = `cs_${live.number}`;
    this.sessions.push({ id, expiresAt: live.expiresAt, standing: "open" });
    this.order = withAttempt(order, live.number, { state: "open", sessionId: id });
  }

  sellElsewhere(): void {
    const { available, elsewhere } = this.stock;
    this.stock = { ...this.stock, available: 0, elsewhere: elsewhere + available };
  }

  /** As the worker does: the page is closed first, and what it says counts. */
  cancel(order: Order): Change {
    const session = this.sessions.find((each) => each.id === liveAttempt(order)?.sessionId);
    if (session?.standing === "open") session.standing = "expired";
    if (!session || session.standing === "expired") return cancel(order, this.occasion("shopper"));
    return settle(order, this.report(session), this.occasion("shopper"));
  }

  check(): void {
    const session = this.sessions.find((each) => each.id === liveAttempt(this.order)?.sessionId);
    if (session) return this.deliver(session, false);
    if (fromIso(this.order.payBy) <= this.now) this.apply((order) => expire(order, this.occasion("clock")));
  }

  wait(count: number): void {
    this.now = after(this.now, minutes(count));
    for (const session of this.sessions) {
      if (session.standing === "open" && session.expiresAt * 1000 <= this.now) session.standing = "expired";
    }
  }

  /** Only the newest session can change, and only as Stripe's do. */
  stripe(to: Standing): void {
    const session = this.sessions.at(-1);
    if (!session) return;
    const ways: Readonly<Record<Standing, readonly Standing[]>> = {
      open: ["paid", "pending", "expired"],
      pending: ["paid", "failed"],
      paid: [],
      failed: [],
      expired: [],
    };
    if (ways[session.standing].includes(to)) session.standing = to;
  }

  deliver(session: World["sessions"][number] | undefined, declined: boolean): void {
    if (!session) return;
    const news = { ...this.occasion("provider"), declined };
    this.apply((order, goods) => settle(order, this.report(session), news, goods));
    if (refundDue(this.order)) this.apply((order) => refundMade(order, "re_1", news));
  }

  apply(decide: (order: Order, goods: "there" | "gone") => Change): void {
    const change = decide(this.order, "there");
    const moved = this.moved(change);
    if (moved) this.stock = moved;
    this.order = moved ? change.order : decide(this.order, "gone").order;
  }

  /** Nothing if the shelf has not the pieces. */
  moved({ stock }: Change): World["stock"] | undefined {
    const quantity = stock?.items[0]?.quantity ?? 0;
    const { available, reserved, sold } = this.stock;
    switch (stock?.kind) {
      case undefined:
        return this.stock;
      case "reserve":
        return { ...this.stock, available: available - quantity, reserved: reserved + quantity };
      case "release":
        return { ...this.stock, available: available + quantity, reserved: reserved - quantity };
      case "sell":
        return { ...this.stock, reserved: reserved - quantity, sold: sold + quantity };
      case "take-again":
        if (available < quantity) return undefined;
        return { ...this.stock, available: available - quantity, sold: sold + quantity };
    }
  }

  report(session: World["sessions"][number]): PaymentReport {
    return aReport({ sessionId: session.id, expiresAt: session.expiresAt, standing: session.standing });
  }

  occasion<By extends "shopper" | "provider" | "clock">(by: By) {
    this.inputs += 1;
    return { inputId: `input:${this.inputs}`, at: this.now, by };
  }

  /** Everything Stripe has to say, and every reminder, until nothing moves any more. */
  settleDown(): void {
    for (const session of this.sessions) this.deliver(session, false);
    this.wait(24 * 60 * 3);
    for (const session of this.sessions) this.deliver(session, false);
    this.check();
  }
}

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.constantFrom<Step>(
    { kind: "open" },
    { kind: "open" },
    { kind: "cancel" },
    { kind: "check" },
    { kind: "sold-elsewhere" },
  ),
  fc.record({ kind: fc.constant("wait" as const), minutes: fc.integer({ min: 1, max: 90 }) }),
  fc.record({
    kind: fc.constant("stripe" as const),
    to: fc.constantFrom<Standing>("paid", "pending", "failed", "expired"),
  }),
  fc.record({
    kind: fc.constant("deliver" as const),
    session: fc.integer({ min: 0, max: 3 }),
    declined: fc.boolean(),
  }),
);

describe("whatever shoppers, Stripe and time do", () => {
  it("no piece is lost, doubled or owed, and no money is kept for nothing", () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 25 }), (steps) => {
        const world = new World();
        for (const each of steps) {
          world.do(each);
          expect(unsound(world)).toEqual([]);
        }
        world.settleDown();
        expect([...unsound(world), ...unsettled(world)]).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  it("the same news in any order and any number ends in the same state", () => {
    const outcome = fc.constantFrom<readonly Standing[]>(
      ["paid"],
      ["expired"],
      ["pending", "paid"],
      ["pending", "failed"],
    );
    const deliveries = fc.array(fc.boolean(), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(outcome, deliveries, deliveries, (truth, one, other) => {
        expect(endOf(truth, one)).toEqual(endOf(truth, other));
      }),
    );
  });
});

/** Where everything stands when the news comes only after all has happened, as often as there are deliveries. */
function endOf(truth: readonly Standing[], deliveries: readonly boolean[]) {
  const world = new World();
  world.open();
  for (const to of truth) world.stripe(to);
  for (const declined of deliveries) world.deliver(world.sessions[0], declined);
  const { status, paymentStatus, attempts, payBy } = world.order;
  return { status, paymentStatus, payBy, attempts, stock: world.stock };
}

/** What may never be, at any moment. */
function unsound({ stock, order }: World): string[] {
  const { available, reserved, sold, elsewhere } = stock;
  const live = order.attempts.filter((attempt) => attempt.state === "open" || attempt.state === "opening");
  const numbers = new Set(order.history.map((entry) => entry.sequence));
  return broken({
    "pieces are lost or doubled": available + reserved + sold + elsewhere !== pieces,
    "a count is negative": Math.min(available, reserved, sold) < 0,
    "pieces are kept for a dead order": reserved !== (order.status === "awaiting-payment" ? 2 : 0),
    "pieces are owed or given away": sold !== (order.status === "to-ship" ? 2 : 0),
    "two payment pages are open": live.length > 1,
    "a number is used twice": numbers.size !== order.history.length,
  });
}

/** What may not be once everything has been heard and time has passed. */
function unsettled({ order, sessions }: World): string[] {
  const isPaid = sessions.some((session) => session.standing === "paid");
  const isPending = sessions.some((session) => session.standing === "pending");
  const told = order.history.filter((entry) => entry.what === "paid" || entry.what === "late-payment");
  const expected = isPaid ? (order.status === "to-ship" ? "paid" : "refunded") : isPending ? "pending" : "unpaid";
  return broken({
    [`the money is ${order.paymentStatus}, not ${expected}`]: order.paymentStatus !== expected,
    "the payment is not told once": told.length !== (isPaid ? 1 : 0),
    "the shopper waits for ever": order.status === "awaiting-payment" && !isPending,
  });
}

const broken = (laws: Readonly<Record<string, boolean>>): string[] =>
  Object.keys(laws).filter((law) => laws[law] === true);
