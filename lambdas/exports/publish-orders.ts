/** Makes an export readable as soon as it is complete: the orders of each day it tells of, or all of them, as files for people. */
import * as z from "zod";
import { DataFiles } from "#adapters/exports/data-files.ts";
import { type FileReading, readFileChanges, readItems } from "#adapters/exports/read-file.ts";
import { attributeChooser } from "#adapters/exports/reading.ts";
import { json } from "#core/exports/exact-text.ts";
import type { DataFile, FoundExport, IncrementalExport } from "#core/exports/found-export.ts";
import { localClock } from "#core/exports/local-clock.ts";
import { daysBetween, nextDay, startOfDay } from "#core/exports/shop-days.ts";
import { toIso } from "#core/values/instant.ts";
import type { Locale } from "#core/values/locale.ts";
import type { Clock } from "#ports/clock.ts";
import { Unprocessable } from "#ports/failures.ts";
import type { ExportLedger } from "#ports/table-exports.ts";
import type { Upload } from "#ports/upload.ts";
import { log } from "#runtime/log.ts";
import { count } from "#runtime/metrics.ts";
import { type ExportBucket, exportIn, incrementsIn, summaryKeys } from "./day-sources.ts";
import type { ReadableOptions } from "./page-orders.ts";
import { ReadableFiles, type Widths } from "./readable-orders.ts";

export interface PublishDeps extends ExportBucket {
  readonly locale: Locale;
  readonly upload: (key: string, contentType: string) => Upload;
  /** Items of an export, or of a day's exports, beyond which no files are written: the function's time would not do. */
  readonly mostItems: number;
  readonly ledger: Pick<ExportLedger, "noteExport">;
  readonly now: Clock;
}

const created = z.object({ detail: z.object({ object: z.object({ key: z.string() }) }) });

/**
 * Publishes the export whose `manifest-summary.json` the event tells of. The files follow from the exports in the bucket alone,
 * so a repeated event writes the same again. Rejects where an export is not whole, and the event comes again.
 */
export async function publishOrders(event: unknown, deps: PublishDeps): Promise<void> {
  const read = created.safeParse(event);
  if (!read.success) throw new Unprocessable("this is no event of a new object", { cause: read.error });
  const { key } = read.data.detail.object;
  const folder = /^(exports\/.+\/)manifest-summary\.json$/.exec(key)?.[1];
  if (folder === undefined) {
    log.info("an object is no export");
    return;
  }
  const found = await exportIn(folder, deps);
  const orders = found.kind === "full" ? await publishAll(found, deps) : await publishDays(found, deps);
  await deps.ledger.noteExport(deps.now());
  count("ExportsPublished");
  log.info("an export is readable", { exportId: found.id, kind: found.kind, orders });
}

async function publishAll(found: Extract<FoundExport, { kind: "full" }>, deps: PublishDeps): Promise<number> {
  if (areTooMany([found], deps)) return 0;
  const minute = localClock(deps.timeZone).wall(toIso(found.exportTime)) ?? toIso(found.exportTime);
  const of = minute.slice(0, 16).replace(" ", "-").replace(":", "");
  return written({ ...deps, of, all: true }, async (files) => {
    for await (const items of readEach(found, deps, readItems)) for (const item of items) await files.add(item);
  });
}

/** What is left out can be read from the exports themselves, by a machine that has the time. */
function areTooMany(sources: readonly FoundExport[], { mostItems }: PublishDeps): boolean {
  const items = sources.reduce((sum, { itemCount }) => sum + itemCount, 0);
  if (items > mostItems) log.warn("an export is too large to be made readable", { exportId: sources[0]?.id, items });
  return items > mostItems;
}

async function publishDays(found: IncrementalExport, deps: PublishDeps): Promise<number> {
  let orders = 0;
  for (const day of daysBetween(found.from, found.to, deps.timeZone)) orders += await publishDay(day, deps);
  return orders;
}

/** From every export that tells of the day, and again if one became complete meanwhile: another run may have known of it. */
async function publishDay(day: string, deps: PublishDeps): Promise<number> {
  for (;;) {
    const keys = await summaryKeys(day, deps);
    const sources = await incrementsIn(keys, deps);
    if (areTooMany(sources, deps)) return 0;
    const orders = await writeDay(day, sources, deps);
    const after = await summaryKeys(day, deps);
    if (after.length === keys.length) return orders;
  }
}

async function writeDay(day: string, sources: readonly IncrementalExport[], deps: PublishDeps): Promise<number> {
  const newest = await newestWrites(day, sources, deps);
  return written({ ...deps, of: day, all: false }, async (files) => {
    // Where windows overlap, the same write is told twice.
    const told = new Set<string>();
    for (const source of sources)
      for await (const { keys, newImage, writtenAtMicros } of changesOf(source, deps)) {
        const key = json(keys);
        if (newest.get(key) !== writtenAtMicros || told.has(key)) continue;
        told.add(key);
        if (newImage) await files.add(newImage);
      }
  });
}

/** When each order was last written on the day, in microseconds; some hundred bytes for each order, whatever its size. */
async function newestWrites(
  day: string,
  sources: readonly IncrementalExport[],
  deps: PublishDeps,
): Promise<Map<string, number>> {
  const from = startOfDay(day, deps.timeZone) * 1000;
  const to = startOfDay(nextDay(day), deps.timeZone) * 1000;
  const newest = new Map<string, number>();
  for (const source of sources)
    for await (const { keys, writtenAtMicros } of changesOf(source, deps, [])) {
      if (writtenAtMicros < from || writtenAtMicros >= to) continue;
      const key = json(keys);
      newest.set(key, Math.max(writtenAtMicros, newest.get(key) ?? 0));
    }
  return newest;
}

async function* changesOf(source: IncrementalExport, deps: PublishDeps, wanted?: readonly string[]) {
  for await (const batch of readEach(source, deps, readFileChanges, wanted)) yield* batch;
}

/** What is read of each of an export's files. */
function readEach<Batch>(
  { summaryKey, files: all }: FoundExport,
  { open }: PublishDeps,
  read: (file: DataFile, reading: FileReading) => AsyncIterable<Batch>,
  wanted?: readonly string[],
): AsyncIterable<Batch> {
  const files = new DataFiles(open(summaryKey));
  const isWanted = attributeChooser(wanted && { only: wanted });
  const terms = { files, isWanted, oldImages: false, onFinding: () => undefined };
  const tasks = all.map((file) => ({ file }));
  return files.inTurn(tasks, ({ file }) => read(file, terms));
}

/**
 * Ends the files where all went well, and leaves the earlier ones in their place where not. Where orders turn out to have
 * attributes or amounts that the files have no room for, they are written once more with room for all.
 */
async function written(options: ReadableOptions, write: (files: ReadableFiles) => Promise<void>): Promise<number> {
  for (let widths: Widths = new Map(); ; ) {
    const files = new ReadableFiles(options, widths);
    try {
      await write(files);
      const needed = await files.finish();
      if (needed === undefined) return await files.end();
      widths = needed;
    } catch (error) {
      await files.abandon();
      throw error;
    }
    await files.abandon();
  }
}
