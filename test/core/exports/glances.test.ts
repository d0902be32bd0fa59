import { describe, expect, test } from "vitest";
import { noTakings, type Takings } from "#core/exports/figures.ts";
import { byDay, byWeek, isoWeekOf } from "#core/exports/figures-by-time.ts";
import { type Glance, glances } from "#core/exports/glances.ts";

/** One order in each hour of every day from August to November 2026, its amount the day of the month. */
const everyHour = new Map<string, Takings>();
for (let at = Date.UTC(2026, 7, 1); at < Date.UTC(2026, 11, 1); at += 3_600_000) {
  const hour = new Date(at).toISOString().slice(0, 13).replace("T", " ");
  everyHour.set(hour, { ...noTakings(), orders: 1, gross: Number(hour.slice(8, 10)) });
}

const until = (end: string): ReadonlyMap<string, Takings> =>
  new Map([...everyHour].filter(([hour]) => hour <= end.slice(0, 13)));

function at(end: string, firstDay = "2026-08-01"): Record<Glance["kind"], Glance> {
  const [day, week, month] = glances(until(end), { end, firstDay });
  if (!day || !week || !month) throw new Error("three glances");
  return { day, week, month };
}

const ordersOf = (glance: Glance): readonly number[] => [
  glance.takings.orders,
  ...glance.before.map(({ takings }) => takings.orders),
];

describe("at breakfast", () => {
  test("yesterday stands against the day before and its weekday a week ago", () => {
    const { day } = at("2026-11-22 08:12:00");
    expect([day.from, day.to]).toEqual(["2026-11-21", "2026-11-21"]);
    expect([day.takings.gross, ...day.before.map(({ kind, takings }) => `${kind} ${takings.gross}`)]).toEqual([
      21 * 24,
      `day ${20 * 24}`,
      `weekday ${14 * 24}`,
    ]);
  });

  test("the week begins on Monday and stands against the same days and hours a week ago", () => {
    const { week } = at("2026-11-22 08:12:00");
    expect([week.from, week.to]).toEqual(["2026-11-16", "2026-11-22"]);
    expect(ordersOf(week)).toEqual([6 * 24 + 9, 6 * 24 + 8]);
    expect(week.before[0]?.takings.gross).toBe(24 * (9 + 10 + 11 + 12 + 13 + 14) + 8 * 15);
  });

  test("the month stands against the same days of the month before", () => {
    const { month } = at("2026-11-22 08:45:00");
    expect([month.from, month.to]).toEqual(["2026-11-01", "2026-11-22"]);
    expect(ordersOf(month)).toEqual([21 * 24 + 9, 21 * 24 + 9]);
  });

  test("a day that the month before does not have stands against the whole of it", () => {
    expect(ordersOf(at("2026-10-31 12:00:00").month)).toEqual([30 * 24 + 13, 30 * 24]);
  });

  test("figures that end at midnight tell of the day that ended", () => {
    const end = "2026-11-01 00:00:00";
    const [day, week, month] = glances(until("2026-10-31 23"), { end, firstDay: "2026-08-01" });
    expect([day?.to, week?.from, week?.to, month?.from, month?.to]).toEqual([
      "2026-10-31",
      "2026-10-26",
      "2026-10-31",
      "2026-10-01",
      "2026-10-31",
    ]);
    expect(week?.before[0]?.takings.orders).toBe(6 * 24);
    expect(month?.before[0]?.takings.orders).toBe(30 * 24);
  });

  test("nothing is compared with a time that the figures do not go back to", () => {
    const { day, week, month } = at("2026-11-22 08:12:00", "2026-11-18");
    expect([day.before.map(({ kind }) => kind), week.before, month.before]).toEqual([["day"], [], []]);
  });
});

describe("the calendar", () => {
  test("numbers weeks as ISO 8601 does", () => {
    const weeks = ["2026-01-01", "2025-12-29", "2027-01-03", "2027-01-04", "2020-12-31", "2026-11-22"].map(isoWeekOf);
    expect(weeks).toEqual([1, 1, 53, 1, 53, 47]);
  });

  test("has no holes: days and weeks without orders are there", () => {
    const hours = new Map([
      ["2026-10-24 10", { ...noTakings(), orders: 1 }],
      ["2026-11-03 10", { ...noTakings(), orders: 1 }],
    ]);
    expect(byDay(hours)).toHaveLength(11);
    expect(byWeek(hours).map(({ start, takings }) => [start, takings.orders])).toEqual([
      ["2026-10-19", 1],
      ["2026-10-26", 0],
      ["2026-11-02", 1],
    ]);
  });
});
