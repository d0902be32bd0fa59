/** Delivers events to the shop's webhook: signed, again after growing gaps until it answers 2xx, in no promised order. */

import { newId } from "../account/ids.ts";
import type { StoredEvent } from "../account/stored.ts";
import { type Faults, takeDeliveryFault } from "../control/faults.ts";
import { type Ledger, note } from "../control/ledger.ts";
import { stripeSignature } from "./signature.ts";

export interface WebhookSender {
  /** Sends an event soon, as the ordered mishaps will have it. */
  send(event: StoredEvent): void;
  /** One more delivery at once, whatever became of the others; gives the webhook's status. */
  deliver(event: StoredEvent): Promise<number | null>;
  /** Sends what was held back or gathered. */
  release(order: "as-created" | "reversed"): Promise<void>;
  /** Settles with the first 2xx for this event. */
  firstSuccess(event: StoredEvent): Promise<void>;
  /** Waits between tries, milliseconds; after the last the event is given up. */
  retryAfter(gaps: readonly number[]): void;
  stop(): void;
}

export interface WebhookTarget {
  readonly url: string;
  readonly secrets: readonly string[];
}

/** A tenth of a minute at first, then more: Stripe's own gaps grow to hours. */
export const usualGaps: readonly number[] = [1000, 2000, 5000, 15_000, 60_000, 300_000, 900_000];

const patience = 10_000;

/** A sender for one endpoint. Deliveries carry the machine's time in their signature, also when the account's clock is moved. */
export function webhookSender(
  target: WebhookTarget,
  world: { faults: Faults; ledger: Ledger; events: () => readonly StoredEvent[]; changed: () => void },
): WebhookSender {
  const timers = new Set<NodeJS.Timeout>();
  const successes = new Map<string, (() => void)[]>();
  const gathered: StoredEvent[] = [];
  const stopped = new AbortController();
  let gaps = usualGaps;

  const later = (milliseconds: number, action: () => unknown): void => {
    const timer = setTimeout(() => {
      timers.delete(timer);
      action();
    }, milliseconds);
    timers.add(timer);
  };

  const deliver = async (event: StoredEvent): Promise<number | null> => {
    event.attempts += 1;
    const attempt = event.attempts;
    const started = performance.now();
    const status = await post(target, event, stopped.signal);
    if (stopped.signal.aborted) return status;
    const milliseconds = Math.round(performance.now() - started);
    note(world.ledger.deliveries, {
      at: new Date().toISOString(),
      eventId: event.id,
      type: event.type,
      attempt,
      status,
      milliseconds,
    });
    if (status !== null && status >= 200 && status < 300) {
      event.delivered = true;
      for (const settle of successes.get(event.id) ?? []) settle();
      successes.delete(event.id);
    }
    world.changed();
    return status;
  };

  const persist = async (event: StoredEvent, attempt = 0): Promise<void> => {
    await deliver(event);
    const gap = gaps[attempt];
    if (event.delivered || gap === undefined || stopped.signal.aborted) return;
    later(gap, () => {
      if (!event.delivered) void persist(event, attempt + 1);
    });
  };

  const release = async (order: "as-created" | "reversed"): Promise<void> => {
    const held = [...gathered.splice(0), ...world.events().filter((event) => event.held)];
    for (const event of held) event.held = false;
    for (const event of order === "reversed" ? held.reverse() : held) await persist(event);
  };

  return {
    send(event) {
      const { faults } = world;
      if (faults.hold) event.held = true;
      else if (faults.disorder > 0) {
        gathered.push(event);
        faults.disorder -= 1;
        if (faults.disorder === 0) later(0, () => release("reversed"));
      } else {
        later(takeDeliveryFault(faults.late, event.type)?.ms ?? 0, () => persist(event));
        const twice = takeDeliveryFault(faults.twice, event.type);
        if (twice !== undefined) later(0, () => persist(twice.newId === true ? twin(event) : event));
      }
    },
    deliver,
    release,
    firstSuccess: (event) =>
      event.delivered
        ? Promise.resolve()
        : new Promise((settle) => successes.set(event.id, [...(successes.get(event.id) ?? []), settle])),
    retryAfter(changed) {
      gaps = changed;
    },
    stop() {
      stopped.abort();
      for (const timer of timers) clearTimeout(timer);
    },
  };
}

/** Stripe now and then makes two events of one change. */
function twin(event: StoredEvent): StoredEvent {
  const id = newId("evt");
  return { ...event, id, body: event.body.replaceAll(event.id, id), attempts: 0, delivered: false };
}

async function post(target: WebhookTarget, event: StoredEvent, stopped: AbortSignal): Promise<number | null> {
  try {
    const response = await fetch(target.url, {
      method: "POST",
      headers: {
        "content-type": "application/json; charset=utf-8",
        "user-agent": "Stripe/1.0 (+https://stripe.com/docs/webhooks)",
        "stripe-signature": stripeSignature(event.body, target.secrets, Math.floor(Date.now() / 1000)),
      },
      body: event.body,
      redirect: "manual",
      signal: AbortSignal.any([stopped, AbortSignal.timeout(patience)]),
    });
    await response.arrayBuffer();
    return response.status;
  } catch {
    return null;
  }
}
