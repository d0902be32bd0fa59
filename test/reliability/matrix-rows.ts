/** The rows of the crash matrix as they are kept between runs: one line of JSON each, in the order of the page. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { z } from "zod";
import type { MatrixRow } from "./crash-report.ts";

const comparison = z.object({
  wrong: z.array(z.string()),
  calledAgain: z.array(z.string()),
  saidAgain: z.array(z.string()),
});
const row = z.object({
  story: z.string(),
  spot: z.object({ kind: z.string(), nth: z.number().int() }),
  before: comparison.exactOptional(),
  after: comparison,
});

/** The rows of earlier runs; none without a file. Throws on a file of another form. */
export function readRows(path: string): MatrixRow[] {
  if (!existsSync(path)) return [];
  const lines = readFileSync(path, "utf8").split("\n");
  return lines.filter((line) => line !== "").map((line) => row.parse(JSON.parse(line)));
}

export function writeRows(path: string, rows: readonly MatrixRow[]): void {
  writeFileSync(path, rows.map((each) => `${JSON.stringify(each)}\n`).join(""));
}

/** The rows of these visits in the place of their old ones; every visit stands where `order` has it, others are gone. */
export function merged(
  kept: readonly MatrixRow[],
  found: readonly MatrixRow[],
  { order, played }: { readonly order: readonly string[]; readonly played: ReadonlySet<string> },
): readonly MatrixRow[] {
  return order.flatMap((story) => (played.has(story) ? found : kept).filter((each) => each.story === story));
}
