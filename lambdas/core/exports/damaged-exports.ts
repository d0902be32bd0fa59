/** What is said of exports that are damaged: it stops a reading that needs them, and is worth a word where it does not. */
import type { Instant } from "../values/instant.ts";
import type { Finding, FoundExport, UnreadableExport } from "./found-export.ts";

export interface Damage {
  readonly exports: readonly FoundExport[];
  readonly unreadable: readonly UnreadableExport[];
  /** What is read of them. */
  readonly sources: readonly FoundExport[];
  /** Only what changed since then is asked for. */
  readonly since: Instant | undefined;
}

/**
 * An unreadable export is not needed where a full one that is read was made after it was begun. A bucket's life cycle
 * removes old exports file by file, and may take days: they are what is damaged most of the time.
 */
export function tellDamage({ exports, unreadable, sources, since }: Damage): {
  readonly findings: readonly Finding[];
  readonly warnings: readonly Finding[];
} {
  const base = sources.find((source) => source.kind === "full");
  const known = Math.max(base?.exportTime ?? 0, since ?? 0);
  const isNeeded = ({ begunAt }: UnreadableExport): boolean => begunAt === undefined || begunAt > known;
  const needed = [...unreadable.filter(isNeeded), ...sources];
  const others = [...unreadable.filter((one) => !isNeeded(one)), ...exports.filter((one) => !sources.includes(one))];
  return {
    findings: needed.flatMap(({ findings }) => findings),
    warnings: others.flatMap(({ findings: [first] }) => (first === undefined ? [] : [notNeeded(first)])),
  };
}

const notNeeded = (finding: Finding): Finding => ({
  ...finding,
  mend: "Nothing of this export is needed for what is read here.",
});
