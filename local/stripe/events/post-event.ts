/** One POST of an event to the webhook, with the headers that Stripe sends. */
import { stripeSignature } from "./signature.ts";

export interface WebhookTarget {
  readonly url: string;
  /** Signed with each of them. */
  readonly secrets: readonly string[];
}

/** How long the webhook may take, milliseconds (Stripe does not publish its limit). */
const patience = 10_000;

/** Gives the webhook's status; `null` when it could not be reached or took too long. Signed with the machine's time. */
export async function postEvent(target: WebhookTarget, body: string, stopped: AbortSignal): Promise<number | null> {
  try {
    const response = await fetch(target.url, {
      method: "POST",
      headers: {
        "content-type": "application/json; charset=utf-8",
        "user-agent": "Stripe/1.0 (+https://stripe.com/docs/webhooks)",
        "stripe-signature": stripeSignature(body, target.secrets, Math.floor(Date.now() / 1000)),
      },
      body,
      redirect: "manual",
      signal: AbortSignal.any([stopped, AbortSignal.timeout(patience)]),
    });
    await response.arrayBuffer();
    return response.status;
  } catch {
    return null;
  }
}
