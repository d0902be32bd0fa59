/** Finds the exports that tell of a day by the names of their prefixes, so that only those are opened. */
import { findExports } from "#adapters/exports/find-exports.ts";
import { ExportProblem, type FoundExport, type IncrementalExport } from "#core/exports/found-export.ts";
import { exportsByHand, increments } from "#core/exports/progress.ts";
import { nextDay, startOfDay } from "#core/exports/shop-days.ts";
import { days, type Instant, instant, toIso } from "#core/values/instant.ts";
import type { ExportPlace } from "#ports/export-place.ts";
import { Unprocessable } from "#ports/failures.ts";

export interface ExportBucket {
  /** IANA name: the shop's days. */
  readonly timeZone: string;
  /** The bucket, seen from its root, as far as it lies below a prefix. */
  readonly open: (within: string) => ExportPlace;
}

/** The one export of a folder, whole; an ExportProblem for any other. */
export async function exportIn(folder: string, { open }: Pick<ExportBucket, "open">): Promise<FoundExport> {
  // An increment's data lie beside its folder; below its own prefix there is no other export.
  const { exports, unreadable } = await findExports(open(folder));
  const [first] = [...unreadable, ...exports].flatMap(({ findings }) => findings);
  if (first) throw new ExportProblem(first);
  const [found] = exports;
  if (found) return found;
  throw new Unprocessable("an export's folder holds none");
}

/** The incremental exports that these keys are the summaries of. Rejects with an ExportProblem for one that is not whole. */
export async function incrementsIn(
  keys: readonly string[],
  bucket: ExportBucket,
): Promise<readonly IncrementalExport[]> {
  const found: IncrementalExport[] = [];
  for (const key of keys) {
    const each = await exportIn(key.replace(/manifest-summary\.json$/, ""), bucket);
    if (each.kind === "incremental") found.push(each);
  }
  return found;
}

/** The summaries' keys of the exports whose prefix says that they begin on the day or less than 24 hours before. */
export async function summaryKeys(day: string, { open, timeZone }: ExportBucket): Promise<readonly string[]> {
  const start = startOfDay(day, timeZone);
  const end = startOfDay(nextDay(day), timeZone);
  const keys: string[] = [];
  for (const below of prefixesOf(instant(start - days(1)), end)) {
    for await (const { key } of open("").list(below)) if (overlaps(key, start, end)) keys.push(key);
  }
  return keys;
}

/** Of windows that begin on one of these dates in UTC. */
const prefixesOf = (from: Instant, to: Instant): readonly string[] =>
  utcDates(from, to).flatMap((date) => [increments, exportsByHand].map((prefix) => `${prefix}${date}`));

function utcDates(from: Instant, to: Instant): readonly string[] {
  const dates: string[] = [];
  for (let date = toIso(from).slice(0, 10); date <= toIso(to).slice(0, 10); date = nextDay(date)) dates.push(date);
  return dates;
}

/** Whether it is the summary of a window, `…/2026-11-20T2300Z--2026-11-21T2300Z/…`, that touches this time. */
function overlaps(key: string, start: Instant, end: Instant): boolean {
  const [, from = "", to = ""] =
    /\/(\d{4}-\d\d-\d\dT\d{4})Z--(\d{4}-\d\d-\d\dT\d{4})Z[^/]*\/.*\/manifest-summary\.json$/.exec(key) ?? [];
  return minuteOf(from) < end && minuteOf(to) >= start;
}

const minuteOf = (text: string): number => Date.parse(`${text.slice(0, 13)}:${text.slice(13)}:00Z`);
