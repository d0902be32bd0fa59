/** Rows as SpreadsheetML: numbers are numbers, times are times, and a text is never taken for anything else. */
import type { Locale } from "../values/locale.ts";
import { decimalPlaces } from "../values/money.ts";
import { withoutTrailing } from "../values/without-trailing.ts";
import { type Column, placesOf, type View } from "./column.ts";
import { amountText, numberText, plainText } from "./exact-text.ts";
import type { Item, ItemValue } from "./item.ts";
import type { LocalClock } from "./local-clock.ts";
import { words } from "./order-columns.ts";

export interface SheetWriter {
  /** The heading as a `<row>`. */
  readonly header: string;
  /** How wide each column is, in characters. */
  readonly widths: readonly number[];
  /** A row as a `<row>`. */
  readonly row: (row: Item) => string;
  /** How many texts were too long for a cell since this was asked last: they end with an ellipsis. */
  readonly takeCut: () => number;
}

/** The styles of `cellXfs` in their order: what a cell's `s` stands for. */
export const sheetStyles = [
  "plain",
  "heading",
  "numberHeading",
  "number",
  "time",
  "money0",
  "money2",
  "money3",
  "money4",
] as const;
type SheetStyle = (typeof sheetStyles)[number];

/**
 * Stands for the row's number, which only the sheet knows; no text of a cell can hold it. Readers exist that ask for the
 * number in each cell, though the standard does not.
 */
export const rowNumber = "\u0001";

/** Writes the rows of a view for people of a language. */
export function sheetWriter(view: View, people: Locale, clock: LocalClock): SheetWriter {
  let cut = 0;
  const shortened: Shorten = (text) => {
    if (text.length <= longestText) return text;
    cut += 1;
    return `${text.slice(0, longestText - 1).replace(/[\ud800-\udbff]$/, "")}…`;
  };
  const cells = view.columns.map((column, index) => ({
    column,
    write: cellWriter(column, { people, clock, shortened }),
    head: `<c r="${columnLetters(index)}${rowNumber}"`,
  }));
  const heading = cells.map(
    ({ column, head }) => head + textCell(shortened(column.label[people]), headingStyles[column.kind]),
  );
  return {
    header: `<row r="${rowNumber}">${heading.join("")}</row>`,
    widths: view.columns.map((each) => Math.max(widthOf(each), Math.min(30, each.label[people].length + 4))),
    row(row) {
      const places = decimalPlaces(view.currencyOf(row));
      let xml = `<row r="${rowNumber}">`;
      for (const { column, write, head } of cells) {
        const value = column.read(row);
        if (value !== undefined && value !== null && value !== "")
          xml += head + write(value, placesOf(column, row, places));
      }
      return `${xml}</row>`;
    },
    takeCut() {
      const taken = cut;
      cut = 0;
      return taken;
    },
  };
}

/** A cell takes so many characters; Excel calls a file with a longer one damaged. */
const longestText = 32_767;

/** A heading stands where its column's values stand. */
const headingStyles = {
  text: "heading",
  word: "heading",
  yes: "heading",
  any: "heading",
  money: "numberHeading",
  whole: "numberHeading",
  number: "numberHeading",
  time: "numberHeading",
} as const;

/** A, B, … Z, AA, AB …: the column's name. */
export function columnLetters(index: number): string {
  const letter = String.fromCharCode(65 + (index % 26));
  return index < 26 ? letter : columnLetters(Math.floor(index / 26) - 1) + letter;
}

/** What stands behind the cell's place: ` s="2"><v>1</v></c>`. */
type WriteCell = (value: ItemValue, places: number) => string;

interface Writing {
  readonly people: Locale;
  readonly clock: LocalClock;
  readonly shortened: Shorten;
}

type Shorten = (text: string) => string;

