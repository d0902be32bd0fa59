/** Rows as groups of a Parquet file; a group is made anywhere, also in another thread, and put into the file by `parquet-file.ts`. */
import type { RowGroup } from "hyparquet";
import { ByteWriter } from "hyparquet-writer/src/bytewriter.js";
import { type Column, placesOf, type View } from "#core/exports/column.ts";
import type { Item } from "#core/exports/item.ts";
import { computed, missing, RowNotes } from "#core/exports/row-notes.ts";
import { decimalPlaces } from "#core/values/money.ts";
import { type Cells, cellsOf, type Misfit } from "./parquet-cells.ts";
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

/** Rows of a group: enough to be packed well, few enough to be held in every thread. */
const groupSize = 10_000;
/** Rows that are added column by column, few enough to be all at hand. */
const atOnce = 128;
/** Bytes of texts, where rows are large. */
const largestGroup = 16 * 1024 * 1024;

interface GroupColumn {
  readonly column: Column;
  readonly cells: Cells;
}

/** Collects rows until they become a group. */
export class GroupMaker {
  readonly #view: View;
  readonly #decimals: Decimals;
  readonly #columns: readonly GroupColumn[];
  readonly #notes: RowNotes;
  readonly #writer = new ByteWriter(64 * 1024);
  #rows = 0;
  #misfits = 0;
  #needs: Decimals | undefined;

  constructor(view: View, decimals: Decimals = usualDecimals) {
    this.#view = view;
    this.#decimals = decimals;
    this.#columns = view.columns.map((column) => ({ column, cells: cellsOf(column, decimals) }));
    this.#notes = new RowNotes(view.columns);
  }

  /** Rows that wait to become a group. */
  get waiting(): number {
    return this.#rows;
  }

  /** Whether they are as many as a group is to have, or as large. */
  isFull(): boolean {
    const size = this.#columns.reduce((sum, { cells }) => sum + cells.size(), 0);
    return this.#rows >= groupSize || size >= largestGroup;
  }

  /** Adds these rows, column by column: the texts of one column are found more quickly together. */
  add(rows: readonly Item[]): void {
    for (let from = 0; from < rows.length; from += atOnce) this.#addSome(rows.slice(from, from + atOnce));
  }

  /** What was added since the last group; there must be something. */
  take(): ParquetGroup {
    const writer = this.#writer;
    const rows = this.#rows;
    writer.index = 0;
    writer.offset = 0;
    const chunks = this.#columns.map(({ column, cells: { presence, take } }) => {
      const place = { name: column.name, type: typeOf(column, this.#decimals), rows };
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
    const group = { bytes: writer.getBytes().slice(), rows, rowGroup, misfits: this.#misfits, needs: this.#needs };
    this.#rows = 0;
    this.#misfits = 0;
    this.#needs = undefined;
    return group;
  }

  #addSome(rows: readonly Item[]): void {
    const notes = this.#notes;
    const first = this.#rows;
    const lines = rows.map((row, slot) => notes.use(row, slot));
    const places = rows.map((row) => decimalPlaces(this.#view.currencyOf(row)));
    for (const [index, { column, cells }] of this.#columns.entries()) {
      for (let slot = 0; slot < rows.length; slot += 1) {
        const line = lines[slot];
        const at = line === undefined ? computed : notes.indexOf(index, slot);
        if (at === missing) continue;
        const row = rows[slot] as Item;
        const to = first + slot;
        const placesHere = placesOf(column, row, places[slot] as number);
        if (at === computed ? isCopied(column, cells, row, to) : line && cells.copy(to, line, at, placesHere)) continue;
        const value = column.read(row);
        if (value !== undefined && value !== null) this.#note(cells.put(to, value, placesHere));
      }
    }
    this.#rows += rows.length;
  }

  #note(misfit: Misfit | undefined): void {
    if (misfit === undefined) return;
    this.#misfits += 1;
    this.#needs = widest(this.#needs, misfit.needs);
  }
}

const noValues = { encoding: "PLAIN", bytes: new Uint8Array(), isCompressed: false } as const;

/** Copies a text that is computed; false, and nothing put, where that cannot be done. */
const isCopied = ({ copy }: Column, { copyOf }: Cells, row: Item, at: number): boolean =>
  copy !== undefined && copyOf?.(at, (to) => copy(row, to)) === true;
