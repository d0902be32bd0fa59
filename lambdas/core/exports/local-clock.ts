/** Times of an export as the merchant's clock showed them. */
import { aheadOfUtc, type Instant, instant } from "../values/instant.ts";
import { remembered } from "../values/remembered.ts";

export interface LocalClock {
  /** IANA name. */
  readonly timeZone: string;
  /** `2026-11-22 10:05:12`, from ISO 8601 in UTC; undefined where the text is no time, or the year has no four digits. */
  readonly wall: (text: string) => string | undefined;
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

  const hoursAhead = (day: number, text: string): number => {
    const known = ahead.get(day);
    if (known !== undefined) return known;
    const start = Date.parse(`${text.slice(0, 10)}T00:00:00Z`);
    const [first, last] = [start, start + 86_399_999].map((at) => aheadOfUtc(instant(at), timeZone));
    const hours = first === last ? (first ?? Number.NaN) / 3_600_000 : Number.NaN;
    const whole = Number.isInteger(hours) ? hours : Number.NaN;
    if (ahead.size > 100_000) ahead.clear();
    ahead.set(day, whole);
    return whole;
  };

  const wall = (text: string): string | undefined => {
    const number = hourNumber(text);
    if (number === undefined) return wallAt(timeOf(text));
    const hours = hoursAhead(Math.floor(number / 24), text);
    if (Number.isNaN(hours)) return wallAt(timeOf(text));
    const hour = (number % 24) + hours;
    if (hour < 0 || hour > 23) return wallText(Date.parse(text) + hours * 3_600_000);
    return `${text.slice(0, 10)}${hoursOfDay[hour]}${text.slice(13, 19)}`;
  };

  const wallAt = (at: Instant | undefined): string | undefined =>
    at === undefined ? undefined : wallText(at + aheadOfUtc(at, timeZone));

  return {
    timeZone,
    wall,
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
  if (!isoTime.test(text)) return undefined;
  const at = Date.parse(text);
  return Number.isNaN(at) ? undefined : instant(at);
}

const isoTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d)$/;

/** `2026-11-22T09:05:12.123Z`, the form the table keeps: a number for its hour, the same for no other hour. */
function hourNumber(text: string): number | undefined {
  if (text.length !== 24 || !utcForm.test(text)) return undefined;
  const digit = (at: number): number => text.charCodeAt(at) - 48;
  const year = digit(0) * 1000 + digit(1) * 100 + digit(2) * 10 + digit(3);
  const month = digit(5) * 10 + digit(6);
  const day = digit(8) * 10 + digit(9);
  const hour = digit(11) * 10 + digit(12);
  if (month < 1 || month > 12 || day < 1 || day > lastDay(year, month) || hour > 23) return undefined;
  return ((year * 12 + month) * 31 + day) * 24 + hour;
}

const lastDay = (year: number, month: number): number =>
  month === 2 && !(year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)) ? 28 : (lastDays[month] ?? 0);
const lastDays = [0, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

const utcForm = /^\d{4}-\d\d-\d\dT\d\d:[0-5]\d:[0-5]\d\.\d{3}Z$/;

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
  return `${ahead < 0 ? "-" : "+"}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

const two = (number: number): string => String(number).padStart(2, "0");
