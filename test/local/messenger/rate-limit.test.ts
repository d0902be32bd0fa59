import { expect, it } from "vitest";
import { limits } from "#local/messenger/limits.ts";
import { RateLimit } from "#local/messenger/rate-limit.ts";

it("takes 300 sends within any second and not one more", () => {
  let now = 1_000_000;
  const sends = new RateLimit(limits.sendsPerSecond.value, 1000, () => now);
  const burst = (count: number) => Array.from({ length: count }, () => sends.take()).filter(Boolean).length;
  expect(burst(200)).toBe(200);
  now += 600;
  expect(burst(200)).toBe(100);
  now += 401;
  expect(burst(300)).toBe(200);
});

it("says for every limit where Meta states it", () => {
  for (const { value, source } of Object.values(limits)) {
    expect(value).toBeGreaterThan(0);
    expect(source).toMatch(/MP\//);
  }
});
