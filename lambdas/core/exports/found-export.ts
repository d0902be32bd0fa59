/** An export as its manifests tell of it, and what can be wrong with one. */
import type { Instant } from "../values/instant.ts";
import type { Item } from "./item.ts";

export interface DataFile {
  /** Where it lies, relative to the place's root; where it should lie, when it is missing. */
  readonly key: string;
  /** Packed bytes; undefined where the file is missing. */
  readonly size: number | undefined;
  readonly itemCount: number;
  /** Base64 of the packed bytes' MD5. */
  readonly md5: string;
}

interface Described {
  /** `01768385930622-efd1a093`. */
  readonly id: string;
  /** Key of its `manifest-summary.json`. */
  readonly summaryKey: string;
  readonly tableArn: string;
  readonly tableId: string;
  /** The last part of the ARN. */
  readonly table: string;
  readonly itemCount: number;
  /** Those without an item are left out. */
  readonly files: readonly DataFile[];
  /** What is wrong with its manifests, and which files are missing. */
  readonly findings: readonly Finding[];
}

/** All items as they stood at one moment. */
export interface FullExport extends Described {
  readonly kind: "full";
  readonly exportTime: Instant;
}

/** What changed within a window: one line for each item, its net change. */
export interface IncrementalExport extends Described {
  readonly kind: "incremental";
  /** Inclusive. */
  readonly from: Instant;
  /** Exclusive. */
  readonly to: Instant;
  /** Whether the images before the change are there too. */
  readonly oldImages: boolean;
}

export type FoundExport = FullExport | IncrementalExport;

/** One that began and has no summary: it is still running, or failed. Whether it was full or an increment, nothing tells. */
export interface UnfinishedExport {
  /** Its folder, as a finding names it. */
  readonly where: string;
  /** By its id; undefined where its folder has another name. */
  readonly begunAt: Instant | undefined;
}

/** One whose manifests do not say what it holds. */
export interface UnreadableExport {
  readonly findings: readonly Finding[];
  /** By its id; it tells of nothing after that. */
  readonly begunAt: Instant | undefined;
}

/** What an item was and became; without `newImage` it was deleted. */
export interface ItemChange {
  readonly keys: Item;
  readonly oldImage?: Item;
  readonly newImage?: Item;
  /** Microseconds since 1970; exact in a double until 2255. */
  readonly writtenAtMicros: number;
}

/** Something wrong with an export, said so that a person finds it and can mend it. */
export interface Finding {
  /** `orders/AWSDynamoDB/…/data/x.json.gz, line 12`: a path or address of the place. */
  readonly where: string;
  /** One sentence. */
  readonly what: string;
  /** What to do about it, one sentence. */
  readonly mend: string;
}

/** Thrown where a finding stops the work. */
export class ExportProblem extends Error {
  override readonly name = "ExportProblem";
  readonly finding: Finding;

  constructor(finding: Finding) {
    super(sentence(finding));
    this.finding = finding;
  }
}

/** A finding as one line for a person. */
export function sentence(finding: Finding): string {
  return `${finding.where}: ${finding.what} ${finding.mend}`;
}
