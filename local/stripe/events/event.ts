/** Events: a change of an object, told in the account's own words. */
import type Stripe from "stripe";
import { newId } from "../account/ids.ts";
import type { StoredEvent } from "../account/stored.ts";
import { apiVersion } from "../api/authenticate.ts";

export type EventType = (typeof eventTypes)[number];

/** The API call that caused an event; empty for what the page or the clock caused. */
export type Cause = Stripe.Event.Request;

export interface News {
  readonly type: EventType;
  readonly object: object;
  readonly previous?: object;
  readonly cause: Cause;
  /** Epoch seconds of the account's clock. */
  readonly at: number;
  readonly livemode: boolean;
}

/** The kinds that this stand-in tells, each one of the SDK's list. */
const eventTypes = [
  "charge.failed",
  "charge.pending",
  "charge.refunded",
  "charge.succeeded",
  "charge.updated",
  "checkout.session.async_payment_failed",
  "checkout.session.async_payment_succeeded",
  "checkout.session.completed",
  "checkout.session.expired",
  "payment_intent.canceled",
  "payment_intent.created",
  "payment_intent.payment_failed",
  "payment_intent.processing",
  "payment_intent.requires_action",
  "payment_intent.succeeded",
  "refund.created",
  "refund.updated",
] as const satisfies readonly Stripe.Event.Type[];

/** An event with the object as it is at this moment. */
export function newEvent(news: News): StoredEvent {
  const id = newId("evt");
  const body = {
    id,
    object: "event",
    api_version: apiVersion,
    created: news.at,
    data: { object: news.object, ...(news.previous === undefined ? {} : { previous_attributes: news.previous }) },
    livemode: news.livemode,
    pending_webhooks: 1,
    request: news.cause,
    type: news.type,
  } satisfies Record<keyof Omit<Stripe.Event, "account" | "context" | "reason">, unknown>;
  return {
    id,
    type: news.type,
    created: news.at,
    body: JSON.stringify(body, null, 2),
    attempts: 0,
    delivered: false,
    held: false,
  };
}

/** The event as the API gives it: one webhook is pending until it has been delivered. */
export function eventObject(event: StoredEvent): { id: string; type: string } {
  const body = JSON.parse(event.body) as { id: string; type: string };
  return Object.assign(body, { pending_webhooks: event.delivered ? 0 : 1 });
}
