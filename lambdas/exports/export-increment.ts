/** Writes out what changed: looks after exports that are under way, begins those that are due, and notes how far it is. */
import { goOn, type PendingExport } from "#core/exports/progress.ts";
import type { IncrementFrequency } from "#core/exports/windows.ts";
import type { ExportSettings } from "#core/shop/shop.ts";
import { type Instant, minutes, toIso } from "#core/values/instant.ts";
import type { Clock } from "#ports/clock.ts";
import type { ExportLedger, Ledger, TableExports } from "#ports/table-exports.ts";
import { errorFields, log } from "#runtime/log.ts";
import { count } from "#runtime/metrics.ts";

export interface IncrementDeps {
  readonly settings: Pick<ExportSettings, "increments">;
  readonly timeZone: string;
  readonly ledger: ExportLedger;
  readonly exports: TableExports;
  readonly now: Clock;
}

/**
 * One run. What is due is noted before it is begun, and begun with a token of its own: a run that is repeated, or breaks off
 * anywhere, begins nothing twice and leaves nothing out. Rejects with a WorldFailure where the ledger cannot be read or saved.
 */
export async function exportIncrement(deps: IncrementDeps): Promise<void> {
  const now = deps.now();
  const loaded = (await deps.ledger.load()) ?? { version: 0, begunAt: now, pending: [] };
  count("HoursSinceExport", (now - (loaded.lastExportAt ?? loaded.begunAt)) / minutes(60));
  const { increments: frequency } = deps.settings;
  if (frequency === "off") {
    // Where none was ever exported, the hours count from the first look.
    await save(deps, loaded, loaded);
    return;
  }
  const looked = { ...loaded, pending: await lookAfter(deps, loaded.pending) };
  const planned = await plan(deps, looked, { now, frequency });
  const saved = await save(deps, loaded, planned);
  if (!saved) {
    log.info("exports are looked after by another run");
    return;
  }
  const begun = { ...saved, pending: await beginAll(deps, saved.pending) };
  // Where another run saved meanwhile, it finds the same exports by their tokens.
  await save(deps, saved, begun);
}

/** Those that are complete are done with; those that failed are to be begun again. */
async function lookAfter(deps: IncrementDeps, pending: readonly PendingExport[]): Promise<readonly PendingExport[]> {
  const left: PendingExport[] = [];
  for (const each of pending) {
    const state = each.exportArn === undefined ? "running" : await deps.exports.stateOf(each.exportArn);
    if (state === "running") left.push(each);
    if (state !== "failed" && state !== "unknown") continue;
    const { exportArn: _failed, ...again } = each;
    left.push({ ...again, attempt: each.attempt + 1 });
    count("ExportsFailed");
    log.error("an export failed and is begun again", { window: nameOf(each), attempt: each.attempt });
  }
  return left;
}

async function plan(
  deps: IncrementDeps,
  ledger: Ledger,
  { now, frequency }: { readonly now: Instant; readonly frequency: IncrementFrequency },
): Promise<Ledger> {
  const restorable = await deps.exports.restorable();
  const { progress, lost } = goOn({ progress: ledger, now, restorable, frequency, timeZone: deps.timeZone });
  if (lost) {
    count("ExportGaps");
    log.error("changes can no longer be exported one by one", { from: toIso(lost.from), to: toIso(lost.to) });
  }
  return { ...ledger, ...progress };
}

/** The ledger as it was saved, with nothing written where nothing is new; undefined where another run was first. */
async function save({ ledger }: IncrementDeps, before: Ledger, after: Ledger): Promise<Ledger | undefined> {
  const same =
    JSON.stringify([before.exportedUntil, before.pending]) === JSON.stringify([after.exportedUntil, after.pending]);
  if (same && before.version > 0) return after;
  return (await ledger.save(after)) ? { ...after, version: after.version + 1 } : undefined;
}

/** One that cannot be begun now is left for the next run. */
async function beginAll(deps: IncrementDeps, pending: readonly PendingExport[]): Promise<readonly PendingExport[]> {
  const left: PendingExport[] = [];
  for (const each of pending) left.push(each.exportArn === undefined ? await begin(deps, each) : each);
  return left;
}

async function begin({ exports }: IncrementDeps, wanted: PendingExport): Promise<PendingExport> {
  try {
    const exportArn = await exports.start(wanted);
    count("ExportsBegun");
    log.info("an export is begun", { window: nameOf(wanted), attempt: wanted.attempt });
    return { ...wanted, exportArn };
  } catch (error) {
    count("ExportsFailed");
    log.error("an export cannot be begun", { window: nameOf(wanted), reason: errorFields(error) });
    return wanted;
  }
}

const nameOf = ({ from, to }: PendingExport): string =>
  [...(from === undefined ? [] : [toIso(from)]), toIso(to)].join("/");
