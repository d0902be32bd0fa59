/** Thousands of histories of the whole shop, each from its seed: services fail, processes die, news comes late and twice. */
import "#test/simulation/quiet.ts";
import { describe, expect, it } from "vitest";
import { type History, playHistory } from "#test/simulation/history.ts";
import { plantedFaults } from "#test/simulation/planted-faults.ts";
import { shrink } from "#test/simulation/shrink.ts";

const histories = 1000;
const tellable = { timeout: 240_000 };

async function firstBroken(
  variant: (typeof plantedFaults)[string]["variant"],
  most: number,
): Promise<History | undefined> {
  for (let seed = 1; seed <= most; seed += 1) {
    const history = await playHistory(seed, { variant });
    if (history.violations.length > 0) return history;
  }
  return undefined;
}

describe("the simulated shop", () => {
  it("loses nothing and does nothing twice, whatever fails", tellable, async () => {
    const broken: string[] = [];
    let paid = 0;
    let accidents = 0;
    for (let seed = 1; seed <= histories; seed += 1) {
      const { violations, figures } = await playHistory(seed);
      broken.push(...violations.map((each) => `seed ${seed}: ${each}`));
      paid += figures.paid;
      accidents += figures.accidents;
    }
    expect(broken).toEqual([]);
    // A shop in which nothing is sold and nothing fails proves nothing.
    expect(paid).toBeGreaterThan(histories);
    expect(accidents).toBeGreaterThan(histories);
  });

  it("plays the same history from the same seed, to the byte", tellable, async () => {
    for (const seed of [3, 14, 15, 92, 653]) {
      const [once, again]: [string[], string[]] = [[], []];
      await playHistory(seed, { story: once });
      await playHistory(seed, { story: again });
      expect(once.length).toBeGreaterThan(10);
      expect(again.join("\n")).toBe(once.join("\n"));
    }
  });

  it.each(Object.entries(plantedFaults))("notices when %s", tellable, async (_, { variant, breaks }) => {
    const history = await firstBroken(variant, 400);
    expect(history?.violations.join("\n")).toMatch(breaks);
  });

  it("makes a failing history small and replays what is left of it", tellable, async () => {
    const { variant } = plantedFaults["stock is not released"] ?? {};
    const options = variant ? { variant } : {};
    const failed = await firstBroken(options.variant ?? {}, 400);
    if (!failed) throw new Error("the planted fault was not seen");
    const { kept, history } = await shrink(failed, 300, options);
    expect(kept.steps.size).toBeLessThan(failed.steps.length);
    expect(kept.accidents.size).toBeLessThanOrEqual(failed.accidents.length);
    expect((await playHistory(failed.seed, { ...options, kept })).violations).toEqual(history.violations);
  });
});
