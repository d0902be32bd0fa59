/** What increments tell, change by change: what an item was, what it became, and when. */
import { tellDamage } from "#core/exports/damaged-exports.ts";
import type { ItemChange } from "#core/exports/found-export.ts";
import { newestMoment, oneTable } from "#core/exports/plan-reading.ts";
import { tellUnfinished } from "#core/exports/unfinished-exports.ts";
import type { ExportPlace } from "#ports/export-place.ts";
import { DataFiles } from "./data-files.ts";
import { findExports } from "./find-exports.ts";
import { readFileChanges } from "./read-file.ts";
import { attributeChooser, type Reading, type ReadingOptions } from "./reading.ts";
import { reportOf, watched } from "./reading-report.ts";

/**
 * The changes of the place's incremental exports, window after window from the oldest. Rejects with a PlaceProblem or an
 * ExportProblem, as going through the batches does.
 */
export async function readChanges(
  place: ExportPlace,
  options: ReadingOptions = {},
): Promise<Reading<readonly ItemChange[]>> {
  const { exports, unfinished, unreadable } = await findExports(place, options.since);
  const { kept, findings: others } = oneTable(exports);
  const news = tellUnfinished(unfinished, { newest: newestMoment(kept), since: options.since });
  const since = options.since ?? 0;
  const windows = kept
    .filter((one) => one.kind === "incremental")
    .filter(({ to }) => to > since)
    .sort((one, other) => one.to - other.to || one.from - other.from);
  const damage = tellDamage({ exports: kept, unreadable, sources: windows, since: options.since });
  const report = reportOf([...damage.findings, ...others, ...news.findings], options);
  const { attributes, lenient = false, keyNames = [] } = options;
  const isWanted = attributeChooser(attributes);
  const { onBytes, onFinding } = watched(windows, options, report);
  const files = new DataFiles(place, { lenient, onBytes });
  const present = windows.flatMap((window) => window.files).filter(({ size }) => size !== undefined);
  const tasks = present.map((file) => ({ file }));
  const terms = { files, isWanted, keyNames, onFinding };
  return {
    exports: windows,
    warnings: [...news.warnings, ...damage.warnings],
    ...report,
    batches: files.inTurn(tasks, ({ file }) => readFileChanges(file, terms)),
  };
}
