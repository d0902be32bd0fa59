/** Whether a broken play came to the same end as the unbroken one, and what was done twice on the way. */
import { firstLine, type Play, type Spot } from "./replay.ts";
import type { Story } from "./stories.ts";

export interface Comparison {
  /** Each difference that must not be, in one line; empty when nothing was lost or done twice. */
  readonly wrong: readonly string[];
  /** Calls made again, by kind. */
  readonly calledAgain: readonly string[];
  /** Sentences said again, by their first line. */
  readonly saidAgain: readonly string[];
}

/** Compares with the recorded play. A sentence may be repeated only where the shop could not know that it had been said. */
export function compare(story: Story, recorded: Play, broken: Play): Comparison {
  const { ending } = broken;
  const { refunded: back = 0 } = story;
  const expected = { orders: story.orders, sold: story.sold, reserved: 0, refunded: back, parked: 0 };
  const { orders, sold, reserved, refunded, parked } = ending;
  const charged = story.charged === 0 ? [] : [story.charged];
  const saidAgain = extra(recorded.ending.said, ending.said);
  return {
    wrong: [
      ...difference("end", expected, { orders, sold, reserved, refunded, parked }),
      ...difference("charges", charged, ending.charged),
      ...difference("sentences", recorded.ending.said, firstTimes(recorded.ending.said, ending.said)),
      ...saidAgain
        .filter((words) => !broken.unknown.includes(firstLine(words)))
        .map((words) => `said again though it was known to be said: ${firstLine(words)}`),
    ],
    calledAgain: extra(kinds(recorded.calls), kinds(broken.calls)),
    saidAgain: saidAgain.map(firstLine),
  };
}

const kinds = (spots: readonly Spot[]): readonly string[] => spots.map(({ kind }) => kind);

function difference(what: string, expected: unknown, found: unknown): string[] {
  const [before, after] = [JSON.stringify(expected), JSON.stringify(found)];
  return before === after ? [] : [`${what}: ${after} instead of ${before}`];
}

/** What is there more often than it was recorded. */
function extra(recorded: readonly string[], found: readonly string[]): string[] {
  const left = [...recorded];
  return found.filter((each) => {
    const index = left.indexOf(each);
    if (index >= 0) left.splice(index, 1);
    return index < 0;
  });
}

/** The sentences as they came, each as often as it was recorded. */
function firstTimes(recorded: readonly string[], found: readonly string[]): string[] {
  const left = [...recorded];
  return found.filter((each) => {
    const index = left.indexOf(each);
    if (index >= 0) left.splice(index, 1);
    return index >= 0 || !recorded.includes(each);
  });
}
