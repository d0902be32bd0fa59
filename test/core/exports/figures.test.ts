import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { addOrder, type Reckoning } from "#core/exports/add-order.ts";
import { addShare, addTitle, boundedSums, mergeSums, trim } from "#core/exports/bounded-sums.ts";
import { type CurrencyFigures, type Figures, mergeFigures, noFigures, type Takings } from "#core/exports/figures.ts";
import { byDay, byHourOfDay, byMonth, byWeek, byWeekday, inAll } from "#core/exports/figures-by-time.ts";
import type { Item } from "#core/exports/item.ts";
import { localClock } from "#core/exports/local-clock.ts";
import { fromIso } from "#core/values/instant.ts";
import { itemOf } from "#test/support/items.ts";
import { anOrder } from "#test/support/orders.ts";
import { type SampleShop, sampleOrder } from "#test/support/sample-orders.ts";

const paris: Reckoning = { clock: localClock("Europe/Paris") };
const shop: SampleShop = {
  seed: 11,
  start: Date.UTC(2026, 8, 1),
  end: Date.UTC(2026, 10, 22),
  orders: 400,
};
const orders = Array.from({ length: shop.orders }, (_, number) =>
  asItem({ ...sampleOrder(shop, number, shop.end), livemode: number % 7 !== 0 }),
);

function asItem(order: object): Item {
  return itemOf(JSON.parse(JSON.stringify(order)) as object);
}

function figuresOf(items: readonly Item[], reckoning: Reckoning = paris): Figures {
  const figures = noFigures();
  for (const item of items) addOrder(figures, item, reckoning);
  return figures;
}

function euros(figures: Figures): CurrencyFigures {
  const found = figures.live.currencies.get("EUR");
  if (!found) throw new Error("no euros");
  return found;
}

/** An order of two lamps, 138.00, paid. */
const paid = (overrides: object = {}): Item =>
  asItem({
    ...anOrder(),
    livemode: true,
    status: "to-ship",
    paymentStatus: "paid",
    paidAt: "2026-11-22T10:05:00.000Z",
    paymentMethod: "Visa 4242",
    ...overrides,
  });

/** The history of an order whose payment did not agree with it. */
const paidDifferently = (detail: object): readonly object[] => [
  { sequence: 1, what: "placed", at: "2026-11-22T10:00:00Z", by: "shopper", inputId: "m" },
  { sequence: 2, what: "paid-differently", at: "2026-11-22T10:05:00Z", by: "provider", inputId: "e", detail },
];

describe("the figures of a shop", () => {
  test("are the same in any split of its orders", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(4), { minLength: orders.length, maxLength: orders.length }), (parts) => {
        const all = figuresOf(orders);
        const merged = noFigures();
        for (const part of [3, 1, 4, 0, 2])
          mergeFigures(merged, figuresOf(orders.filter((_, index) => parts[index] === part)));
        expect(merged).toEqual(all);
      }),
      { numRuns: 25 },
    );
  });

  test("do not depend on the order in which parts are merged", () => {
    const parts = [0, 1, 2].map((rest) => figuresOf(orders.filter((_, index) => index % 3 === rest)));
    const [one, two, three] = parts.map((part) => structuredClone(part));
    const together = noFigures();
    if (!one || !two || !three) throw new Error("three parts");
    mergeFigures(two, three);
    mergeFigures(together, two);
    mergeFigures(together, one);
    expect(together).toEqual(figuresOf(orders));
  });

  test("are the sums of the orders", () => {
    const live = orders.filter((order) => order.get("livemode") === true);
    const sold = live.filter((order) => order.get("paidAt") !== undefined);
    const all = inAll(euros(figuresOf(orders)).hours);
    expect(all.orders).toBe(sold.length);
    expect(all.gross).toBe(sum(sold, "total"));
    expect(all.tax).toBe(sum(sold, "taxTotal"));
    expect(all.refunded).toBe(sum(sold, "refundedAmount"));
    expect(figuresOf(orders).live.seen).toBe(live.length);
    expect(figuresOf(orders).test.seen).toBe(orders.length - live.length);
  });

  test("by article, source and way of paying come to the same orders and money", () => {
    const { hours, sources, methods, articles } = euros(figuresOf(orders));
    const { orders: count, gross } = inAll(hours);
    for (const sums of [sources, methods]) {
      const shares = [...sums.kept.values()];
      expect(shares.reduce((all, share) => all + share.orders, 0)).toBe(count);
      expect(shares.reduce((all, share) => all + share.amount, 0)).toBe(gross);
    }
    const goods = orders
      .filter((order) => order.get("livemode") === true && order.get("paidAt") !== undefined)
      .reduce((all, order) => all + Number(order.get("subtotal")), 0);
    expect([...articles.kept.values()].reduce((all, share) => all + share.amount, 0)).toBe(goods);
  });

  test("by day, week, month, weekday and hour of the day come to the same", () => {
    const { hours } = euros(figuresOf(orders));
    const all = inAll(hours);
    for (const course of [byDay(hours), byWeek(hours), byMonth(hours)]) {
      expect(added(course.map(({ takings }) => takings))).toEqual(all);
    }
    expect(added(byWeekday(hours))).toEqual(all);
    expect(added(byHourOfDay(hours))).toEqual(all);
  });

  test("of two halves of the time come to those of the whole", () => {
    const noon = fromIso("2026-10-11T12:34:56.789Z");
    const merged = figuresOf(orders, { ...paris, until: noon });
    mergeFigures(merged, figuresOf(orders, { ...paris, since: noon }));
    const whole = figuresOf(orders);
    expect(merged.live.currencies).toEqual(whole.live.currencies);
    expect(merged.live.leftOut).toEqual(whole.live.leftOut);
  });

  test("survive being sent to another thread", () => {
    expect(structuredClone(figuresOf(orders))).toEqual(figuresOf(orders));
  });
});

