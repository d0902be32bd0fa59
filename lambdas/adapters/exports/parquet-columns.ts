/** Columns of a view as Parquet has them: amounts are decimals, times are moments, and what fits none of it is left empty. */
import type { SchemaElement } from "hyparquet-writer";
import type { Column, View } from "#core/exports/column.ts";
import { amountText, numberText, plainText } from "#core/exports/exact-text.ts";
import { ExactNumber, type ItemValue } from "#core/exports/item.ts";
import { timeOf } from "#core/exports/local-clock.ts";

/** How amounts are kept: 18 digits take 8 bytes, 38 digits take 16. */
export interface Decimals {
  readonly scale: number;
  readonly precision: 18 | 38;
}

/** Enough for every currency with cents, up to ten thousand billions. */
export const usualDecimals: Decimals = { scale: 2, precision: 18 };

/** What a cell holds in Parquet; undefined is NULL. */
export type ParquetCell = string | bigint | number | boolean | undefined;

/** A value that its column cannot hold; with the decimals that could, where there are any. */
export class Misfit {
  readonly needs: Decimals | undefined;

  constructor(needs?: Decimals) {
    this.needs = needs;
  }
}

/** The file's schema: one optional element for each column. */
export function parquetSchema(view: View, decimals: Decimals): SchemaElement[] {
  const elements = view.columns.map(
    (column): SchemaElement => ({
      name: column.name,
      repetition_type: "OPTIONAL",
      ...elementOf(column, decimals),
    }),
  );
  return [{ name: "orders", num_children: elements.length }, ...elements];
}

function elementOf({ kind }: Column, { scale, precision }: Decimals): Omit<SchemaElement, "name"> {
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

/** Turns a column's values into cells; `places` are the decimals of the row's currency. */
export function cellMaker(
  { kind }: Column,
  decimals: Decimals,
): (value: ItemValue, places: number) => ParquetCell | Misfit {
  switch (kind) {
    case "text":
    case "word":
      return (value) => (typeof value === "string" ? value : plainText(value));
    case "any":
      return (value) => numberText(value) ?? plainText(value);
    case "money":
      return (value, places) => amount(value, places, decimals);
    case "whole":
      return whole;
    case "number":
      return (value) =>
        typeof value === "number" ? value : value instanceof ExactNumber ? Number(value.text) : new Misfit();
    case "time":
      return (value) => {
        const at = typeof value === "string" ? timeOf(value) : undefined;
        return at === undefined ? new Misfit() : BigInt(at);
      };
    case "yes":
      return (value) => (typeof value === "boolean" ? value : new Misfit());
  }
}

/** Unscaled, as Parquet keeps decimals. */
function amount(value: ItemValue, places: number, { scale, precision }: Decimals): bigint | Misfit {
  if (places === scale && typeof value === "number" && Number.isSafeInteger(value)) return BigInt(value);
  const [, sign = "", units = "", fraction = ""] =
    /^(-?)(\d+)(?:\.(\d+))?$/.exec(amountText(value, places) ?? "") ?? [];
  if (units === "") return new Misfit();
  const digits = units.replace(/^0+/, "").length;
  if (fraction.length <= scale && digits <= precision - scale) {
    return BigInt(`${sign}${units}${fraction.padEnd(scale, "0")}`);
  }
  const wider = Math.max(scale, fraction.length);
  return new Misfit(
    digits + wider <= 38 ? { scale: wider, precision: digits + wider <= 18 ? precision : 38 } : undefined,
  );
}

function whole(value: ItemValue): bigint | Misfit {
  if (typeof value === "number" && Number.isSafeInteger(value)) return BigInt(value);
  const text = numberText(value) ?? "";
  return /^-?\d{1,18}$/.test(text) ? BigInt(text) : new Misfit();
}
