/** Which exports to read for the present state, and in which order. */
import type { Instant } from "../values/instant.ts";
import { toIso } from "../values/instant.ts";
import { tellDamage } from "./damaged-exports.ts";
import type {
  Finding,
  FoundExport,
  FullExport,
  IncrementalExport,
  UnfinishedExport,
  UnreadableExport,
} from "./found-export.ts";
import { tellUnfinished } from "./unfinished-exports.ts";

export interface Plan {
  /** The newest first: what an export says of an item, no later one of this list may say otherwise. */
  readonly sources: readonly FoundExport[];
  /** Wrong, so that the result would not be whole. */
  readonly findings: readonly Finding[];
  /** Worth knowing. */
  readonly warnings: readonly Finding[];
}

/** Exports that nothing can be read of. */
export interface OtherExports {
  readonly unfinished: readonly UnfinishedExport[];
  readonly unreadable: readonly UnreadableExport[];
}

/**
 * The newest full export and the increments that end after it. An image is its item as it stood at the end of its window,
 * so of two windows, overlapping or not, the one that ends later is right.
 *
 * With `since`, exports that ended before it are left out: they cannot hold what was placed or changed since. Where
 * increments alone reach back to it, the full export is left out too, which is what makes `--since yesterday` quick.
 */
export function planPresent(exports: readonly FoundExport[], since?: Instant, others: OtherExports = none): Plan {
  const { unfinished, unreadable } = others;
  const { kept, findings } = oneTable(exports);
  const full = newestFull(kept);
  const increments = kept.filter(isIncremental).sort((one, other) => other.to - one.to || other.from - one.from);
  const known = { full, increments, unfinished };
  const plan = (since === undefined ? undefined : planRecent(known, since)) ?? planWhole(known);
  const news = tellUnfinished(unfinished, { newest: newestMoment(kept), since });
  const damage = tellDamage({ exports: kept, unreadable, sources: plan.sources, since });
  return {
    ...plan,
    findings: [...damage.findings, ...findings, ...news.findings, ...plan.findings],
    warnings: [...plan.warnings, ...news.warnings, ...damage.warnings],
  };
}

const none: OtherExports = { unfinished: [], unreadable: [] };

interface Known {
  readonly full: FullExport | undefined;
  /** The one that ends last first. */
  readonly increments: readonly IncrementalExport[];
  readonly unfinished: readonly UnfinishedExport[];
}

function planWhole({ full, increments, unfinished }: Known): Plan {
  const later = increments.filter(({ to }) => to > (full?.exportTime ?? 0));
  const { gaps, overlaps } = seams(later, full?.exportTime, unfinished);
  if (full !== undefined) return { sources: [...later, full], findings: gaps, warnings: overlaps };
  const warnings = later.length === 0 ? [] : [withoutFull(later)];
  return { sources: later, findings: gaps, warnings: [...warnings, ...overlaps] };
}

/** Undefined where a full export that was made after `since` is needed. */
function planRecent({ full, increments, unfinished }: Known, since: Instant): Plan | undefined {
  const recent = increments.filter(({ to }) => to > since);
  const { gaps, overlaps } = seams(recent, since, unfinished);
  if (full === undefined || full.exportTime <= since) return { sources: recent, findings: gaps, warnings: overlaps };
  const whole = gaps.length === 0 && (recent[0]?.to ?? 0) >= full.exportTime;
  return whole ? { sources: recent, findings: [], warnings: overlaps } : undefined;
}

/** The one table to read: of the newest export. Exports of others are findings. */
export function oneTable(exports: readonly FoundExport[]): { kept: FoundExport[]; findings: Finding[] } {
  const newest = exports.toSorted((one, other) => endOf(other) - endOf(one))[0];
  const kept = exports.filter(({ tableArn, tableId }) => tableArn === newest?.tableArn && tableId === newest.tableId);
  const findings = exports
    .filter((one) => !kept.includes(one))
    .map((other) => ({
      where: other.summaryKey,
      what: `This export is of ${tableName(other)}, but others here are of ${newest === undefined ? "" : tableName(newest)}.`,
      mend: "Give the prefix of one table's exports.",
    }));
  return { kept, findings };
}

const tableName = ({ tableArn, tableId }: FoundExport): string => `${tableArn} (${tableId})`;

const endOf = (one: FoundExport): Instant => (one.kind === "full" ? one.exportTime : one.to);

/** Up to when some export tells; undefined where there is none. */
export const newestMoment = (exports: readonly FoundExport[]): Instant | undefined =>
  exports.map(endOf).toSorted((one, other) => other - one)[0];

const isIncremental = (one: FoundExport): one is IncrementalExport => one.kind === "incremental";

function newestFull(exports: readonly FoundExport[]): FullExport | undefined {
  return exports
    .filter((one) => one.kind === "full")
    .sort((one, other) => other.exportTime - one.exportTime || (one.id < other.id ? 1 : -1))[0];
}

/** Where increments (newest first) leave time out, from `start` on, and where two tell of the same time. */
function seams(
  increments: readonly IncrementalExport[],
  start: Instant | undefined,
  unfinished: readonly UnfinishedExport[],
): { gaps: Finding[]; overlaps: Finding[] } {
  const gaps: Finding[] = [];
  const overlaps: Finding[] = [];
  let told = start;
  let before: IncrementalExport | undefined;
  for (const increment of increments.toSorted((one, other) => one.from - other.from || one.to - other.to)) {
    if (told !== undefined && increment.from > told) gaps.push(gap(increment, told, unfinished));
    if (before !== undefined && increment.from < before.to) overlaps.push(overlap(increment, before));
    told = told === undefined || told < increment.to ? increment.to : told;
    before = before !== undefined && before.to > increment.to ? before : increment;
  }
  return { gaps, overlaps };
}

function gap(increment: IncrementalExport, told: Instant, unfinished: readonly UnfinishedExport[]): Finding {
  // An increment is begun when its window has ended.
  const [candidate] = unfinished
    .filter(({ begunAt }) => begunAt !== undefined && begunAt > told)
    .sort((one, other) => (one.begunAt ?? 0) - (other.begunAt ?? 0));
  return {
    where: increment.summaryKey,
    what: `No export tells what changed from ${toIso(told)} to ${toIso(increment.from)}.`,
    mend:
      candidate === undefined
        ? "Fetch the export of that time, or make a new full one."
        : `${candidate.where} may be it, but is not complete: wait for it, fetch another export of that time, or make a new full one.`,
  };
}

function overlap(increment: IncrementalExport, before: IncrementalExport): Finding {
  return {
    where: increment.summaryKey,
    what: `It tells again of the time from ${toIso(increment.from)} to ${toIso(earlier(increment.to, before.to))}, like ${before.id}.`,
    mend: "That changes nothing in the result; one of the two is superfluous.",
  };
}

const earlier = (one: Instant, other: Instant): Instant => (one < other ? one : other);

function withoutFull(increments: readonly IncrementalExport[]): Finding {
  const first = increments.at(-1);
  return {
    where: first?.summaryKey ?? "",
    what: "There is no full export here: only what changed since the first window is known.",
    mend: "Add the full export that was made before it.",
  };
}
