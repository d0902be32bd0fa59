/** API Gateway's throttle: a bucket of tokens that fills at a steady rate up to a burst. */

export interface ThrottleLimits {
  readonly requestsPerSecond: number;
  readonly burst: number;
}

/** Says for each request whether it may pass; `now` in milliseconds, never going back. */
export function throttle({ requestsPerSecond, burst }: ThrottleLimits): (now: number) => boolean {
  let tokens = burst;
  let filledAt: number | undefined;
  return (now) => {
    tokens = Math.min(burst, tokens + ((now - (filledAt ?? now)) / 1000) * requestsPerSecond);
    filledAt = now;
    if (tokens < 1) return false;
    tokens -= 1;
    return true;
  };
}
