import { describe, expect, it } from "vitest";
import { isRefusal, isRefused, type PlaceCommand, type Placing, place, refused } from "#core/orders/place.ts";
import type { Sku } from "#core/values/ids.ts";
import { after, minutes, toIso } from "#core/values/instant.ts";
import { bowl, cup, lamp, lampShop, lampShopAt } from "#test/support/lamp-shop.ts";
import { morning, placeCommand } from "#test/support/orders.ts";

const placing = (overrides: Partial<Placing> = {}): Placing => ({
  shop: lampShop(),
  now: after(morning, minutes(1)),
  livemode: false,
  ...overrides,
});

describe("the order tap", () => {
  it("becomes an order that awaits its payment, with the counted pieces to reserve", () => {
    const lines = [
      { sku: lamp, quantity: 2 },
      { sku: cup, quantity: 1 },
    ];
    const answer = place(placeCommand({ lines, shownTotal: 15_600 }), placing());
    expect(answer).toMatchObject({
      stock: { kind: "reserve", items: [{ sku: lamp, quantity: 2 }] },
      order: {
        status: "awaiting-payment",
        paymentStatus: "unpaid",
        livemode: false,
        total: 15_600,
        shippingTotal: 0,
        taxTotal: 2600,
        deliveryService: "Colissimo à domicile",
        deliveryCountries: ["FR", "BE"],
        placedAt: "2026-11-22T10:01:00.000Z",
        payBy: "2026-11-22T11:01:00.000Z",
        promisedBy: "2026-11-26T10:01:00.000Z",
        termsAcceptedAt: "2026-11-22T10:00:00.000Z",
        lines: [
          { lineId: "1", sku: lamp, title: "Article LAMP", unitPrice: 6900, quantity: 2, total: 13_800, counted: true },
          { lineId: "2", sku: cup, unitPrice: 1800, quantity: 1, total: 1800 },
        ],
        history: [{ sequence: 1, what: "placed", by: "shopper" }],
      },
    });
  });

  it("is refused when the total is less than can be paid", () => {
    const shop = lampShopAt(10);
    const free = shop.settings.delivery.map((method) => ({ ...method, price: 0 }));
    const cheap = { ...shop, settings: { ...shop.settings, delivery: free } };
    expect(place(placeCommand({ shownTotal: 20 }), placing({ shop: cheap }))).toEqual({ reason: "too-little" });
    const order = refused(placeCommand({ shownTotal: 20 }), placing({ shop: cheap }), { reason: "too-little" });
    expect(order.history).toMatchObject([{ what: "refused", detail: { reason: "too-little" } }]);
  });

  it("keeps the day that was promised when the tap is worked on after midnight", () => {
    const promisedBy = after(morning, minutes(60 * 24 * 4));
    const answer = place(placeCommand({ promisedBy }), placing({ now: after(morning, minutes(10)) }));
    expect(answer).toMatchObject({ order: { promisedBy: toIso(promisedBy) } });
  });

  it("shows each line as its variant looks", () => {
    const shop = lampShop();
    const products = shop.catalogue.products.map((product) => ({
      ...product,
      variants: product.variants.map((variant) => ({ ...variant, picture: "as-it-looks.png" })),
    }));
    const answer = place(placeCommand(), placing({ shop: { ...shop, catalogue: { ...shop.catalogue, products } } }));
    expect(answer).toMatchObject({ order: { lines: [{ picture: "as-it-looks.png" }] } });
  });

  it("merges equal SKUs, so that one record of stock is moved once", () => {
    const lines = [
      { sku: lamp, quantity: 1 },
      { sku: lamp, quantity: 1 },
    ];
    expect(place(placeCommand({ lines }), placing())).toMatchObject({
      stock: { items: [{ sku: lamp, quantity: 2 }] },
      order: { lines: [{ quantity: 2 }] },
    });
  });

  it("has nothing to reserve where nothing is counted", () => {
    const command = placeCommand({ lines: [{ sku: cup, quantity: 1 }], shownTotal: 2590 });
    expect(place(command, placing())).not.toHaveProperty("stock");
  });

  it.each<[string, Partial<PlaceCommand>, Partial<Placing>, object]>([
    ["too late", {}, { now: after(morning, minutes(16)) }, { reason: "too-late" }],
    ["dearer than shown", {}, { shop: lampShopAt(7000) }, { reason: "price-changed" }],
    ["cheaper than shown", {}, { shop: lampShopAt(6000) }, { reason: "price-changed" }],
    ["in another currency", { currency: "USD" }, {}, { reason: "price-changed" }],
    ["to be delivered as it no longer is", { deliveryMethod: "drone" }, {}, { reason: "price-changed" }],
    [
      "of what is not for sale",
      { lines: [{ sku: bowl, quantity: 1 }], shownTotal: 2800 },
      {},
      { reason: "not-for-sale", soldOut: [{ sku: bowl, available: 0 }] },
    ],
    [
      "of what was never in the catalogue",
      { lines: [{ sku: "GHOST" as Sku, quantity: 1 }] },
      {},
      { reason: "not-for-sale", soldOut: [{ sku: "GHOST", available: 0 }] },
    ],
  ])("is refused when the order is %s", (_, command, circumstances, refusal) => {
    expect(place(placeCommand(command), placing(circumstances))).toEqual(refusal);
  });

  it("takes its last moment as in time", () => {
    const command = placeCommand();
    expect(isRefusal(place(command, placing({ now: command.validUntil })))).toBe(false);
  });
});

describe("a refusal on record", () => {
  it("is a cancelled order that was never one, with the reason and what is left", () => {
    const order = refused(placeCommand(), placing(), {
      reason: "sold-out",
      soldOut: [
        { sku: lamp, available: 1 },
        { sku: cup, available: 0 },
      ],
    });
    expect(order).toMatchObject({
      status: "cancelled",
      cancelledAt: toIso(after(morning, minutes(1))),
      total: 13_800,
      history: [{ what: "refused", by: "shop", detail: { reason: "sold-out", soldOut: "LAMP:1,CUP:0" } }],
    });
    expect(isRefused(order)).toBe(true);
  });

  it("holds no price where there is none", () => {
    const command = placeCommand({ deliveryMethod: "drone" });
    expect(refused(command, placing(), { reason: "price-changed" })).toMatchObject({ lines: [], total: 0 });
  });
});
