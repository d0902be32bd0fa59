/** A table that nobody described: every attribute as it is, in a column of its own once it is found. */
import { type View, viewOf } from "./column.ts";

/** One row for each item. */
export const rawView: View = viewOf(
  { columns: [], rowsOf: (item) => [item], currencyOf: () => "", timeOf: () => undefined },
  [],
);
