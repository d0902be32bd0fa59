import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { addPiece, cutToStock, mostLines, piecesIn, setPieces } from "#core/cart/cart.ts";
import { type CartLine, isQuote, quote } from "#core/cart/quote.ts";
import { anExampleShop, aProduct, aVariant, sku } from "#test/support/example-shop.ts";

const plenty = { most: 10, available: undefined };
const cart: readonly CartLine[] = [{ sku: sku("mist"), quantity: 2 }];

describe("a cart", () => {
  test("takes one more piece, or a number of pieces", () => {
    expect(addPiece(cart, sku("mist"), plenty)).toMatchObject({ outcome: "changed", quantity: 3 });
    expect(setPieces(cart, sku("moon"), 4, plenty).cart).toEqual([...cart, { sku: "moon", quantity: 4 }]);
  });

  test.each([
    [99, plenty, "most", 10],
    [99, { most: 10, available: 3 }, "only", 3],
    [1, { most: 10, available: 0 }, "sold-out", 2],
    [0, plenty, "removed", 0],
    [-5, plenty, "removed", 0],
  ])("asked for %s pieces with %o", (wanted, bounds, outcome, quantity) => {
    expect(setPieces(cart, sku("mist"), wanted, bounds)).toMatchObject({ outcome, quantity });
  });

  test("keeps to its bounds whatever is asked of it", () => {
    const step = fc.record({
      sku: fc.nat(30),
      wanted: fc.integer(),
      most: fc.integer(),
      available: fc.option(fc.integer()),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        let now: readonly CartLine[] = [];
        for (const { sku: n, wanted, most, available } of steps) {
          now = setPieces(now, sku(`p${n}`), wanted, { most, available: available ?? undefined }).cart;
          expect(now.length).toBeLessThanOrEqual(mostLines);
          expect(now.every((line) => Number.isInteger(line.quantity) && line.quantity > 0)).toBe(true);
        }
      }),
    );
  });

  test("is cut down to what is there", () => {
    const lines = [...cart, { sku: sku("moon"), quantity: 3 }];
    const left = new Map([
      [sku("mist"), 0],
      [sku("moon"), 1],
    ]);
    expect(cutToStock(lines, (each) => left.get(each))).toEqual([{ sku: "moon", quantity: 1 }]);
    expect(piecesIn(lines)).toBe(5);
  });
});

describe("a quote", () => {
  test.each([
    [9999, 490],
    [10_000, 0],
    [10_001, 0],
  ])("for goods worth %s minor units sends them for %s where they travel free from 10 000", (price, shippingTotal) => {
    const shop = anExampleShop({ products: [aProduct("vase", { variants: [aVariant("vase", { price })] })] });
    expect(quote(shop, [{ sku: sku("vase"), quantity: 1 }], "relay")).toMatchObject({ shippingTotal });
  });

  test("adds lines and delivery, and names the tax in the total by rate", () => {
    const quoted = quote(anExampleShop(), [...cart, { sku: sku("card"), quantity: 1 }], "home");
    expect(quoted).toMatchObject({ subtotal: 6100, shippingTotal: 790, total: 6890, taxTotal: 732 });
    expect(isQuote(quoted) && quoted.taxLines).toEqual([
      { country: "FR", rate: 20, base: 3658, tax: 732 },
      { country: "FR", rate: 0, base: 2500, tax: 0 },
    ]);
  });

  test("adds the tax where prices are without it", () => {
    const shop = anExampleShop({
      settings: { pricesIncludeTax: false },
      products: [aProduct("vase", { variants: [aVariant("vase", { price: 1000 })] })],
    });
    expect(quote(shop, [{ sku: sku("vase"), quantity: 1 }], "home")).toMatchObject({ taxTotal: 358, total: 2148 });
  });

  test("is refused for nothing, for what is not sold, and for a delivery that is not offered", () => {
    const shop = anExampleShop();
    expect(quote(shop, [], "home")).toEqual({ reason: "empty" });
    expect(quote(shop, [{ sku: sku("gone"), quantity: 1 }], "home")).toMatchObject({ reason: "not-for-sale" });
    expect(quote(shop, cart, "drone")).toEqual({ reason: "unknown-delivery" });
  });

  test("counts equal articles together", () => {
    const twice = quote(anExampleShop(), [...cart, ...cart], "relay");
    expect(isQuote(twice) && twice.lines.map((line) => line.quantity)).toEqual([4]);
  });
});
