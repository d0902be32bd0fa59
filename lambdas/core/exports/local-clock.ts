/** Times of an export as the merchant's clock showed them. */
import { aheadOfUtc, type Instant, instant } from "../values/instant.ts";
import { remembered } from "../values/remembered.ts";

export interface LocalClock {
  /** IANA name. */
  readonly timeZone: string;
  /** `2026-11-22 10:05:12`, from ISO 8601 in UTC; undefined where the text is no time. */
  readonly wall: (text: string) => string | undefined;
  /** `2026-11-22T10:05:12.123+01:00`; undefined where the text is no time. */
  readonly stamp: (text: string) => string | undefined;
  /** The moment a day begins, from `2026-11-22`; undefined for a day that is in no calendar. */
  readonly startOfDay: (day: string) => Instant | undefined;
}

/** The clock of a time zone; a RangeError for a zone that is not known. */
export const localClock = remembered((timeZone: string): LocalClock => {
  aheadOfUtc(instant(0), timeZone);
  /** Local date, hour and tens of minutes by the same ten minutes in UTC: zones change at none within them. */
  const tens = new Map<string, string>();

  const wall = (text: string): string | undefined => {
    if (!isUtc(text)) return wallAt(timeOf(text));
    const key = text.slice(0, 15);
    const known = tens.get(key);
    if (known !== undefined) return known === "" ? wallAt(timeOf(text)) : known + text.slice(15, 19);
    const start = Date.parse(`${key}0:00Z`);
    if (Number.isNaN(start)) return undefined;
    const ahead = aheadOfUtc(instant(start), timeZone);
    if (tens.size > 200_000) tens.clear();
    tens.set(key, ahead % 600_000 === 0 ? wallText(start + ahead).slice(0, 15) : "");
    return wall(text);
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
      return `${new Date(at + ahead).toISOString().slice(0, -1)}${offsetText(ahead)}`;
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

/** `2026-11-22T09:05:12.123Z`, the form the table keeps. */
const isUtc = (text: string): boolean => text.length === 24 && text.endsWith("Z") && text.charAt(10) === "T";

const wallText = (shiftedMilliseconds: number): string =>
  new Date(shiftedMilliseconds).toISOString().slice(0, 19).replace("T", " ");

function offsetText(ahead: number): string {
  const minutes = Math.round(Math.abs(ahead) / 60_000);
  return `${ahead < 0 ? "-" : "+"}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

const two = (number: number): string => String(number).padStart(2, "0");
