/** Rows as a Parquet file, group by group: a group is made anywhere, also in another thread, and put into the file here. */
import { ByteWriter, ParquetWriter, type ParquetWriter as Writer } from "hyparquet-writer";
import { placesOf, type View } from "#core/exports/column.ts";
import type { Item } from "#core/exports/item.ts";
import { computed, missing, RowNotes } from "#core/exports/row-notes.ts";
import { decimalPlaces } from "#core/values/money.ts";
import { cellsOf, noCells } from "./parquet-cells.ts";
import { type Decimals, parquetSchema, storedSchema, usualDecimals } from "./parquet-columns.ts";

/** Rows as they stand in the file, but for their place in it; survives a structured clone. */
export interface ParquetGroup {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly rows: number;
  readonly rowGroup: Writer["row_groups"][number];
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
  const schema = storedSchema(view, decimals);
  const columns = view.columns.map((column) => ({ column, cells: cellsOf(column, decimals), isEmpty: true }));
  const notes = new RowNotes(view.columns);
  const writer = new ByteWriter(1024 * 1024);
  let rows = 0;
  let misfits = 0;
  let needs: Decimals | undefined;
  return {
    waiting: () => rows,
    isFull: () => rows >= groupSize || columns.reduce((size, { cells }) => size + cells.size(), 0) >= largestGroup,
    add(row) {
      const places = decimalPlaces(view.currencyOf(row));
      const line = notes.use(row);
      let index = -1;
      for (const each of columns) {
        index += 1;
        if (line !== undefined) {
          const at = notes.indexOf(index);
          if (at === missing) continue;
          if (at !== computed && each.cells.copy?.(rows, line, at) === true) {
            each.isEmpty = false;
            continue;
          }
        }
        const value = each.column.read(row);
        if (value === undefined || value === null) continue;
        const misfit = each.cells.put(rows, value, placesOf(each.column, row, places));
        if (misfit === undefined) each.isEmpty = false;
        else {
          misfits += 1;
          needs = widest(needs, misfit.needs);
        }
      }
      rows += 1;
    },
    take() {
      const nothing = noCells(rows);
      const columnData = columns.map((each) => {
        const cells = each.isEmpty ? nothing : each.cells.take(rows);
        each.isEmpty = true;
        return { name: each.column.name, offsetIndex: false, ...cells };
      });
      writer.index = 0;
      writer.offset = 0;
      const parquet = new ParquetWriter({ writer, schema, statistics: false });
      // Groups are small enough for each column to be one page.
      void parquet.write({ columnData, rowGroupSize: Math.max(rows, 1), pageSize: 0 });
      const [rowGroup] = parquet.row_groups;
      if (!rowGroup) throw new RangeError("a group of Parquet has at least one row");
      const group = { bytes: writer.getBytes().slice(magic), rows, rowGroup, misfits, needs };
      rows = 0;
      misfits = 0;
      needs = undefined;
      return group;
    },
  };
}

export interface ParquetFile {
  /** The bytes that come next in the file. */
  readonly add: (group: ParquetGroup) => Uint8Array;
  /** The last bytes. */
  readonly end: () => Uint8Array;
}

/** Puts groups of one view one behind the other; the file is what `add` and `end` give, in their order. */
export function parquetFile(view: View, decimals: Decimals = usualDecimals): ParquetFile {
  const writer = new ByteWriter();
  const parquet = new ParquetWriter({ writer, schema: parquetSchema(view, decimals), createdBy: "comptoir" });
  const head = writer.getBytes().slice();
  let offset = 0;
  const following = (bytes: Uint8Array): Uint8Array => {
    const all = offset === 0 ? Buffer.concat([head, bytes]) : bytes;
    offset += all.length;
    return all;
  };
  return {
    add({ bytes, rows, rowGroup }) {
      parquet.row_groups.push(moved(rowGroup, BigInt(Math.max(offset, magic) - magic)));
      parquet.num_rows += BigInt(rows);
      return following(bytes);
    },
    end() {
      void parquet.finish();
      return following(writer.getBytes().slice(magic));
    },
  };
}

/** Decimals that hold what both hold. */
export function widest(one: Decimals | undefined, other: Decimals | undefined): Decimals | undefined {
  if (!one || !other) return one ?? other;
  const scale = Math.max(one.scale, other.scale);
  return { scale, precision: one.precision === 38 || other.precision === 38 || scale > 6 ? 38 : 18 };
}

/** "PAR1", with which a file begins and ends. */
const magic = 4;

/** A group that stood at the beginning of a file, so many bytes later. */
function moved(group: ParquetGroup["rowGroup"], by: bigint): ParquetGroup["rowGroup"] {
  return {
    ...group,
    columns: group.columns.map((chunk) => ({
      ...chunk,
      file_offset: chunk.file_offset + by,
      ...(chunk.meta_data && {
        meta_data: {
          ...chunk.meta_data,
          data_page_offset: chunk.meta_data.data_page_offset + by,
          ...(chunk.meta_data.dictionary_page_offset !== undefined && {
            dictionary_page_offset: chunk.meta_data.dictionary_page_offset + by,
          }),
        },
      }),
    })),
  };
}
