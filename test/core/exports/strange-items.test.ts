import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { GroupMaker } from "#adapters/exports/parquet-groups.ts";
import { carrierView } from "#core/exports/carrier-columns.ts";
import { cellTexts } from "#core/exports/cell-texts.ts";
import type { View } from "#core/exports/column.ts";
import { ExactNumber, ItemSet } from "#core/exports/item.ts";
import { lineView } from "#core/exports/line-columns.ts";
import { localClock } from "#core/exports/local-clock.ts";
import { movementView } from "#core/exports/movement-columns.ts";
import { orderView } from "#core/exports/order-columns.ts";
import { packingSlip } from "#core/exports/packing-slip.ts";
import { sheetWriter } from "#core/exports/sheet-rows.ts";
import { itemOf } from "#test/support/items.ts";

const paris = localClock("Europe/Paris");
const views: readonly View[] = [orderView, lineView, carrierView, movementView(["FR 20"])];

const nested = "sku quantity title what rate base tax amount at reference detail paid country line1 weightGrams".split(
  " ",
);
const attributes = [
  ...orderView.columns.map(({ name }) => name),
  ..."lines taxLines refunds history shippingAddress billingAddress relayPoint source company giftMessage".split(" "),
];
const { value } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.string({ unit: "binary" }),
    fc.constantFrom(
      "to-ship",
      "paid",
      "refunded",
      "paid-differently",
      "EUR",
      "FR",
      "2026-11-22T09:05:12.123Z",
      "7 EUR",
    ),
    fc.double(),
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.uint8Array({ maxLength: 4 }),
    fc.bigInt().map((number) => new ExactNumber(number.toString())),
    fc.constant(new ItemSet("numbers", [1, new ExactNumber("12345678901234567890")])),
    fc.array(tie("value"), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom(...nested), tie("value"), { maxKeys: 4 }),
  ),
}));
const item = fc.record(Object.fromEntries(attributes.map((name) => [name, value])), { requiredKeys: [] });
const shipped = fc.record({ status: fc.constant("to-ship"), paymentStatus: fc.constant("paid") });

describe("an item that looks like nothing anybody foresaw", () => {
  it("becomes rows of every kind, and breaks nothing", () => {
    fc.assert(
      fc.property(item, fc.option(shipped), (found, asShipped) => {
        const order = itemOf({ ...found, ...asShipped });
        for (const view of views) {
          for (const row of view.rowsOf(order)) {
            expect(cellTexts(view, "fr", paris)(row)).toHaveLength(view.columns.length);
            const xml = sheetWriter(view, "en", paris).row(row).replaceAll("\u0001", "1");
            // What XML 1.0 has no place for.
            expect(xml).not.toMatch(/[\p{Cs}]|[\p{Cc}--[\t\n\u007f-\u009f]]|&(?!amp;|lt;|gt;|quot;)/v);
            const groups = new GroupMaker(view);
            groups.add([row]);
            expect(groups.take().rows).toBe(1);
          }
        }
        const slip = packingSlip(order, { shopName: undefined, timeZone: "Europe/Paris" });
        expect(slip === "" || slip.trimEnd().endsWith("</section>")).toBe(true);
      }),
    );
  });
});
