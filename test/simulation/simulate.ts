/** `npm run simulate`: plays one history of the whole shop for each seed; of one that fails it prints the smallest story. */
import "./quiet.ts";
import { parseArgs } from "node:util";
import { type HistoryOptions, playHistory } from "./history.ts";
import type { Kept } from "./plan.ts";
import { plantedFaults } from "./planted-faults.ts";
import { type Outcome, playMany } from "./play-many.ts";
import { shrink } from "./shrink.ts";

const usage = `npm run simulate -- [--seeds N] [--from S] [--minutes M] [--workers W] [--all]
npm run simulate -- --seed X [--keep "<steps>;<outages>;<accidents>"]

  --seeds    how many histories are played (1000)
  --from     the first seed (1)
  --minutes  stops after so many minutes
  --workers  how many play at once (as many as there are cores)
  --all      goes on after a history that fails
  --seed     plays one history and tells its story
  --keep     plays only this part of it, as a failing run prints it
  --plant    plants a fault by its name in test/simulation/planted-faults.ts, to see how it is found`;

const { values } = parseArgs({
  options: {
    seeds: { type: "string", default: "1000" },
    from: { type: "string", default: "1" },
    minutes: { type: "string" },
    workers: { type: "string" },
    all: { type: "boolean", default: false },
    seed: { type: "string" },
    keep: { type: "string" },
    plant: { type: "string" },
    help: { type: "boolean", default: false },
  },
});

const options = variantOf(values.plant);

if (values.help) console.log(usage);
else if (values.seed !== undefined) await tell(wholeNumber("seed", values.seed), keptOf(values.keep));
else await playAll(wholeNumber("seeds", values.seeds), wholeNumber("from", values.from));

async function playAll(seeds: number, from: number): Promise<void> {
  const started = performance.now();
  let told = started;
  const { histories, processor, figures, failed } = await playMany({
    seeds,
    from,
    all: values.all,
    ...(values.workers !== undefined && { workers: wholeNumber("workers", values.workers) }),
    ...(values.minutes !== undefined && { limit: Number(values.minutes) * 60_000 }),
    ...(values.plant !== undefined && { planted: values.plant }),
    onProgress: (outcome) => {
      if (performance.now() - told < 5000) return;
      told = performance.now();
      const { orders = 0, paid = 0 } = outcome.figures;
      const processor = (outcome.processor / outcome.histories).toFixed(1);
      console.log(
        `${progress(outcome.histories, told - started)}, ${processor} ms of processor each, ${orders} orders, ${paid} paid${failuresIn(outcome)}`,
      );
    },
  });
  console.log(progress(histories, performance.now() - started));
  console.log(`${(processor / 1000).toFixed(0)} s of processor, ${(processor / histories).toFixed(1)} ms a history`);
  for (const [name, figure] of Object.entries(figures)) console.log(`${String(figure).padStart(12)} ${name}`);
  if (failed.length === 0) console.log("every law holds");
  for (const { seed, violations } of failed) console.log(`seed ${seed} fails: ${violations.join("; ")}`);
  if (failed[0]) await explain(failed[0].seed);
}

function failuresIn({ failed }: Outcome): string {
  return failed.length === 0 ? "" : `; failing: ${failed.map(({ seed }) => seed).join(", ")}`;
}

function progress(histories: number, milliseconds: number): string {
  const rate = ((histories * 1000) / milliseconds).toFixed(1);
  return `${histories} histories in ${(milliseconds / 1000).toFixed(0)} s, ${rate} a second`;
}

/** The smallest story, and how to play it again. */
async function explain(seed: number): Promise<void> {
  console.log(`\nlooking for the smallest story of seed ${seed} …\n`);
  const failed = await playHistory(seed, options);
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
