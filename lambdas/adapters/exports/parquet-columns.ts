/** Columns of a view as Parquet has them: amounts are decimals, times are moments, everything else is what it is. */
import type { ParquetType } from "hyparquet";
import type { SchemaElement } from "hyparquet-writer";
import type { Column, View } from "#core/exports/column.ts";

/** How amounts are kept: 18 digits take 8 bytes, 38 digits take 16. */
export interface Decimals {
  readonly scale: number;
  readonly precision: 18 | 38;
}

/** Enough for every currency with cents, up to ten thousand billions. */
export const usualDecimals: Decimals = { scale: 2, precision: 18 };

/** Decimals that hold what both hold. */
export function widest(one: Decimals | undefined, other: Decimals | undefined): Decimals | undefined {
  if (!one || !other) return one ?? other;
  const scale = Math.max(one.scale, other.scale);
  return { scale, precision: one.precision === 38 || other.precision === 38 || scale > 6 ? 38 : 18 };
}

/** The file's schema: one optional element for each column. */
export function parquetSchema(view: View, decimals: Decimals): SchemaElement[] {
  return schemaOf(view.columns, (column) => elementOf(column, decimals));
}

/** How a column's values lie in the file. */
export const typeOf = (column: Column, decimals: Decimals): ParquetType => elementOf(column, decimals).type;

type Element = Omit<SchemaElement, "name" | "type"> & { readonly type: NonNullable<SchemaElement["type"]> };

function schemaOf(columns: readonly Column[], element: (column: Column) => Element): SchemaElement[] {
  const elements = columns.map(
    (column): SchemaElement => ({ name: column.name, repetition_type: "OPTIONAL", ...element(column) }),
  );
  return [{ name: "orders", num_children: elements.length }, ...elements];
}

function elementOf({ kind }: Column, { scale, precision }: Decimals): Element {
  switch (kind) {
    case "text":
    case "word":
    case "any":
      return { type: "BYTE_ARRAY", converted_type: "UTF8" };
    case "money":
      return precision === 18
        ? { type: "INT64", converted_type: "DECIMAL", scale, precision }
        : { type: "FIXED_LEN_BYTE_ARRAY", type_length: 16, converted_type: "DECIMAL", scale, precision };
    case "whole":
      return { type: "INT64" };
    case "number":
      return { type: "DOUBLE" };
    case "time":
      return {
        type: "INT64",
        converted_type: "TIMESTAMP_MILLIS",
        logical_type: { type: "TIMESTAMP", isAdjustedToUTC: true, unit: "MILLIS" },
      };
    case "yes":
      return { type: "BOOLEAN" };
  }
}
