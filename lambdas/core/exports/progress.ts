/** How the exports of a table go on: which are begun, which are to be begun again, and where a new beginning is needed. */
import { type Instant, toIso } from "../values/instant.ts";
import { beginning, type ExportWindow, type IncrementFrequency, nextWindows } from "./windows.ts";

/** An export that is not known to be complete. */
export interface PendingExport {
  readonly kind: "full" | "increment";
  /** Of an increment. */
  readonly from?: Instant;
  /** The end of an increment, the moment of a full export. */
  readonly to: Instant;
  /** 1, and one more each time that it failed. */
  readonly attempt: number;
  /** Once DynamoDB has taken it. */
  readonly exportArn?: string;
}

export interface Progress {
  readonly exportedUntil?: Instant;
  readonly pending: readonly PendingExport[];
}

export interface ProgressPlan {
  readonly progress: Progress;
  readonly now: Instant;
  readonly restorable: { readonly earliest: Instant; readonly latest: Instant };
  readonly frequency: IncrementFrequency;
  readonly timeZone: string;
}

/** An export runs for minutes: a day of quarters of an hour may be caught up at once, a month of days too. */
export const mostPending = 100;

/** Windows of one run: each is a call, and a run ends within a minute. */
export const mostBegun = 20;

/**
 * The progress with all that is due added as pending. Where changes can no longer be exported, or nothing was exported yet, it
 * begins anew with a full export; `lost` is then the time whose changes no export tells one by one.
 */
export function goOn(plan: ProgressPlan): { readonly progress: Progress; readonly lost?: ExportWindow } {
  const { progress, restorable } = plan;
  const { exportedUntil, pending } = progress;
  if (exportedUntil === undefined) return { progress: begin(plan) };
  const isLost = ({ from, exportArn }: PendingExport): boolean =>
    from !== undefined && exportArn === undefined && from < restorable.earliest;
  const from = pending.filter(isLost).reduce((least, each) => earlier(least, each.from ?? least), exportedUntil);
  if (from < restorable.earliest && due(plan, exportedUntil).length + pending.filter(isLost).length > 0) {
    const begun = begin({ ...plan, progress: { pending: pending.filter((each) => !isLost(each)) } });
    return { progress: begun, lost: { from, to: begun.exportedUntil ?? from } };
  }
  const windows = due(plan, exportedUntil);
  const added = windows.map(({ from, to }) => ({ kind: "increment", from, to, attempt: 1 }) as const);
  return { progress: { exportedUntil: windows.at(-1)?.to ?? exportedUntil, pending: [...pending, ...added] } };
}

/** With a full export of the last quarter of an hour that can be restored; increments go on from there. */
function begin({ progress, restorable }: ProgressPlan): Progress {
  const to = beginning(restorable.latest);
  if (to < restorable.earliest) return progress;
  return { exportedUntil: to, pending: [...progress.pending, { kind: "full", to, attempt: 1 }] };
}

const due = ({ progress, now, frequency, timeZone }: ProgressPlan, exportedUntil: Instant) =>
  nextWindows({
    exportedUntil,
    now,
    frequency,
    timeZone,
    atMost: Math.max(0, Math.min(mostBegun, mostPending - progress.pending.length)),
  });

/** The same for the same try of the same export, so that begun twice it is begun once. */
export const tokenOf = ({ kind, from, to, attempt }: PendingExport): string =>
  [kind, ...(from === undefined ? [] : [toIso(from)]), toIso(to), attempt].join("/");

/** Where an export of its own goes: each try has a folder that no other has. */
export function prefixOf({ kind, from, to, attempt }: PendingExport): string {
  const window = from === undefined ? `${folderTime(to)}Z` : `${folderTime(from)}Z--${folderTime(to)}Z`;
  const again = attempt === 1 ? "" : `-attempt-${attempt}`;
  return `${kind === "full" ? fullExports : increments}${window}${again}`;
}

const folderTime = (at: Instant): string => toIso(at).slice(0, 16).replace(":", "");

/** Where full exports go that the schedule begins: each has a folder of its own in it, named by its id. */
export const fullFolder = "exports/orders/full";

/** Prefixes in the exports bucket, each with a `/` at its end. */
export const increments = "exports/orders/incremental/";
export const fullExports = `${fullFolder}/`;
/** Exports that a person asked for. */
export const exportsByHand = "exports/orders/by-hand/";

const earlier = (one: Instant, other: Instant): Instant => (one < other ? one : other);
