/** Figures by day, ISO week, month, weekday and hour of the day, from the hours of the merchant's clock. */
import { addTakings, noTakings, type Takings } from "./figures.ts";

/** `2026-11-22`. */
export type Day = string;
/** Sums by the start of their time, oldest first. */
export type Course = readonly { readonly start: Day; readonly takings: Takings }[];

type Hours = ReadonlyMap<string, Takings>;

/** Every day from the first to the last with anything in it. */
export const byDay = (hours: Hours): Course => course(hours, (day) => day, nextDay);

/** Every ISO week, named by its Monday. */
export const byWeek = (hours: Hours): Course => course(hours, mondayOf, (monday) => daysAfter(monday, 7));

/** Every month, named by its first day. */
export const byMonth = (hours: Hours): Course =>
  course(
    hours,
    (day) => `${day.slice(0, 7)}-01`,
    (first) => `${daysAfter(first, 31).slice(0, 7)}-01`,
  );

/** Monday to Sunday. */
export function byWeekday(hours: Hours): readonly Takings[] {
  const sums = Array.from({ length: 7 }, noTakings);
  for (const [hour, takings] of hours) addTakings(sums[weekdayOf(hour.slice(0, 10))] ?? noTakings(), takings);
  return sums;
}

/** 0 to 23 o'clock. */
export function byHourOfDay(hours: Hours): readonly Takings[] {
  const sums = Array.from({ length: 24 }, noTakings);
  for (const [hour, takings] of hours) addTakings(sums[Number(hour.slice(11, 13))] ?? noTakings(), takings);
  return sums;
}

/** From an hour or day to another, which is not in it: texts of the merchant's clock, `2026-11-22` or `2026-11-22 09`. */
export function between(hours: Hours, from: string, to: string): Takings {
  const sum = noTakings();
  for (const [hour, takings] of hours) if (hour >= from && hour < to) addTakings(sum, takings);
  return sum;
}

/** All of it. */
export function inAll(hours: Hours): Takings {
  const sum = noTakings();
  for (const takings of hours.values()) addTakings(sum, takings);
  return sum;
}

/** The Monday of a day's ISO week. */
export const mondayOf = (day: Day): Day => daysAfter(day, -weekdayOf(day));

/** The week's number by ISO 8601: the first has the year's first Thursday. */
export function isoWeekOf(day: Day): number {
  const thursday = daysAfter(mondayOf(day), 3);
  const start = Date.parse(`${thursday.slice(0, 4)}-01-01`);
  return Math.floor((Date.parse(thursday) - start) / aDay / 7) + 1;
}

/** So many days of the calendar later. */
export const daysAfter = (day: Day, count: number): Day =>
  new Date(Date.parse(day) + count * aDay).toISOString().slice(0, 10);

/** A day of the calendar has no clock: as many milliseconds as in UTC. */
const aDay = 86_400_000;

const nextDay = (day: Day): Day => daysAfter(day, 1);

/** 0 is Monday. */
const weekdayOf = (day: Day): number => (new Date(Date.parse(day)).getUTCDay() + 6) % 7;

function course(hours: Hours, startOf: (day: Day) => Day, next: (start: Day) => Day): Course {
  const sums = new Map<Day, Takings>();
  for (const [hour, takings] of hours) {
    const start = startOf(hour.slice(0, 10));
    const sum = sums.get(start);
    if (sum) addTakings(sum, takings);
    else sums.set(start, { ...takings });
  }
  const known = [...sums.keys()].sort();
  const [first] = known;
  const last = known.at(-1);
  if (first === undefined || last === undefined) return [];
  const all: { start: Day; takings: Takings }[] = [];
  for (let start = first; start <= last; start = next(start)) {
    all.push({ start, takings: sums.get(start) ?? noTakings() });
  }
  return all;
}