describe("an order", () => {
  test("counts on the day it was paid on the merchant's clock", () => {
    const late = paid({ paidAt: "2026-11-21T23:30:00.000Z" });
    expect([...euros(figuresOf([late])).hours.keys()]).toEqual(["2026-11-22 00"]);
    const newYork = { clock: localClock("America/New_York") };
    expect([...euros(figuresOf([late], newYork)).hours.keys()]).toEqual(["2026-11-21 18"]);
  });

  test("counts on its day also when the clocks change", () => {
    const times = ["2026-10-24T22:30:00Z", "2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z", "2026-10-25T23:30:00Z"];
    const { hours } = euros(figuresOf(times.map((paidAt) => paid({ paidAt }))));
    expect([...hours].map(([hour, { orders }]) => [hour, orders])).toEqual([
      ["2026-10-25 00", 1],
      ["2026-10-25 02", 2],
      ["2026-10-26 00", 1],
    ]);
  });

  test("that was refunded counts twice: when it was paid, and when the money went back with its part of the tax", () => {
    const refunds = [
      { at: "2026-11-23T09:00:00Z", amount: 4_600, reason: "broken", reference: "re_1" },
      { at: "2026-12-02T09:00:00Z", amount: 9_200, reason: "broken", reference: "re_2" },
    ];
    const { hours, taxes } = euros(figuresOf([paid({ refunds, refundedAmount: 13_800 })]));
    const takings = { orders: 0, gross: 0, tax: 0, refunds: 0, refunded: 0, taxBack: 0, fees: 0 };
    expect(byMonth(hours)).toEqual([
      {
        start: "2026-11-01",
        takings: { ...takings, orders: 1, gross: 13_800, tax: 2_300, refunds: 1, refunded: 4_600, taxBack: 767 },
      },
      { start: "2026-12-01", takings: { ...takings, refunds: 1, refunded: 9_200, taxBack: 1_533 } },
    ]);
    expect([...taxes]).toEqual([["FR 20", { base: 11_500, tax: 2_300, baseBack: 11_500, taxBack: 2_300 }]]);
  });

  test("owes a refund that is decided and not yet made, and counts none", () => {
    const refunds = [{ at: "2026-11-23T09:00:00Z", amount: 13_800, reason: "sold out" }];
    const { hours, refundsDue, refundsDueAmount } = euros(figuresOf([paid({ refunds })]));
    expect(inAll(hours).refunded).toBe(0);
    expect([refundsDue, refundsDueAmount]).toEqual([1, 13_800]);
  });

  test("that another amount was paid for counts what came in", () => {
    const history = paidDifferently({ paid: "500 EUR", wanted: "13800 EUR" });
    const figures = figuresOf([paid({ history, review: "paid 500 EUR instead of 13800 EUR" })]);
    expect(inAll(euros(figures).hours).gross).toBe(500);
    expect([figures.live.paidDifferently, figures.live.toReview]).toEqual([1, 1]);
  });

  test("counts what the payment partner kept beside what came in, and a second payment as no second order", () => {
    const history = paidDifferently({ twice: "pi_2" });
    const figures = figuresOf([paid({ paymentFee: 230, history })]);
    const { orders, gross, fees } = inAll(euros(figures).hours);
    expect({ orders, gross, fees }).toEqual({ orders: 1, gross: 27_600, fees: 230 });
    expect(figures.live.paidTwice).toBe(1);
  });

  test("that is no sale is counted by the reason", () => {
    const refused = { history: [{ sequence: 1, what: "refused", at: "2026-11-22T10:00:00Z" }], status: "cancelled" };
    const unpaid = [
      { status: "awaiting-payment" },
      { paymentStatus: "pending" },
      { status: "cancelled" },
      { status: "expired" },
      refused,
    ];
    const figures = figuresOf(unpaid.map((overrides) => asItem({ ...anOrder(), livemode: true, ...overrides })));
    expect(Object.fromEntries(figures.live.leftOut)).toEqual({
      "awaiting payment": 1,
      pending: 1,
      cancelled: 1,
      expired: 1,
      refused: 1,
    });
    expect(figures.live.seen).toBe(4);
    expect(figures.live.currencies.size).toBe(0);
  });

  test("in another currency is added up apart", () => {
    const { live } = figuresOf([paid(), paid({ currency: "CHF" }), paid({ currency: "CHF" })]);
    const gross = [...live.currencies].map(([currency, { hours }]) => [currency, inAll(hours).gross]);
    expect(gross).toEqual([
      ["EUR", 13_800],
      ["CHF", 27_600],
    ]);
  });

  test("with an amount, a currency or a time that cannot be read is said to be left out", () => {
    const odd = [
      paid({ total: 1.5 }),
      paid({ total: 1e13 }),
      paid({ currency: "euro" }),
      paid({ paidAt: "yesterday" }),
    ];
    const { live } = figuresOf(odd);
    expect(live.unreadable).toBe(4);
    expect(live.currencies.size).toBe(0);
  });

  test("shows the kind of card and not its digits", () => {
    const ways = ["Visa 4242", "Apple Pay (Visa 4242)", "SEPA 3000", "PayPal"];
    const { methods } = euros(figuresOf(ways.map((paymentMethod) => paid({ paymentMethod }))));
    expect([...methods.kept.keys()]).toEqual(["Visa", "Apple Pay (Visa)", "SEPA", "PayPal"]);
  });

  test("of prices without tax brings its articles with tax, as what was paid", () => {
    const lines = [{ lineId: "1", sku: "A", title: "A", quantity: 1, total: 1_000, tax: 200 }];
    const { articles } = euros(figuresOf([paid({ pricesIncludeTax: false, lines, total: 1_200 })]));
    expect(articles.kept.get("A")?.amount).toBe(1_200);
  });
});

