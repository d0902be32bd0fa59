/** Times of an export as the merchant's clock showed them. */
import { aheadOfUtc, type Instant, instant } from "../values/instant.ts";
import { remembered } from "../values/remembered.ts";

export interface LocalClock {
  /** IANA name. */
  readonly timeZone: string;
  /** `2026-11-22 10:05:12`, from ISO 8601 in UTC; undefined where the text is no time, or the year has no four digits. */
  readonly wall: (text: string) => string | undefined;
  /** Whole hours by which the clock is ahead all of that day in UTC, months and days from 1; NaN for any other day. */
  readonly hoursAhead: (year: number, month: number, day: number) => number;
  /** `2026-11-22T10:05:12.123+01:00`; undefined like `wall`. */
  readonly stamp: (text: string) => string | undefined;
  /** The moment a day begins, from `2026-11-22`; undefined for a day that is in no calendar. */
  readonly startOfDay: (day: string) => Instant | undefined;
}

/** The clock of a time zone; a RangeError for a zone that is not known. */
export const localClock = remembered((timeZone: string): LocalClock => {
  aheadOfUtc(instant(0), timeZone);
  /** Whole hours by which the clock is ahead all day long, by the day's number in UTC; NaN for other days. */
  const ahead = new Map<number, number>();

  const hoursAhead = (day: number): number => {
    const known = ahead.get(day);
    if (known !== undefined) return known;
    const start = day * dayLength;
    const [first, last] = [start, start + dayLength - 1].map((at) => aheadOfUtc(instant(at), timeZone));
    const hours = first === last ? (first ?? Number.NaN) / hourLength : Number.NaN;
    const whole = Number.isInteger(hours) ? hours : Number.NaN;
    if (ahead.size > 100_000) ahead.clear();
    ahead.set(day, whole);
    return whole;
  };

  const wall = (text: string): string | undefined => {
    const at = tableTime(text);
    if (at === undefined) return wallAt(timeOf(text));
    const day = Math.floor(at / dayLength);
    const hours = hoursAhead(day);
    if (Number.isNaN(hours)) return wallAt(at);
    const hour = Math.floor((at - day * dayLength) / hourLength) + hours;
    if (hour < 0 || hour > 23) return wallText(at + hours * hourLength);
    return `${text.slice(0, 10)}${hoursOfDay[hour]}${text.slice(13, 19)}`;
  };

  const wallAt = (at: Instant | undefined): string | undefined =>
    at === undefined ? undefined : wallText(at + aheadOfUtc(at, timeZone));

  return {
    timeZone,
    wall,
    hoursAhead: (year, month, day) => (isDay(year, month, day) ? hoursAhead(dayNumber(year, month, day)) : Number.NaN),
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

/** A time of an item: ISO 8601 with its zone; undefined for anything else. */
export function timeOf(text: string): Instant | undefined {
  const quick = tableTime(text);
  if (quick !== undefined) return quick;
  if (!isoTime.test(text)) return undefined;
  const at = Date.parse(text);
  return Number.isNaN(at) ? undefined : instant(at);
}

const isoTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d)$/;

const hourLength = 3_600_000;
const dayLength = 24 * hourLength;

/** The moment of `2026-11-22T09:05:12.123Z`, the form the table keeps, without Date.parse; undefined for every other form. */
function tableTime(text: string): Instant | undefined {
  if (text.length !== 24 || !hasMarks(text)) return undefined;
  const year = number(text, 0, 4);
  const month = number(text, 5, 7);
  const day = number(text, 8, 10);
  if (!isDay(year, month, day)) return undefined;
  const hour = number(text, 11, 13);
  const minute = number(text, 14, 16);
  const second = number(text, 17, 19);
  const sinceMidnight = ((hour * 60 + minute) * 60 + second) * 1000 + number(text, 20, 23);
  if (hour > 23 || minute > 59 || second > 59 || sinceMidnight < 0) return undefined;
  return instant(dayNumber(year, month, day) * dayLength + sinceMidnight);
}

/** Whether what is no digit stands where it does in `2026-11-22T09:05:12.123Z`. */
const hasMarks = (text: string): boolean =>
  text.charCodeAt(4) === dash &&
  text.charCodeAt(7) === dash &&
  text.charCodeAt(10) === 84 &&
  text.charCodeAt(13) === colon &&
  text.charCodeAt(16) === colon &&
  text.charCodeAt(19) === 46 &&
  text.charCodeAt(23) === 90;

const [dash, colon] = [45, 58] as const;

/** The number that digits say; so far below 0 where one of them is none that nothing makes up for it. */
function number(text: string, start: number, end: number): number {
  let value = 0;
  for (let at = start; at < end; at += 1) {
    const digit = text.charCodeAt(at) - 48;
    if (digit < 0 || digit > 9) return -1e9;
    value = value * 10 + digit;
  }
  return value;
}

/** Days since 1970; years are taken to begin in March, so that the day that leap years have more is their last. */
function dayNumber(year: number, month: number, day: number): number {
  const from = month < 3 ? year - 1 : year;
  const leapDays = Math.floor(from / 4) - Math.floor(from / 100) + Math.floor(from / 400);
  return from * 365 + leapDays + Math.floor((((month + 9) % 12) * 153 + 2) / 5) + day - 719_469;
}

const isDay = (year: number, month: number, day: number): boolean =>
  year >= 0 && day >= 1 && day <= lastDay(year, month);

const lastDay = (year: number, month: number): number =>
  month === 2 && !(year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)) ? 28 : (lastDays[month] ?? 0);
const lastDays = [0, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

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
