/** The stand-in's clock: real time plus what the control route added, so that a day can pass in a test. */

export interface StandInClock {
  /** Milliseconds since 1970. */
  now(): number;
  advance(milliseconds: number): void;
  /** Sets the clock; it runs on from there. */
  set(at: number): void;
  reset(): void;
}

/** A clock that begins at the real time. */
export function standInClock(): StandInClock {
  let offset = 0;
  return {
    now: () => Date.now() + offset,
    advance: (milliseconds) => {
      offset += milliseconds;
    },
    set: (at) => {
      offset = at - Date.now();
    },
    reset: () => {
      offset = 0;
    },
  };
}
