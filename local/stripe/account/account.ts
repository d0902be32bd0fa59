/** The Stripe account that the stand-in plays: what it keeps, its clock, and its voice, the events. */
import type { EventType } from "../events/event.ts";
import type { Store } from "./stored.ts";

export interface Account {
  readonly livemode: boolean;
  /** The shop's name as the hosted page shows it. */
  readonly sellerName: string;
  /** Where the stand-in listens; hosted pages live below it. */
  readonly url: string;
  readonly store: Store;
  /** Epoch seconds by the account's own clock, which control calls can move. */
  now(): number;
  /** Records an event about an object as it is now and sends it to the webhook; gives the event's id. */
  emit(type: EventType, object: object, previous?: object): string;
  /** Settles when the webhook first answers the event with 2xx. */
  firstSuccess(eventId: string): Promise<void>;
}
