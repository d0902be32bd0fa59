/** The present state of a table from its exports: the newest full one, and what changed since. */
import { availableParallelism } from "node:os";
import type { FoundExport } from "#core/exports/found-export.ts";
import type { Item } from "#core/exports/item.ts";
import { keySetMemory } from "#core/exports/key-set.ts";
import { planPresent } from "#core/exports/plan-reading.ts";
import type { ExportPlace } from "#ports/export-place.ts";
import { DataFiles } from "./data-files.ts";
import { findExports } from "./find-exports.ts";
import { makerOf } from "./maker-of.ts";
import { PresentReader, type PresentTerms, tasksOf } from "./present-reader.ts";
import { readInThreads } from "./read-in-threads.ts";
import { attributeChooser, type Reading, type ReadingOptions, type RowMaker } from "./reading.ts";
import { reportOf, watched } from "./reading-report.ts";

/**
 * What the maker makes of the items as they stand after the last export, batch by batch, in as many threads as `options` ask
 * for; deleted items are not among them. Rejects with a PlaceProblem or an ExportProblem, as going through the batches does.
 * Memory stays flat: a block of a file for each thread, and 29 bytes for each change that increments tell.
 */
export async function readPresentRows<Rows>(
  place: ExportPlace,
  maker: RowMaker,
  options: ReadingOptions = {},
): Promise<Reading<Rows>> {
  const { plan, report } = await prepare(place, options);
  const { sources, warnings } = plan;
  const threads = options.threads ?? suitableThreads(sources);
  const { attributes, lenient = false, inOrder = true } = options;
  const terms = { place: place.name, attributes, lenient, maker, ...termsOf(sources, options) };
  const batches =
    threads < 2
      ? made<Rows>(here(place, sources, options, report), maker)
      : readInThreads<Rows>({ place, sources, threads, inOrder, terms, ...watched(sources, options, report) });
  return { exports: sources, warnings, ...report, batches };
}

async function prepare(place: ExportPlace, options: ReadingOptions) {
  const { exports, ...others } = await findExports(place, options.since);
  const plan = planPresent(exports, options.since, others);
  return { plan, report: reportOf(plan.findings, options) };
}

/** Bytes of packed data below which a thread's start costs more than it brings. */
const smallExport = 4_000_000;

function suitableThreads(sources: readonly FoundExport[]): number {
  const files = sources.flatMap((source) => source.files);
  const bytes = files.reduce((sum, { size }) => sum + (size ?? 0), 0);
  const cores = availableParallelism();
  return bytes < smallExport ? 1 : Math.min(cores, files.length, 8);
}

function termsOf(sources: readonly FoundExport[], { keyNames = [] }: ReadingOptions): PresentTerms {
  const increments = sources.filter(({ kind }) => kind === "incremental");
  const changes = increments.reduce((sum, { itemCount }) => sum + itemCount, 0);
  return { changed: sources.length > 1 ? keySetMemory(changes) : undefined, keyNames };
}

async function* here(
  place: ExportPlace,
  sources: readonly FoundExport[],
  options: ReadingOptions,
  report: ReturnType<typeof reportOf>,
): AsyncGenerator<Item[]> {
  const { attributes, lenient = false } = options;
  const { onBytes, onFinding } = watched(sources, options, report);
  const files = new DataFiles(place, { lenient, onBytes });
  const reading = { files, isWanted: attributeChooser(attributes), onFinding };
  const reader = new PresentReader(reading, termsOf(sources, options));
  yield* files.inTurn(tasksOf(sources).flat(), (task) => reader.read(task));
}

async function* made<Rows>(batches: AsyncIterable<readonly Item[]>, maker: RowMaker): AsyncGenerator<Rows> {
  const make = await makerOf<Rows>(maker);
  for await (const batch of batches) {
    const rows = make(batch);
    if (rows !== undefined) yield rows;
  }
  if (make.rest) yield make.rest();
  if (make.last) yield make.last();
}
