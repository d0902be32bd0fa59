/** The present state of a table from its exports: the newest full one, and what changed since. */
import type { DataFile, Finding, FoundExport, ItemChange } from "#core/exports/found-export.ts";
import { ExportProblem } from "#core/exports/found-export.ts";
import type { Item } from "#core/exports/item.ts";
import { oneTable, planPresent } from "#core/exports/plan-reading.ts";
import type { ExportPlace } from "#ports/export-place.ts";
import { findExports } from "./find-exports.ts";
import { type FileReading, readFileChanges, readItems } from "./read-file.ts";
import type { LeftOut, MakeRows, Reading, ReadingOptions, RowMaker } from "./reading.ts";

/**
 * The items as they stand after the last export; deleted ones are not among them. Rejects with a PlaceProblem or an
 * ExportProblem, as going through the batches does.
 */
export async function readPresent(place: ExportPlace, options: ReadingOptions = {}): Promise<Reading<readonly Item[]>> {
  const { exports, findings } = await findExports(place);
  const plan = planPresent(exports, options.since);
  const report = reporter([...findings, ...plan.findings], options);
  return {
    exports: plan.sources,
    warnings: plan.warnings,
    ...report,
    batches: presentItems(place, plan.sources, options, report),
  };
}

/** The same, but what the maker makes of each batch. */
export async function readPresentRows<Rows>(
  place: ExportPlace,
  maker: RowMaker,
  options: ReadingOptions = {},
): Promise<Reading<Rows>> {
  const reading = await readPresent(place, options);
  return { ...reading, batches: madeRows<Rows>(reading.batches, maker) };
}

/** The changes that the place's incremental exports tell of, window after window from the oldest. */
export async function readChanges(
  place: ExportPlace,
  options: ReadingOptions = {},
): Promise<Reading<readonly ItemChange[]>> {
  const { exports, findings } = await findExports(place);
  const { kept, findings: others } = oneTable(exports);
  const since = options.since ?? 0;
  const windows = kept
    .filter((one) => one.kind === "incremental")
    .filter((one) => one.to > since)
    .sort((one, other) => one.to - other.to || one.from - other.from);
  const report = reporter([...findings, ...others], options);
  const reading = fileReading(place, windows, options, report);
  return { exports: windows, warnings: [], ...report, batches: changes(windows, reading) };
}

async function* changes(windows: readonly FoundExport[], reading: FileReading): AsyncGenerator<ItemChange[]> {
  for (const { files } of windows) {
    for (const file of files.filter(isThere)) yield* readFileChanges(file, reading);
  }
}

async function* madeRows<Rows>(batches: AsyncIterable<readonly Item[]>, maker: RowMaker): AsyncGenerator<Rows> {
  const module = (await import(maker.module)) as Record<string, (options: unknown) => MakeRows<Rows>>;
  const make = module[maker.name]?.(maker.options);
  if (make === undefined) throw new TypeError(`${maker.module} exports no ${maker.name}`);
  for await (const batch of batches) yield make(batch);
}

interface Report {
  readonly findings: Finding[];
  readonly leftOut: LeftOut;
}

/** Throws the first finding, unless it is to be gone on without. */
function reporter(found: readonly Finding[], { lenient = false }: ReadingOptions): Report {
  const [first] = found;
  if (first !== undefined && !lenient) throw new ExportProblem(first);
  return { findings: found.slice(0, 100), leftOut: { findings: found.length, items: 0 } };
}

function fileReading(
  place: ExportPlace,
  sources: readonly FoundExport[],
  options: ReadingOptions,
  report: Report,
): FileReading {
  const { wanted, lenient = false, onProgress } = options;
  const files = sources.flatMap((source) => source.files);
  const bytesTotal = files.reduce((sum, { size }) => sum + (size ?? 0), 0);
  for (const { size, itemCount } of files) if (size === undefined) report.leftOut.items += itemCount;
  let bytesRead = 0;
  return {
    place,
    wanted: wanted && new Set(wanted),
    lenient,
    onBytes: (count) => {
      bytesRead += count;
      onProgress?.({ bytesRead, bytesTotal });
    },
    onFinding: (finding, items) => {
      report.leftOut.findings += 1;
      report.leftOut.items += items;
      if (report.findings.length < 100) report.findings.push(finding);
    },
  };
}

/** Newest first, with the keys of what was changed: what an older export says of those is past. */
async function* presentItems(
  place: ExportPlace,
  sources: readonly FoundExport[],
  options: ReadingOptions,
  report: Report,
): AsyncGenerator<Item[]> {
  const reading = fileReading(place, sources, options, report);
  const changed: Changed = { keys: new Set(), names: [] };
  for (const { kind, files } of sources) {
    for (const file of files.filter(isThere)) {
      if (kind === "full") yield* unchangedItems(file, reading, changed);
      else yield* newestImages(file, reading, changed);
    }
  }
}

interface Changed {
  readonly keys: Set<string>;
  /** The table's key attributes, as soon as an increment has told them. */
  names: readonly string[];
}

async function* unchangedItems(file: DataFile, reading: FileReading, changed: Changed): AsyncGenerator<Item[]> {
  const wanted = reading.wanted && new Set([...reading.wanted, ...changed.names]);
  for await (const items of readItems(file, { ...reading, wanted })) {
    yield items.filter((item) => !changed.keys.has(keyOf(item, changed.names)));
  }
}

async function* newestImages(file: DataFile, reading: FileReading, changed: Changed): AsyncGenerator<Item[]> {
  for await (const batch of readFileChanges(file, reading)) {
    const images: Item[] = [];
    for (const { keys, newImage } of batch) {
      if (changed.names.length === 0) changed.names = Object.keys(keys).sort();
      const key = keyOf(keys, changed.names);
      if (!changed.keys.has(key) && newImage !== undefined) images.push(newImage);
      changed.keys.add(key);
    }
    yield images;
  }
}

const keyOf = (item: Item, names: readonly string[]): string => JSON.stringify(names.map((name) => item[name]));

const isThere = (file: DataFile): boolean => file.size !== undefined;
