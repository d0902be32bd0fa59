/** Delivers events to the shop's webhook: signed, again after growing gaps until it answers 2xx, in no promised order. */
import { newId } from "../account/ids.ts";
import type { StoredEvent } from "../account/stored.ts";
import { type Faults, takeDeliveryFault } from "../control/faults.ts";
import { type Ledger, note } from "../control/ledger.ts";
import { postEvent, type WebhookTarget } from "./post-event.ts";

/** What the sender looks at and writes into. */
export interface SenderWorld {
  readonly faults: Faults;
  readonly ledger: Ledger;
  /** Every event of the account, oldest first. */
  readonly events: () => readonly StoredEvent[];
  readonly keep: (event: StoredEvent) => void;
  readonly changed: () => void;
}

/** Waits between tries, milliseconds: shorter than Stripe's own, which grow to hours. */
export const usualGaps: readonly number[] = [1000, 2000, 5000, 15_000, 60_000, 300_000, 900_000];

export class WebhookSender {
  /** Waits between tries, milliseconds; after the last the event is given up. */
  gaps = usualGaps;
  readonly #target: WebhookTarget;
  readonly #world: SenderWorld;
  readonly #timers = new Set<NodeJS.Timeout>();
  readonly #successes = new Map<string, (() => void)[]>();
  readonly #stopped = new AbortController();
  #gathered: StoredEvent[] = [];

  constructor(target: WebhookTarget, world: SenderWorld) {
    this.#target = target;
    this.#world = world;
  }

  /** Sends an event soon, as the ordered mishaps will have it. */
  send(event: StoredEvent): void {
    const { faults } = this.#world;
    if (faults.hold) {
      event.held = true;
    } else if (faults.disorder > 0) {
      this.#gathered.push(event);
      faults.disorder -= 1;
      if (faults.disorder === 0) this.#later(0, () => this.release("reversed"));
    } else {
      this.#later(takeDeliveryFault(faults.late, event.type)?.ms ?? 0, () => this.#persist(event, 0));
      const twice = takeDeliveryFault(faults.twice, event.type);
      if (twice !== undefined) this.#later(0, () => this.#persist(twice.newId === true ? this.#twin(event) : event, 0));
    }
  }

  /** One delivery at once, whatever became of the others; gives the webhook's status, `null` for none. */
  async deliver(event: StoredEvent): Promise<number | null> {
    event.attempts += 1;
    const { id: eventId, type, attempts: attempt } = event;
    const started = performance.now();
    const status = await postEvent(this.#target, event.body, this.#stopped.signal);
    if (this.#stopped.signal.aborted) return status;
    const milliseconds = Math.round(performance.now() - started);
    note(this.#world.ledger.deliveries, {
      at: new Date().toISOString(),
      eventId,
      type,
      attempt,
      status,
      milliseconds,
    });
    if (status !== null && status >= 200 && status < 300) this.#succeed(event);
    this.#world.changed();
    return status;
  }

  /** Sends what was held back or gathered, one after the other. */
  async release(order: "as-created" | "reversed"): Promise<void> {
    this.#world.faults.disorder = 0;
    const held = [...this.#gathered, ...this.#world.events().filter((event) => event.held)];
    this.#gathered = [];
    for (const event of held) event.held = false;
    for (const event of order === "reversed" ? held.toReversed() : held) await this.#persist(event, 0);
  }

  /** Settles with the first 2xx for this event. */
  firstSuccess(event: StoredEvent): Promise<void> {
    if (event.delivered) return Promise.resolve();
    return new Promise((settle) => {
      this.#successes.set(event.id, [...(this.#successes.get(event.id) ?? []), settle]);
    });
  }

  /** Forgets every delivery that was still to come. */
  forget(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
    this.#gathered = [];
    this.gaps = usualGaps;
  }

  stop(): void {
    this.forget();
    this.#stopped.abort();
  }

  async #persist(event: StoredEvent, attempt: number): Promise<void> {
    await this.deliver(event);
    const gap = this.gaps[attempt];
    if (event.delivered || gap === undefined || this.#stopped.signal.aborted) return;
    this.#later(gap, () => (event.delivered ? undefined : this.#persist(event, attempt + 1)));
  }

  /** Stripe now and then makes two events of one change. */
  #twin(event: StoredEvent): StoredEvent {
    const id = newId("evt");
    const made = { ...event, id, body: event.body.replaceAll(event.id, id), attempts: 0, delivered: false };
    this.#world.keep(made);
    return made;
  }

  #succeed(event: StoredEvent): void {
    event.delivered = true;
    for (const settle of this.#successes.get(event.id) ?? []) settle();
    this.#successes.delete(event.id);
  }

  #later(milliseconds: number, action: () => unknown): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      action();
    }, milliseconds);
    this.#timers.add(timer);
  }
}
