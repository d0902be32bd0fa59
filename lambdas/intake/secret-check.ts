/** Checks something against a secret that may just have been replaced: a refusal reads it anew before it stands. */

export interface RotatingSecret {
  /** The current value and, during a change, the previous one. */
  readonly values: () => Promise<readonly string[]>;
  /** The same, read anew at most once a minute. */
  readonly refreshed: () => Promise<readonly string[]>;
}

/** Whether the check passes with the values that are known, or with those that hold now. A WorldFailure if none can be read. */
export async function passes(secret: RotatingSecret, check: (values: readonly string[]) => boolean): Promise<boolean> {
  const known = await secret.values();
  if (check(known)) return true;
  const now = await secret.refreshed();
  return now.join() !== known.join() && check(now);
}
