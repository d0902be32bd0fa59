/** Which inputs a session has heard: the newest by name, all older ones by time. */
import { days, type Instant, instant } from "../values/instant.ts";

export interface Memory {
  /** Oldest first, at most 64. */
  readonly recent: readonly { readonly hash: string; readonly at: Instant }[];
  /** The time of the newest input forgotten; everything up to it counts as heard. */
  readonly floor: Instant;
}

const mostRecent = 64;
/** A signature has no time in it: a captured call stays valid for ever, so old events are not acted on. */
const oldestActedOn = days(3);

export const nothingHeard: Memory = { recent: [], floor: instant(0) };

export const remembers = (memory: Memory, hash: string): boolean => memory.recent.some((each) => each.hash === hash);

/** Whether an input not remembered comes too late to be acted on. */
export const isTooOld = (memory: Memory, at: Instant, now: Instant): boolean =>
  at <= memory.floor || isOutdated(at, now);

/** Whether something happened longer ago than anything is acted on. */
export const isOutdated = (at: Instant, now: Instant): boolean => at < now - oldestActedOn;

/** The memory with this input in it; the one heard longest ago is forgotten when there are too many. */
export function memorise(memory: Memory, hash: string, at: Instant): Memory {
  const recent = [...memory.recent, { hash, at }];
  const forgotten = recent.slice(0, -mostRecent);
  return {
    recent: recent.slice(-mostRecent),
    floor: instant(Math.max(memory.floor, ...forgotten.map((each) => each.at))),
  };
}
