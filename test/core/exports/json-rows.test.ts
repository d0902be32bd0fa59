import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ExactNumber } from "#core/exports/item.ts";
import { itemJson, orderJson, rowJson } from "#core/exports/json-rows.ts";
import { localClock } from "#core/exports/local-clock.ts";
import { orderView } from "#core/exports/order-columns.ts";
import { itemOf } from "#test/support/items.ts";

const paris = localClock("Europe/Paris");
const write = orderJson(paris);

describe("an order as JSON", () => {
  it("is nested as in the table, its amounts in euros and its times on the merchant's clock", () => {
    const order = {
      orderId: "O-1",
      placedAt: "2026-11-22T09:05:12.123Z",
      total: 13_800,
      currency: "EUR",
      paymentFee: 232,
      lines: [{ lineId: "1", quantity: 2, unitPrice: 6900, taxRate: 20 }],
      refunds: [{ at: "2026-07-01T22:30:00.000Z", amount: 5, reason: "x" }],
      payTokenHash: "secret",
      giftMessage: "at 5",
      score: new ExactNumber("12345678901234567890.5"),
    };
    expect(write(itemOf(order))).toBe(
      '{"orderId":"O-1","placedAt":"2026-11-22T10:05:12.123+01:00","total":138.00,"currency":"EUR","paymentFee":2.32,' +
        '"lines":[{"lineId":"1","quantity":2,"unitPrice":69.00,"taxRate":20}],' +
        '"refunds":[{"at":"2026-07-02T00:30:00.000+02:00","amount":0.05,"reason":"x"}],' +
        '"giftMessage":"at 5","score":12345678901234567890.5}',
    );
  });

  it("counts a fee in its own currency", () => {
    expect(write(itemOf({ currency: "JPY", total: 500, paymentFee: 23, paymentFeeCurrency: "EUR" }))).toBe(
      '{"currency":"JPY","total":500,"paymentFee":0.23,"paymentFeeCurrency":"EUR"}',
    );
  });

  it("has nothing that is half a letter, for which jq and others refuse the whole file", () => {
    const texts = fc.string({ unit: fc.constantFrom("\ud83d", "\ude00", "\\", '"', "u", "d83d", "\\ud83d", "é") });
    fc.assert(
      fc.property(texts, texts, (review, name) => {
        const whole = { [`x${name.toWellFormed()}`]: review.toWellFormed() };
        for (const writer of [write, itemJson]) {
          const text = writer(itemOf({ [`x${name}`]: review }));
          expect(text.isWellFormed()).toBe(true);
          expect(JSON.parse(text)).toEqual(whole);
        }
        expect(JSON.parse(rowJson(orderView, paris)(itemOf({ review })))).toEqual({
          review: review.toWellFormed(),
          pieces: 0,
        });
      }),
    );
  });

  it("is JSON whatever the item, also where its attributes are called like what every object has", () => {
    const names = fc.constantFrom("constructor", "toString", "lines", "at", "total", "hasOwnProperty", "source");
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof(
        { maxDepth: 3 },
        fc.string({ unit: "binary" }),
        fc.double({ noNaN: true, noDefaultInfinity: true }),
        fc.boolean(),
        fc.constant(null),
        fc.array(tie("value"), { maxLength: 3 }),
        fc.dictionary(names, tie("value")),
      ),
    }));
    const writeRow = rowJson(orderView, paris);
    fc.assert(
      fc.property(fc.dictionary(names, value), (item) => {
        expect(Object.keys(JSON.parse(write(itemOf(item))) as object).sort()).toEqual(Object.keys(item).sort());
        expect(JSON.parse(writeRow(itemOf(item)))).toBeTypeOf("object");
      }),
    );
  });
});
