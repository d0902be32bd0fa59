/** Thousands of histories of the whole shop, each from its seed: services fail, processes die, news comes late and twice. */
import "#test/simulation/quiet.ts";
import { describe, expect, it } from "vitest";
import type { Figures } from "#test/simulation/figures.ts";
import { type History, playHistory } from "#test/simulation/history.ts";
import { type PlantedFault, plantedFaults } from "#test/simulation/planted-faults.ts";
import { playMany } from "#test/simulation/play-many.ts";
import { shrink } from "#test/simulation/shrink.ts";

const seeds = 2000;
const tellable = { timeout: 600_000 };

/** What must happen at least, in so many histories: a shop in which nothing is sold and nothing fails proves nothing. */
const reach: Partial<Figures> = {
  calls: 500_000,
  accidents: 50_000,
  orders: 4000,
  paid: 2000,
  parked: 5,
  "on the second Page": 1500,
  cancelled: 400,
  expired: 800,
  declined: 80,
  "paid by a slow bank": 60,
  "refused: sold out": 100,
  "refused: another price": 5,
  "paid after its end, and shipped": 60,
  "paid after its end, and given back": 4,
  untold: 40,
  "prices changed": 1000,
  "counts set": 600,
  sentences: 80_000,
  "sentences said again": 2000,
};

async function firstBroken({ variant, from = 1 }: PlantedFault): Promise<History | undefined> {
  for (let seed = from; seed < from + 400; seed += 1) {
    const history = await playHistory(seed, { variant });
    if (history.violations.length > 0) return history;
  }
  return undefined;
}

describe("the simulated shop", () => {
  it("loses nothing and does nothing twice, whatever fails", tellable, async () => {
    const { histories, failed, figures } = await playMany({ seeds, from: 1, workers: 2, all: true });
    expect(failed).toEqual([]);
    expect(histories).toBe(seeds);
    expect(Object.entries(reach).filter(([what, least]) => (figures[what] ?? 0) < least)).toEqual([]);
  });

  it(
    "looks after an order that only comes about when words are brought back from the dead letters",
    tellable,
    async () => {
      expect((await playHistory(33_838)).violations).toEqual([]);
    },
  );

  it("plays the same history from the same seed, to the byte", tellable, async () => {
    for (const seed of [3, 14, 15, 92, 653]) {
      const [once, again]: [string[], string[]] = [[], []];
      await playHistory(seed, { story: once });
      await playHistory(seed, { story: again });
      expect(once.length).toBeGreaterThan(10);
      expect(again.join("\n")).toBe(once.join("\n"));
    }
  });

  it("finds the same in workers as alone", tellable, async () => {
    const planted = "stock is not released";
    const { failed } = await playMany({ seeds: 60, from: 1, workers: 2, planted });
    const alone = await firstBroken(plantedFaults[planted] ?? { variant: {}, breaks: /./ });
    expect(failed[0]).toEqual({ seed: alone?.seed, violations: alone?.violations });
  });

  it.each(Object.entries(plantedFaults))("notices when %s", tellable, async (_, planted) => {
    const history = await firstBroken(planted);
    expect(history?.violations.join("\n")).toMatch(planted.breaks);
  });

  it("makes a failing history small and replays what is left of it", tellable, async () => {
    const planted = plantedFaults["stock is not released"] ?? { variant: {}, breaks: /./ };
    const options = { variant: planted.variant };
    const failed = await firstBroken(planted);
    if (!failed) throw new Error("the planted fault was not seen");
    const { kept, history } = await shrink(failed, 300, options);
    expect(kept.steps.size).toBeLessThan(failed.steps.length);
    expect(kept.accidents.size).toBeLessThanOrEqual(failed.accidents.length);
    expect((await playHistory(failed.seed, { ...options, kept })).violations).toEqual(history.violations);
  });
});
