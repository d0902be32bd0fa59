/** A row as texts for people, for a terminal. */
import type { Locale } from "../values/locale.ts";
import { decimalPlaces } from "../values/money.ts";
import { type Column, type ColumnKind, placesOf, type View } from "./column.ts";
import { amountText, numberText, plainText } from "./exact-text.ts";
import type { Item, ItemValue } from "./item.ts";
import type { LocalClock } from "./local-clock.ts";
import { words } from "./order-columns.ts";

/** Tells a row's cells, one for each column; nothing in them moves a terminal's cursor. */
export function cellTexts(view: View, people: Locale, clock: LocalClock): (row: Item) => readonly string[] {
  return (row) => {
    const places = decimalPlaces(view.currencyOf(row));
    return view.columns.map((column) => {
      const value = column.read(row);
      return value === undefined
        ? ""
        : harmless(cellText(column, value, { people, places: placesOf(column, row, places), clock }));
    });
  };
}

interface Telling {
  readonly people: Locale;
  readonly places: number;
  readonly clock: LocalClock;
}

function cellText({ kind }: Column, value: ItemValue, telling: Telling): string {
  const { people, places } = telling;
  if (typeof value === "string") return shownText(kind, value, telling);
  if (kind === "yes" && typeof value === "boolean") return yes[people][Number(value)] ?? "";
  const number = kind === "money" ? amountText(value, places) : numberText(value);
  if (number === undefined) return plainText(value);
  return people === "fr" ? number.replace(".", ",") : number;
}

const yes = { fr: ["non", "oui"], en: ["no", "yes"] } as const;

function shownText(kind: ColumnKind, text: string, { people, clock }: Telling): string {
  if (kind === "time") return clock.wall(text)?.slice(0, 16) ?? text;
  return kind === "word" ? (words[text]?.[people] ?? text) : text;
}

/** Without line ends, escape sequences and marks that turn the direction of writing. */
const harmless = (text: string): string => text.replace(/[\s\p{Cc}\p{Bidi_C}]+/gu, " ");
