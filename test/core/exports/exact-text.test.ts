import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { amountText, json, numberText, plainText, shifted } from "#core/exports/exact-text.ts";
import { ExactNumber, ItemSet } from "#core/exports/item.ts";
import { itemOf } from "#test/support/items.ts";

describe("a number as text", () => {
  it.each([
    ["1E+3", 0, "1000"],
    ["-0.5e-7", 0, "-0.00000005"],
    ["6900", 2, "69.00"],
    ["5", 2, "0.05"],
    ["-5", 3, "-0.005"],
    ["12.5", 2, "0.125"],
    ["0", 2, "0.00"],
    ["-0", 2, "0.00"],
    ["1.0E+126", 2, `1${"0".repeat(124)}.00`],
    ["00012", 0, "12"],
    ["no number", 2, "no number"],
  ])("moves the point of %s by %d", (text, places, moved) => {
    expect(shifted(text, places)).toBe(moved);
  });

  it("says exactly the same as the number, for every 38 digits and every currency", () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: -(10n ** 38n) + 1n, max: 10n ** 38n - 1n }),
        fc.integer({ min: 0, max: 4 }),
        (minor, places) => {
          const text = amountText(new ExactNumber(minor.toString()), places) ?? "";
          const [units = "", decimals = ""] = text.split(".");
          expect(decimals).toHaveLength(places);
          expect(BigInt(units + decimals)).toBe(minor);
          expect(text.startsWith("-")).toBe(minor < 0n);
        },
      ),
    );
  });

  it("is the same for a double as for its text", () => {
    fc.assert(
      fc.property(
        fc.double({ noNaN: true, noDefaultInfinity: true }),
        fc.integer({ min: 0, max: 3 }),
        (number, places) => {
          expect(amountText(number, places)).toBe(shifted(String(number), places));
          expect(Number(numberText(number))).toBe(number + 0);
          expect(numberText(number)).not.toMatch(/e/i);
        },
      ),
    );
  });
});

describe("a nested value as text", () => {
  it("is JSON with every digit, its sets as lists and its bytes as base 64", () => {
    const item = itemOf({
      a: [1.5, new ExactNumber("12345678901234567890.10")],
      b: new ItemSet("texts", ["x", 'y"']),
      c: null,
    });
    expect(json(item)).toBe('{"a":[1.5,12345678901234567890.1],"b":["x","y\\""],"c":null}');
    expect(plainText(new Uint8Array([104, 101, 108, 108, 111]))).toBe("aGVsbG8=");
  });

  it("has its bytes as Node writes base 64", () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        expect(plainText(bytes)).toBe(Buffer.from(bytes).toString("base64"));
      }),
    );
  });
});