describe("sums by name", () => {
  test("stay within twice their limit, and are the same in any split", () => {
    const names = fc.array(fc.record({ name: fc.nat(40).map(String), part: fc.boolean() }), { maxLength: 200 });
    fc.assert(
      fc.property(names, (seen) => {
        const whole = summed(seen.map(({ name }) => name));
        const merged = summed(seen.filter(({ part }) => part).map(({ name }) => name));
        mergeSums(merged, summed(seen.filter(({ part }) => !part).map(({ name }) => name)));
        expect(merged).toEqual(whole);
        const counted = [...whole.kept.values(), ...(whole.others ? [whole.others] : [])];
        expect(counted.reduce((all, { orders }) => all + orders, 0)).toBe(seen.length);
      }),
    );
  });

  test("take the latest title in each language", () => {
    const sums = boundedSums(5);
    for (const [at, text] of [
      [2, "Lampe B"],
      [1, "Lampe A"],
      [2, "Lampe C"],
    ] as const)
      addTitle(addShare(sums, "lamp", { orders: 1, pieces: 1, amount: 1 }), "fr", at, text);
    expect(sums.kept.get("lamp")?.titles?.get("fr")?.text).toBe("Lampe C");
  });
});

function summed(names: readonly string[]) {
  const sums = boundedSums(8);
  for (const name of names) {
    addShare(sums, name, { orders: 1, pieces: 2, amount: 3 });
    expect(sums.kept.size).toBeLessThanOrEqual(16);
  }
  trim(sums);
  return sums;
}

const sum = (items: readonly Item[], name: string): number =>
  items.reduce((all, item) => all + Number(item.get(name) ?? 0), 0);

function added(takings: readonly Takings[]): Takings {
  return inAll(new Map(takings.map((each, index) => [String(index), each])));
}
