/**
 * Kills at every single call of the visits, on each side of it, and after every handler before its message is deleted;
 * writes docs/crash-matrix.md and ends with 1 if any of them ended otherwise than without a crash.
 * `node test/reliability/write-crash-matrix.ts`, or with `--visit "a purchase"`, as often as wanted, for these visits only:
 * the rows of the others stay as earlier runs wrote them (crash-matrix.jsonl).
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { synthesise } from "#local/synthesise.ts";
import { crashReport, type MatrixRow } from "./crash-report.ts";
import { merged, readRows, writeRows } from "./matrix-rows.ts";
import { type Break, type Play, play, type Spot } from "./replay.ts";
import { type Story, stories } from "./stories.ts";
import { type Comparison, compare } from "./verdict-on.ts";
import { openWatchedShop, type WatchedShop } from "./watched-shop.ts";

const page = fileURLToPath(new URL("../../docs/crash-matrix.md", import.meta.url));
const record = fileURLToPath(new URL("crash-matrix.jsonl", import.meta.url));
const chosen = chosenStories();
const order = stories.map(({ name }) => name);
const played = new Set(chosen.map(({ name }) => name));
const kept = readRows(record);
const found: MatrixRow[] = [];

const assembly = mkdtempSync(join(tmpdir(), "comptoir-assembly-"));
await synthesise({ into: assembly });
const watched = await openWatchedShop({ assembly });
try {
  // The first play warms the processes up.
  for (const story of stories.slice(0, 1)) await play(watched, story);
  for (const story of chosen) await crashAllOf(watched, story);
} finally {
  await watched.stop();
  rmSync(assembly, { recursive: true, force: true });
}
const rows = write(true);
process.exitCode = rows.some(({ before, after }) => after.wrong.length > 0 || (before?.wrong.length ?? 0) > 0) ? 1 : 0;

/** Those named by `--visit`, all without; ends the process at a name that no visit has. */
function chosenStories(): readonly Story[] {
  const { visit = [] } = parseArgs({ options: { visit: { type: "string", multiple: true } } }).values;
  const unknown = visit.find((name) => !stories.some((story) => story.name === name));
  if (unknown !== undefined) {
    process.stderr.write(`There is no visit "${unknown}"; there are:\n${stories.map(({ name }) => name).join("\n")}\n`);
    process.exit(1);
  }
  return visit.length === 0 ? stories : stories.filter(({ name }) => visit.includes(name));
}

async function crashAllOf(shop: WatchedShop, story: Story): Promise<void> {
  const recorded = await play(shop, story);
  const isUntried = untriedBefore(story);
  for (const spot of recorded.calls.filter(isUntried)) {
    const before = await crashed(recorded, story, kill(spot, "before"));
    note({ story: story.name, spot, before, after: await crashed(recorded, story, kill(spot, "after")) });
  }
  for (const spot of recorded.handled.filter(isUntried))
    note({ story: story.name, spot, after: await crashed(recorded, story, keep(spot)) });
}

/** What a story shares with one above it was tried there, unless it meets another case here. */
function untriedBefore({ name, anew }: Story): (spot: Spot) => boolean {
  const above = order.slice(0, order.indexOf(name));
  const tried = present().filter((row) => above.includes(row.story));
  return (spot) => anew?.test(spot.kind) === true || !tried.some((row) => isSame(row.spot, spot));
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
  found.push(row);
  write(false);
  const wrong = [...(row.before?.wrong ?? []), ...row.after.wrong];
  process.stdout.write(
    `${row.story}: ${row.spot.kind} ${row.spot.nth}${wrong.map((each) => `\n  ${each}`).join("")}\n`,
  );
}

function present(): readonly MatrixRow[] {
  return merged(kept, found, { order, played });
}

function write(isDone: boolean): readonly MatrixRow[] {
  const rows = present();
  writeRows(record, rows);
  const isWhole = isDone && order.every((name) => rows.some(({ story }) => story === name));
  writeFileSync(page, crashReport(rows, isWhole));
  return rows;
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
