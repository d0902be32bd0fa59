/** Days as people write them on the command line. */
import { BadRequest } from "#cli/command.ts";
import type { LocalClock } from "#core/exports/local-clock.ts";
import { timeOf } from "#core/exports/table-time.ts";
import { daysLater, type Instant, instant } from "#core/values/instant.ts";

export interface Span {
  readonly start: Instant;
  /** The first moment that no longer belongs to it. */
  readonly end: Instant;
}

/** A day of the merchant's calendar, or one moment with its zone; throws BadRequest for anything else. */
export function dayFrom(
  option: string,
  text: string,
  when: { readonly clock: LocalClock; readonly now: Instant },
): Span {
  const { clock, now } = when;
  const moment = timeOf(text);
  if (moment !== undefined) return { start: moment, end: moment };
  const back = daysBack.get(text.toLowerCase()) ?? Number(/^(\d{1,4})d$/.exec(text)?.[1] ?? Number.NaN);
  const day = Number.isNaN(back) ? text : dayBefore(now, back, clock);
  const start = clock.startOfDay(day);
  if (start !== undefined)
    return { start, end: clock.startOfDay(dayBefore(start, -1, clock)) ?? daysLater(start, 1, clock.timeZone) };
  const hint = /^\d{4}-\d\d-\d\d$/.test(text) ? "this day is in no calendar" : "this is no day";
  throw new BadRequest(
    `${option} ${text}: ${hint}. Write 2026-11-30, today, yesterday, 7d for seven days ago, or 2026-11-30T08:00:00Z.`,
  );
}

const daysBack: ReadonlyMap<string, number> = new Map([
  ["today", 0],
  ["yesterday", 1],
  ["aujourd'hui", 0],
  ["hier", 1],
]);

/** The date so many days before, by the merchant's calendar. */
function dayBefore(at: Instant, count: number, clock: LocalClock): string {
  const today = clock.wall(new Date(at).toISOString())?.slice(0, 10) ?? "";
  const noon = Date.parse(`${today}T12:00:00Z`) - count * 86_400_000;
  return new Date(instant(noon)).toISOString().slice(0, 10);
}
