/** A column's cells until they become part of a group: what an item's value is in Parquet, and what fits no cell. */
import type { DecodedArray } from "hyparquet";
import { ByteWriter } from "hyparquet-writer/src/bytewriter.js";
import { deltaBinaryPack } from "hyparquet-writer/src/delta.js";
import type { Column } from "#core/exports/column.ts";
import { amountText, numberText, plainText } from "#core/exports/exact-text.ts";
import { ExactNumber, type ItemValue } from "#core/exports/item.ts";
import { kinds } from "#core/exports/line-steps.ts";
import type { LineValues } from "#core/exports/line-values.ts";
import { timeInLine, timeOf } from "#core/exports/table-time.ts";
import type { TextBytes } from "#core/exports/text-bytes.ts";
import type { Decimals } from "./parquet-columns.ts";
import { type PageValues, Presence } from "./parquet-pages.ts";
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
  /** The rows that have a value. */
  readonly presence: Presence;
  /** Gives back what does not fit, and leaves the cell empty. */
  readonly put: (row: number, value: ItemValue, places: number) => Misfit | undefined;
  /** The same of a value that is still in its line; false, and nothing is put, where it must be made first. */
  readonly copy: (row: number, values: LineValues, index: number, places: number) => boolean;
  /** The same of a text that something copies; absent where a text is no value. */
  readonly copyOf?: (row: number, copy: (to: TextBytes) => boolean) => boolean;
  /** What was put, as it stands in a page; it is here only until something else is put. */
  readonly take: () => PageValues;
  /** Bytes of texts that are held. */
  readonly size: () => number;
}

/** Cells of a column of items; `places`, of what is put into it, are the decimals of the value's currency. */
export function cellsOf({ kind }: Column, decimals: Decimals): Cells {
  switch (kind) {
    case "text":
    case "word":
      return texts((value) => (typeof value === "string" ? value : plainText(value)));
    case "any":
      return texts((value) => numberText(value) ?? plainText(value));
    case "money":
      return decimals.precision === 18
        ? numbers(
            (value, places) => amount(value, places, decimals),
            wholes,
            (values, index, places) => (places === decimals.scale ? values.wholeAt(index) : undefined),
          )
        : numbers((value, places) => amount(value, places, decimals), wides);
    case "whole":
      return numbers(whole, wholes, (values, index) => values.wholeAt(index));
    case "number":
      return numbers(double, doubles);
    case "time":
      return numbers(moment, moments, copiedMoment);
    case "yes":
      return numbers(answer, answers, copiedAnswer);
  }
}

function texts(textOf: (value: ItemValue) => string): Cells {
  const cells = new TextCells();
  return {
    presence: cells.presence,
    put(row, value) {
      cells.put(row, textOf(value));
      return undefined;
    },
    copy: (row, values, index) => cells.copy(row, values, index),
    copyOf: (row, copy) => cells.copyOf(row, copy),
    take: () => cells.take(),
    size: () => cells.size,
  };
}

/** Cells that are numbers; `copied` tells one from its line, where that is easily done. */
function numbers<Cell extends number | bigint>(
  cellOf: (value: ItemValue, places: number) => Cell | Misfit,
  stored: (cells: readonly Cell[]) => PageValues,
  copied: (values: LineValues, index: number, places: number) => Cell | undefined = () => undefined,
): Cells {
  const presence = new Presence();
  /** Used again for each group: the first `count` are of this one. */
  const cells: Cell[] = [];
  let count = 0;
  const add = (row: number, cell: Cell): void => {
    presence.mark(row);
    cells[count] = cell;
    count += 1;
  };
  return {
    presence,
    put(row, value, places) {
      const cell = cellOf(value, places);
      if (cell instanceof Misfit) return cell;
      add(row, cell);
      return undefined;
    },
    copy(row, values, index, places) {
      const cell = copied(values, index, places);
      if (cell === undefined) return false;
      add(row, cell);
      return true;
    },
    take() {
      const taken = cells.slice(0, count);
      count = 0;
      return stored(taken);
    },
    size: () => 0,
  };
}

/** As differences, which are small: nothing is left to compress then. */
function wholes(cells: readonly (number | bigint)[]): PageValues {
  const writer = new ByteWriter(4096);
  deltaBinaryPack(writer, cells as DecodedArray, "INT64");
  return { encoding: "DELTA_BINARY_PACKED", bytes: writer.getBytes(), isCompressed: false };
}

/** Sixteen bytes each, the greatest first. */
function wides(cells: readonly (number | bigint)[]): PageValues {
  const bytes = new Uint8Array(cells.length * 16);
  for (let cell = 0; cell < cells.length; cell += 1) {
    let rest = BigInt(cells[cell] as number | bigint);
    for (let at = cell * 16 + 15; at >= cell * 16; at -= 1, rest >>= 8n) bytes[at] = Number(rest & 0xffn);
  }
  return { encoding: "PLAIN", bytes, isCompressed: true };
}

function doubles(cells: readonly number[]): PageValues {
  const { view, bytes } = eightEach(cells.length);
  for (let cell = 0; cell < cells.length; cell += 1) view.setFloat64(cell * 8, cells[cell] as number, true);
  return { encoding: "PLAIN", bytes, isCompressed: true };
}

/** Compressed they would hardly be smaller; who reads only some days finds them by their least and greatest. */
function moments(cells: readonly number[]): PageValues {
  const { view, bytes } = eightEach(cells.length);
  let [least, greatest] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let cell = 0; cell < cells.length; cell += 1) {
    const at = cells[cell] as number;
    const high = Math.floor(at / 2 ** 32);
    view.setUint32(cell * 8, at - high * 2 ** 32, true);
    view.setInt32(cell * 8 + 4, high, true);
    least = Math.min(least, at);
    greatest = Math.max(greatest, at);
  }
  const bounds = { min_value: BigInt(least), max_value: BigInt(greatest) };
  return { encoding: "PLAIN", bytes, isCompressed: false, bounds };
}

function eightEach(count: number): { readonly view: DataView; readonly bytes: Uint8Array } {
  const bytes = new Uint8Array(count * 8);
  return { view: new DataView(bytes.buffer), bytes };
}

/** A bit each. */
function answers(cells: readonly number[]): PageValues {
  const bytes = new Uint8Array(Math.ceil(cells.length / 8));
  for (let cell = 0; cell < cells.length; cell += 1) {
    bytes[cell >> 3] = (bytes[cell >> 3] as number) | ((cells[cell] as number) << (cell & 7));
  }
  return { encoding: "PLAIN", bytes, isCompressed: false };
}

function copiedMoment(values: LineValues, index: number): number | undefined {
  const at = timeInLine(values, index);
  return Number.isNaN(at) ? undefined : at;
}

function copiedAnswer({ notes }: LineValues, index: number): number | undefined {
  const kind = notes.kind(index);
  return kind === kinds.yes ? 1 : kind === kinds.no ? 0 : undefined;
}

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

const answer = (value: ItemValue): number | Misfit => (typeof value === "boolean" ? Number(value) : new Misfit());

function moment(value: ItemValue): number | Misfit {
  return (typeof value === "string" ? timeOf(value) : undefined) ?? new Misfit();
}
