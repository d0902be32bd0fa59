import { describe, expect, it } from "vitest";
import { historyLimit, record, recordedUnder } from "#core/orders/history.ts";
import type { Order } from "#core/orders/order.ts";
import { after, minutes } from "#core/values/instant.ts";
import { anOrder, morning } from "#test/support/orders.ts";

const occasion = (n: number) => ({ inputId: `input:${n}`, at: after(morning, minutes(n)), by: "shopper" as const });

function opened(times: number): Order {
  let order = anOrder();
  for (let n = 1; n <= times; n += 1) order = record(order, "attempt-opened", occasion(n), { attempt: String(n) });
  return order;
}

describe("an order's history", () => {
  it("numbers its entries, and finds them by the message that brought them", () => {
    const order = record(record(anOrder(), "payment-pending", occasion(1)), "paid", occasion(2));
    expect(order.history.map((entry) => entry.sequence)).toEqual([1, 2, 3]);
    expect(recordedUnder(order, "input:2")).toMatchObject([{ sequence: 3, what: "paid" }]);
  });

  it("folds its oldest routine entries and keeps everything that matters", () => {
    const order = record(opened(500), "paid", occasion(501));
    expect(order.history).toHaveLength(historyLimit);
    expect(order.history[0]).toMatchObject({ sequence: 1, what: "placed" });
    expect(order.history[1]).toMatchObject({ what: "attempt-opened", detail: { folded: "442" } });
    expect(order.history.at(-1)).toMatchObject({ sequence: 502, what: "paid" });
  });

  it("never uses a number twice", () => {
    const numbers = opened(300).history.map((entry) => entry.sequence);
    expect(new Set(numbers).size).toBe(numbers.length);
    expect(numbers.at(-1)).toBe(301);
  });
});
