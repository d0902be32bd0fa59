/** The figures of breakfast: the last full day, the week and the month so far, each against the time before. */
import type { Takings } from "./figures.ts";
import { between, type Day, daysAfter, mondayOf } from "./figures-by-time.ts";

export interface Glance {
  readonly kind: "day" | "week" | "month";
  /** The first and the last day, both in it. */
  readonly from: Day;
  readonly to: Day;
  readonly takings: Takings;
  /** The same length of time before, and for a day its weekday a week ago; none where the figures do not go back so far. */
  readonly before: readonly Compared[];
}

export interface Compared {
  readonly kind: "day" | "weekday" | "week" | "month";
  readonly takings: Takings;
}

export interface GlanceTimes {
  /** By the merchant's clock, `2026-11-22 08:12:00`: the figures end here. */
  readonly end: string;
  /** The first day that figures are there for; undefined for none. */
  readonly firstDay: Day | undefined;
}

/** Day, week and month before the end, by hours of one currency. */
export function glances(hours: ReadonlyMap<string, Takings>, { end, firstDay }: GlanceTimes): readonly Glance[] {
  const today = end.slice(0, 10);
  // At midnight sharp a day has just ended: the week and the month are those of that day.
  const isMidnight = end.slice(11) === "00:00:00";
  const last = isMidnight ? daysAfter(today, -1) : today;
  const hour = isMidnight ? "24" : nearestHour(end);
  const yesterday = daysAfter(today, -1);
  const monday = mondayOf(last);
  const first = `${last.slice(0, 7)}-01`;
  const firstBefore = `${daysAfter(first, -1).slice(0, 7)}-01`;
  const all = daysAfter(last, 1);
  const compared = (kind: Compared["kind"], from: Day, to: string): readonly Compared[] =>
    firstDay !== undefined && firstDay < to ? [{ kind, takings: between(hours, from, to) }] : [];
  return [
    {
      kind: "day",
      from: yesterday,
      to: yesterday,
      takings: between(hours, yesterday, today),
      before: [
        ...compared("day", daysAfter(today, -2), yesterday),
        ...compared("weekday", daysAfter(today, -8), daysAfter(today, -7)),
      ],
    },
    {
      kind: "week",
      from: monday,
      to: last,
      takings: between(hours, monday, all),
      before: compared("week", daysAfter(monday, -7), `${daysAfter(last, -7)} ${hour}`),
    },
    {
      kind: "month",
      from: first,
      to: last,
      takings: between(hours, first, all),
      before: compared("month", firstBefore, sameDay(firstBefore, first, last, hour)),
    },
  ];
}

/** "08" at 8:12, "09" at 8:45: the time before is cut at a full hour. */
function nearestHour(end: string): string {
  const hour = Number(end.slice(11, 13)) + (end.slice(14, 16) >= "30" ? 1 : 0);
  return String(hour).padStart(2, "0");
}

/** The same day and hour in the month before, or its end where it is shorter. */
function sameDay(firstBefore: Day, first: Day, last: Day, hour: string): string {
  const day = `${firstBefore.slice(0, 7)}-${last.slice(8, 10)}`;
  return day < first && daysAfter(firstBefore, Number(last.slice(8, 10)) - 1) === day ? `${day} ${hour}` : first;
}