function cellWriter({ kind }: Column, { people, clock, shortened }: Writing): WriteCell {
  const plain = (value: ItemValue): string => textCell(shortened(plainText(value)));
  switch (kind) {
    case "money":
      return (value, places) => numberCell(amountText(value, places), `money${places}`) ?? plain(value);
    case "whole":
    case "number":
      return (value) => numberCell(numberText(value), "number") ?? plain(value);
    case "any":
      return (value) => numberCell(numberText(value), "plain") ?? plain(value);
    case "time":
      return (value) => timeCell(value, clock) ?? plain(value);
    case "word":
      return (value) => {
        const word = typeof value === "string" ? words[value]?.[people] : undefined;
        return word === undefined ? plain(value) : textCell(word);
      };
    case "yes":
      return (value) => (typeof value === "boolean" ? ` t="b"><v>${Number(value)}</v></c>` : plain(value));
    case "text":
      return plain;
  }
}

/** A spreadsheet's numbers are doubles of 15 digits: one that has more stays whole as a text. */
function numberCell(text: string | undefined, style: string): string | undefined {
  if (text === undefined) return undefined;
  const digits = withoutTrailing(text.replace(/[-.]/g, "").replace(/^0+/, ""), "0");
  return digits.length > 15 || text.length > 60 ? textCell(text) : `${styled(style)}><v>${text}</v></c>`;
}

/** Days since 1899-12-30 by the merchant's clock; before March 1900 spreadsheets disagree about the days. */
function timeCell(value: ItemValue, clock: LocalClock): string | undefined {
  const wall = typeof value === "string" ? clock.wall(value) : undefined;
  if (wall === undefined || wall < "1900-03-01") return undefined;
  // Whole milliseconds divided at once are the nearest double: one rounded off shows the minute before in LibreOffice.
  const days = (Date.parse(`${wall.replace(" ", "T")}Z`) + 25_569 * 86_400_000) / 86_400_000;
  return `${styled("time")}><v>${days}</v></c>`;
}

const textCell = (text: string, style: SheetStyle = "plain"): string =>
  `${styled(style)} t="inlineStr"><is><t xml:space="preserve">${escapeXml(text)}</t></is></c>`;

function styled(style: string): string {
  const index = sheetStyles.findIndex((each) => each === style);
  return index <= 0 ? "" : ` s="${index}"`;
}

/**
 * A text for XML 1.0. What no XML can hold is written `_x0001_`, as Excel does, and a text that already looks so is
 * kept apart from it; a lone half of a surrogate pair becomes U+FFFD.
 */
export function escapeXml(text: string): string {
  if (!mustEscape.test(text)) return text;
  return text
    .toWellFormed()
    .replace(/_(?=x[0-9A-Fa-f]{4}_)/g, "_x005F_")
    .replace(unwritable, (character) => `_x${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}_`)
    .replace(/[&<>"]/g, (character) => entities[character] ?? "");
}

const entities: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
/** What XML 1.0 forbids, and the carriage return that it would change; LibreOffice shows `_x0085_` as it stands. */
const unwritable = /[\p{Cc}--[\t\n\u007f-\u009f]]|[\ufffe\uffff]/gv;
const mustEscape = /[&<>"\p{Cc}\p{Cs}\ufffe\uffff]|_x[0-9A-Fa-f]{4}_/u;

function widthOf({ kind, name }: Column): number {
  return widths[name] ?? { text: 18, word: 24, money: 14, whole: 11, number: 11, time: 20, yes: 10, any: 18 }[kind];
}

/** Characters of what is longer or shorter than most; a payment's reference is like pi_3QZk5mLkdIwHu7ix0d4yBv2R. */
const widths: Readonly<Record<string, number>> = Object.fromEntries(
  [
    "36 articles title email shippingLine1 billingLine1 line1 instructions shippingInstructions note review shopper",
    "30 paymentReference reference",
    "26 movement",
    "24 name shippingName billingName",
    "12 postalCode",
    "9 currency country shippingCountry billingCountry locale",
  ].flatMap((line) => {
    const [width, ...names] = line.split(" ");
    return names.map((name) => [name, Number(width)]);
  }),
);
