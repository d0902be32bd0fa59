/** Rows as CSV text, for programs and for spreadsheets of either language; no cell of it is a formula. */
import type { Locale } from "../values/locale.ts";
import { decimalPlaces } from "../values/money.ts";
import { type Column, placesOf, type View } from "./column.ts";
import { cellCopier, dayFirst, madeCell, yesText } from "./csv-bytes.ts";
import { amountText, numberText, plainText } from "./exact-text.ts";
import type { Item, ItemValue } from "./item.ts";
import { asciiBytes } from "./json-bytes.ts";
import type { LocalClock } from "./local-clock.ts";
import { words } from "./order-columns.ts";
import { computed, missing, RowNotes } from "./row-notes.ts";
import type { TextBytes } from "./text-bytes.ts";

/** How a CSV file is written. */
export interface CsvDialect {
  readonly separator: "," | ";";
  readonly decimalPoint: "." | ",";
  readonly lineEnd: "\n" | "\r\n";
  /** Begins with a byte order mark, by which Excel knows UTF-8. */
  readonly byteOrderMark: boolean;
  /** The language of headings, words and dates; undefined: names and codes, for programs. */
  readonly people: Locale | undefined;
}

export const csvDialects = {
  international: { separator: ",", decimalPoint: ".", lineEnd: "\n", byteOrderMark: false, people: undefined },
  excel: { separator: ",", decimalPoint: ".", lineEnd: "\r\n", byteOrderMark: true, people: "en" },
  fr: { separator: ";", decimalPoint: ",", lineEnd: "\r\n", byteOrderMark: true, people: "fr" },
} as const satisfies Record<string, CsvDialect>;

export interface CsvWriter {
  /** The first line, byte order mark and line end included. */
  readonly header: string;
  /** Adds a row with its line end. */
  readonly write: (row: Item, to: TextBytes) => void;
}

/** Writes the rows of a view. */
export function csvWriter(view: View, dialect: CsvDialect, clock: LocalClock): CsvWriter {
  const { separator, lineEnd, people } = dialect;
  const columns = view.columns.map((column) => ({
    column,
    copy: cellCopier(column, dialect, clock),
    write: valueWriter(column, dialect, clock),
  }));
  const notes = new RowNotes(view.columns);
  const between = separator.charCodeAt(0);
  const ending = asciiBytes(lineEnd);
  const names = view.columns.map((each) => cell(people ? each.label[people] : each.name));
  // Excel takes a file whose first letters are ID for one of another kind (SYLK), and calls it damaged.
  const heading = names.join(separator).replace(/^ID[^,;]*/, '"$&"');
  return {
    header: `${dialect.byteOrderMark ? "\ufeff" : ""}${heading}${lineEnd}`,
    write(row, to) {
      const places = decimalPlaces(view.currencyOf(row));
      const line = notes.use(row);
      for (let index = 0; index < columns.length; index += 1) {
        if (index > 0) to.character(between);
        const { column, copy, write } = columns[index] as (typeof columns)[number];
        const placesHere = placesOf(column, row, places);
        if (line !== undefined) {
          const at = notes.indexOf(index);
          if (at === missing || (at === computed ? copiedCell(column, row, to) : copy(line, at, to, placesHere)))
            continue;
        }
        const value = column.read(row);
        if (value !== undefined && value !== null) write(value, to, placesHere);
      }
      to.copy(ending);
    },
  };
}

/** Copies a text that is computed; false, and nothing copied, where that cannot be done. */
function copiedCell({ copy }: Column, row: Item, to: TextBytes): boolean {
  const start = to.end;
  return copy !== undefined && copy(row, to) && madeCell(to, start);
}

type WriteValue = (value: ItemValue, to: TextBytes, places: number) => void;

function valueWriter({ kind }: Column, { decimalPoint, people }: CsvDialect, clock: LocalClock): WriteValue {
  const number = (value: ItemValue, text: string | undefined, to: TextBytes): void => {
    if (text === undefined) addCell(to, plainText(value));
    else to.text(decimalPoint === "," ? withComma(text) : text);
  };
  switch (kind) {
    case "money":
      return (value, to, places) => number(value, amountText(value, places), to);
    case "whole":
      return (value, to) => {
        if (typeof value === "number" && Number.isSafeInteger(value)) to.decimal(value, 0);
        else number(value, numberText(value), to);
      };
    case "number":
    case "any":
      return (value, to) => number(value, numberText(value), to);
    case "time":
      return (value, to) => {
        const time = typeof value === "string" ? clock.wall(value) : undefined;
        addCell(to, timeText(time, people) ?? plainText(value));
      };
    case "word":
      return (value, to) => {
        const word = people && typeof value === "string" ? words[value]?.[people] : undefined;
        addCell(to, word ?? plainText(value));
      };
    case "yes":
      return (value, to) => {
        if (typeof value === "boolean") to.text(yesText(value, people));
        else addCell(to, plainText(value));
      };
    case "text":
      return (value, to) => addCell(to, plainText(value));
  }
}

/** `22/11/2026 10:05:12` for a French spreadsheet; `2026-11-22 10:05:12` is understood by all others. */
const timeText = (wall: string | undefined, people: Locale | undefined): string | undefined =>
  wall !== undefined && people === "fr" ? dayFirst(wall) : wall;

/** A decimal comma is quoted like any other. */
const withComma = (text: string): string => (text.includes(".") ? `"${text.replace(".", ",")}"` : text);

function addCell(to: TextBytes, text: string): void {
  const start = to.end;
  to.text(text);
  if (!madeCell(to, start)) to.text(cell(text));
}

/**
 * A text as a cell: quoted where it must be, and with an apostrophe before what a spreadsheet would run as a formula
 * (https://owasp.org/www-community/attacks/CSV_Injection), unless it is a plain number or a phone number. Quoted is what
 * holds any separator, not the dialect's own alone: LibreOffice takes comma, semicolon and tab together unless told.
 */
function cell(text: string): string {
  const safe = isFormula.test(text) && !isNumber.test(text) ? `'${text}` : text;
  return mustQuote.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

const mustQuote = /[,;\t"\r\n]|^\s|\s$/;
/** Also behind blanks, which some spreadsheets drop; ＝＋－＠ are the full-width forms of East Asian keyboards. */
const isFormula = /^\s*[=+\-@\t\r＝＋－＠]|^[\t\r\n]/;
const isNumber = /^[+-]?\d+([.,]\d+)?$|^\+\d+( \d+)*$/;
