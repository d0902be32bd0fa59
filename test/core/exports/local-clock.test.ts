import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { localClock } from "#core/exports/local-clock.ts";
import { timeOf } from "#core/exports/table-time.ts";
import { instant } from "#core/values/instant.ts";

const zones = [
  "Europe/Paris",
  "America/St_Johns",
  "Asia/Kathmandu",
  "Australia/Lord_Howe",
  "America/Los_Angeles",
  "UTC",
];

describe("a time of an item", () => {
  const form = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d)$/;
  const parsed = (text: string): number | undefined => {
    const at = form.test(text) ? Date.parse(text) : Number.NaN;
    return Number.isNaN(at) ? undefined : at;
  };
  const moments = fc
    .date({ min: new Date("0000-01-01"), max: new Date("9999-12-31T23:59:59.999Z"), noInvalidDate: true })
    .map((moment) => moment.toISOString());
  const two = fc.integer({ min: 0, max: 99 }).map((number) => String(number).padStart(2, "0"));
  const anyNumbers = fc
    .tuple(two, two, two, two, two, two, two)
    .map(([year, month, day, hour, minute, second, fraction]) => {
      return `20${year}-${month}-${day}T${hour}:${minute}:${second}.${fraction}7Z`;
    });

  it("is what Date.parse says of ISO 8601 with a zone, also of days and hours that are in no calendar", () => {
    const ends = fc.constantFrom("Z", "+00:00", "-03:30", "");
    const texts = fc.oneof(
      fc.tuple(moments, ends).map(([text, end]) => text.replace("Z", end)),
      anyNumbers,
      fc
        .constantFrom(..."02-28 02-29 02-30 04-31 00-10 10-00 12-31".split(" "))
        .map((day) => `2024-${day}T24:00:00.000Z`),
      fc.constantFrom(..."1900 2000 2023 2024 0000 0004".split(" ")).map((year) => `${year}-02-29T23:59:59.999Z`),
    );
    fc.assert(
      fc.property(texts, (text) => {
        expect(timeOf(text)).toBe(parsed(text));
      }),
      { numRuns: 2000 },
    );
  });

  it("is none where any one character is another", () => {
    const characters = fc.constantFrom(..."0 1 3 6 9 - + : . T Z z t / x ٣ é".split(" "), " ", "\n");
    fc.assert(
      fc.property(moments, fc.nat(23), characters, (text, at, character) => {
        const changed = `${text.slice(0, at)}${character}${text.slice(at + 1)}`;
        expect(timeOf(changed)).toBe(parsed(changed));
      }),
      { numRuns: 5000 },
    );
  });
});

describe("the merchant's clock", () => {
  it("shows what a wall clock there shows, in every zone and at every moment", () => {
    const moments = fc.date({ min: new Date("2000-01-01"), max: new Date("2040-01-01"), noInvalidDate: true });
    fc.assert(
      fc.property(moments, fc.constantFrom(...zones), (moment, zone) => {
        const wall = new Intl.DateTimeFormat("sv-SE", { timeZone: zone, dateStyle: "short", timeStyle: "medium" });
        const clock = localClock(zone);
        expect(clock.wall(moment.toISOString())).toBe(wall.format(moment));
        expect(clock.hour(instant(moment.getTime()))).toBe(wall.format(moment).slice(0, 13));
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
