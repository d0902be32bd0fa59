/**
 * Copies cells of CSV from the bytes of an export's line, without making their values. Most cells can be copied; a copier
 * returns false for one that cannot, and has written nothing then.
 */
import type { Locale } from "../values/locale.ts";
import type { Column } from "./column.ts";
import type { CsvDialect } from "./csv.ts";
import { asciiBytes, comma, isSame, quote } from "./json-bytes.ts";
import { kinds } from "./line-steps.ts";
import type { LineValues } from "./line-values.ts";
import type { LocalClock } from "./local-clock.ts";
import { words } from "./order-columns.ts";
import { type TextBytes, utf8 } from "./text-bytes.ts";

const [blank, plus, slash, zero] = [32, 43, 47, 48] as const;

export type CopyCell = (values: LineValues, index: number, to: TextBytes, places: number) => boolean;

/** What copies the cells of a column. */
export function cellCopier({ kind }: Column, dialect: CsvDialect, clock: LocalClock): CopyCell {
  const { people, decimalPoint } = dialect;
  switch (kind) {
    case "text":
      return copyText;
    case "word":
      return people === undefined ? copyText : wordCopier(people);
    case "time":
      return timeCopier(clock, people === "fr");
    case "money":
      return decimalPoint === "," ? quotedDigits : copyDigits;
    case "whole":
    case "number":
    case "any":
    case "yes":
      return () => false;
  }
}

/** Texts that are a cell as they are, or in quotes. */
const copyText: CopyCell = ({ block: { bytes }, notes }, index, to) => {
  const kind = notes.kind(index);
  if (kind !== kinds.plain && kind !== kinds.text) return false;
  const start = to.end;
  to.copy(bytes, notes.start(index), notes.end(index));
  return madeCell(to, start);
};

/** Makes a cell of what was added since then; false, and it is taken away, where that is not so easily done. */
export function madeCell(to: TextBytes, start: number): boolean {
  const need = to.since(start, needOf);
  if (need === needs.more) to.end = start;
  else if (need === needs.quotes) to.enclose(start, quote);
  return need !== needs.more;
}

/** What a text needs to become a cell. */
const needs = { nothing: 0, quotes: 1, more: 2 } as const;

/**
 * Nearly all need nothing, or are phone numbers: they begin with a letter or digit, so that they are no formula, and end with
 * no blank. A text of UTF-8.
 */
function needOf(bytes: Uint8Array, start: number, end: number): number {
  if (bytes[start] === plus) return isPhoneNumber(bytes, start + 1, end) ? needs.nothing : needs.more;
  if (isLetter[bytes[start] as number] === 0 || !endsPlain(bytes, end)) return needs.more;
  let need: number = needs.nothing;
  for (let at = start; at < end; at += 1) need = Math.max(need, needOfByte[bytes[at] as number] as number);
  return need;
}

/** Digits behind a plus, with blanks between them. */
function isPhoneNumber(bytes: Uint8Array, start: number, end: number): boolean {
  let isDigit = false;
  for (let at = start; at < end; at += 1) {
    const byte = bytes[at] as number;
    if (byte === blank ? !isDigit : byte < 48 || byte > 57) return false;
    isDigit = byte !== blank;
  }
  return isDigit;
}

/** Bytes of characters beyond ASCII need nothing. */
const needOfByte: Uint8Array = Uint8Array.from({ length: 256 }, (_, code) =>
  code === quote ? needs.more : ",;\t\r\n".includes(String.fromCharCode(code)) ? needs.quotes : needs.nothing,
);

/** With a letter of Latin from À to ȿ, or a mark of ASCII that is no blank. */
function endsPlain(bytes: Uint8Array, end: number): boolean {
  const last = bytes[end - 1] as number;
  return last < 0x80 ? last > blank : isLead(bytes[end - 2] as number);
}

/** The first of two bytes of a letter of Latin, U+00C0 to U+023F. */
const isLead = (byte: number): boolean => byte >= 0xc3 && byte <= 0xc8;

