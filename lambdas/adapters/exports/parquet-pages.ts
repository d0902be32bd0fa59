/**
 * A column's values of a group as pages, the second version of them
 * (https://parquet.apache.org/docs/file-format/data-pages/): a dictionary where there is one, and all values in one page.
 */
import type { ColumnMetaData, Encoding, PageHeader, ParquetType } from "hyparquet";
import type { ByteWriter } from "hyparquet-writer/src/bytewriter.js";
import { writePageHeader } from "hyparquet-writer/src/datapage.js";
import { snappy } from "./snappy.ts";

/** Where a column's values of a group stand, counted from the group's begin. */
export interface ColumnChunk {
  readonly file_offset: bigint;
  readonly meta_data: ColumnMetaData;
}

/** Which rows of a group have a value. */
export class Presence {
  #bits = new Uint8Array(1250);
  /** How many rows have one. */
  count = 0;

  /** Rows come in their order, each at most once. */
  mark(row: number): void {
    const at = row >> 3;
    if (at >= this.#bits.length) {
      const larger = new Uint8Array((at + 1) * 2);
      larger.set(this.#bits);
      this.#bits = larger;
    }
    this.#bits[at] = (this.#bits[at] as number) | (1 << (row & 7));
    this.count += 1;
  }

  /** Definition levels of so many rows: the same for all, or a bit for each. */
  levels(rows: number): Uint8Array {
    if (this.count === 0 || this.count === rows) return Uint8Array.from([...runHeader(rows), Math.sign(this.count)]);
    const bytes = Math.ceil(rows / 8);
    const header = packedHeader(bytes);
    const levels = new Uint8Array(header.length + bytes);
    levels.set(header);
    levels.set(this.#bits.subarray(0, bytes), header.length);
    return levels;
  }

  clear(): void {
    this.#bits.fill(0);
    this.count = 0;
  }
}

/** The values of those rows that have one. */
export interface PageValues {
  readonly encoding: Encoding;
  readonly bytes: Uint8Array;
  /** Written plain. */
  readonly dictionary?: { readonly bytes: Uint8Array; readonly count: number };
  readonly isCompressed: boolean;
  /** The least and the greatest. */
  readonly bounds?: { readonly min_value: bigint; readonly max_value: bigint };
}

export interface ChunkPlace {
  readonly name: string;
  readonly type: ParquetType;
  readonly rows: number;
}

/** Writes a column's pages; says where they are. */
export function writeChunk(
  writer: ByteWriter,
  { name, type, rows }: ChunkPlace,
  presence: Presence,
  { encoding, bytes, dictionary, isCompressed, bounds }: PageValues,
): ColumnChunk {
  const start = writer.offset;
  let saved = 0;
  const page = (levels: Uint8Array, plain: Uint8Array, header: Omit<PageHeader, SizeOfPage>): void => {
    const packed = isCompressed ? snappy(plain) : plain;
    saved += plain.length - packed.length;
    const sizes = {
      uncompressed_page_size: levels.length + plain.length,
      compressed_page_size: levels.length + packed.length,
    };
    writePageHeader(writer, { ...header, ...sizes });
    writer.appendBytes(levels);
    writer.appendBytes(packed);
  };
  if (dictionary !== undefined) {
    const { count } = dictionary;
    const header = { num_values: count, encoding: "PLAIN" } as const;
    page(noLevels, dictionary.bytes, { type: "DICTIONARY_PAGE", dictionary_page_header: header });
  }
  const dataStart = writer.offset;
  const levels = presence.levels(rows);
  page(levels, bytes, {
    type: "DATA_PAGE_V2",
    data_page_header_v2: {
      num_values: rows,
      num_nulls: rows - presence.count,
      num_rows: rows,
      encoding,
      definition_levels_byte_length: levels.length,
      repetition_levels_byte_length: 0,
      is_compressed: isCompressed,
    },
  });
  const size = writer.offset - start;
  return {
    file_offset: BigInt(start),
    meta_data: {
      type,
      encodings: dictionary === undefined ? [encoding] : ["PLAIN", encoding],
      path_in_schema: [name],
      codec: isCompressed ? "SNAPPY" : "UNCOMPRESSED",
      num_values: BigInt(rows),
      total_compressed_size: BigInt(size),
      total_uncompressed_size: BigInt(size + saved),
      data_page_offset: BigInt(dataStart),
      ...(dictionary && { dictionary_page_offset: BigInt(start) }),
      ...(bounds && { statistics: { ...bounds, null_count: BigInt(rows - presence.count) } }),
    },
  };
}

type SizeOfPage = "uncompressed_page_size" | "compressed_page_size";
const noLevels = new Uint8Array();

/** Indexes into a dictionary of so many, each in as few bits as will do; the first byte says how few. */
export function packedIndexes(indexes: Int32Array, entries: number): Uint8Array {
  const width = 32 - Math.clz32(entries - 1);
  if (width === 0) return Uint8Array.from([0, ...runHeader(indexes.length)]);
  const eights = Math.ceil(indexes.length / 8);
  const header = [width, ...packedHeader(eights)];
  const packed = new Uint8Array(header.length + eights * width);
  packed.set(header);
  let to = header.length;
  let bits = 0;
  let held = 0;
  // Up to the last group of eight, which fills its bytes.
  for (let at = 0; at < eights * 8; at += 1) {
    held |= (at < indexes.length ? (indexes[at] as number) : 0) << bits;
    bits += width;
    for (; bits >= 8; bits -= 8, held >>>= 8, to += 1) packed[to] = held;
  }
  return packed;
}

/** Before values that are all the same, as many as rows. */
const runHeader = (count: number): number[] => variable(count * 2);

/** Before values one behind the other, in groups of eight. */
const packedHeader = (eights: number): number[] => variable(eights * 2 + 1);

/** A whole number in as few bytes as will do, the least seven bits first. */
function variable(number: number): number[] {
  return number < 0x80 ? [number] : [(number % 0x80) | 0x80, ...variable(Math.floor(number / 0x80))];
}
