/**
 * Copies cells of CSV from the bytes of an export's line, without making their values. Most cells can be copied; a copier
 * returns false for one that cannot, and has written nothing then.
 */
import type { Column } from "./column.ts";
import type { CsvDialect } from "./csv.ts";
import { asciiBytes, comma, quote } from "./json-bytes.ts";
import { kinds } from "./line-steps.ts";
import { type LineValues, noted } from "./line-values.ts";
import type { LocalClock } from "./local-clock.ts";
import { words } from "./order-columns.ts";
import { type TextBytes, utf8 } from "./text-bytes.ts";

export type CopyCell = (values: LineValues, index: number, to: TextBytes, places: number) => boolean;

/** What copies the cells of a column. */
export function cellCopier({ kind }: Column, dialect: CsvDialect, clock: LocalClock): CopyCell {
  const { people, decimalPoint } = dialect;
  switch (kind) {
    case "text":
      return copyText;
    case "word":
      return people === undefined ? copyText : remembering((text) => words[text]?.[people]);
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

/** Texts that begin and end with a letter or digit, and hold nothing that needs quotes. */
const copyText: CopyCell = ({ block: { bytes }, notes: { all } }, index, to) => {
  const kind = all[index * noted];
  if (kind !== kinds.plain && kind !== kinds.text) return false;
  const start = all[index * noted + 1] as number;
  const end = all[index * noted + 2] as number;
  return beginsPlain(bytes, start) && endsPlain(bytes, end) && to.copy(bytes, start, end, needNoQuotes);
};

/** A 1 for each byte that needs no quotes around it; those of characters beyond ASCII need none. */
const needNoQuotes: Uint8Array = Uint8Array.from({ length: 256 }, (_, code) =>
  ',;\t"\r\n'.includes(String.fromCharCode(code)) ? 0 : 1,
);

/** With a letter or digit, from À to ȿ as well: what nearly all texts begin with, no formula and no blank. */
const beginsPlain = (bytes: Uint8Array, start: number): boolean => isLetter[bytes[start] as number] === 1;

/** With one of those, or another mark of ASCII that is no blank. */
function endsPlain(bytes: Uint8Array, end: number): boolean {
  const last = bytes[end - 1] as number;
  return last < 0x80 ? last > 32 : isLead(bytes[end - 2] as number);
}

/** The first of two bytes of a letter of Latin, U+00C0 to U+023F. */
const isLead = (byte: number): boolean => byte >= 0xc3 && byte <= 0xc8;

const isLetter = Uint8Array.from({ length: 256 }, (_, code) =>
  isLead(code) || /[0-9A-Za-z]/.test(String.fromCharCode(code)) ? 1 : 0,
);

/** For columns of few different words: remembers what is written for each. */
function remembering(shown: (text: string) => string | undefined): CopyCell {
  const known: { readonly raw: Uint8Array; readonly cell: Uint8Array }[] = [];
  return ({ block, notes: { all } }, index, to) => {
    if (all[index * noted] !== kinds.plain) return false;
    const start = all[index * noted + 1] as number;
    const end = all[index * noted + 2] as number;
    const { bytes } = block;
    for (const { raw, cell } of known) {
      if (raw.length !== end - start) continue;
      let at = 0;
      while (at < raw.length && raw[at] === bytes[start + at]) at += 1;
      if (at === raw.length) return to.copy(cell, 0, cell.length, allCodes);
    }
    const cell = shown(block.latin1(start, end));
    if (cell === undefined) return false;
    known.push({ raw: Uint8Array.from(bytes.subarray(start, end)), cell: utf8(cell) });
    to.text(cell);
    return true;
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
function amountOf({ block: { bytes }, notes: { all } }: LineValues, index: number): number {
  const start = all[index * noted + 1] as number;
  const end = all[index * noted + 2] as number;
  if (all[index * noted] !== kinds.number || end - start > 9) return -1;
  let amount = 0;
  for (let at = start; at < end; at += 1) {
    const digit = (bytes[at] as number) - 48;
    if (digit < 0 || digit > 9) return -1;
    amount = amount * 10 + digit;
  }
  return amount;
}

/** `2026-11-22T09:05:12.123Z`, the form that the table keeps. */
const form = "dddd-dd-ddTdd:dd:dd.dddZ";
const [hourEnd, secondEnd] = [13, 19] as const;

/** Times in the table's form: day and hour are looked up, minutes and seconds are the same on every clock. */
function timeCopier(clock: LocalClock, isFrench: boolean): CopyCell {
  const hours = new Map<number, Uint8Array>();
  return ({ block, notes: { all } }, index, to) => {
    const start = all[index * noted + 1] as number;
    const end = all[index * noted + 2] as number;
    if (all[index * noted] !== kinds.plain || end - start !== form.length) return false;
    const number = hourNumber(block.bytes, start);
    if (number < 0) return false;
    const hour = hours.get(number) ?? shownHour(block.latin1(start, start + hourEnd), clock, isFrench);
    if (hour === undefined) return false;
    if (hours.size > 100_000) hours.clear();
    hours.set(number, hour);
    to.copy(hour, 0, hour.length, allCodes);
    return to.copy(block.bytes, start + hourEnd, start + secondEnd, allCodes);
  };
}

/** The digits up to the hour as one number; -1 where the bytes have another form. */
function hourNumber(bytes: Uint8Array, start: number): number {
  let number = 0;
  for (let at = 0; at < form.length; at += 1) {
    const byte = bytes[start + at] as number;
    const expected = formCodes[at] as number;
    if (expected === digitCode ? byte < 48 || byte > 57 : byte !== expected) return -1;
    if (expected === digitCode && at < hourEnd) number = number * 10 + byte - 48;
  }
  // Minutes and seconds below 60.
  return (bytes[start + 14] as number) > 53 || (bytes[start + 17] as number) > 53 ? -1 : number;
}

function shownHour(text: string, clock: LocalClock, isFrench: boolean): Uint8Array | undefined {
  const hour = clock.hour(text);
  if (hour === undefined) return undefined;
  return asciiBytes(isFrench ? dayFirst(hour) : hour);
}

/** `22/11/2026 10:05`, from `2026-11-22 10:05`. */
export const dayFirst = (wall: string): string =>
  `${wall.slice(8, 10)}/${wall.slice(5, 7)}/${wall.slice(0, 4)}${wall.slice(10)}`;

const digitCode = 100;
const formCodes = Uint8Array.from(form, (character) => character.charCodeAt(0));
const allCodes = new Uint8Array(256).fill(1);
