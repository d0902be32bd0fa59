/** Sends events to the shop: in order per shopper, tried again at once and then with growing gaps, each attempt noted. */
import { setTimeout as sleep } from "node:timers/promises";
import type { Callback } from "./callback.ts";
import type { Ledger, WebhookAttempt, WebhookEntry } from "./ledger.ts";
import { limits } from "./limits.ts";
import { wireJson } from "./signature.ts";
import type { StandInClock } from "./stand-in-clock.ts";
import type { Subscription } from "./subscription.ts";
import { envelope, type WebhookEvent } from "./webhook-events.ts";

/** What control routes ask of the deliveries. */
export interface DeliveryMood {
  /** Milliseconds between an event and its delivery. */
  lateMs: number;
  /** How many of the shoppers' next acts come twice; until then all else comes twice too. */
  twice: number;
  /** How many of the shoppers' next events are held until all are there, and then sent newest first. */
  shuffle: number;
}

export const calm = (): DeliveryMood => ({ lateMs: 0, twice: 0, shuffle: 0 });

interface WebhookSettings {
  readonly pageId: string;
  readonly callback: Callback;
  readonly clock: StandInClock;
  readonly ledger: Ledger;
  readonly subscription: Subscription;
  /** Milliseconds between the attempts at one event. */
  readonly retryGaps: readonly number[];
  readonly stop: AbortSignal;
}

/** Whether a shopper did something, rather than that something of the Page's reached them. */
const isAct = ({ field }: WebhookEntry): boolean =>
  ["messages", "messaging_postbacks", "messaging_referrals"].includes(field);

export class Webhooks {
  mood: DeliveryMood = calm();
  readonly #settings: WebhookSettings;
  /** What is under way in each lane; one lane per shopper for what they do, one for echoes, deliveries and reads. */
  readonly #lanes = new Map<string, Promise<void>>();
  #held: (() => void)[] = [];
  #failingSince: number | undefined;

  constructor(settings: WebhookSettings) {
    this.#settings = settings;
  }

  /** Queues one event about a shopper. */
  send(psid: string, event: WebhookEvent): void {
    const { ledger, clock, subscription, pageId } = this.#settings;
    const at = clock.now();
    const entry = ledger.open({ at, psid, field: event.field, body: envelope({ pageId, psid, at }, event) });
    if (!subscription.includes(event.field)) {
      entry.outcome = "not-subscribed";
      return;
    }
    const queue = () => this.#queue(entry);
    if (isAct(entry) && this.mood.shuffle > 0) this.#hold(queue);
    else queue();
  }

  /** Holds the next so many acts of shoppers and then sends them newest first; 0 lets go what is held. */
  shuffle(count: number): void {
    this.#release();
    this.mood.shuffle = count;
  }

  /** Ends the control route's wishes and lets go what was held back. */
  reset(): void {
    this.mood = calm();
    this.#release();
  }

  /** Resolves when nothing is under way any more. */
  async settled(): Promise<void> {
    while (this.#lanes.size > 0) await Promise.all(this.#lanes.values());
  }

  #hold(queue: () => void): void {
    this.#held.push(queue);
    this.mood.shuffle -= 1;
    if (this.mood.shuffle === 0) this.#release();
  }

  #release(): void {
    const held = this.#held.toReversed();
    this.#held = [];
    for (const queue of held) queue();
  }

  #queue(entry: WebhookEntry): void {
    const lane = isAct(entry) ? entry.psid : `${entry.psid} status`;
    const due = performance.now() + this.mood.lateMs;
    const before = this.#lanes.get(lane) ?? Promise.resolve();
    const mine = before
      .then(() => this.#wait(due - performance.now()))
      .then(() => this.#deliver(entry))
      .finally(() => {
        if (this.#lanes.get(lane) === mine) this.#lanes.delete(lane);
      });
    this.#lanes.set(lane, mine);
  }

  async #deliver(entry: WebhookEntry): Promise<void> {
    const bytes = wireJson(entry.body);
    for (const gap of [0, ...this.#settings.retryGaps]) {
      await this.#wait(gap);
      if (this.#settings.stop.aborted) return;
      if (!(await this.#attempt(entry, bytes))) continue;
      if (this.mood.twice > 0) {
        if (isAct(entry)) this.mood.twice -= 1;
        await this.#attempt(entry, bytes);
      }
      entry.outcome = "delivered";
      return;
    }
    entry.outcome = "given-up";
  }

  /** Whether the callback took it: anything but 200 within five seconds is a failure. */
  async #attempt(entry: WebhookEntry, bytes: string): Promise<boolean> {
    const { callback, clock } = this.#settings;
    const at = clock.now();
    const began = performance.now();
    const note = (attempt: Pick<WebhookAttempt, "status" | "error">): void => {
      entry.attempts.push({ at, tookMs: Math.round(performance.now() - began), ...attempt });
    };
    const unverified = callback.isVerified ? undefined : await callback.verify();
    if (unverified === undefined) {
      const { status, error } = await callback.post(bytes);
      note({ ...(status === undefined ? {} : { status }), ...(error === undefined ? {} : { error }) });
      this.#watch(status === 200);
      return status === 200;
    }
    note({ error: unverified });
    this.#watch(false);
    return false;
  }

  /** After an hour without success Meta ends the subscription: https://developers.facebook.com/docs/messenger-platform/webhooks. */
  #watch(succeeded: boolean): void {
    const { clock, subscription } = this.#settings;
    if (succeeded) this.#failingSince = undefined;
    else this.#failingSince ??= clock.now();
    if (this.#failingSince === undefined) return;
    if (clock.now() - this.#failingSince >= limits.webhookUnsubscribeMs.value) {
      subscription.end();
      this.#failingSince = undefined;
    }
  }

  async #wait(milliseconds: number): Promise<void> {
    if (milliseconds > 0) await sleep(milliseconds, undefined, { signal: this.#settings.stop }).catch(() => undefined);
  }
}
