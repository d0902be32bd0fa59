/** What a table of orders is made of: columns that read a row, and views that make rows of an order. */
import type { Instant } from "../values/instant.ts";
import type { Locale } from "../values/locale.ts";
import { decimalPlaces } from "../values/money.ts";
import { Attribute, type Item, type ItemValue, type Shape } from "./item.ts";
import { mapOf } from "./read-item.ts";
import type { TextBytes } from "./text-bytes.ts";

/**
 * What a column holds: `money` is whole minor units, shown in the currency's units; `time` is ISO 8601; `whole` is
 * a whole number; `word` is one of a few words of ours, which people are shown in their language; `any` is whatever is there.
 */
export type ColumnKind = "text" | "word" | "money" | "whole" | "number" | "time" | "yes" | "any";

export interface Column {
  /** As programs see it: the attribute's name, of letters and digits. */
  readonly name: string;
  /** As people see it. */
  readonly label: Readonly<Record<Locale, string>>;
  readonly kind: ColumnKind;
  /** Who somebody is, where they live, or a text that may say so. */
  readonly personal: boolean;
  readonly read: ReadColumn;
  readonly path: AttributePath | undefined;
  /** ISO 4217 of the amount, where it may be another than the row's. */
  readonly currencyOf: ((row: Item) => string) | undefined;
  /** Adds what `read` gives as a text, without making it; false, and nothing added, where it cannot. */
  readonly copy: ((row: Item, to: TextBytes) => boolean) | undefined;
}

type ReadColumn = (row: Item) => ItemValue | undefined;

/** An attribute that is shown as it is, or a map and the attribute in it. */
export type AttributePath = readonly [name: string, within?: string];

export interface View {
  readonly columns: readonly Column[];
  /** The rows of one item, in their order. */
  readonly rowsOf: (item: Item) => readonly Item[];
  /** ISO 4217 of a row's money. */
  readonly currencyOf: (row: Item) => string;
  /** By which rows are chosen and sorted; undefined where nothing is known. */
  readonly timeOf: (row: Item) => Instant | undefined;
  /** What the columns leave out of a row: attributes that nobody promised, so that none is lost. */
  readonly surplusOf: (row: Item) => readonly string[];
  /** The view with columns for such surplus. */
  readonly extendedBy: (surplus: readonly string[]) => View;
}

/** A column with what is usual left out: a text, not personal. It shows an attribute, or what is read of the row. */
export function column(
  name: string,
  label: readonly [fr: string, en: string],
  shown: AttributePath | ReadColumn,
  more: Partial<Pick<Column, "kind" | "personal" | "currencyOf" | "copy">> = {},
): Column {
  const { kind = "text", personal = false, currencyOf, copy } = more;
  const [path, read] = typeof shown === "function" ? [undefined, shown] : [shown, readerOf(shown)];
  return { name, label: { fr: label[0], en: label[1] }, kind, personal, read, path, currencyOf, copy };
}

function readerOf([name, within]: AttributePath): ReadColumn {
  const outer = new Attribute(name);
  if (within === undefined) return (row) => row.get(outer);
  const inner = new Attribute(within);
  return (row) => mapOf(row.get(outer))?.get(inner);
}

/** The view without personal data, and without attributes that nobody promised, which may hold some. */
export function withoutPersonalData(view: View): View {
  const columns = view.columns.filter((each) => !each.personal);
  const reduced: View = { ...view, columns, surplusOf: () => [], extendedBy: () => reduced };
  return reduced;
}

/** The decimals of a column's amount in a row whose currency has `places`. */
export const placesOf = ({ currencyOf }: Column, row: Item, places: number): number =>
  currencyOf === undefined ? places : decimalPlaces(currencyOf(row));

/** A view whose surplus is attributes of its rows: they are found by their names, and get columns of their own. */
export function viewOf(view: Omit<View, "surplusOf" | "extendedBy">, known: Iterable<string>): View {
  const names = new Set(known);
  const surplusOfShape = new WeakMap<Shape, readonly string[]>();
  return {
    ...view,
    surplusOf({ shape }) {
      const known = surplusOfShape.get(shape);
      if (known !== undefined) return known;
      const surplus = shape.names.filter((name) => !names.has(name));
      surplusOfShape.set(shape, surplus);
      return surplus;
    },
    extendedBy(surplus) {
      const found = surplus.map((name) => surplusColumn(name, view.columns));
      return viewOf({ ...view, columns: [...view.columns, ...found] }, [...names, ...surplus]);
    },
  };
}

/** A second column of the same name would hide the first in whatever reads names. */
function surplusColumn(name: string, others: readonly Column[]): Column {
  const free = others.some((each) => each.name === name) ? `${name} (attribute)` : name;
  return column(free, [free, free], [name], { kind: surplusKind(name), personal: true });
}

/** Names that end like the table's own times hold times, or are left as they are. */
const surplusKind = (name: string): ColumnKind => (/[a-z](At|By|Until)$/.test(name) ? "time" : "any");
