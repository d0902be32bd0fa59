/** Rows as they come from the threads that make them. */
import type { ParquetGroup } from "#adapters/exports/parquet-groups.ts";
import type { Item } from "#core/exports/item.ts";
import type { Standing } from "#core/exports/selection.ts";

export interface MadeRows {
  /** All rows, one behind the other. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Where each row ends in `bytes`. */
  readonly ends: Uint32Array<ArrayBuffer>;
  /** When each row happened, milliseconds since 1970; NaN where nothing is known. */
  readonly times: Float64Array<ArrayBuffer>;
  /** How many there are. */
  readonly rows: number;
  /** For Parquet, whose bytes are not divided into rows. */
  readonly group?: Omit<ParquetGroup, "bytes">;
  /** Texts that were too long for a cell of Excel. */
  readonly cut?: number;
  readonly counts: Counts;
  /** What has no column yet. */
  readonly surplus: readonly string[];
}

/** Items by their standing, and how many of them were chosen. */
export type Counts = Record<Standing | "chosen", number>;

export const noCounts = (): Counts => ({ order: 0, test: 0, refused: 0, "no order": 0, chosen: 0 });

/** What makes rows of one format. */
export interface Rows {
  /** Adds these rows, which need not be there afterwards. */
  readonly add: (rows: readonly Item[]) => void;
  /** Whether those added are enough to be handed over together. */
  readonly areMany: () => boolean;
  /** What was added since the last time. */
  readonly taken: () => Omit<MadeRows, "counts" | "surplus">;
}

/** Made anew each time: what is handed over to another thread is gone here. */
export const noRows = (): Omit<MadeRows, "counts" | "surplus"> => ({
  bytes: new Uint8Array(),
  ends: new Uint32Array(),
  times: new Float64Array(),
  rows: 0,
});
