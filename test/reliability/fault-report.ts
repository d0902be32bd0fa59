/** What came of every fault at every call, as a page of the docs. */
import type { Spot } from "./replay.ts";
import type { Comparison } from "./verdict-on.ts";

export interface FaultRow {
  readonly story: string;
  readonly fault: string;
  /** Calls of the recorded visit that can have this fault. */
  readonly places: readonly Spot[];
  /** One for each play; `met` says how often calls of each kind met the fault in it. */
  readonly plays: readonly { readonly met: ReadonlyMap<string, number>; readonly came: Comparison }[];
}

/** Markdown. `isWhole` is false for a run that was stopped before its end. */
export function faultReport(rows: readonly FaultRow[], isWhole: boolean): string {
  const plays = rows.reduce((total, row) => total + row.plays.length, 0);
  const faults = rows.reduce((total, row) => total + metIn(row), 0);
  const wrong = rows.reduce((total, row) => total + wrongOf(row).length, 0);
  return `${[
    "# Every fault at every call",
    "",
    "Written by a run over the local stack (`npm run faults`). A visit is recorded as the calls that its functions make; then",
    "each fault is met by every call that can have it. A few calls meet it in one play, neighbours in different ones; a call",
    "meets it as often as the client of its service tries, where the fault is to reach the worker. Calls made again because of",
    "an earlier fault are counted on, so a later call of a kind may be met in the place of another.",
    "",
    `${faults} faults in ${plays} plays; ${wrong} plays ended in other orders, stock, charges, refunds, parked messages or words than`,
    "the visit without a fault. A sentence came again only where its answer, or the note that it was said, was lost. Whoever waits",
    "while a message fails five times is told that it takes longer: that notice is not counted.",
    ...(isWhole ? [] : ["", "The run was stopped before its end: the last visit below is not complete."]),
    ...[...new Set(rows.map(({ story }) => story))].flatMap((story) =>
      table(
        story,
        rows.filter((row) => row.story === story),
      ),
    ),
  ].join("\n")}\n`;
}

const sum = (numbers: Iterable<number>): number => [...numbers].reduce((total, each) => total + each, 0);
const metIn = ({ plays }: FaultRow): number => sum(plays.map(({ met }) => sum(met.values())));
const wrongOf = ({ plays }: FaultRow): readonly string[] =>
  plays.filter(({ came }) => came.wrong.length > 0).map(({ came }) => came.wrong.join("; ").slice(0, 400));

const table = (story: string, rows: readonly FaultRow[]): string[] => [
  "",
  `## ${story.charAt(0).toUpperCase()}${story.slice(1)}`,
  "",
  "| fault | calls that can have it | faults met | plays | ended otherwise | calls made again | sentences said again |",
  "| --- | --- | --- | --- | --- | --- | --- |",
  ...rows.map((row) => {
    const again = sum(row.plays.map(({ came }) => came.calledAgain.length));
    const said = sum(row.plays.map(({ came }) => came.saidAgain.length));
    const wrong = wrongOf(row).map((each) => `**${each}**`);
    const cells = [row.fault, row.places.length, metIn(row), row.plays.length, wrong.join("; ") || "none", again, said];
    return `| ${cells.map((cell) => String(cell).replaceAll("|", "\\|")).join(" | ")} |`;
  }),
  "",
  "| call | in the visit | faults met |",
  "| --- | --- | --- |",
  ...kindsOf(rows).map(([kind, times, met]) => `| ${kind} | ${times} | ${met} |`),
];

/** Every kind of call with how often it comes in the visit, and how many faults it met in all plays. */
function kindsOf(rows: readonly FaultRow[]): readonly (readonly [string, number, number])[] {
  const kinds = [...new Set(rows.flatMap(({ places }) => places.map(({ kind }) => kind)))];
  return kinds.map((kind) => [
    kind,
    Math.max(...rows.map(({ places }) => places.filter((each) => each.kind === kind).length)),
    sum(rows.flatMap(({ plays }) => plays.map(({ met }) => met.get(kind) ?? 0))),
  ]);
}
