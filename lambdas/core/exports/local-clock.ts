/** Times of an export as the merchant's clock showed them. */
import { aheadOfUtc, type Instant, instant } from "../values/instant.ts";
import { remembered } from "../values/remembered.ts";
import { dayLength, hourLength, tableTimeOf, timeOf } from "./table-time.ts";

export interface LocalClock {
  /** IANA name. */
  readonly timeZone: string;
  /** `2026-11-22 10:05:12`, from ISO 8601 in UTC; undefined where the text is no time, or the year has no four digits. */
  readonly wall: (text: string) => string | undefined;
  /** `2026-11-22 10`, the hour of a moment; empty where the year has no four digits. */
  readonly hour: (at: Instant) => string;
  /** Whole hours by which the clock is ahead all of that day in UTC, days since 1970; NaN for any other day. */
  readonly hoursAhead: (day: number) => number;
  /** `2026-11-22T10:05:12.123+01:00`; undefined like `wall`. */
  readonly stamp: (text: string) => string | undefined;
  /** The moment a day begins, from `2026-11-22`; undefined for a day that is in no calendar. */
  readonly startOfDay: (day: string) => Instant | undefined;
}

/** The clock of a time zone; a RangeError for a zone that is not known. */
export const localClock = remembered((timeZone: string): LocalClock => {
  aheadOfUtc(instant(0), timeZone);
  const hoursAhead = wholeHours(timeZone);

  const wall = (text: string): string | undefined => {
    const at = tableTimeOf(text);
    if (Number.isNaN(at)) return wallAt(timeOf(text));
    const day = Math.floor(at / dayLength);
    const hours = hoursAhead(day);
    if (Number.isNaN(hours)) return wallAt(instant(at));
    const hour = Math.floor((at - day * dayLength) / hourLength) + hours;
    if (hour < 0 || hour > 23) return wallText(at + hours * hourLength);
    return `${text.slice(0, 10)}${hoursOfDay[hour]}${text.slice(13, 19)}`;
  };

  const wallAt = (at: Instant | undefined): string | undefined =>
    at === undefined ? undefined : wallText(at + aheadOfUtc(at, timeZone));

  return {
    timeZone,
    wall,
    hour: hourTexts(hoursAhead, wallAt),
    hoursAhead,
    stamp(text) {
      const at = timeOf(text);
      if (at === undefined) return undefined;
      const ahead = aheadOfUtc(at, timeZone);
      const shown = shownText(at + ahead);
      return shown && `${shown.slice(0, -1)}${offsetText(ahead)}`;
    },
    startOfDay(day) {
      const midnight = Date.parse(`${day}T00:00:00Z`);
      if (!/^\d{4}-\d\d-\d\d$/.test(day) || Number.isNaN(midnight)) return undefined;
      if (new Date(midnight).toISOString().slice(0, 10) !== day) return undefined;
      const guess = midnight - aheadOfUtc(instant(midnight), timeZone);
      return instant(midnight - aheadOfUtc(instant(guess), timeZone));
    },
  };
});

/** Days and hours whose texts or offsets are kept at hand. */
const mostKept = 100_000;

/** Tells by how many whole hours a clock is ahead all day long, by the day's number in UTC; NaN for other days. */
function wholeHours(timeZone: string): (day: number) => number {
  const ahead = new Map<number, number>();
  return (day) => {
    const known = ahead.get(day);
    if (known !== undefined) return known;
    const start = day * dayLength;
    const [first, last] = [start, start + dayLength - 1].map((at) => aheadOfUtc(instant(at), timeZone));
    const hours = first === last ? (first ?? Number.NaN) / hourLength : Number.NaN;
    const whole = Number.isInteger(hours) ? hours : Number.NaN;
    if (ahead.size > mostKept) ahead.clear();
    ahead.set(day, whole);
    return whole;
  };
}

/** Tells the hour of a moment; one text for each hour. */
function hourTexts(
  hoursAhead: (day: number) => number,
  wallAt: (at: Instant) => string | undefined,
): (at: Instant) => string {
  const texts = new Map<number, string>();
  let last = { at: Number.NaN, text: "" };
  const textOf = (hour: number): string => {
    const known = texts.get(hour);
    if (known !== undefined) return known;
    const text = (wallText(hour * hourLength) ?? "").slice(0, 13);
    if (texts.size > mostKept) texts.clear();
    texts.set(hour, text);
    return text;
  };
  return (at) => {
    // The movements of one order are asked for one after the other, and most have the same time.
    if (at === last.at) return last.text;
    const ahead = hoursAhead(Math.floor(at / dayLength));
    const text = Number.isNaN(ahead) ? (wallAt(at) ?? "").slice(0, 13) : textOf(Math.floor(at / hourLength) + ahead);
    last = { at, text };
    return text;
  };
}

/** " 00" to " 23". */
const hoursOfDay = Array.from({ length: 24 }, (_, hour) => ` ${String(hour).padStart(2, "0")}`);

const wallText = (shiftedMilliseconds: number): string | undefined =>
  shownText(shiftedMilliseconds)?.slice(0, 19).replace("T", " ");

/** New Year of 10000 in Paris is still 9999 in UTC; no spreadsheet and no other program knows such a year. */
function shownText(shiftedMilliseconds: number): string | undefined {
  const text = new Date(shiftedMilliseconds).toISOString();
  return text.length === 24 ? text : undefined;
}

function offsetText(ahead: number): string {
  const minutes = Math.round(Math.abs(ahead) / 60_000);
  return `${ahead < 0 ? "-" : "+"}${padded(Math.floor(minutes / 60))}:${padded(minutes % 60)}`;
}

const padded = (number: number): string => String(number).padStart(2, "0");
