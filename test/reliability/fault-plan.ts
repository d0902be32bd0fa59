/** Where a fault is met: the calls of a recorded visit, chosen, and what then happens to each. */
import type { Call } from "#test/support/proxy.ts";
import type { Fault } from "./faults.ts";
import type { Break, Play, Spot } from "./replay.ts";

/** How often calls of each kind met the fault. */
export type Met = Map<string, number>;

/**
 * The chosen calls meet the fault, each for as many tries as the fault wants: a call that is made again at once is the
 * same call, so it is not counted on.
 */
export function meeting(fault: Fault, isChosen: (spot: Spot) => boolean, met: Met): Break {
  const seen = new Map<string, number>();
  const left = new Map<string, number>();
  return {
    at: ({ kind }, call) => {
      const verdict = call.service === "parameters" ? undefined : fault.on(call);
      const again = left.get(kind) ?? 0;
      if (again === 0) seen.set(kind, (seen.get(kind) ?? 0) + 1);
      if (!verdict || (again === 0 && !isChosen({ kind, nth: seen.get(kind) ?? 0 }))) return undefined;
      if (again === 0) met.set(kind, (met.get(kind) ?? 0) + 1);
      left.set(kind, (again === 0 ? fault.times(call) : again) - 1);
      return verdict;
    },
  };
}

/** The recorded calls that can have this fault, in their order. */
export const placesOf = (fault: Fault, recorded: Play): readonly Spot[] =>
  recorded.calls.filter(({ call }) => fault.on(call) !== undefined).map(({ kind, nth }) => ({ kind, nth }));

/** One call of each kind, by the seed; all over the seeds, each call. */
export function oneOfEachKind(places: readonly Spot[], seed: number): readonly Spot[] {
  const kinds = Map.groupBy(places, ({ kind }) => kind);
  return [...kinds.values()].flatMap((spots, index) => {
    const spot = spots[(seed * 7919 + index * 104_729) % spots.length];
    return spot ? [spot] : [];
  });
}

/** Every call in one of the rounds, neighbours in different ones: what follows a fault is left in peace for a while. */
export const inRounds = (places: readonly Spot[], rounds: number): readonly (readonly Spot[])[] =>
  Array.from({ length: rounds }, (_, round) => places.filter((_spot, index) => index % rounds === round)).filter(
    (each) => each.length > 0,
  );

export const isOneOf =
  (spots: readonly Spot[]) =>
  ({ kind, nth }: Spot): boolean =>
    spots.some((each) => each.kind === kind && each.nth === nth);

/** Whether a call moves goods or money. */
export const moves = ({ operation }: Call): boolean => /^(?:TransactWriteItems|POST .v1)/.test(operation);

/** Said once to whoever waits while one message fails for the fifth time, in the shop's language where theirs is unknown. */
const delayNotice = /^(?:This is taking longer than usual|Cela prend plus de temps que d’habitude)/;

/** The play without that notice, so that it can be compared with one in which nobody waited. */
export const withoutDelayNotice = (broken: Play): Play => ({
  ...broken,
  ending: { ...broken.ending, said: broken.ending.said.filter((words) => !delayNotice.test(words)) },
});
