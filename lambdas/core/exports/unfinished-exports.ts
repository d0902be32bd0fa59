/** What is said of exports that began and are not complete: still running, or failed. */
import { type Instant, toIso } from "../values/instant.ts";
import type { Finding, UnfinishedExport } from "./found-export.ts";

/** What is read besides them. */
export interface ReadBesides {
  /** Up to when the exports that are complete tell; undefined where there is none. */
  readonly newest: Instant | undefined;
  /** Only what changed since then is asked for. */
  readonly since: Instant | undefined;
}

/**
 * Where nothing is complete, each is a finding. Else they are worth knowing only: what is missing within the time that the
 * others tell of is found as a gap between those. One that began before `since` has nothing of what is asked for.
 */
export function tellUnfinished(
  unfinished: readonly UnfinishedExport[],
  { newest, since }: ReadBesides,
): { readonly findings: readonly Finding[]; readonly warnings: readonly Finding[] } {
  if (newest === undefined) return { findings: unfinished.map(nothingElse), warnings: [] };
  const asked = unfinished.filter(({ begunAt }) => since === undefined || begunAt === undefined || begunAt > since);
  return { findings: [], warnings: asked.map((each) => besides(each, newest)) };
}

const nothingElse = ({ where }: UnfinishedExport): Finding => ({
  where,
  what: "This export has begun but has no manifest-summary.json: it is still running, or failed.",
  mend: waitOrRemove,
});

function besides({ where, begunAt }: UnfinishedExport, newest: Instant): Finding {
  const consequence =
    begunAt !== undefined && begunAt <= newest
      ? `What is read here, up to ${toIso(newest)}, comes from the others.`
      : `What changed since ${toIso(newest)} is not in what is read here.`;
  return {
    where,
    what: `This export is not complete: it is still running, or failed. ${consequence}`,
    mend: waitOrRemove,
  };
}

const waitOrRemove = "Wait until it is complete; if it was started more than a day ago it failed, and can be removed.";
