import { array, assert, integer, property } from "fast-check";
import { expect, it } from "vitest";
import { throttle } from "#local/runner/http-api/throttle.ts";

it("lets a burst pass at once, then as many as its rate gives", () => {
  const mayPass = throttle({ requestsPerSecond: 2, burst: 3 });
  const at = (now: number, times: number): boolean[] => Array.from({ length: times }, () => mayPass(now));
  expect(at(0, 4)).toEqual([true, true, true, false]);
  expect(at(499, 1)).toEqual([false]);
  expect(at(500, 2)).toEqual([true, false]);
  expect(at(60_000, 4)).toEqual([true, true, true, false]);
});

it("never lets more pass than its burst and what its rate gave since", () => {
  const waits = array(integer({ min: 0, max: 3000 }), { minLength: 1, maxLength: 200 });
  assert(
    property(integer({ min: 1, max: 50 }), integer({ min: 1, max: 50 }), waits, (requestsPerSecond, burst, gaps) => {
      const mayPass = throttle({ requestsPerSecond, burst });
      let now = 0;
      let passed = 0;
      for (const gap of gaps) {
        now += gap;
        if (mayPass(now)) passed += 1;
      }
      expect(passed).toBeLessThanOrEqual(burst + (now / 1000) * requestsPerSecond + 1e-6);
    }),
  );
});
