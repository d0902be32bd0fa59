/** Rows as groups of a Parquet file; a group is made anywhere, also in another thread, and put into the file by `parquet-file.ts`. */
import type { RowGroup } from "hyparquet";
import { ByteWriter } from "hyparquet-writer/src/bytewriter.js";
import { type Column, placesOf, type View } from "#core/exports/column.ts";
import type { Item } from "#core/exports/item.ts";
import { computed, missing, RowNotes } from "#core/exports/row-notes.ts";
import { decimalPlaces } from "#core/values/money.ts";
import { type Cells, cellsOf } from "./parquet-cells.ts";
import { type Decimals, typeOf, usualDecimals, widest } from "./parquet-columns.ts";
import { type ColumnChunk, writeChunk } from "./parquet-pages.ts";

/** Rows as they stand in the file, but for their place in it; survives a structured clone. */
export interface ParquetGroup {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly rows: number;
  readonly rowGroup: Omit<RowGroup, "columns"> & { readonly columns: readonly ColumnChunk[] };
  /** Values that their columns could not hold, and are empty now. */
  readonly misfits: number;
  /** The decimals that would hold the amounts among those. */
  readonly needs: Decimals | undefined;
}

export interface GroupMaker {
  readonly add: (row: Item) => void;
  /** Rows that wait to become a group. */
  readonly waiting: () => number;
  /** Whether they are as many as a group is to have, or as large. */
  readonly isFull: () => boolean;
  /** What was added since the last group; there must be something. */
  readonly take: () => ParquetGroup;
}

/** Rows of a group: enough to be packed well, few enough to be held in every thread. */
const groupSize = 10_000;
/** Bytes of texts, where rows are large. */
const largestGroup = 16 * 1024 * 1024;

/** Collects rows column by column. */
export function groupMaker(view: View, decimals: Decimals = usualDecimals): GroupMaker {
  const columns = view.columns.map((column) => ({ column, cells: cellsOf(column, decimals) }));
  const notes = new RowNotes(view.columns);
  const writer = new ByteWriter(64 * 1024);
  let rows = 0;
  let misfits = 0;
  let needs: Decimals | undefined;
  return {
    waiting: () => rows,
    isFull: () => rows >= groupSize || columns.reduce((size, { cells }) => size + cells.size(), 0) >= largestGroup,
    add(row) {
      const places = decimalPlaces(view.currencyOf(row));
      const line = notes.use(row);
      for (let index = 0; index < columns.length; index += 1) {
        const { column, cells } = columns[index] as (typeof columns)[number];
        const placesHere = placesOf(column, row, places);
        if (line !== undefined) {
          const at = notes.indexOf(index);
          if (at === missing) continue;
          if (at === computed ? isCopied(column, cells, row, rows) : cells.copy(rows, line, at, placesHere)) continue;
        }
        const value = column.read(row);
        if (value === undefined || value === null) continue;
        const misfit = cells.put(rows, value, placesHere);
        if (misfit === undefined) continue;
        misfits += 1;
        needs = widest(needs, misfit.needs);
      }
      rows += 1;
    },
    take() {
      writer.index = 0;
      writer.offset = 0;
      const chunks = columns.map(({ column, cells: { presence, take } }) => {
        const place = { name: column.name, type: typeOf(column, decimals), rows };
        const values = presence.count === 0 ? noValues : take();
        const chunk = writeChunk(writer, place, presence, values);
        presence.clear();
        return chunk;
      });
      const rowGroup = {
        columns: chunks,
        num_rows: BigInt(rows),
        total_byte_size: chunks.reduce((sum, { meta_data }) => sum + meta_data.total_uncompressed_size, 0n),
        total_compressed_size: BigInt(writer.offset),
      };
      const group = { bytes: writer.getBytes().slice(), rows, rowGroup, misfits, needs };
      rows = 0;
      misfits = 0;
      needs = undefined;
      return group;
    },
  };
}

const noValues = { encoding: "PLAIN", bytes: new Uint8Array(), isCompressed: false } as const;

/** Copies a text that is computed; false, and nothing put, where that cannot be done. */
const isCopied = ({ copy }: Column, { copyOf }: Cells, row: Item, at: number): boolean =>
  copy !== undefined && copyOf?.(at, (to) => copy(row, to)) === true;
