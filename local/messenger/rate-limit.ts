/** So many calls within so much time, counted over a sliding window. */

export class RateLimit {
  readonly #most: number;
  readonly #windowMs: number;
  readonly #now: () => number;
  #taken: number[] = [];

  /** `now` in milliseconds. */
  constructor(most: number, windowMs: number, now: () => number) {
    this.#most = most;
    this.#windowMs = windowMs;
    this.#now = now;
  }

  /** Counts one call; false when it is one too many. */
  take(): boolean {
    const now = this.#now();
    this.#taken = this.#taken.filter((at) => at > now - this.#windowMs && at <= now);
    if (this.#taken.length >= this.#most) return false;
    this.#taken.push(now);
    return true;
  }

  reset(): void {
    this.#taken = [];
  }
}
