/** The world of intake in memory: secrets that can be replaced, and a queue that can refuse. */
import type { RotatingSecret } from "#lambdas/intake/secret-check.ts";
import { WorldFailure } from "#ports/failures.ts";
import type { Outlet } from "#ports/queues.ts";

/** A secret that is known as `known` and, once read anew, is `now`. */
export function aSecret(known: readonly string[], now: readonly string[] = known): RotatingSecret & { reads: number } {
  const secret = {
    reads: 0,
    values: () => Promise.resolve(secret.reads === 0 ? known : now),
    refreshed: () => {
      secret.reads += 1;
      return Promise.resolve(now);
    },
  };
  return secret;
}

export const anUnreadableSecret: RotatingSecret = {
  values: () => Promise.reject(new WorldFailure("the parameter cannot be read")),
  refreshed: () => Promise.reject(new WorldFailure("the parameter cannot be read")),
};

/** A queue that keeps what it is sent, or refuses. */
export function aQueue<Message>(refuses = false): Outlet<Message> & { readonly sent: Message[] } {
  const sent: Message[] = [];
  return {
    sent,
    send: (messages) => {
      if (refuses) return Promise.reject(new WorldFailure("the queue cannot be reached"));
      sent.push(...messages);
      return Promise.resolve();
    },
  };
}
