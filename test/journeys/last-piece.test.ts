/** Two shoppers and the last piece; prices and payments that change on the way. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ordered, payLink, recapitulation, sessionOf } from "#test/support/purchase.ts";
import { openShop, type ShopUnderTest } from "#test/support/shop-under-test.ts";

let shop: ShopUnderTest;
beforeAll(async () => {
  shop = await openShop();
});
afterAll(() => shop.stop());

describe("the last piece", () => {
  test("goes to one shopper; the other is told before paying and can go on", async () => {
    const [julie, marc] = [shop.shopper(), shop.shopper()];
    await recapitulation(julie, ["VERGER"]);
    await recapitulation(marc, ["VERGER", "GOUTTE"]);
    await julie.chooses("Order and pay");
    await julie.hears("is recorded");
    const asked = await marc.now();
    await marc.chooses("Order and pay");
    const told = await marc.hears(/no longer/, asked);
    expect(told.words).not.toMatch(/is recorded/);
    expect(await shop.ordersOf(marc)).toEqual([]);
    await shop.pay(await sessionOf(shop, await payLink(julie)));
    await julie.hears("payment received");
    expect(await shop.stockOf("VERGER")).toMatchObject({ available: 0, reserved: 0 });

    const since = await marc.now();
    await marc.chooses("Order and pay");
    await marc.hears("is recorded", since);
    expect(await shop.ordersOf(marc)).toMatchObject([{ status: "awaiting-payment", total: 1400 + 790 }]);
  });
});

describe("a payment that does not come", () => {
  test("a declined card is told once, and another card pays the same order", async () => {
    const shopper = shop.shopper();
    const session = await sessionOf(shop, await ordered(shopper, ["GOUTTE"]));
    await shop.pay(session, "4000000000000002");
    await shopper.hears("declined the payment");
    await shop.pay(session, "4000000000000002");
    await shop.pay(session);
    await shopper.hears("payment received");
    expect((await shopper.heard()).filter((each) => each.words.includes("declined"))).toHaveLength(1);
    expect(await shop.ordersOf(shopper)).toMatchObject([{ status: "to-ship", paymentStatus: "paid" }]);
  });

  test("a closed payment page is no end: the next words bring the Pay button back", async () => {
    const shopper = shop.shopper();
    const first = await sessionOf(shop, await ordered(shopper, ["GOUTTE"]));
    const since = await shopper.now();
    await shopper.says("hello?");
    await shopper.hears(/\[Pay /, since);
    const again = await sessionOf(shop, await payLink(shopper));
    expect(again).toBe(first);
  });

  test("an expired attempt gives the goods back, says so, and old Pay buttons lead to a page that explains", async () => {
    const shopper = shop.shopper();
    const payUrl = await ordered(shopper, ["BRAISE"]);
    await sessionOf(shop, payUrl);
    const reserved = await shop.stockOf("BRAISE");
    await shop.stripe("clock", { advanceMs: 61 * 60_000 });
    await shopper.hears("has passed");
    expect(await shop.ordersOf(shopper)).toMatchObject([{ status: "expired", paymentStatus: "unpaid" }]);
    expect(await shop.stockOf("BRAISE")).toMatchObject({ reserved: 0, available: (reserved?.available ?? 0) + 1 });
    const page = await shop.openPayPage(payUrl);
    expect(page.sessionId).toBeUndefined();
    expect(page.page).toContain("/local/m.me/");
    await shop.stripe("clock", { at: new Date().toISOString() });
  });

  test("calling the order back gives the cart back and the goods free", async () => {
    const shopper = shop.shopper();
    await ordered(shopper, ["ARCHE"]);
    expect(await shop.stockOf("ARCHE")).toMatchObject({ reserved: 1 });
    await shopper.tapsPayload("change");
    await shopper.hears("your cart is yours again");
    expect(await shop.stockOf("ARCHE")).toMatchObject({ reserved: 0 });
    expect(await shop.ordersOf(shopper)).toMatchObject([{ status: "cancelled" }]);
  });
});
