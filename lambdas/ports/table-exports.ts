/** What exporting the orders table needs: the table's continuous backups, and a record of how far it was exported. */

import type { PendingExport } from "#core/exports/progress.ts";
import type { Instant } from "#core/values/instant.ts";

/** Exports of the orders table into the bucket. */
export interface TableExports {
  /** The first and the last moment whose state can be exported. */
  restorable(): Promise<{ readonly earliest: Instant; readonly latest: Instant }>;
  /** Begins an export, or finds the one that was begun with the same token; its ARN. Rejects with a WorldFailure. */
  start(wanted: PendingExport): Promise<string>;
  /** `unknown`: it is forgotten, which DynamoDB does after 90 days. */
  stateOf(exportArn: string): Promise<"running" | "complete" | "failed" | "unknown">;
}

/** How far the exports are. */
export interface ExportLedger {
  load(): Promise<Ledger | undefined>;
  /** Over what was read; false where another run saved meanwhile. */
  save(ledger: Ledger): Promise<boolean>;
  /** Notes that an export has become readable. */
  noteExport(at: Instant): Promise<void>;
}

export interface Ledger {
  /** Grows by one with each save; 0 before the first. */
  readonly version: number;
  /** When exports were first looked after. */
  readonly begunAt: Instant;
  /** Every change before this is in an export that is complete or pending; undefined until the first. */
  readonly exportedUntil?: Instant;
  readonly pending: readonly PendingExport[];
  /** When the last export became readable. */
  readonly lastExportAt?: Instant;
}
