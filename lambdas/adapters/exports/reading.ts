/** What whoever reads exports asks for, and gets. */
import type { Finding, FoundExport } from "#core/exports/found-export.ts";
import type { Item } from "#core/exports/item.ts";
import type { Instant } from "#core/values/instant.ts";

export interface ReadingOptions {
  /** The attributes that items are to have, where they have them; all unless said. Fewer are quicker. */
  readonly attributes?: AttributeChoice;
  /** Go on without what is wrong, and tell of it in `findings` and `leftOut`; else the first finding is thrown. */
  readonly lenient?: boolean;
  /** Only items that may have been written since; older ones may be among them still. */
  readonly since?: Instant;
  /** The table's key, where it is known, `["orderId"]`: an item without it is wrong. */
  readonly keyNames?: readonly string[];
  /**
   * Whether the batches must come in the order of the files, the same each time. Without, threads need not wait for each
   * other; for rows that are sorted afterwards.
   */
  readonly inOrder?: boolean;
  /**
   * How many threads read and make rows, the caller's among them. As many as there are cores unless said, that one alone for
   * exports of a few megabytes. Items themselves are always read in the caller's thread: copying them costs more than reading does.
   */
  readonly threads?: number;
  readonly onProgress?: (progress: Progress) => void;
}

/** Names of attributes: these and no others, or all others than these. */
export type AttributeChoice = { readonly only: readonly string[] } | { readonly without: readonly string[] };

/** Tells which attributes are chosen. */
export function attributeChooser(choice: AttributeChoice = { without: [] }): (name: string) => boolean {
  const isOnly = "only" in choice;
  const names = new Set(isOnly ? choice.only : choice.without);
  return (name) => names.has(name) === isOnly;
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
  /** The exported function's name; called once in each thread with the options, it gives a MakeRows, or a promise of one. */
  readonly name: string;
  /** Must survive a structured clone. */
  readonly options: unknown;
}

/**
 * Called with the items of one batch; what it gives must survive a structured clone. Uint8Arrays that are properties of
 * it, or it itself, are handed over without a copy where they have a buffer of their own.
 */
export interface MakeRows<Rows> {
  /** Undefined where all is held back, to be given with a later batch. */
  (items: readonly Item[]): Rows | undefined;
  /** What was held back of the batches so far: asked for at the end of each file. */
  readonly rest?: () => Rows;
  /** What was held back of all files, of whichever: asked for once, when there is nothing more to read. */
  readonly last?: () => Rows;
}

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
