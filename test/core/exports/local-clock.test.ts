import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { localClock } from "#core/exports/local-clock.ts";

const zones = [
  "Europe/Paris",
  "America/St_Johns",
  "Asia/Kathmandu",
  "Australia/Lord_Howe",
  "America/Los_Angeles",
  "UTC",
];

describe("the merchant's clock", () => {
  it("shows what a wall clock there shows, in every zone and at every moment", () => {
    const moments = fc.date({ min: new Date("2000-01-01"), max: new Date("2040-01-01"), noInvalidDate: true });
    fc.assert(
      fc.property(moments, fc.constantFrom(...zones), (moment, zone) => {
        const wall = new Intl.DateTimeFormat("sv-SE", { timeZone: zone, dateStyle: "short", timeStyle: "medium" });
        expect(localClock(zone).wall(moment.toISOString())).toBe(wall.format(moment));
      }),
      { numRuns: 300 },
    );
  });

  it("tells the two hours apart that a clock shows twice", () => {
    const { stamp, wall } = localClock("Europe/Paris");
    expect(stamp("2026-10-25T00:30:00.000Z")).toBe("2026-10-25T02:30:00.000+02:00");
    expect(stamp("2026-10-25T01:30:00.000Z")).toBe("2026-10-25T02:30:00.000+01:00");
    expect(wall("2026-10-25T01:30:00Z")).toBe("2026-10-25 02:30:00");
    expect(wall("2026-10-25T03:30:00+02:00")).toBe("2026-10-25 02:30:00");
  });

  it("begins a day at midnight there, also when the clocks change", () => {
    const start = (day: string, zone = "Europe/Paris"): string | undefined => {
      const at = localClock(zone).startOfDay(day);
      return at === undefined ? undefined : new Date(at).toISOString();
    };
    expect(start("2026-11-22")).toBe("2026-11-21T23:00:00.000Z");
    expect(start("2026-03-29")).toBe("2026-03-28T23:00:00.000Z");
    expect(start("2026-03-30")).toBe("2026-03-29T22:00:00.000Z");
    expect(start("2026-11-22", "Asia/Kathmandu")).toBe("2026-11-21T18:15:00.000Z");
    expect(start("2026-02-30")).toBeUndefined();
    expect(start("yesterday")).toBeUndefined();
  });

  it.each(["", "soon", "2026-13-40T00:00:00.000Z", "2026-11-22", "1768388186000"])("knows no time in %j", (text) => {
    const { stamp, wall } = localClock("Europe/Paris");
    expect(wall(text)).toBeUndefined();
    expect(stamp(text)).toBeUndefined();
  });

  it.each([
    ["9999-12-31T23:30:00.000Z", "Europe/Paris"],
    ["0000-01-01T03:00:00.000Z", "America/Los_Angeles"],
  ])("shows no year that takes more than four digits: %s in %s", (text, zone) => {
    const { stamp, wall } = localClock(zone);
    expect(wall(text)).toBeUndefined();
    expect(stamp(text)).toBeUndefined();
    expect(localClock("UTC").wall(text)).toBe(text.slice(0, 19).replace("T", " "));
  });

  it("refuses a zone that is not known", () => {
    expect(() => localClock("Europe/Atlantis")).toThrow(RangeError);
  });
});
