/** Days as the shop counts them: from midnight to midnight in its own time zone, 23 to 25 hours long. */
import { type Instant, instant, minutes } from "../values/instant.ts";
import { remembered } from "../values/remembered.ts";

/** Every midnight of today's time zones, and so every end of an export, is a multiple of this since 1970; milliseconds. */
export const quarterHour: number = minutes(15);

/** The day of a moment, `2026-11-21`. */
export const dayOf = (at: Instant, timeZone: string): string => dayFormat(timeZone).format(at);

/** The first moment of a day, also where the clocks skip midnight. */
export function startOfDay(day: string, timeZone: string): Instant {
  // No place is further than 14 hours from UTC. Days only grow, so that the first moment is found by halving.
  const noon = Date.parse(`${day}T12:00:00Z`);
  let before = (noon - minutes(27 * 60)) / quarterHour;
  let after = (noon + minutes(3 * 60)) / quarterHour;
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (dayOf(instant(middle * quarterHour), timeZone) < day) before = middle;
    else after = middle;
  }
  return instant(after * quarterHour);
}

/** The day behind a day. */
export const nextDay = (day: string): string =>
  new Date(Date.parse(`${day}T12:00:00Z`) + minutes(24 * 60)).toISOString().slice(0, 10);

/** Every day that some moment from `from` up to but not including `to` belongs to. */
export function daysBetween(from: Instant, to: Instant, timeZone: string): readonly string[] {
  const days: string[] = [];
  for (let day = dayOf(from, timeZone); startOfDay(day, timeZone) < to; day = nextDay(day)) days.push(day);
  return days;
}

const dayFormat = remembered(
  (timeZone) => new Intl.DateTimeFormat("en-CA", { timeZone, year: "numeric", month: "2-digit", day: "2-digit" }),
);
