/** Puts rows into the order of their time, as long as they fit into memory; more come as the export has them. */
import type { MadeRows } from "./made-rows.ts";

export interface Arranger {
  /** What can be written now. */
  readonly add: (rows: RowBlock) => RowBlock[];
  /** The rest, and whether everything is in order. */
  readonly end: () => { readonly rest: readonly RowBlock[]; readonly isSorted: boolean };
}

export type RowBlock = Pick<MadeRows, "bytes" | "ends" | "times" | "group">;

/** Rows and bytes that are kept for sorting at most. */
const limit = { rows: 250_000, bytes: 40 * 1024 * 1024 };

/** Collects rows for one file. */
export function arranger(): Arranger {
  let kept: RowBlock[] = [];
  let size = { rows: 0, bytes: 0 };
  let isSorted = true;
  return {
    add(block) {
      if (!isSorted) return [block];
      kept.push(block);
      size = { rows: size.rows + block.ends.length, bytes: size.bytes + block.bytes.length };
      if (size.rows <= limit.rows && size.bytes <= limit.bytes) return [];
      const out = kept;
      kept = [];
      isSorted = false;
      return out;
    },
    end: () => (isSorted ? { rest: [sorted(kept, size)], isSorted } : { rest: kept, isSorted }),
  };
}

/** One block with all rows, oldest first; rows of the same time stay as they came, those without one come last. */
function sorted(blocks: readonly RowBlock[], size: { rows: number; bytes: number }): RowBlock {
  const rows: { readonly time: number; readonly row: Uint8Array }[] = [];
  for (const { bytes, ends, times } of blocks) {
    let start = 0;
    for (const [index, end] of ends.entries()) {
      rows.push({ time: times[index] ?? Number.NaN, row: bytes.subarray(start, end) });
      start = end;
    }
  }
  rows.sort((one, other) => rank(one.time) - rank(other.time) || 0);
  const bytes = new Uint8Array(size.bytes);
  const ends = new Uint32Array(size.rows);
  let at = 0;
  for (const [index, { row }] of rows.entries()) {
    bytes.set(row, at);
    ends[index] = at += row.length;
  }
  return { bytes, ends, times: Float64Array.from(rows, ({ time }) => time) };
}

const rank = (time: number): number => (Number.isNaN(time) ? Number.MAX_VALUE : time);
