/** Every kind of call meets every fault once: a visit ends in the same orders, stock and charges all the same. */
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Call } from "#test/support/proxy.ts";
import { type Fault, quickFaults, slowFaults } from "./faults.ts";
import { type Break, type Play, play } from "./replay.ts";
import { type Story, stories } from "./stories.ts";
import { compare } from "./verdict-on.ts";
import { openWatchedShop, type WatchedShop } from "./watched-shop.ts";

const [purchase, calledBack] = stories;
const recordings = new Map<Story, Play>();
let watched: WatchedShop;
beforeAll(async () => {
  watched = await openWatchedShop();
  for (const story of stories.slice(0, 2)) recordings.set(story, await play(watched, story));
}, 240_000);
afterAll(() => watched.stop());

/** Where a message cannot be put off, it comes again after the queue's own three minutes: no test waits for that. */
const everyKind = ({ operation }: Call): boolean => operation !== "ChangeMessageVisibility";
/** Orders, stock and payment pages: each costs its caller three to six seconds. */
const moves = ({ operation }: Call): boolean => /^(?:TransactWriteItems|POST .v1)/.test(operation);

test.each(quickFaults)(
  "every kind of call meets $name and nothing is lost or doubled",
  { timeout: 240_000 },
  async (fault) => {
    const hit = new Map<string, number>();
    await endsTheSame(purchase, meeting(fault, everyKind, hit));
    expect(hit.size).toBeGreaterThan(0);
  },
);

test.each(slowFaults)(
  "what moves goods or money meets $name and nothing is lost or doubled",
  { timeout: 240_000 },
  async (fault) => {
    const hit = new Map<string, number>();
    await endsTheSame(calledBack, meeting(fault, moves, hit));
    expect(hit.size).toBeGreaterThan(0);
  },
);

/** Hits each kind of call once, for as many tries as the fault wants. */
function meeting(fault: Fault, isMeant: (call: Call) => boolean, hit: Map<string, number>): Break {
  return {
    at: ({ kind }, call) => {
      const verdict = call.service !== "parameters" && isMeant(call) ? fault.on(call) : undefined;
      const before = hit.get(kind) ?? 0;
      if (!verdict || before >= fault.times(call)) return undefined;
      hit.set(kind, before + 1);
      return verdict;
    },
  };
}

async function endsTheSame(story: Story | undefined, broken: Break): Promise<void> {
  const recorded = story && recordings.get(story);
  if (!recorded) throw new Error("the visit was not recorded");
  expect(compare(story, recorded, await play(watched, story, broken)).wrong).toEqual([]);
}
