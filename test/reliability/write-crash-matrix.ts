/**
 * Kills at every single call of the four visits, on each side of it, and after every handler before its message is
 * deleted; writes docs/crash-matrix.md and ends with 1 if any of them ended otherwise than without a crash.
 * `node test/reliability/write-crash-matrix.ts`
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { synthesise } from "#local/synthesise.ts";
import { crashReport, type MatrixRow } from "./crash-report.ts";
import { type Break, type Play, play, type Spot } from "./replay.ts";
import { type Story, stories } from "./stories.ts";
import { type Comparison, compare } from "./verdict-on.ts";
import { openWatchedShop, type WatchedShop } from "./watched-shop.ts";

const page = fileURLToPath(new URL("../../docs/crash-matrix.md", import.meta.url));
const assembly = mkdtempSync(join(tmpdir(), "comptoir-assembly-"));
await synthesise({ into: assembly });
const watched = await openWatchedShop({ assembly });
const rows: MatrixRow[] = [];
const tried = new Set<string>();
try {
  // The first play warms the processes up.
  for (const story of stories.slice(0, 1)) await play(watched, story);
  for (const story of stories) await crashAllOf(watched, story);
} finally {
  await watched.stop();
  rmSync(assembly, { recursive: true, force: true });
}
writeFileSync(page, crashReport(rows, true));
process.exitCode = rows.some(({ before, after }) => after.wrong.length > 0 || (before?.wrong.length ?? 0) > 0) ? 1 : 0;

async function crashAllOf(shop: WatchedShop, story: Story): Promise<void> {
  const recorded = await play(shop, story);
  for (const spot of recorded.calls.filter(isUntried)) {
    const before = await crashed(recorded, story, kill(spot, "before"));
    note({ story: story.name, spot, before, after: await crashed(recorded, story, kill(spot, "after")) });
  }
  for (const spot of recorded.handled.filter(isUntried))
    note({ story: story.name, spot, after: await crashed(recorded, story, keep(spot)) });
}

/** What a story shares with one before it was tried there. */
function isUntried({ kind, nth }: Spot): boolean {
  const name = `${kind} ${nth}`;
  const isNew = !tried.has(name);
  tried.add(name);
  return isNew;
}

async function crashed(recorded: Play, story: Story, broken: Break): Promise<Comparison> {
  try {
    return compare(story, recorded, await play(watched, story, broken));
  } catch (error) {
    return { wrong: [error instanceof Error ? error.message : String(error)], calledAgain: [], saidAgain: [] };
  }
}

/** The page is written after each call, so that a run that is stopped leaves what it found. */
function note(row: MatrixRow): void {
  rows.push(row);
  writeFileSync(page, crashReport(rows, false));
  const wrong = [...(row.before?.wrong ?? []), ...row.after.wrong];
  process.stdout.write(
    `${row.story}: ${row.spot.kind} ${row.spot.nth}${wrong.map((each) => `\n  ${each}`).join("")}\n`,
  );
}

function isSame(one: Spot, other: Spot): boolean {
  return one.kind === other.kind && one.nth === other.nth;
}

function kill(spot: Spot, when: "before" | "after"): Break {
  return { at: (each) => (isSame(each, spot) ? { do: "kill", when } : undefined) };
}

function keep(spot: Spot): Break {
  return { at: () => undefined, acknowledge: (each) => !isSame(each, spot) };
}
