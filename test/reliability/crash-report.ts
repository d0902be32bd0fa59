/** The crash matrix as a page of the docs: one line for each call, what was done and said again after a crash there. */
import type { Spot } from "./replay.ts";
import type { Comparison } from "./verdict-on.ts";

export interface MatrixRow {
  readonly story: string;
  readonly spot: Spot;
  /** Absent for "after the handler, before the delete". */
  readonly before?: Comparison;
  readonly after: Comparison;
}

/** Markdown; the same for the same outcomes. `isWhole` is false for a run that was stopped before its end. */
export function crashReport(rows: readonly MatrixRow[], isWhole: boolean): string {
  const kills = rows.reduce((sum, { before }) => sum + (before ? 2 : 1), 0);
  const wrong = rows.flatMap(({ before, after }) => [...(before?.wrong ?? []), ...after.wrong]).length;
  const repeated = rows.filter(({ before, after }) =>
    [before, after].some((each) => (each?.saidAgain.length ?? 0) > 0),
  );
  return `${[
    "# The crash matrix",
    "",
    "Written by a run over the local stack (`node test/reliability/write-crash-matrix.ts`).",
    "Each visit is recorded as the calls that its functions make, then played again for each call: the calling process is",
    "killed (SIGKILL) before the call is forwarded, and in another play after the service has done its work and before the",
    "answer goes back. “after …” is a handler that came to its end while its message was not deleted. Calls that a visit",
    "shares with one above are tried there. Reads of parameters are left out: each process makes them once and keeps the value.",
    "",
    `${kills} crashes; ${wrong} ended with other orders, stock, charges, refunds, parked messages or words than the visit without a`,
    `crash. Sentences came twice after ${repeated.length} of them: only such as the dead process had just said, so that nobody could know.`,
    ...(isWhole
      ? []
      : ["", "The run was stopped before its end: the last visit below is not complete, and others may be missing."]),
    ...stories(rows).flatMap((story) => table(story, rows)),
  ].join("\n")}\n`;
}

const stories = (rows: readonly MatrixRow[]): readonly string[] => [...new Set(rows.map(({ story }) => story))];

const table = (story: string, rows: readonly MatrixRow[]): string[] => [
  "",
  `## ${story.charAt(0).toUpperCase()}${story.slice(1)}`,
  "",
  "| # | call | killed before it: done again | killed after it: done again |",
  "| --- | --- | --- | --- |",
  ...rows
    .filter((row) => row.story === story)
    .map(
      ({ spot, before, after }, index) =>
        `| ${index + 1} | ${spot.kind} ${spot.nth} | ${before ? outcome(before) : ""} | ${outcome(after)} |`,
    ),
];

/** What differs first, then what was repeated. */
function outcome({ wrong, calledAgain, saidAgain }: Comparison): string {
  const parts = [
    ...wrong.map((each) => `**${each}**`),
    calledAgain.length === 0 ? "nothing" : `${calledAgain.length} ${calledAgain.length === 1 ? "call" : "calls"}`,
    ...saidAgain.map((words) => `said again: “${words.slice(0, 60)}${words.length > 60 ? "…" : ""}”`),
  ];
  return parts.join("; ").replaceAll("|", "\\|");
}
