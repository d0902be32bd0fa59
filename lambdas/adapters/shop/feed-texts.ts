/** The texts of a row that shoppers read, in every language. */
import type { Localised } from "#core/catalogue/catalogue.ts";
import { type Locale, locales } from "#core/values/locale.ts";
import type { FeedRow } from "./feed-table.ts";

/** The columns whose texts shoppers read; each may also be there with a language, `title_en`. */
export const textColumns = ["title", "description", "product_type", "color", "size", "material", "pattern"] as const;
export type TextColumn = (typeof textColumns)[number];

export interface CellProblem {
  readonly what: string;
  readonly mend: string;
  /** True: the row is sold in spite of it. */
  readonly harmless?: boolean;
}

/** Says what is wrong with the cell of a column. */
export type Say = (column: string, problem: CellProblem) => undefined;

/** A text column in every language, the default language's where a translation is missing. */
export function localised(row: FeedRow, column: TextColumn, defaultLocale: Locale): Localised {
  const own = row.cell(`${column}_${defaultLocale}`) || row.cell(column);
  const inLocale = (locale: Locale): string =>
    locale === defaultLocale ? own : row.cell(`${column}_${locale}`) || own;
  return { fr: inLocale("fr"), en: inLocale("en") };
}

/** What shoppers call it. */
export function readTitle(row: FeedRow, defaultLocale: Locale, say: Say): Localised {
  const title = oneLine(localised(row, "title", defaultLocale));
  if (title[defaultLocale] === "") {
    say("title", { what: "the title is empty.", mend: "Write what shoppers call it, at most 80 characters." });
  }
  for (const locale of writtenIn(row, "title", defaultLocale)) {
    if (title[locale].length > 80) {
      say(nameOf("title", locale, defaultLocale), {
        what: `the title has ${title[locale].length} characters, a card shows 80.`,
        mend: "Shorten it.",
        harmless: true,
      });
    }
  }
  sayDamage(row, "title", defaultLocale, say);
  return title;
}

/** Plain text of at most 600 characters. */
export function readDescription(row: FeedRow, defaultLocale: Locale, say: Say): Localised {
  const text = localised(row, "description", defaultLocale);
  for (const locale of writtenIn(row, "description", defaultLocale)) {
    if (text[locale].length > 600) {
      say(nameOf("description", locale, defaultLocale), {
        what: `the description has ${text[locale].length} characters, the chat shows the first 600.`,
        mend: "Shorten it, the most important first.",
        harmless: true,
      });
    }
    if (/<\/?(?:p|br|b|i|ul|li|div|span|strong|em)\b[^>]*>/i.test(text[locale])) {
      say(nameOf("description", locale, defaultLocale), {
        what: "the description holds HTML, which a shopper would read as it stands.",
        mend: "Write plain text.",
        harmless: true,
      });
    }
  }
  sayDamage(row, "description", defaultLocale, say);
  return { fr: shorten(text.fr), en: shorten(text.en) };
}

/** The languages that have a text of their own: a fault is said where it stands, not where it is repeated. */
const writtenIn = (row: FeedRow, column: TextColumn, defaultLocale: Locale): readonly Locale[] =>
  locales.filter((locale) => locale === defaultLocale || row.cell(`${column}_${locale}`) !== "");

const nameOf = (column: TextColumn, locale: Locale, defaultLocale: Locale): string =>
  locale === defaultLocale ? column : `${column}_${locale}`;

/** Up to 600 characters, cut between words. */
function shorten(text: string): string {
  const tidy = text.replace(/[^\S\n]+/g, " ").trim();
  return tidy.length <= 600 ? tidy : `${tidy.slice(0, 599).replace(/\s+\S*$/, "")}…`;
}

const oneLine = (text: Localised): Localised => ({
  fr: text.fr.replace(/\s+/g, " "),
  en: text.en.replace(/\s+/g, " "),
});

/** "Ã©" is what an "é" becomes in a program that read UTF-8 as Windows-1252 and saved the result. */
function sayDamage(row: FeedRow, column: TextColumn, defaultLocale: Locale, say: Say): void {
  for (const locale of locales) {
    const name = nameOf(column, locale, defaultLocale);
    if (/[ÃÂ][\u0080-\u00bf]|\ufffd/.test(row.cell(name))) {
      say(name, {
        what: "accents are damaged: the text was read in a wrong character set once.",
        mend: 'Take the text from its source again and save the file as "CSV UTF-8".',
      });
    }
  }
}

/** The chat browses by the first level of `Lampes > À poser`; the deeper ones serve other channels. */
export function readCategory(row: FeedRow, defaultLocale: Locale, say: Say): Localised {
  const path = localised(row, "product_type", defaultLocale);
  const category = { fr: firstLevel(path.fr), en: firstLevel(path.en) };
  if (category[defaultLocale] === "") {
    say("product_type", {
      what: "the category is empty: nobody would find the product.",
      mend: 'Write it like "Lampes > À poser"; the chat browses by the first part.',
    });
  }
  return category;
}

const firstLevel = (path: string): string => path.split(">")[0]?.trim() ?? "";
