import * as fc from "fast-check";
import { snappyUncompress } from "hyparquet/src/snappy.js";
import { describe, expect, it } from "vitest";
import { snappy } from "#adapters/exports/snappy.ts";

describe("Snappy", () => {
  const unpacked = (packed: Uint8Array, length: number): Uint8Array => {
    const bytes = new Uint8Array(length);
    snappyUncompress(packed, bytes);
    return bytes;
  };
  const lengthOf = (packed: Uint8Array): number => {
    let length = 0;
    for (let at = 0; ; at += 1) {
      const byte = packed[at] ?? 0;
      length += (byte & 0x7f) * 2 ** (7 * at);
      if (byte < 0x80) return length;
    }
  };
  const few = fc.uint8Array({ minLength: 1, maxLength: 90 });
  const repeated = fc
    .array(fc.tuple(few, fc.integer({ min: 1, max: 40 })), { maxLength: 20 })
    .map((parts) =>
      Uint8Array.from(parts.flatMap(([part, times]) => Array.from({ length: times }, () => [...part])).flat()),
    );

  it("gives back every byte, whether bytes repeat or not", () => {
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array({ maxLength: 3000 }), repeated), (bytes) => {
        const packed = snappy(bytes).slice();
        expect(lengthOf(packed)).toBe(bytes.length);
        expect(Buffer.compare(unpacked(packed, bytes.length), bytes)).toBe(0);
      }),
      { numRuns: 500 },
    );
  });

  it("reaches back no further than copies can, and packs what is far larger than that", () => {
    const line = (row: number): string => `O-${(row * 7919) % 100_000} rue de la République ${row % 90}\n`;
    const text = Buffer.from(Array.from({ length: 20_000 }, (_, row) => line(row)).join(""));
    const noise = Buffer.from(Array.from({ length: 100_000 }, (_, at) => Math.imul(at, 2_654_435_761) >>> 24));
    const bytes = Buffer.concat([text, noise, text]);
    const packed = snappy(bytes).slice();
    expect(Buffer.compare(unpacked(packed, bytes.length), bytes)).toBe(0);
    expect(packed.length).toBeLessThan(bytes.length * 0.6);
  });
});
