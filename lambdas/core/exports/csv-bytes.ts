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
import { dayLength, hourLength, timeInLine, twoDigits } from "./table-time.ts";
import { type TextBytes, utf8 } from "./text-bytes.ts";

const [blank, plus, slash] = [32, 43, 47] as const;

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
      return copyWhole;
    case "any":
      return (values, index, to, places) => copyText(values, index, to, places) || copyWhole(values, index, to, places);
    case "yes":
      return answerCopier(people);
  }
}

/** Texts that are a cell as they are, or in quotes. */
const copyText: CopyCell = (values, index, to) => {
  const start = to.end;
  const { notes, block } = values;
  if (notes.kind(index) !== kinds.plain) return values.copyText(index, to) && madeCell(to, start);
  // What most cells are goes through one loop only.
  const marked = to.copyMarked(block.bytes, notes.start(index), notes.end(index), isQuoted);
  return isMadeCell(to, start, to.since(start, needAtEnds) | marked);
};

/** Makes a cell of what was added since then; false, and it is taken away, where that is not so easily done. */
export function madeCell(to: TextBytes, start: number): boolean {
  return isMadeCell(to, start, to.since(start, needAtEnds) | to.since(start, needWithin));
}

function isMadeCell(to: TextBytes, start: number, need: number): boolean {
  if (need >= needs.more) to.end = start;
  else if (need === needs.quotes) to.enclose(start, quote);
  return need < needs.more;
}

/** What a text needs to become a cell; several of them are their bits together. */
const needs = { nothing: 0, quotes: 1, more: 2 } as const;

/**
 * Nearly all need nothing, or are phone numbers: they begin with a letter or digit, so that they are no formula, and end with
 * no blank. A text of UTF-8.
 */
function needAtEnds(bytes: Uint8Array, start: number, end: number): number {
  if (bytes[start] === plus) return isPhoneNumber(bytes, start + 1, end) ? needs.nothing : needs.more;
  return isLetter[bytes[start] as number] === 1 && endsPlain(bytes, end) ? needs.nothing : needs.more;
}

function needWithin(bytes: Uint8Array, start: number, end: number): number {
  let need = 0;
  for (let at = start; at < end; at += 1) need |= isQuoted[bytes[at] as number] as number;
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

/** A 1 for each byte that no cell has without quotes. */
const isQuoted: Uint8Array = Uint8Array.from({ length: 256 }, (_, code) =>
  '",;\t\r\n'.includes(String.fromCharCode(code)) ? needs.quotes : needs.nothing,
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
  const amount = values.wholeAt(index);
  if (amount !== undefined) to.decimal(amount, places);
  return amount !== undefined;
};

/** The same of what is no amount. */
const copyWhole: CopyCell = (values, index, to) => copyDigits(values, index, to, 0);

/** An amount with a decimal comma, which is quoted like any other. */
const quotedDigits: CopyCell = (values, index, to, places) => {
  if (places === 0) return copyWhole(values, index, to, places);
  const amount = values.wholeAt(index);
  if (amount === undefined) return false;
  to.character(quote);
  to.decimal(amount, places, comma);
  to.character(quote);
  return true;
};

function answerCopier(people: Locale | undefined): CopyCell {
  const [yes, no] = [true, false].map((is) => asciiBytes(yesText(is, people)));
  return ({ notes }, index, to) => {
    const kind = notes.kind(index);
    const answer = kind === kinds.yes ? yes : kind === kinds.no ? no : undefined;
    if (answer !== undefined) to.copy(answer);
    return answer !== undefined;
  };
}

/** True or false, as people are shown it. */
export const yesText = (is: boolean, people: Locale | undefined): string => {
  if (people === "fr") return is ? "oui" : "non";
  if (people === "en") return is ? "yes" : "no";
  return String(is);
};

/** Times in the table's form, of days that have one offset all day long: only hour and day are others here than in UTC. */
function timeCopier(clock: LocalClock, isFrench: boolean): CopyCell {
  return (values, index, to) => {
    const at = timeInLine(values, index);
    if (Number.isNaN(at)) return false;
    const dayInUtc = Math.floor(at / dayLength);
    const hour = Math.floor(at / hourLength) - dayInUtc * 24 + clock.hoursAhead(dayInUtc);
    const { bytes } = values.block;
    const start = values.notes.start(index);
    const day = twoDigits(bytes, start + 8) + Math.floor(hour / 24);
    // Where another month begins, or the clock is put forward or back, more is to be done than this.
    if (!(day >= 1 && (day <= 28 || hour < 24))) return false;
    if (isFrench) {
      to.twoDigits(day);
      to.character(slash);
      to.copy(bytes, start + 5, start + 7);
      to.character(slash);
      to.copy(bytes, start, start + 4);
    } else {
      to.copy(bytes, start, start + 8);
      to.twoDigits(day);
    }
    to.character(blank);
    to.twoDigits((hour + 24) % 24);
    to.copy(bytes, start + 13, start + 19);
    return true;
  };
}

/** `22/11/2026 10:05`, from `2026-11-22 10:05`. */
export const dayFirst = (wall: string): string =>
  `${wall.slice(8, 10)}/${wall.slice(5, 7)}/${wall.slice(0, 4)}${wall.slice(10)}`;
