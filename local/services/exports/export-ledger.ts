/** Which tables have continuous backups and which exports there are: what survives a restart of the local stack. */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { type ExportRecord, exportRecord } from "./export-record.ts";

/** Milliseconds: how long a token stands for one export, and for how long exports are listed. */
const tokenLife = 8 * 3_600_000;
const listLife = 90 * 86_400_000;

const state = z.object({ backups: z.record(z.string(), z.number()), exports: z.array(exportRecord) });

export class ExportLedger {
  readonly #folder: string | undefined;
  readonly #backups: Map<string, number>;
  #exports: readonly ExportRecord[];

  /** Kept in this folder, or in memory. */
  constructor(folder: string | undefined) {
    this.#folder = folder;
    const kept = readState(folder);
    this.#backups = new Map(Object.entries(kept.backups));
    this.#exports = kept.exports.map(brokenOff);
  }

  /** Names of the tables with continuous backups. */
  tables(): Iterable<string> {
    return this.#backups.keys();
  }

  hasBackups(table: string): boolean {
    return this.#backups.has(table);
  }

  setBackups(table: string, on: boolean): void {
    if (!on) this.#backups.delete(table);
    else if (!this.#backups.has(table)) this.#backups.set(table, Date.now());
    this.#save();
  }

  /** Adds an export, or what became of it; what is too old to be listed goes. */
  keep(record: ExportRecord): void {
    const others = this.#exports.filter(
      ({ exportArn, startTime }) => exportArn !== record.exportArn && startTime > Date.now() - listLife,
    );
    this.#exports = [...others, record].sort((one, other) => one.startTime - other.startTime);
    this.#save();
  }

  byArn(arn: string): ExportRecord | undefined {
    return this.#exports.find(({ exportArn }) => exportArn === arn);
  }

  /** What a token stands for, as long as it does. */
  byToken(token: string): ExportRecord | undefined {
    return this.#exports.find(
      ({ clientToken, startTime }) => clientToken === token && startTime > Date.now() - tokenLife,
    );
  }

  /** Of this table, or of all; the newest first. */
  newestFirst(tableArn: string | undefined): readonly ExportRecord[] {
    return this.#exports.filter((each) => tableArn === undefined || each.tableArn === tableArn).toReversed();
  }

  #save(): void {
    const folder = this.#folder;
    if (folder === undefined) return;
    mkdirSync(folder, { recursive: true });
    const file = join(folder, fileName);
    writeFileSync(
      `${file}.new`,
      JSON.stringify({ backups: Object.fromEntries(this.#backups), exports: this.#exports }),
    );
    renameSync(`${file}.new`, file);
  }
}

const fileName = "exports.json";

function readState(folder: string | undefined): z.infer<typeof state> {
  if (folder === undefined) return { backups: {}, exports: [] };
  try {
    return state.parse(JSON.parse(readFileSync(join(folder, fileName), "utf8")));
  } catch {
    return { backups: {}, exports: [] };
  }
}

/** What ran when the shop was closed was never finished. */
const brokenOff = (record: ExportRecord): ExportRecord =>
  record.status === "IN_PROGRESS"
    ? {
        ...record,
        status: "FAILED",
        failureCode: "InternalServerError",
        failureMessage: "The local stack was stopped.",
      }
    : record;
