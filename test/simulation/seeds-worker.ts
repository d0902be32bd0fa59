/** A worker of `play-many.ts`: plays the seeds that it is given and says what came of them. */
import "./quiet.ts";
import { type History, playHistory } from "./history.ts";
import { plantedFaults } from "./planted-faults.ts";
import { add } from "./play-many.ts";

export interface Share {
  readonly from: number;
  readonly seeds: number;
  readonly planted?: string;
}

export interface Played {
  readonly histories: number;
  /** Milliseconds of the processor. */
  readonly processor: number;
  readonly figures: Record<string, number>;
  readonly failed: readonly Pick<History, "seed" | "violations">[];
}

process.on("message", (share: Share) => {
  void play(share).then((played) => process.send?.(played));
});

async function play({ from, seeds, planted = "" }: Share): Promise<Played> {
  const variant = plantedFaults[planted]?.variant;
  const figures: Record<string, number> = {};
  const before = process.cpuUsage();
  const failed: Pick<History, "seed" | "violations">[] = [];
  for (let seed = from; seed < from + seeds; seed += 1) {
    const history = await playHistory(seed, variant ? { variant } : {});
    add(figures, history.figures);
    if (history.violations.length > 0) failed.push({ seed, violations: history.violations });
  }
  const { user, system } = process.cpuUsage(before);
  return { histories: seeds, processor: (user + system) / 1000, figures, failed };
}
