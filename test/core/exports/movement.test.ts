import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Item } from "#core/exports/item.ts";
import { type Movement, movementsOf } from "#core/exports/movement.ts";
import { movementView } from "#core/exports/movement-columns.ts";
import { cancel, expire } from "#core/orders/close.ts";
import type { Order } from "#core/orders/order.ts";
import { openAttempt, withAttempt } from "#core/payments/attempt.ts";
import { refundMade } from "#core/payments/refund.ts";
import type { PaymentReport } from "#core/payments/report.ts";
import { settle } from "#core/payments/settle.ts";
import { after, type Instant, minutes, toIso } from "#core/values/instant.ts";
import { itemOf } from "#test/support/items.ts";
import { anOrder, aReport, morning } from "#test/support/orders.ts";

const paid: Partial<PaymentReport> = { standing: "paid", paymentReference: "pi_1", paymentMethod: "Visa 4242" };
const at = (count: number): Instant => after(morning, minutes(count));
const occasion = (count: number) => ({ inputId: `evt_${count}`, at: at(count), by: "provider" as const });
const asItem = (order: Order): Item => itemOf(JSON.parse(JSON.stringify(order)) as object);
const told = (order: Order): readonly Movement[] => movementsOf(asItem(order));

function opened(): Order {
  const { order } = openAttempt(anOrder(), occasion(0));
  return withAttempt(order, 1, { state: "open", sessionId: "cs_test_1" });
}
const settled = (order: Order, report: Partial<PaymentReport>, count: number): Order =>
  settle(order, aReport(report), occasion(count)).order;

describe("the movements of an order's money", () => {
  it("are none before it is paid", () => {
    expect(told(anOrder())).toEqual([]);
    expect(told(expire(opened(), occasion(1)).order)).toEqual([]);
    expect(told(settled(opened(), { standing: "pending" }, 1))).toEqual([]);
  });

  it("are its payment with the tax in it, and the payment partner's fee", () => {
    const order = settled(opened(), { ...paid, fee: { amount: 232, currency: "EUR" } }, 5);
    expect(told(order)).toMatchObject([
      {
        movement: "O-00001-00001/sale",
        kind: "sale",
        at: toIso(at(5)),
        amount: 13_800,
        currency: "EUR",
        taxes: [{ country: "FR", rate: 20, base: 11_500, tax: 2300 }],
        reference: "pi_1",
      },
      { movement: "O-00001-00001/fee", kind: "fee", amount: -232, currency: "EUR", taxes: [], reference: "pi_1" },
    ]);
  });

  it("say what came in where it was not what was ordered", () => {
    expect(told(settled(opened(), { ...paid, amount: 13_000 }, 5))).toMatchObject([
      { amount: 13_000, currency: "EUR", note: "ordered 13800 EUR, paid 13000 EUR" },
    ]);
    expect(told(settled(opened(), { ...paid, currency: "USD" }, 5))).toMatchObject([{ currency: "USD", taxes: [] }]);
  });

  it("are two payments where two were made", () => {
    const once = settled(opened(), paid, 5);
    const twice = settled(once, { ...paid, sessionId: "cs_test_2", paymentReference: "pi_2", amount: 13_900 }, 9);
    expect(told(twice)).toMatchObject([
      { kind: "sale", amount: 13_800, reference: "pi_1" },
      { kind: "second-payment", at: toIso(at(9)), amount: 13_900, reference: "pi_2", taxes: [] },
    ]);
  });

  it("are a payment in vain and its way back, each at its own time", () => {
    const gone = expire(opened(), occasion(60)).order;
    const late = settle(gone, aReport({ ...paid, amount: 13_700 }), occasion(90), "gone").order;
    const back = refundMade(late, "re_1", occasion(95)).order;
    expect(told(late)).toMatchObject([{ kind: "sale", at: toIso(at(90)), amount: 13_700 }]);
    expect(told(back)).toMatchObject([
      { kind: "sale", amount: 13_700 },
      { movement: "O-00001-00001/refund-1", kind: "refund", at: toIso(at(95)), amount: -13_700, reference: "re_1" },
    ]);
  });

  it("give back with each part its part of the tax, and with all parts all of it", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 5000 }), { minLength: 1, maxLength: 8 }), (amounts) => {
        const sum = amounts.reduce((all, amount) => all + amount, 0);
        const order = { ...settled(opened(), paid, 5), total: sum };
        const refunds = amounts.map((amount, index) => ({
          at: toIso(at(10 + index)),
          amount,
          reason: "",
          reference: `re_${index}`,
        }));
        const [sale, ...back] = told({ ...order, refunds });
        for (const name of ["base", "tax"] as const) {
          const returned = back.reduce((all, { taxes }) => all + (taxes[0]?.[name] ?? 0), 0);
          expect(returned).toBe(-(sale?.taxes[0]?.[name] ?? 0));
        }
        expect(back.every(({ taxes }) => taxes.every(({ tax, base }) => tax <= 0 && base <= 0))).toBe(true);
      }),
    );
  });

  it("are never told otherwise by anything that happens later", () => {
    const step = fc.record({
      what: fc.constantFrom(...steps),
      session: fc.integer({ min: 1, max: 3 }),
      amount: fc.constantFrom(13_800, 13_800, 13_800, 12_000, 1, 20_000),
      currency: fc.constantFrom("EUR", "EUR", "USD"),
      goods: fc.constantFrom("there", "gone"),
      wait: fc.integer({ min: 1, max: 900 }),
    });
    fc.assert(
      fc.property(fc.array(step, { minLength: 3, maxLength: 25 }), (history) => {
        let order = opened();
        let time = 1;
        let before: readonly Movement[] = [];
        for (const [number, each] of history.entries()) {
          time += each.wait;
          order = stepped(order, each, { number, time });
          const now = told(order);
          const still = new Map(now.map((movement) => [movement.movement, movement]));
          expect(before.map(({ movement }) => still.get(movement))).toEqual(before);
          expect(still.size).toBe(now.length);
          before = now;
        }
      }),
      { numRuns: 400 },
    );
  });
});

