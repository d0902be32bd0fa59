/** The windows of incremental exports: one after the other without gap or overlap, each as DynamoDB takes it. */
import { after, days, type Instant, instant, minutes } from "../values/instant.ts";
import { dayOf, nextDay, quarterHour, startOfDay } from "./shop-days.ts";

/** How often increments are wanted. */
export const incrementFrequencies = ["daily", "hourly", "quarter-hourly"] as const;
export type IncrementFrequency = (typeof incrementFrequencies)[number];

/** Every change from `from` up to but not including `to`. */
export interface ExportWindow {
  readonly from: Instant;
  readonly to: Instant;
}

/** DynamoDB takes no shorter and no longer window; milliseconds. */
export const shortestWindow: number = minutes(15);
export const longestWindow: number = days(1);

/** How far behind the present a table can be restored at the least, and a window has to end; milliseconds. */
export const restorableLag: number = minutes(5);

export interface WindowPlan {
  /** The end of the last window; a multiple of a quarter of an hour, as every end here is. */
  readonly exportedUntil: Instant;
  readonly now: Instant;
  readonly frequency: IncrementFrequency;
  readonly timeZone: string;
  /** No more windows than this; those left are for the next run. */
  readonly atMost: number;
}

/**
 * The windows that are due, the oldest first. Laws: the first begins where the last one ended, each of the others where the one
 * before it ends; each is 15 minutes to 24 hours long and lies within one day of the shop, so that a day's orders are exact.
 */
export function nextWindows({ exportedUntil, now, frequency, timeZone, atMost }: WindowPlan): readonly ExportWindow[] {
  const until = lastBoundary(after(now, -restorableLag), frequency, timeZone);
  const windows: ExportWindow[] = [];
  for (let from = exportedUntil; from < until && windows.length < atMost; ) {
    const midnight = startOfDay(nextDay(dayOf(from, timeZone)), timeZone);
    const to = instant(Math.min(from + longestWindow, midnight, until));
    windows.push({ from, to });
    from = to;
  }
  return windows;
}

/** The last moment at which a window of this frequency ends: the shop's midnight, a full hour or a quarter of one. */
export function lastBoundary(at: Instant, frequency: IncrementFrequency, timeZone: string): Instant {
  if (frequency === "daily") return startOfDay(dayOf(at, timeZone), timeZone);
  return lastMultiple(at, frequency === "hourly" ? minutes(60) : quarterHour);
}

/** Where increments may begin: the last quarter of an hour that the table can be restored to. */
export const beginning = (latestRestorable: Instant): Instant => lastMultiple(latestRestorable, quarterHour);

const lastMultiple = (at: Instant, of: number): Instant => instant(Math.floor(at / of) * of);
