/** What whoever reads exports asks for, and gets. */
import type { Finding, FoundExport } from "#core/exports/found-export.ts";
import type { Item } from "#core/exports/item.ts";
import type { Instant } from "#core/values/instant.ts";

export interface ReadingOptions {
  /** Names of the attributes that items are to have, where they have them; all unless said. Fewer are quicker. */
  readonly wanted?: readonly string[];
  /** Go on without what is wrong, and tell of it in `findings` and `leftOut`; else the first finding is thrown. */
  readonly lenient?: boolean;
  /** Only items that may have been written since; older ones may be among them still. */
  readonly since?: Instant;
  /** How many threads read; 0: none but the caller's. As many as there are cores unless said, none for a small export. */
  readonly threads?: number;
  readonly onProgress?: (progress: Progress) => void;
}

export interface Progress {
  /** Packed bytes of data files. */
  readonly bytesRead: number;
  readonly bytesTotal: number;
}

/** A function that makes something of items in the thread that reads them, so that this is done on all cores. */
export interface RowMaker {
  /** Address of its module, `import.meta.resolve("./order-rows.ts")`. */
  readonly module: string;
  /** The exported function's name; called once in each thread with the options, it gives a MakeRows. */
  readonly name: string;
  /** Must survive a structured clone. */
  readonly options: unknown;
}

/**
 * Called with the items of one batch; what it gives must survive a structured clone. Uint8Arrays that are properties of
 * it, or it itself, are handed over without a copy where they have a buffer of their own.
 */
export type MakeRows<Rows> = (items: readonly Item[]) => Rows;

export interface Reading<Batch> {
  /** What is read, the newest first. */
  readonly exports: readonly FoundExport[];
  /** Worth knowing, though nothing is wrong. */
  readonly warnings: readonly Finding[];
  /** What was wrong and is left out (lenient only); grows while batches come, but not beyond a hundred. */
  readonly findings: readonly Finding[];
  /** Grows while batches come. */
  readonly leftOut: LeftOut;
  /** To be gone through once. The batches of one file are in its order; where an item occurs once only, it is its present state. */
  readonly batches: AsyncIterable<Batch>;
}

export interface LeftOut {
  /** Findings of all kinds. */
  findings: number;
  /** Items that manifests promise but that could not be read. */
  items: number;
}
