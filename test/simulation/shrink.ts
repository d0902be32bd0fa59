/** Makes a failing history small: leaves out steps, outages and accidents as long as it still fails in the same way. */
import { type History, type HistoryOptions, playHistory } from "./history.ts";
import type { Kept } from "./plan.ts";

type Part = "steps" | "outages" | "accidents";

interface Small {
  readonly kept: Required<Kept>;
  readonly history: History;
}

/** The smallest failing part found within so many plays; the whole history where nothing can be left out. */
export async function shrink(failed: History, plays = 600, options: HistoryOptions = {}): Promise<Small> {
  const [wanted = ""] = failed.violations.map(kindOf);
  const budget = { left: plays };
  const play = async (kept: Required<Kept>): Promise<Small | undefined> => {
    budget.left -= 1;
    const history = await playHistory(failed.seed, { ...options, kept });
    return history.violations.map(kindOf).includes(wanted) ? { kept, history } : undefined;
  };
  let small: Small = { kept: partsOf(failed), history: failed };
  for (let before = -1; before !== sizeOf(small.kept) && budget.left > 0; ) {
    before = sizeOf(small.kept);
    for (const part of ["outages", "accidents", "steps"] as const) {
      for (let size = Math.max(1, small.kept[part].size >> 1); size >= 1 && budget.left > 0; size >>= 1) {
        small = await without(small, part, size, async (kept) => (budget.left > 0 ? await play(kept) : undefined));
      }
    }
  }
  return small;
}

/** Leaves out one run of `size` members after the other. */
async function without(
  small: Small,
  part: Part,
  size: number,
  play: (kept: Required<Kept>) => Promise<Small | undefined>,
): Promise<Small> {
  let best = small;
  for (let start = 0; start < best.kept[part].size; ) {
    const members: (string | number)[] = [...best.kept[part]];
    members.splice(start, size);
    const found = await play({ ...best.kept, [part]: new Set(members) });
    if (found) best = { ...found, kept: meeting(found) };
    else start += size;
  }
  return best;
}

/** Accidents that no longer meet anybody are left out with what they met. */
const meeting = ({ kept, history }: Small): Required<Kept> => ({ ...kept, accidents: new Set(history.accidents) });

const partsOf = (history: History): Required<Kept> => ({
  steps: new Set(history.steps),
  outages: new Set(history.outages),
  accidents: new Set(history.accidents),
});

const sizeOf = (kept: Required<Kept>): number => kept.steps.size + kept.outages.size + kept.accidents.size;

/** The breach without its names and numbers. */
const kindOf = (violation: string): string => violation.replaceAll(/O-\w{5}-\w{5}|\bm[\d.]+|\d+/g, "#");