/** A 1 for each byte that a letter of ASCII or of those begins with, or that is a digit. */
const isLetter = Uint8Array.from({ length: 256 }, (_, code) =>
  isLead(code) || /[0-9A-Za-z]/.test(String.fromCharCode(code)) ? 1 : 0,
);

/** The table's words, as people are shown them. */
function wordCopier(people: Locale): CopyCell {
  const known = Object.entries(words).map(([word, shown]) => ({ word: asciiBytes(word), cell: utf8(shown[people]) }));
  return ({ block: { bytes }, notes }, index, to) => {
    if (notes.kind(index) !== kinds.plain) return false;
    const start = notes.start(index);
    const end = notes.end(index);
    const found = known.find(({ word }) => isSame(word, bytes, start, end));
    if (found !== undefined) to.copy(found.cell);
    return found !== undefined;
  };
}

/** Whole minor units of few digits. */
const copyDigits: CopyCell = (values, index, to, places) => {
  const amount = amountOf(values, index);
  if (amount >= 0) to.decimal(amount, places);
  return amount >= 0;
};

/** The same with a decimal comma, which is quoted like any other. */
const quotedDigits: CopyCell = (values, index, to, places) => {
  const amount = amountOf(values, index);
  if (amount < 0 || places === 0) return false;
  to.character(quote);
  to.decimal(amount, places, comma);
  to.character(quote);
  return true;
};

/** Nine digits at most; -1 for anything else. */
function amountOf({ block: { bytes }, notes }: LineValues, index: number): number {
  const start = notes.start(index);
  const end = notes.end(index);
  if (notes.kind(index) !== kinds.number || end - start > 9) return -1;
  let amount = 0;
  for (let at = start; at < end; at += 1) {
    const digit = (bytes[at] as number) - 48;
    if (digit < 0 || digit > 9) return -1;
    amount = amount * 10 + digit;
  }
  return amount;
}

/** `2026-11-22T09:05:12.123Z`, the form that the table keeps. */
const form = asciiBytes("0000-00-00T00:00:00.000Z");

/** Times in the table's form, where the day is the same here as in UTC: only the hour is another then. */
function timeCopier(clock: LocalClock, isFrench: boolean): CopyCell {
  return ({ block: { bytes }, notes }, index, to) => {
    const start = notes.start(index);
    const end = notes.end(index);
    if (notes.kind(index) !== kinds.plain || end - start !== form.length || !hasForm(bytes, start)) return false;
    const year = twoDigits(bytes, start) * 100 + twoDigits(bytes, start + 2);
    const inUtc = twoDigits(bytes, start + 11);
    const hour = inUtc + clock.hoursAhead(year, twoDigits(bytes, start + 5), twoDigits(bytes, start + 8));
    if (!(hour >= 0 && hour < 24 && inUtc < 24)) return false;
    if (isFrench) {
      to.copy(bytes, start + 8, start + 10);
      to.character(slash);
      to.copy(bytes, start + 5, start + 7);
      to.character(slash);
      to.copy(bytes, start, start + 4);
    } else to.copy(bytes, start, start + 10);
    to.character(blank);
    to.character(zero + Math.floor(hour / 10));
    to.character(zero + (hour % 10));
    to.copy(bytes, start + 13, start + 19);
    return true;
  };
}

/** Digits where that form has some, the same marks elsewhere, and minutes and seconds below 60. */
function hasForm(bytes: Uint8Array, start: number): boolean {
  for (let at = 0; at < form.length; at += 1) {
    const byte = bytes[start + at] as number;
    const expected = form[at] as number;
    if (expected === zero ? byte < zero || byte > zero + 9 : byte !== expected) return false;
  }
  return (bytes[start + 14] as number) < zero + 6 && (bytes[start + 17] as number) < zero + 6;
}

const twoDigits = (bytes: Uint8Array, at: number): number =>
  ((bytes[at] as number) - zero) * 10 + (bytes[at + 1] as number) - zero;

/** `22/11/2026 10:05`, from `2026-11-22 10:05`. */
export const dayFirst = (wall: string): string =>
  `${wall.slice(8, 10)}/${wall.slice(5, 7)}/${wall.slice(0, 4)}${wall.slice(10)}`;
