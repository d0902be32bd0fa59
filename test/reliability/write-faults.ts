/**
 * Lets every call of the visits meet every fault that it can have, and writes docs/faults.md; ends with 1 if any play ended
 * otherwise than without a fault. `npm run faults`, or `npm run faults -- --visit "a purchase" --every 4`: this visit only,
 * every fourth call in one play.
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { synthesise } from "#local/synthesise.ts";
import { inRounds, isOneOf, type Met, meeting, placesOf, withoutDelayNotice } from "./fault-plan.ts";
import { type FaultRow, faultReport } from "./fault-report.ts";
import { type Fault, quickFaults, slowFaults } from "./faults.ts";
import { type Play, play, type Spot } from "./replay.ts";
import { type Story, stories } from "./stories.ts";
import { type Comparison, compare } from "./verdict-on.ts";
import { openWatchedShop } from "./watched-shop.ts";

const { visit, every } = parseArgs({ options: { visit: { type: "string" }, every: { type: "string" } } }).values;
const rounds = Number(every ?? 6);
const chosen = visit === undefined ? stories : stories.filter(({ name }) => name === visit);
if (chosen.length === 0 || !Number.isSafeInteger(rounds) || rounds < 1) {
  process.stderr.write(
    `--every takes a number above 0, --visit one of\n${stories.map(({ name }) => name).join("\n")}\n`,
  );
  process.exit(1);
}

const page = fileURLToPath(new URL("../../docs/faults.md", import.meta.url));
const assembly = mkdtempSync(join(tmpdir(), "comptoir-assembly-"));
await synthesise({ into: assembly });
const watched = await openWatchedShop({ assembly });
const rows: FaultRow[] = [];
try {
  // The first play warms the processes up.
  for (const story of stories.slice(0, 1)) await play(watched, story);
  for (const story of chosen) {
    const recorded = await play(watched, story);
    for (const fault of [...quickFaults, ...slowFaults]) {
      rows.push(await allOf(story, recorded, fault));
      // Written after each fault, so that a run that is stopped leaves what it found.
      writeFileSync(page, faultReport(rows, false));
    }
  }
} finally {
  await watched.stop();
  rmSync(assembly, { recursive: true, force: true });
}
writeFileSync(page, faultReport(rows, true));
process.exitCode = rows.some(({ plays }) => plays.some(({ came }) => came.wrong.length > 0)) ? 1 : 0;

async function allOf(story: Story, recorded: Play, fault: Fault): Promise<FaultRow> {
  const places = placesOf(fault, recorded);
  const plays: FaultRow["plays"][number][] = [];
  for (const spots of inRounds(places, rounds)) {
    const met: Met = new Map();
    const came = await broken(story, recorded, { fault, spots, met });
    plays.push({ met, came });
    const where = came.wrong.length === 0 ? "" : `\n  ${spots.map(({ kind, nth }) => `${kind} ${nth}`).join("\n  ")}`;
    process.stdout.write(`${story.name}, ${fault.name}: ${came.wrong.join("; ") || "as without"}${where}\n`);
  }
  return { story: story.name, fault: fault.name, places, plays };
}

interface Trouble {
  readonly fault: Fault;
  readonly spots: readonly Spot[];
  readonly met: Met;
}

async function broken(story: Story, recorded: Play, { fault, spots, met }: Trouble): Promise<Comparison> {
  try {
    const played = await play(watched, story, meeting(fault, isOneOf(spots), met));
    return compare(story, recorded, withoutDelayNotice(played));
  } catch (error) {
    return { wrong: [error instanceof Error ? error.message : String(error)], calledAgain: [], saidAgain: [] };
  }
}
