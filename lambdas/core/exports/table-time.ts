/** Times of items, as the table writes them: `2026-11-22T09:05:12.123Z`, read without Date.parse; and any other of ISO 8601. */
import { type Instant, instant } from "../values/instant.ts";
import { type Attribute, absent, type Item } from "./item.ts";
import { kinds } from "./line-steps.ts";
import { LineValues } from "./line-values.ts";

export const hourLength = 3_600_000;
export const dayLength = 24 * hourLength;

/** The time of an attribute; undefined where there is none, and for what is no time. */
export function timeIn(item: Item | undefined, attribute: string | Attribute): Instant | undefined {
  const index = item?.indexOf(attribute) ?? absent;
  if (item === undefined || index === absent) return undefined;
  const { source } = item;
  const at = source instanceof LineValues ? timeInLine(source, index) : Number.NaN;
  if (!Number.isNaN(at)) return instant(at);
  const value = source.value(index);
  return typeof value === "string" ? timeOf(value) : undefined;
}

/** The moment of a text in a line, if it has the table's form; else NaN. */
export function timeInLine({ block: { bytes }, notes }: LineValues, index: number): number {
  return notes.kind(index) === kinds.plain ? tableTime(bytes, notes.start(index), notes.end(index)) : Number.NaN;
}

/** A time of an item: ISO 8601 with its zone; undefined for anything else. */
export function timeOf(text: string): Instant | undefined {
  const quick = tableTimeOf(text);
  if (!Number.isNaN(quick)) return instant(quick);
  if (!isoTime.test(text)) return undefined;
  const at = Date.parse(text);
  return Number.isNaN(at) ? undefined : instant(at);
}

const isoTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d)$/;

const formLength = "2026-11-22T09:05:12.123Z".length;
const [dash, colon, point] = [45, 58, 46] as const;
const asBytes = new Uint8Array(formLength);

/** As `tableTime`, of a text. */
export function tableTimeOf(text: string): number {
  if (text.length !== formLength) return Number.NaN;
  for (let at = 0; at < formLength; at += 1) {
    const code = text.charCodeAt(at);
    asBytes[at] = code < 0x80 ? code : 0;
  }
  return tableTime(asBytes, 0, formLength);
}

/** The moment that bytes in the table's form say, milliseconds since 1970; NaN for any other form, and for what is in no calendar. */
function tableTime(bytes: Uint8Array, start: number, end: number): number {
  if (end - start !== formLength || !hasMarks(bytes, start)) return Number.NaN;
  const year = twoDigits(bytes, start) * 100 + twoDigits(bytes, start + 2);
  const month = twoDigits(bytes, start + 5);
  const day = twoDigits(bytes, start + 8);
  const hour = twoDigits(bytes, start + 11);
  const minute = twoDigits(bytes, start + 14);
  const second = twoDigits(bytes, start + 17);
  const thousandths = twoDigits(bytes, start + 20) * 10 + digit(bytes, start + 22);
  if ((year | hour | minute | second | thousandths) < 0 || !isDay(year, month, day)) return Number.NaN;
  if (hour > 23 || minute > 59 || second > 59) return Number.NaN;
  return dayNumber(year, month, day) * dayLength + ((hour * 60 + minute) * 60 + second) * 1000 + thousandths;
}

/** What stands between the digits. */
const hasMarks = (bytes: Uint8Array, start: number): boolean =>
  bytes[start + 4] === dash &&
  bytes[start + 7] === dash &&
  bytes[start + 10] === 84 &&
  bytes[start + 13] === colon &&
  bytes[start + 16] === colon &&
  bytes[start + 19] === point &&
  bytes[start + 23] === 90;

/** The number that two digits say; so far below 0 where one of them is none that nothing makes up for it. */
export const twoDigits = (bytes: Uint8Array, at: number): number => digit(bytes, at) * 10 + digit(bytes, at + 1);

function digit(bytes: Uint8Array, at: number): number {
  const number = (bytes[at] as number) - 48;
  return number < 0 || number > 9 ? -1e6 : number;
}

/** Days since 1970; years are taken to begin in March, so that the day that leap years have more is their last. */
function dayNumber(year: number, month: number, day: number): number {
  const from = month < 3 ? year - 1 : year;
  const leapDays = Math.floor(from / 4) - Math.floor(from / 100) + Math.floor(from / 400);
  return from * 365 + leapDays + Math.floor((((month + 9) % 12) * 153 + 2) / 5) + day - 719_469;
}

const isDay = (year: number, month: number, day: number): boolean => day >= 1 && day <= lastDay(year, month);

const lastDay = (year: number, month: number): number =>
  month === 2 && !(year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)) ? 28 : (lastDays[month] ?? 0);
const lastDays = [0, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
