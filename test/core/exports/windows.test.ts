import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { dayOf, daysBetween, nextDay, startOfDay } from "#core/exports/shop-days.ts";
import {
  beginning,
  type ExportWindow,
  incrementFrequencies,
  lastBoundary,
  longestWindow,
  nextWindows,
  shortestWindow,
} from "#core/exports/windows.ts";
import { after, fromIso, type Instant, instant, minutes, toIso } from "#core/values/instant.ts";

const zones = ["Europe/Paris", "UTC", "America/St_Johns", "Asia/Kathmandu", "Pacific/Chatham", "Africa/Cairo"];
const aZone = fc.constantFrom(...zones);
const aFrequency = fc.constantFrom(...incrementFrequencies);
const aMoment = fc.integer({ min: Date.UTC(2024, 0, 1), max: Date.UTC(2030, 0, 1) }).map(instant);
/** Times between runs: from at once to a fortnight's outage. */
const somePauses = fc.array(fc.integer({ min: 0, max: 14 * 24 * 60 }), { minLength: 1, maxLength: 12 });

/** What a shop exports that runs after each of these pauses, in minutes. */
function exported(
  start: Instant,
  pauses: readonly number[],
  settings: Pick<Parameters<typeof nextWindows>[0], "frequency" | "timeZone" | "atMost">,
): readonly (ExportWindow & { readonly askedAt: Instant })[] {
  const begun = beginning(start);
  let exportedUntil = begun;
  let now = start;
  return pauses.flatMap((pause) => {
    now = after(now, minutes(pause));
    const windows = nextWindows({ exportedUntil, now, ...settings });
    exportedUntil = windows.at(-1)?.to ?? exportedUntil;
    return windows.map((each) => ({ ...each, askedAt: now }));
  });
}

describe("windows of increments, whatever outages there were", () => {
  const history = fc.record({
    start: aMoment,
    pauses: somePauses,
    settings: fc.record({ frequency: aFrequency, timeZone: aZone, atMost: fc.integer({ min: 1, max: 40 }) }),
  });

  test("follow each other without gap or overlap", () => {
    fc.assert(
      fc.property(history, ({ start, pauses, settings }) => {
        let end = beginning(start);
        for (const { from, to } of exported(start, pauses, settings)) {
          expect(from).toBe(end);
          end = to;
        }
      }),
    );
  });

  test("are as long as DynamoDB takes them, and end five minutes ago at the latest", () => {
    fc.assert(
      fc.property(history, ({ start, pauses, settings }) => {
        for (const { from, to, askedAt } of exported(start, pauses, settings)) {
          expect(to - from).toBeGreaterThanOrEqual(shortestWindow);
          expect(to - from).toBeLessThanOrEqual(longestWindow);
          expect(to).toBeLessThanOrEqual(askedAt - minutes(5));
        }
      }),
    );
  });

  test("lie within one day of the shop each", () => {
    fc.assert(
      fc.property(history, ({ start, pauses, settings }) => {
        for (const { from, to } of exported(start, pauses, settings))
          expect(daysBetween(from, to, settings.timeZone)).toHaveLength(1);
      }),
    );
  });

  test("leave nothing undone but what is not due, where a run may take all of them", () => {
    fc.assert(
      fc.property(aMoment, somePauses, aFrequency, aZone, (start, pauses, frequency, timeZone) => {
        const settings = { frequency, timeZone, atMost: 100_000 };
        const end = exported(start, pauses, settings).at(-1)?.to ?? beginning(start);
        const now = after(
          start,
          pauses.reduce((sum, pause) => sum + minutes(pause), 0),
        );
        expect(end).toBe(Math.max(beginning(start), lastBoundary(after(now, -minutes(5)), frequency, timeZone)));
      }),
      { numRuns: 50 },
    );
  });
});

const windowsAt = (now: string, exportedUntil: string, frequency: (typeof incrementFrequencies)[number]) =>
  nextWindows({
    exportedUntil: fromIso(exportedUntil),
    now: fromIso(now),
    frequency,
    timeZone: "Europe/Paris",
    atMost: 10,
  }).map(({ from, to }) => `${toIso(from).slice(5, 16)} ${toIso(to).slice(5, 16)}`);

test("a day's window runs from midnight to midnight where the shop is", () => {
  expect(windowsAt("2026-11-22T00:10:00Z", "2026-11-20T23:00:00Z", "daily")).toEqual(["11-20T23:00 11-21T23:00"]);
  expect(windowsAt("2026-11-21T23:04:59Z", "2026-11-20T23:00:00Z", "daily")).toEqual([]);
});

test("the day of 25 hours takes two windows, the day of 23 hours one", () => {
  expect(windowsAt("2026-10-26T00:00:00Z", "2026-10-24T22:00:00Z", "daily")).toEqual([
    "10-24T22:00 10-25T22:00",
    "10-25T22:00 10-25T23:00",
  ]);
  expect(windowsAt("2026-03-30T00:00:00Z", "2026-03-28T23:00:00Z", "daily")).toEqual(["03-28T23:00 03-29T22:00"]);
});

test("an outage of hours is one window of an hourly shop, cut at midnight", () => {
  expect(windowsAt("2026-11-22T06:07:00Z", "2026-11-21T20:00:00Z", "hourly")).toEqual([
    "11-21T20:00 11-21T23:00",
    "11-21T23:00 11-22T06:00",
  ]);
});

describe("a day of the shop", () => {
  test("begins at its first moment and ends before the next", () => {
    fc.assert(
      fc.property(aMoment, aZone, (at, timeZone) => {
        const day = dayOf(at, timeZone);
        const start = startOfDay(day, timeZone);
        expect(start).toBeLessThanOrEqual(at);
        expect(dayOf(start, timeZone)).toBe(day);
        expect(dayOf(after(start, -1), timeZone) < day).toBe(true);
        expect(startOfDay(nextDay(day), timeZone)).toBeGreaterThan(at);
      }),
    );
  });

  test("begins an hour late where the clocks skip midnight", () => {
    expect(toIso(startOfDay("2026-04-24", "Africa/Cairo"))).toBe("2026-04-23T22:00:00.000Z");
    expect(toIso(startOfDay("2026-11-22", "Europe/Paris"))).toBe("2026-11-21T23:00:00.000Z");
  });
});
