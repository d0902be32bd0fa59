/** A column's cells until they become part of a group: what an item's value is in Parquet, and what fits no cell. */
import type { ColumnSource } from "hyparquet-writer";
import type { Column } from "#core/exports/column.ts";
import { amountText, numberText, plainText } from "#core/exports/exact-text.ts";
import { ExactNumber, type ItemValue } from "#core/exports/item.ts";
import type { LineValues } from "#core/exports/line-values.ts";
import { timeOf } from "#core/exports/table-time.ts";
import type { Decimals } from "./parquet-columns.ts";
import { TextCells } from "./parquet-texts.ts";

/** A value that its column cannot hold; with the decimals that could, where there are any. */
export class Misfit {
  readonly needs: Decimals | undefined;

  constructor(needs?: Decimals) {
    this.needs = needs;
  }
}

/** Rows come in their order; those without a value need not come. */
export interface Cells {
  /** Gives back what does not fit, and leaves the cell empty. */
  readonly put: (row: number, value: ItemValue, places: number) => Misfit | undefined;
  /** The same of a value that is still in its line; false, and nothing is put, where it must be made first. */
  readonly copy?: (row: number, values: LineValues, index: number) => boolean;
  /** The cells of so many rows, as the library takes them; none of them is here any more. */
  readonly take: (rows: number) => StoredCells;
  /** Bytes of texts that are held, roughly. */
  readonly size: () => number;
}

export type StoredCells = Pick<ColumnSource, "data" | "encoding" | "codec" | "statistics">;

/** Cells of a column of items; `places`, of what is put into it, are the decimals of the value's currency. */
export function cellsOf({ kind }: Column, decimals: Decimals): Cells {
  switch (kind) {
    case "text":
    case "word":
      return texts((value) => (typeof value === "string" ? value : plainText(value)));
    case "any":
      return texts((value) => numberText(value) ?? plainText(value));
    case "money":
      return values((value, places) => amount(value, places, decimals), decimals.precision === 18 ? wholes : wides);
    case "whole":
      return values(whole, wholes);
    case "number":
      return values(double, (data) => ({ data, encoding: "PLAIN" }));
    case "time":
      return values(moment, moments);
    case "yes":
      return values(
        (value) => (typeof value === "boolean" ? value : new Misfit()),
        (data) => ({ data, codec: "UNCOMPRESSED" }),
      );
  }
}

/** Of a column without a value. */
export const noCells = (rows: number): StoredCells => ({
  data: Array.from({ length: rows }, () => undefined),
  encoding: "PLAIN",
  codec: "UNCOMPRESSED",
});

function texts(textOf: (value: ItemValue) => string): Cells {
  const cells = new TextCells();
  return {
    put(row, value) {
      cells.put(row, textOf(value));
      return undefined;
    },
    copy: (row, values, index) => cells.copy(row, values, index),
    take: (rows) => cells.take(rows),
    size: () => cells.size,
  };
}

function values<Cell>(
  cellOf: (value: ItemValue, places: number) => Cell | Misfit,
  stored: (cells: (Cell | undefined)[]) => StoredCells,
): Cells {
  let cells: (Cell | undefined)[] = [];
  return {
    put(row, value, places) {
      const cell = cellOf(value, places);
      if (cell instanceof Misfit) return cell;
      while (cells.length < row) cells.push(undefined);
      cells.push(cell);
      return undefined;
    },
    take(rows) {
      while (cells.length < rows) cells.push(undefined);
      const taken = cells;
      cells = [];
      return stored(taken);
    },
    size: () => 0,
  };
}

/** As differences, which are small, and for which the library needs no BigInt. Nothing is left to compress then. */
const wholes = (data: (number | bigint | undefined)[]): StoredCells => ({
  data,
  encoding: "DELTA_BINARY_PACKED",
  codec: "UNCOMPRESSED",
});

const wides = (data: (number | bigint | undefined)[]): StoredCells => ({
  data: data.map((amount) => (amount === undefined ? amount : BigInt(amount))),
});

/** Compressed they would hardly be smaller; who reads only some days finds them by their least and greatest. */
const moments = (data: (number | undefined)[]): StoredCells => ({
  data: data.map((at) => (at === undefined ? at : BigInt(at))),
  encoding: "PLAIN",
  codec: "UNCOMPRESSED",
  statistics: true,
});

/** Unscaled, as Parquet keeps decimals. */
function amount(value: ItemValue, places: number, { scale, precision }: Decimals): number | bigint | Misfit {
  if (places === scale && typeof value === "number" && Number.isSafeInteger(value)) return value;
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

function whole(value: ItemValue): number | bigint | Misfit {
  if (typeof value === "number" && Number.isSafeInteger(value)) return value;
  const text = numberText(value) ?? "";
  return /^-?\d{1,18}$/.test(text) ? BigInt(text) : new Misfit();
}

function double(value: ItemValue): number | Misfit {
  if (typeof value === "number") return value;
  return value instanceof ExactNumber ? Number(value.text) : new Misfit();
}

function moment(value: ItemValue): number | Misfit {
  return (typeof value === "string" ? timeOf(value) : undefined) ?? new Misfit();
}
