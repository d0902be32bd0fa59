import { readFileSync } from "node:fs";
import { TransactionCanceledException } from "@aws-sdk/client-dynamodb";
import { GetCommand, PutCommand, TransactWriteCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { afterAll, afterEach, beforeAll, describe, expect, expectTypeOf, it } from "vitest";
import type { z } from "zod";
import { itemOfOrder, orderAttributes, orderOfItem } from "#adapters/dynamodb/order-item.ts";
import { dynamoOrderReader, dynamoStockReader } from "#adapters/dynamodb/order-reader.ts";
import { dynamoOrders } from "#adapters/dynamodb/orders.ts";
import { moving } from "#core/orders/change.ts";
import type { Order } from "#core/orders/order.ts";
import { viewOf } from "#core/orders/view.ts";
import type { OrderId, Sku } from "#core/values/ids.ts";
import { after, minutes, toIso } from "#core/values/instant.ts";
import { Unprocessable, WorldFailure } from "#ports/failures.ts";
import { startTables, type TestTables } from "#test/support/dynamodb.ts";
import { cup, lamp } from "#test/support/lamp-shop.ts";
import { anOrder, morning, pageId } from "#test/support/orders.ts";

let tables: TestTables;
beforeAll(async () => {
  tables = await startTables();
});
afterEach(() => tables.empty());
afterAll(() => tables.stop());

const pauses: number[] = [];
const store = () =>
  dynamoOrders(tables.client, {
    orders: tables.orders,
    stock: tables.stock,
    pause: async (attempt) => void pauses.push(attempt),
  });
const three = new Map<Sku, number>([[lamp, 3]]);
const place = (order: Order) => store().place(moving("reserve", order), three);
const numbered = (n: number, more: Partial<Order> = {}): Order =>
  anOrder({ orderId: `O-00001-0000${n}` as OrderId, placedAt: toIso(after(morning, minutes(n))), ...more });
const stockOf = async (sku: Sku) =>
  (await tables.client.send(new GetCommand({ TableName: tables.stock, Key: { sku } }))).Item;

/** The next transactions are answered as a busy table does; the local one never is. */
function busy(times: number, code: string): () => void {
  const send = tables.client.send.bind(tables.client) as (command: unknown) => Promise<unknown>;
  let left = times;
  Object.assign(tables.client, {
    send: (command: unknown) => {
      if (!(command instanceof TransactWriteCommand) || left === 0) return send(command);
      left -= 1;
      const CancellationReasons = [{ Code: "None" }, { Code: code }];
      return Promise.reject(new TransactionCanceledException({ message: "busy", $metadata: {}, CancellationReasons }));
    },
  });
  return () => Object.assign(tables.client, { send });
}

describe("the orders table", () => {
  it("gives back what was written", async () => {
    const order = anOrder({ review: "look", customerFirstName: "Zoé" });
    await place(order);
    expect(await store().load(order.orderId)).toEqual(order);
    expect(await store().load("O-00000-00000" as OrderId)).toBeUndefined();
  });

  it("writes only over the version that was read", async () => {
    const order = anOrder();
    await place(order);
    const saved = await store().save(order, { order: { ...order, review: "first" } });
    expect(saved).toMatchObject({ outcome: "saved", order: { version: 2 } });
    expect(await store().save(order, { order: { ...order, review: "second" } })).toEqual({ outcome: "stale" });
    expect(await store().load(order.orderId)).toMatchObject({ version: 2, review: "first" });
  });

  it("keeps attributes that a newer version of the shop wrote", async () => {
    const order = anOrder();
    await tables.client.send(
      new PutCommand({ TableName: tables.orders, Item: { ...itemOfOrder(order), giftMessage: "Bravo" } }),
    );
    const read = await store().load(order.orderId);
    if (!read) throw new Error("the order is gone");
    await store().save(read, { order: { ...read, review: "look" } });
    const { Item } = await tables.client.send(
      new GetCommand({ TableName: tables.orders, Key: { orderId: order.orderId } }),
    );
    expect(Item).toMatchObject({ giftMessage: "Bravo", review: "look", pageStatus: `${pageId}#awaiting-payment` });
  });

  it("parks what it cannot read as an order, and shows the shopper the others", async () => {
    await place(numbered(1));
    await store().place({ order: numbered(2) }, new Map());
    const { orderId } = numbered(2);
    const damage = { UpdateExpression: "SET #lines = :none", ExpressionAttributeNames: { "#lines": "lines" } };
    await tables.client.send(
      new UpdateCommand({
        TableName: tables.orders,
        Key: { orderId },
        ...damage,
        ExpressionAttributeValues: { ":none": 0 },
      }),
    );
    await expect(store().load(orderId)).rejects.toThrow(Unprocessable);
    const orders = await dynamoOrderReader(tables.client, tables.orders).recentOrders(anOrder().shopper, 5);
    expect(orders.map((order) => order.orderId)).toEqual([numbered(1).orderId]);
  });

  it("does not take one order number twice, and moves no stock for the second", async () => {
    await place(anOrder());
    expect(await place(anOrder())).toEqual({ outcome: "exists" });
    expect(await stockOf(lamp)).toMatchObject({ available: 1, reserved: 2 });
  });

  it("lists the orders of a Page that should have been paid", async () => {
    await place(numbered(1));
    await store().place({ order: numbered(2, { status: "expired" }) }, new Map());
    await store().place({ order: numbered(3, { payBy: toIso(after(morning, minutes(240))) }) }, new Map());
    expect(await store().overdue(pageId, after(morning, minutes(59)))).toEqual([]);
    expect(await store().overdue(pageId, after(morning, minutes(90)))).toEqual(["O-00001-00001"]);
  });
});

describe("stock and order", () => {
  it("move together or not at all", async () => {
    const order = anOrder();
    await place(order);
    const stale = { ...order, version: 7 };
    expect(await store().save(stale, moving("sell", order))).toEqual({ outcome: "stale" });
    expect(await stockOf(lamp)).toMatchObject({ available: 1, reserved: 2 });
    await store().save(order, moving("sell", order));
    expect(await stockOf(lamp)).toMatchObject({ available: 1, reserved: 0 });
    const sold = { ...order, version: 2 };
    expect(await store().save(sold, moving("release", order))).toEqual({ outcome: "short" });
    expect(await store().load(order.orderId)).toMatchObject({ version: 2 });
  });

  it("open a new SKU with the catalogue's count, and never again", async () => {
    await place(numbered(1));
    expect(await place(numbered(2))).toEqual({ outcome: "sold-out", short: [{ sku: lamp, available: 1 }] });
    expect(await stockOf(lamp)).toMatchObject({ available: 1, reserved: 2 });
  });

  it("are never oversold, however many order at once", async () => {
    const one = (n: number): Order => {
      const order = numbered(n);
      return { ...order, lines: order.lines.map((line) => ({ ...line, quantity: 1 })) };
    };
    const outcomes = await Promise.all([1, 2, 3, 4, 5, 6, 7, 8].map((n) => place(one(n))));
    expect(outcomes.filter((each) => each.outcome === "placed")).toHaveLength(3);
    expect(await stockOf(lamp)).toMatchObject({ available: 0, reserved: 3 });
  });

  it("are tried again when two transactions meet", async () => {
    pauses.length = 0;
    const restore = busy(3, "TransactionConflict");
    expect(await place(anOrder())).toEqual({ outcome: "placed" });
    restore();
    expect(pauses).toEqual([1, 2, 3]);
  });

  it("are left to the queue's patience when the table stays busy", async () => {
    const restore = busy(99, "ThrottlingError");
    await expect(place(anOrder())).rejects.toThrow(WorldFailure);
    restore();
    expect(await store().load(anOrder().orderId)).toBeUndefined();
  });
});

describe("what the conversation reads", () => {
  it("is the shopper's newest orders, without refusals", async () => {
    const refused = { ...numbered(3), history: [{ ...anOrder().history[0]!, what: "refused" as const }] };
    for (const order of [numbered(1), numbered(2), refused, numbered(4)]) await store().place({ order }, new Map());
    const reader = dynamoOrderReader(tables.client, tables.orders);
    expect(await reader.recentOrders(anOrder().shopper, 2)).toEqual([viewOf(numbered(4)), viewOf(numbered(2))]);
    expect(await reader.recentOrders(`${pageId}:nobody` as Order["shopper"], 2)).toEqual([]);
  });

  it("is what can be sold now, for counted SKUs only", async () => {
    await place(anOrder());
    const reader = dynamoStockReader(tables.client, tables.stock);
    expect(await reader.available([lamp, cup, lamp])).toEqual(new Map([[lamp, 1]]));
    expect(await reader.available([])).toEqual(new Map());
  });

  it("can be more SKUs than DynamoDB reads at once", async () => {
    const skus = Array.from({ length: 150 }, (_, n) => `SKU-${n}` as Sku);
    for (const sku of skus) {
      await tables.client.send(
        new UpdateCommand({
          TableName: tables.stock,
          Key: { sku },
          UpdateExpression: "SET available = :one",
          ExpressionAttributeValues: { ":one": 1 },
        }),
      );
    }
    const found = await dynamoStockReader(tables.client, tables.stock).available(skus);
    expect(found.size).toBe(150);
  });
});

describe("docs/orders-table.md", () => {
  const page = readFileSync(new URL("../../docs/orders-table.md", import.meta.url), "utf8");
  /** The first cell of each table row: the attribute, dotted where it is inside another. */
  const documented = [...page.matchAll(/^\| `([\w.]+)`\s+\|/gm)].map((found) => found[1]);

  it("explains every attribute that is written, and no other", () => {
    expectTypeOf<keyof z.infer<typeof orderAttributes>>().toEqualTypeOf<keyof Order>();
    const top = Object.keys(orderAttributes.shape);
    const inside = [
      ...keysOf("source", orderAttributes.shape.source.unwrap().shape),
      ...keysOf("lines", orderAttributes.shape.lines.element.shape),
      ...keysOf("taxLines", orderAttributes.shape.taxLines.element.shape),
      ...keysOf("attempts", orderAttributes.shape.attempts.element.shape),
      ...keysOf("refunds", orderAttributes.shape.refunds.unwrap().element.shape),
      ...keysOf("history", orderAttributes.shape.history.element.shape),
      ...keysOf("shippingAddress", {
        name: 1,
        line1: 1,
        line2: 1,
        postalCode: 1,
        city: 1,
        state: 1,
        country: 1,
        instructions: 1,
      }),
    ];
    expect(new Set(documented)).toEqual(
      new Set([...top, "pageStatus", ...inside, "sku", "available", "reserved", "countedBy", "countedAt"]),
    );
  });

  it("holds for an item as it is written", async () => {
    await place(anOrder());
    const { Item } = await tables.client.send(
      new GetCommand({ TableName: tables.orders, Key: { orderId: "O-00001-00001" } }),
    );
    for (const name of Object.keys(Item ?? {})) expect(documented).toContain(name);
    expect(orderOfItem(Item)).toEqual(anOrder());
  });

  const keysOf = (outer: string, shape: object): string[] => Object.keys(shape).map((name) => `${outer}.${name}`);
});
