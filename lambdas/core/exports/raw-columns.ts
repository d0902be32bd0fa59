/** A table that nobody described: every attribute as it is, in a column of its own once it is found. */
import { column, type View } from "./column.ts";

/** One row for each item; columns for these attributes. */
export function rawView(names: readonly string[]): View {
  const known = new Set(names);
  return {
    columns: names.map((name) => column(name, [name, name], [name], { kind: "any", personal: true })),
    rowsOf: (item) => [item],
    currencyOf: () => "",
    timeOf: () => undefined,
    surplusOf: (item) => item.names.filter((name) => !known.has(name)),
    extendedBy: (surplus) => rawView([...new Set([...names, ...surplus])]),
  };
}
