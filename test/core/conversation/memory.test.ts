import * as fc from "fast-check";
import { expect, test } from "vitest";
import { isTooOld, type Memory, memorise, nothingHeard, remembers } from "#core/conversation/memory.ts";
import { after, days, instant } from "#core/values/instant.ts";

const now = instant(Date.UTC(2026, 10, 24));

test("no input is acted on twice, however many came between", () => {
  fc.assert(
    fc.property(fc.array(fc.nat(1_000_000), { minLength: 1, maxLength: 200 }), (times) => {
      const heard = times.map((time, index) => ({ hash: `h${index}`, at: after(now, -time) }));
      let memory: Memory = nothingHeard;
      for (const { hash, at } of heard) memory = memorise(memory, hash, at);
      expect(memory.recent.length).toBeLessThanOrEqual(64);
      for (const { hash, at } of heard) {
        expect(remembers(memory, hash) || isTooOld(memory, at, now)).toBe(true);
      }
    }),
  );
});

test("an event of the last three days is acted on, an older one is not", () => {
  expect(isTooOld(nothingHeard, after(now, -days(3)), now)).toBe(false);
  expect(isTooOld(nothingHeard, after(now, -days(3) - 1), now)).toBe(true);
});
