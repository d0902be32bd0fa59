/** Rows as CSV text, for programs and for spreadsheets of either language; no cell of it is a formula. */
import type { Locale } from "../values/locale.ts";
import { decimalPlaces } from "../values/money.ts";
import { type Column, placesOf, type View } from "./column.ts";
import { amountText, numberText, plainText } from "./exact-text.ts";
import type { Item, ItemValue } from "./item.ts";
import type { LocalClock } from "./local-clock.ts";
import { words } from "./order-columns.ts";

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
  /** A row with its line end. */
  readonly row: (row: Item) => string;
}

/** Writes the rows of a view. */
export function csvWriter(view: View, dialect: CsvDialect, clock: LocalClock): CsvWriter {
  const columns = view.columns.map((each) => ({ column: each, write: valueWriter(each, dialect, clock) }));
  const { separator, lineEnd, people } = dialect;
  const names = view.columns.map((each) => cell(people ? each.label[people] : each.name));
  // Excel takes a file whose first letters are ID for one of another kind (SYLK), and calls it damaged.
  const heading = names.join(separator).replace(/^ID[^,;]*/, '"$&"');
  return {
    header: `${dialect.byteOrderMark ? "\ufeff" : ""}${heading}${lineEnd}`,
    row(row) {
      const places = decimalPlaces(view.currencyOf(row));
      let text = "";
      let between = "";
      for (const { column, write } of columns) {
        const value = column.read(row);
        text += value === undefined || value === null ? between : between + write(value, placesOf(column, row, places));
        between = separator;
      }
      return text + lineEnd;
    },
  };
}

type WriteValue = (value: ItemValue, places: number) => string;

function valueWriter({ kind }: Column, { decimalPoint, people }: CsvDialect, clock: LocalClock): WriteValue {
  const point = decimalPoint === "." ? (text: string) => text : withComma;
  const number = (value: ItemValue, text: string | undefined): string =>
    text === undefined ? cell(plainText(value)) : point(text);
  switch (kind) {
    case "money":
      return (value, places) => number(value, amountText(value, places));
    case "whole":
    case "number":
    case "any":
      return (value) => number(value, numberText(value));
    case "time":
      return (value) =>
        cell((typeof value === "string" ? timeText(clock.wall(value), people) : undefined) ?? plainText(value));
    case "word":
      return (value) =>
        cell((people && typeof value === "string" ? words[value]?.[people] : undefined) ?? plainText(value));
    case "yes":
      return (value) => (typeof value === "boolean" ? yesText(value, people) : cell(plainText(value)));
    case "text":
      return (value) => cell(typeof value === "string" ? value : plainText(value));
  }
}

/** `22/11/2026 10:05:12` for a French spreadsheet; `2026-11-22 10:05:12` is understood by all others. */
const timeText = (wall: string | undefined, people: Locale | undefined): string | undefined =>
  wall !== undefined && people === "fr"
    ? `${wall.slice(8, 10)}/${wall.slice(5, 7)}/${wall.slice(0, 4)}${wall.slice(10)}`
    : wall;

const yesText = (is: boolean, people: Locale | undefined): string => {
  if (people === "fr") return is ? "oui" : "non";
  if (people === "en") return is ? "yes" : "no";
  return String(is);
};

/** A decimal comma is quoted like any other. */
const withComma = (text: string): string => (text.includes(".") ? `"${text.replace(".", ",")}"` : text);

/**
 * A text as a cell: quoted where it must be, and with an apostrophe before what a spreadsheet would run as a formula
 * (https://owasp.org/www-community/attacks/CSV_Injection), unless it is a plain number or a phone number. Quoted is what
 * holds any separator, not the dialect's own alone: LibreOffice takes comma, semicolon and tab together unless told.
 */
function cell(text: string): string {
  if (isPlain.test(text)) return text;
  const safe = isFormula.test(text) && !isNumber.test(text) ? `'${text}` : text;
  return mustQuote.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** Begins with a letter or digit and holds nothing that needs a second look: what nearly all texts are. */
const isPlain = /^[0-9A-Za-z\u00c0-\u024f][^,;\t"\r\n]*(?<!\s)$/;
const mustQuote = /[,;\t"\r\n]|^\s|\s$/;
/** Also behind blanks, which some spreadsheets drop; ＝＋－＠ are the full-width forms of East Asian keyboards. */
const isFormula = /^\s*[=+\-@\t\r＝＋－＠]|^[\t\r\n]/;
const isNumber = /^[+-]?\d+([.,]\d+)?$|^\+\d+( \d+)*$/;