describe("the accountant's table", () => {
  it("has tax by rate in columns of its own, which it asks for where it has none", () => {
    const order = asItem(settled(opened(), paid, 5));
    const bare = movementView([]);
    const rows = bare.rowsOf(order);
    expect(rows.flatMap(bare.surplusOf)).toEqual(["FR 20"]);
    const view = bare.extendedBy(["FR 5.5", "BE 21", "FR 20"]);
    expect(rows.flatMap(view.surplusOf)).toEqual([]);
    const cells = rows.slice(0, 1).flatMap((row) => view.columns.map((column) => [column.name, column.read(row)]));
    expect(cells.map(([name]) => name)).toEqual(
      expect.arrayContaining(["baseBE21", "taxBE21", "baseFR20", "taxFR20", "baseFR5_5", "taxFR5_5"]),
    );
    expect(Object.fromEntries(cells)).toMatchObject({
      amount: 13_800,
      netAmount: 11_500,
      tax: 2300,
      baseFR20: 11_500,
      taxFR20: 2300,
      taxBE21: undefined,
    });
    expect(view.columns.find(({ name }) => name === "taxFR5_5")?.label.fr).toBe("TVA FR 5,5 %");
  });

  it("makes rows of whatever an order looks like", () => {
    for (const item of strange) {
      const view = movementView([]);
      for (const row of view.rowsOf(item)) for (const column of view.columns) column.read(row);
      expect(movementsOf(item).length).toBeLessThan(2);
    }
  });
});

const strange = [{}, { orderId: 3 }, { orderId: "O", paidAt: "x", refunds: "y", taxLines: [1], history: {} }].map(
  itemOf,
);

const steps = [
  "paid",
  "paid",
  "pending",
  "failed",
  "expired",
  "cancel",
  "expire",
  "refund",
  "made",
  "fee",
  "ship",
  "seen",
] as const;

interface Step {
  readonly what: (typeof steps)[number];
  readonly session: number;
  readonly amount: number;
  readonly currency: string;
  readonly goods: "there" | "gone";
}

/** One more thing that may happen to an order. */
function stepped(order: Order, step: Step, { number, time }: { number: number; time: number }): Order {
  const { what, session, amount, currency, goods } = step;
  const report = aReport({
    sessionId: `cs_test_${session}`,
    paymentReference: `pi_${session}`,
    amount,
    currency,
    customer: { customerFirstName: `Name ${number}` },
  });
  switch (what) {
    case "paid":
    case "pending":
    case "failed":
    case "expired":
      return settle(order, { ...report, standing: what }, occasion(time), goods).order;
    case "fee":
      return settle(
        order,
        { ...report, standing: "paid", fee: { amount: 200 + number, currency } },
        occasion(time),
        goods,
      ).order;
    case "cancel":
      return cancel(order, occasion(time)).order;
    case "expire":
      return expire(order, occasion(time)).order;
    case "refund":
    case "made":
    case "ship":
    case "seen":
      return order.paidAt === undefined ? order : worked(order, what, { number, time });
  }
}

/** What the shop does with an order that was paid. */
function worked(
  order: Order,
  what: "refund" | "made" | "ship" | "seen",
  { number, time }: { number: number; time: number },
): Order {
  const { review: _seen, ...rest } = order;
  switch (what) {
    case "refund":
      return {
        ...order,
        refunds: [...(order.refunds ?? []), { at: toIso(at(time)), amount: 500, reason: "returned" }],
      };
    case "made":
      return refundMade(order, `re_${number}`, occasion(time)).order;
    case "ship":
      return order.status === "to-ship" ? { ...order, status: "shipped" } : order;
    case "seen":
      return rest;
  }
}
