import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { knownText, remember } from "#core/exports/known-texts.ts";
import { scan } from "#test/support/scan.ts";

describe("texts that were met before", () => {
  const ascii = fc.string({ maxLength: 24, unit: fc.constantFrom(..."a b c E U R 0 1 2 9 -".split(" ")) });

  it("are found by their bytes, and no other is taken for one of them", () => {
    fc.assert(
      fc.property(fc.array(ascii, { maxLength: 200 }), (texts) => {
        for (const text of texts) {
          const bytes = Buffer.from(`.${text}.`);
          const end = bytes.length - 1;
          expect(knownText(bytes, 1, end) ?? remember(text, bytes, 1, end)).toBe(text);
          expect(knownText(bytes, 1, end)).toBe(text.length <= 20 ? text : undefined);
        }
      }),
    );
  });

  it("do not keep a long line in memory", () => {
    for (const [sku, length] of [
      ["SHORT-LINE-1", 100],
      ["LONG-LINE-2", 9000],
    ] as const) {
      const [item] = scan([`{"Item":{"sku":{"S":"${sku}"},"note":{"S":"${"x".repeat(length)}"}}}`]);
      expect(item?.get("sku")).toBe(sku);
      expect(knownText(Buffer.from(sku), 0, sku.length)).toBe(length === 100 ? sku : undefined);
    }
  });
});
