/** `npm run simulate`: plays histories of the whole shop, one for each seed, and tells the smallest story of one that fails. */
import "#test/simulation/quiet.ts";
import { parseArgs } from "node:util";
import { type History, type HistoryOptions, playHistory } from "#test/simulation/history.ts";
import type { Kept } from "#test/simulation/plan.ts";
import { plantedFaults } from "#test/simulation/planted-faults.ts";
import { shrink } from "#test/simulation/shrink.ts";

const usage = `npm run simulate -- [--seeds N] [--from S] [--minutes M]
npm run simulate -- --seed X [--keep "<steps>;<outages>;<accidents>"]

  --seeds    how many histories are played (1000)
  --from     the first seed (1)
  --minutes  stops after so many minutes
  --seed     plays one history and tells its story
  --keep     plays only this part of it, as a failing run prints it
  --plant    plants a fault by its name in test/simulation/planted-faults.ts, to see how it is found`;

const { values } = parseArgs({
  options: {
    seeds: { type: "string", default: "1000" },
    from: { type: "string", default: "1" },
    minutes: { type: "string" },
    seed: { type: "string" },
    keep: { type: "string" },
    plant: { type: "string" },
    help: { type: "boolean", default: false },
  },
});

const options = variantOf(values.plant);

if (values.help) console.log(usage);
else if (values.seed !== undefined) await tell(wholeNumber("seed", values.seed), keptOf(values.keep));
else await playMany(wholeNumber("seeds", values.seeds), wholeNumber("from", values.from));

async function playMany(seeds: number, from: number): Promise<void> {
  const started = performance.now();
  const limit = values.minutes === undefined ? Number.POSITIVE_INFINITY : Number(values.minutes) * 60_000;
  const total = { histories: 0, calls: 0, accidents: 0, orders: 0, paid: 0, parked: 0 };
  let told = started;
  for (let seed = from; seed < from + seeds && performance.now() - started < limit; seed += 1) {
    const history = await playHistory(seed, options);
    total.histories += 1;
    for (const key of ["calls", "accidents", "orders", "paid", "parked"] as const) total[key] += history.figures[key];
    if (history.violations.length > 0) return await explain(history);
    if (performance.now() - told > 5000) {
      told = performance.now();
      console.log(progress(total.histories, told - started));
    }
  }
  console.log(progress(total.histories, performance.now() - started));
  const { user, system } = process.cpuUsage();
  console.log(
    `${((user + system) / 1_000_000).toFixed(0)} s of processor, ${total.orders} orders, ${total.paid} paid, ${total.calls} calls, ${total.accidents} accidents, ` +
      `${total.parked} messages parked; every law holds`,
  );
}

function progress(histories: number, milliseconds: number): string {
  const rate = ((histories * 1000) / milliseconds).toFixed(1);
  return `${histories} histories in ${(milliseconds / 1000).toFixed(0)} s, ${rate} a second`;
}

/** The smallest story, and how to play it again. */
async function explain(failed: History): Promise<void> {
  console.log(`\nseed ${failed.seed} fails: ${failed.violations.join("; ")}\nlooking for the smallest story …\n`);
  const { kept } = await shrink(failed, 600, options);
  await tell(failed.seed, kept);
  const keep = [kept.steps, kept.outages, kept.accidents].map((part) => [...part].join(",")).join(";");
  const planted = values.plant === undefined ? "" : ` --plant "${values.plant}"`;
  console.log(`\nplay it again:   npm run simulate -- --seed ${failed.seed}${planted} --keep "${keep}"`);
  console.log(`with everything: npm run simulate -- --seed ${failed.seed}${planted}`);
}

async function tell(seed: number, kept: Kept): Promise<void> {
  const story: string[] = [];
  const { violations } = await playHistory(seed, { ...options, kept, story });
  console.log(story.join("\n"));
  console.log(violations.length === 0 ? "\nevery law holds" : `\nbroken:\n  ${violations.join("\n  ")}`);
  if (violations.length > 0) process.exitCode = 1;
}

function variantOf(name: string | undefined): HistoryOptions {
  if (name === undefined) return {};
  const planted = plantedFaults[name];
  if (planted) return { variant: planted.variant };
  console.error(`--plant is one of:\n  ${Object.keys(plantedFaults).join("\n  ")}`);
  process.exit(1);
}

function keptOf(text: string | undefined): Kept {
  if (text === undefined) return {};
  const [steps = "", outages = "", accidents = ""] = text.split(";");
  return {
    steps: new Set(listed(steps).map(Number)),
    outages: new Set(listed(outages).map(Number)),
    accidents: new Set(listed(accidents)),
  };
}

function listed(part: string): string[] {
  return part.split(",").filter((each) => each !== "");
}

function wholeNumber(name: string, text: string): number {
  const value = Number(text);
  if (Number.isSafeInteger(value) && value >= 0) return value;
  console.error(`--${name} is a whole number, not ${text}\n\n${usage}`);
  process.exit(1);
}
