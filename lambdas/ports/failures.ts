/** The two ways in which a stage can fail; a refusal is neither, it is a value. */

/** The world failed (time-out, throttle, conflict, outage): the queue tries again. `cause` holds the vendor's error. */
export class WorldFailure extends Error {
  override readonly name = "WorldFailure";
  /** Milliseconds the other side asked to wait, where it did. */
  readonly retryAfter: number | undefined;

  constructor(what: string, options: { cause?: unknown; retryAfter?: number } = {}) {
    super(what, { cause: options.cause });
    this.retryAfter = options.retryAfter;
  }
}

/** The message itself cannot be worked on, now or later: it is parked in the dead-letter queue at once. */
export class Unprocessable extends Error {
  override readonly name = "Unprocessable";

  constructor(what: string, options: { cause?: unknown } = {}) {
    super(what, { cause: options.cause });
  }
}
