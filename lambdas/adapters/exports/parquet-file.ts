/** Groups of rows, one behind the other, as a Parquet file. */
import type { RowGroup } from "hyparquet";
import { ByteWriter, ParquetWriter } from "hyparquet-writer";
import type { View } from "#core/exports/column.ts";
import { type Decimals, parquetSchema, usualDecimals } from "./parquet-columns.ts";
import type { ParquetGroup } from "./parquet-groups.ts";

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
      parquet.row_groups.push(moved(rowGroup, BigInt(Math.max(offset, magic))));
      parquet.num_rows += BigInt(rows);
      return following(bytes);
    },
    end() {
      void parquet.finish();
      return following(writer.getBytes().slice(magic));
    },
  };
}

/** "PAR1", with which a file begins and ends. */
const magic = 4;

/** A group that stood at the beginning, so many bytes later. */
function moved(group: ParquetGroup["rowGroup"], by: bigint): RowGroup {
  return {
    ...group,
    columns: group.columns.map(({ file_offset, meta_data }) => ({
      file_offset: file_offset + by,
      meta_data: {
        ...meta_data,
        data_page_offset: meta_data.data_page_offset + by,
        ...(meta_data.dictionary_page_offset !== undefined && {
          dictionary_page_offset: meta_data.dictionary_page_offset + by,
        }),
      },
    })),
  };
}
