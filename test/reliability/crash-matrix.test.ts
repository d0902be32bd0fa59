/**
 * A process dies at any call, on either side of it, or after its work and before its message is deleted: what is left in
 * the queues brings every visit to the same orders, stock and charges. Here each kind of call is tried once on each side;
 * write-crash-matrix.ts tries every single call.
 */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Play, play } from "./replay.ts";
import { type Story, stories } from "./stories.ts";
import { compare } from "./verdict-on.ts";
import { openWatchedShop, type WatchedShop } from "./watched-shop.ts";

const sides = ["before", "after"] as const;

let watched: WatchedShop;
const recordings = new Map<Story, Play>();
beforeAll(async () => {
  watched = await openWatchedShop();
  // The first play warms the processes up.
  for (const story of stories.slice(0, 1)) await play(watched, story);
  for (const story of stories) recordings.set(story, await play(watched, story));
}, 240_000);
afterAll(() => watched.stop());

test.each(stories)("$name ends well when nothing breaks", (story) => {
  const recorded = recordingOf(story);
  expect(compare(story, recorded, recorded)).toEqual({ wrong: [], calledAgain: [], saidAgain: [] });
});

describe("each kind of call", () => {
  const met = { before: new Set<string>(), after: new Set<string>() };
  const kept = new Set<string>();

  test.each(stories.flatMap((story) => sides.map((side) => ({ story, name: story.name, side }))))(
    "kills its process once $side it is done, and $name ends the same",
    { timeout: 240_000 },
    async ({ story, side }) => {
      const broken = await play(watched, story, {
        at: ({ kind }, { service }) =>
          service === "parameters" || isKnown(met[side], sameWork(kind)) ? undefined : { do: "kill", when: side },
      });
      expect(compare(story, recordingOf(story), broken).wrong).toEqual([]);
    },
  );

  test.each(stories)("$name ends the same when handled messages come again", { timeout: 240_000 }, async (story) => {
    const broken = await play(watched, story, {
      at: () => undefined,
      acknowledge: ({ kind }) => isKnown(kept, `${story.name} ${kind}`),
    });
    expect(compare(story, recordingOf(story), broken).wrong).toEqual([]);
  });
});

function recordingOf(story: Story): Play {
  const recorded = recordings.get(story);
  if (!recorded) throw new Error(`${story.name} was not recorded`);
  return recorded;
}

/** Whether it was there before; it is from now on. */
function isKnown(known: Set<string>, each: string): boolean {
  const isThere = known.has(each);
  known.add(each);
  return isThere;
}

/** Kinds of speech go the same way, and so do both courtesies. */
const sameWork = (kind: string): string =>
  kind
    .replace(/\((?:text|button|generic|receipt)\)$/, "(speech)")
    .replace(/\((?:mark_seen|typing_on)\)$/, "(courtesy)");
