import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { daysLater, formatDay, formatTime, fromIso, instant } from "#core/values/instant.ts";

const told = (iso: string, count: number, timeZone: string): string => {
  const there = daysLater(fromIso(iso), count, timeZone);
  return `${formatDay(there, "en", timeZone)} ${formatTime(there, "en", timeZone)}`;
};

describe("so many days later", () => {
  it.each([
    ["2026-11-22T10:00:00Z", 5, "Europe/Paris", "27 November 11:00"],
    // The clocks go back on 25 October, and forward on 28 March 2027 and 14 March 2027.
    ["2026-10-24T22:30:00Z", 5, "Europe/Paris", "30 October 00:30"],
    ["2027-03-27T22:30:00Z", 1, "Europe/Paris", "28 March 23:30"],
    ["2027-03-14T04:30:00Z", 1, "America/New_York", "14 March 23:30"],
    ["2026-11-22T10:00:00Z", 3, "UTC", "25 November 10:00"],
    ["2026-11-22T10:00:00Z", 3, "Asia/Kolkata", "25 November 15:30"],
  ])("than %s, %s days, in %s it is %s", (iso, count, timeZone, expected) => {
    expect(told(iso, count, timeZone)).toBe(expected);
  });

  it("is the same time of day, but for an hour that the clocks leave out", () => {
    const zones = fc.constantFrom("Europe/Paris", "America/New_York", "Australia/Sydney", "America/St_Johns");
    fc.assert(
      fc.property(fc.integer({ min: 1.7e12, max: 2e12 }), fc.nat(40), zones, (at, count, zone) => {
        const hour = (time: number) => formatTime(instant(time), "en", zone);
        const there = daysLater(instant(at), count, zone);
        fc.pre(!/^0[1-3]/.test(hour(at)));
        expect(hour(there)).toBe(hour(at));
      }),
    );
  });
});
