/** The first line of a product feed: which columns there are, and which were probably meant. */
import { editDistance } from "#core/values/edit-distance.ts";
import { type Locale, locales } from "#core/values/locale.ts";
import type { FeedProblem, FeedTable } from "./feed-table.ts";
import { textColumns } from "./feed-texts.ts";

const required = ["id", "title", "price", "image_link", "product_type"] as const;

/** Whether every column is there without which no row can be read. */
export const isComplete = (table: FeedTable, defaultLocale: Locale): boolean =>
  required.every((column) => hasColumn(table, column, defaultLocale));

const hasColumn = (table: FeedTable, column: string, locale: Locale): boolean =>
  table.columns.includes(column) || table.columns.includes(`${column}_${locale}`);

/** Columns that are read; Meta and Google know many more, which are no business of the chat. */
const known: readonly string[] = [
  ...required,
  ...textColumns,
  ...locales.flatMap((locale) => textColumns.map((column) => `${column}_${locale}`)),
  "item_group_id",
  "availability",
  "sale_price",
  "sale_price_effective_date",
  "quantity_to_sell_on_facebook",
  "inventory",
  "shipping_weight",
  "tax_rate",
];
const others = ["condition", "link", "brand", "gtin", "mpn", "gender", "age_group", "status", "video"];

/** Columns that are missing, misspelt or have no translation. */
export function headerProblems(table: FeedTable, defaultLocale: Locale): readonly FeedProblem[] {
  if (table.columns.length === 0) return [];
  const missing = required.filter((column) => !hasColumn(table, column, defaultLocale));
  const other = locales.find((locale) => locale !== defaultLocale);
  const untranslated = other !== undefined && !table.columns.includes(`title_${other}`);
  return [
    ...missing.map((column) => ({
      line: 1,
      column,
      what: `the column "${column}" is missing, so no row can be read.`,
      mend: `Add it to the first line.${nearest(column, table.columns)}`,
    })),
    ...table.columns.flatMap((column) => misspelt(column, missing)),
    ...(untranslated
      ? [
          {
            line: 1,
            column: `title_${other}`,
            what: `there is no column "title_${other}": shoppers of that language read the titles as they are.`,
            mend: `Add title_${other}, description_${other} and product_type_${other}.`,
          },
        ]
      : []),
  ];
}

function nearest(wanted: string, columns: readonly string[]): string {
  const near = columns.find((column) => !known.includes(column) && editDistance(column, wanted) <= 2);
  return near === undefined ? "" : ` Is "${near}" meant to be it?`;
}

function misspelt(column: string, missing: readonly string[]): readonly FeedProblem[] {
  if (column === "" || known.includes(column) || others.includes(column)) return [];
  const meant = known.find((name) => editDistance(column, name) <= 2 && name.length > 4 && !missing.includes(name));
  if (meant === undefined) return [];
  return [
    { line: 1, column, what: `the column "${column}" is not read.`, mend: `If you meant "${meant}", rename it.` },
  ];
}
