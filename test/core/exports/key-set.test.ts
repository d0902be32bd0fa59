import * as fc from "fast-check";
import { expect, test } from "vitest";
import { ExactNumber } from "#core/exports/item.ts";
import { KeySet, keySetMemory } from "#core/exports/key-set.ts";
import { itemOf } from "#test/support/items.ts";

const aKey = fc.record({
  pk: fc.oneof(fc.string(), fc.integer(), fc.uint8Array({ maxLength: 4 })),
  sk: fc.oneof(fc.string({ maxLength: 2 }), fc.constantFrom(new ExactNumber("99999999999999999999"), 12, "12")),
});

test("a set of keys knows exactly the keys that were added", () => {
  fc.assert(
    fc.property(fc.array(aKey), fc.array(aKey), (added, asked) => {
      const keys = new KeySet(keySetMemory(added.length));
      const known = new Set<string>();
      for (const key of added) {
        expect(keys.add(itemOf(key), ["pk", "sk"])).toBe(!known.has(textOf(key)));
        known.add(textOf(key));
      }
      for (const key of [...asked, ...added]) expect(keys.has(itemOf(key), ["pk", "sk"])).toBe(known.has(textOf(key)));
    }),
  );
});

test("a set of keys tells a hundred thousand order numbers apart", () => {
  const keys = new KeySet(keySetMemory(100_000));
  let news = 0;
  for (let number = 0; number < 100_000; number += 1) {
    if (keys.add(itemOf({ orderId: `O-00${number.toString(32).toUpperCase().padStart(4, "0")}` }), ["orderId"]))
      news += 1;
  }
  expect(news).toBe(100_000);
});

test("a set of keys says when more keys come than it has room for", () => {
  const keys = new KeySet(keySetMemory(1));
  const addAll = (): void => {
    for (let number = 0; number < 20; number += 1) keys.add(itemOf({ id: number }), ["id"]);
  };
  expect(addAll).toThrow(RangeError);
});

const textOf = (key: object): string =>
  Object.entries(key)
    .map(([name, part]: [string, unknown]) => `${name}:${part?.constructor.name}:${JSON.stringify(part)}`)
    .join();
