/** Every webhook delivered twice, Stripe's events in any order: one order, one charge, each sentence once. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { ordered, sessionOf } from "#test/support/purchase.ts";
import { openShop, type ShopUnderTest } from "#test/support/shop-under-test.ts";

let shop: ShopUnderTest;
beforeAll(async () => {
  shop = await openShop();
});
afterAll(() => shop.stop());

async function chargesFor(orderId: string): Promise<number> {
  const { charges } = await shop.ledger();
  return charges.filter((charge) => charge.paid && JSON.stringify(charge).includes(orderId)).length;
}

describe("every webhook delivered twice", () => {
  test("makes one order, one charge, and says each sentence once", async () => {
    await shop.messenger("twice", { times: 1000 });
    await shop.stripe("twice", { times: 1000 });
    const shopper = shop.shopper();
    const session = await sessionOf(shop, await ordered(shopper, ["ONDE"]));
    await shop.pay(session);
    await shopper.hears("payment received");
    await shopper.hears("receipt O-");
    await shopper.catchesUp();
    await shop.messenger("twice", { times: 0 });
    const [order, ...others] = await shop.ordersOf(shopper);
    expect(others).toEqual([]);
    expect(order).toMatchObject({ status: "to-ship", paymentStatus: "paid" });
    expect(await chargesFor(order?.orderId ?? "")).toBe(1);
    expect(await shopper.timesHeard(/is recorded/)).toBe(1);
    expect(await shopper.timesHeard(/payment received/)).toBe(1);
    expect(await shopper.timesHeard(/receipt O-/)).toBe(1);
    expect(await shopper.timesHeard(/In your cart/)).toBe(1);
    const stock = await shop.stockOf("ONDE");
    expect(stock?.reserved).toBe(0);
  });
});

describe("Stripe's events in any order", () => {
  const event = z.looseObject({ id: z.string(), type: z.string() });

  test.each(["as-created", "reversed"] as const)("ends in the same state when they come %s", async (order) => {
    const shopper = shop.shopper();
    const session = await sessionOf(shop, await ordered(shopper, ["RIVAGE"]));
    await shop.stripe("events", { deliver: false });
    await shop.pay(session, "4000000000000002");
    await shop.pay(session);
    await shop.stripe("events", { deliver: true, order });
    await shopper.hears("payment received");
    await shopper.catchesUp();
    const [placed] = await shop.ordersOf(shopper);
    expect(placed).toMatchObject({ status: "to-ship", paymentStatus: "paid" });
    expect(await chargesFor(placed?.orderId ?? "")).toBe(1);
    expect(await shopper.timesHeard(/payment received/)).toBe(1);
  });

  test("changes nothing when old events come again weeks later", async () => {
    const shopper = shop.shopper();
    const session = await sessionOf(shop, await ordered(shopper, ["GOUTTE"]));
    await shop.pay(session);
    await shopper.hears("receipt O-");
    const before = await shop.ordersOf(shopper);
    const { events } = await shop.ledger();
    const about = z
      .array(event)
      .parse(events)
      .filter((each) => JSON.stringify(each).includes(session));
    for (const each of about) await shop.stripe("deliver", { eventId: each.id });
    await shopper.catchesUp();
    expect(await shop.ordersOf(shopper)).toEqual(before);
    expect(await shopper.timesHeard(/payment received/)).toBe(1);
  });
});
