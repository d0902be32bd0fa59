import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { csvDialects, csvWriter } from "#core/exports/csv.ts";
import type { Item } from "#core/exports/item.ts";
import { lineView } from "#core/exports/line-columns.ts";
import { localClock } from "#core/exports/local-clock.ts";
import { orderView } from "#core/exports/order-columns.ts";
import { TextBytes } from "#core/exports/text-bytes.ts";
import { decimal } from "#core/values/money.ts";
import { typedItem } from "#test/support/export-folder.ts";
import { itemOf } from "#test/support/items.ts";
import { scan } from "#test/support/scan.ts";

const moment = fc
  .date({ min: new Date("1999-12-31"), max: new Date("2039-12-31"), noInvalidDate: true })
  .map((date) => date.toISOString());
const text = fc.oneof(
  fc.string({ unit: "binary" }).map((each) => each.toWellFormed()),
  fc.string({
    unit: fc.constantFrom("a", "É", "é", "ȿ", "7", " ", ",", ";", '"', "\n", "\\", "=", "+", "’", "😀", "\u00a0"),
  }),
  fc.constantFrom("+33 6 28 88 00 75", "paid", "to-ship", "", "Zoé", "Éric", "-5", "2026-02-30T09:00:00.000Z"),
);
const whole = fc.oneof(fc.integer(), fc.constantFrom(0, 5, 99, 100, -1, 1e14, 999_999_999_999_999));
const value = fc.oneof(
  text,
  whole,
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  moment,
  fc.boolean(),
  fc.constant(null),
);
const names = orderView.columns.map(({ name }) => name);
const address = fc.dictionary(fc.constantFrom("name", "line1", "postalCode", "city", "country"), value);
const line = fc.dictionary(fc.constantFrom("sku", "title", "options", "quantity", "unitPrice", "total"), value);
const order = fc.record({
  orderId: text,
  currency: fc.constantFrom("EUR", "JPY", "KWD"),
  placedAt: fc.oneof(moment, text),
  more: fc.dictionary(fc.constantFrom(...names), value),
  shippingAddress: fc.oneof(address, value),
  lines: fc.array(line, { maxLength: 3 }),
});

describe("a row copied from a line's bytes", () => {
  it("is the row that is made of its values, in every dialect and time zone", () => {
    const dialects = fc.constantFrom(...Object.values(csvDialects));
    const zones = fc.constantFrom("Europe/Paris", "Asia/Kathmandu", "Australia/Lord_Howe", "UTC");
    fc.assert(
      fc.property(fc.array(order, { minLength: 1, maxLength: 5 }), dialects, zones, (orders, dialect, zone) => {
        const plain = orders.map(({ more, ...rest }) => ({ ...more, ...rest }));
        const copied = scan(plain.map((each) => `{"Item":${typedItem(each)}}`));
        for (const view of [orderView, lineView]) {
          const { write } = csvWriter(view, dialect, localClock(zone));
          const rows = (items: readonly Item[]): string => {
            const bytes = new TextBytes();
            for (const row of items.flatMap((item) => view.rowsOf(item))) write(row, bytes);
            return Buffer.from(bytes.take()).toString();
          };
          expect(rows(copied)).toBe(rows(plain.map(itemOf)));
          expect(rows(copied.map((item) => item.kept()))).toBe(rows(copied));
        }
      }),
      { numRuns: 100 },
    );
  });
});

describe("text as bytes", () => {
  it("is UTF-8 as everybody writes it", () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: "binary" })), (texts) => {
        const bytes = new TextBytes();
        for (const each of texts) bytes.text(each);
        expect(Buffer.from(bytes.take())).toEqual(Buffer.concat(texts.map((each) => Buffer.from(each))));
      }),
    );
  });

  it("has an amount as it is written elsewhere", () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), fc.integer({ min: 0, max: 4 }), (amount, places) => {
        const bytes = new TextBytes();
        bytes.decimal(amount, places);
        expect(Buffer.from(bytes.take()).toString()).toBe(decimal(amount, places));
      }),
    );
  });
});
