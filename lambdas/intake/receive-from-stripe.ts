/** A call of Stripe: a signed event that moves an order is queued, every other acknowledged. No shop rule, no table. */
import { isObject, type Loose, parseJson, textAt } from "#adapters/json/loose-json.ts";
import { isSignedByStripe } from "#adapters/stripe/signature.ts";
import { isStripeEvent, readStripeEvent } from "#adapters/stripe/webhook-event.ts";
import type { Clock } from "#ports/clock.ts";
import type { PaymentsOutlet } from "#ports/queues.ts";
import { errorFields, log } from "#runtime/log.ts";
import { count } from "#runtime/metrics.ts";
import { type Answer, answer, rawBody, type WebhookCall } from "./raw-request.ts";
import { passes, type RotatingSecret } from "./secret-check.ts";

export interface StripeIntake {
  readonly webhookSecret: RotatingSecret;
  readonly queue: PaymentsOutlet;
  readonly now: Clock;
}

/** Far above any event about an order; checked before anything is computed over it. */
const mostBytes = 256 * 1024;

/**
 * An event: 200 once it is queued or dropped on purpose, 401 unless it was signed within five minutes, 400 for what is no
 * event, 413 over 256 KB, 503 if the queue refuses, so that Stripe sends it again.
 */
export async function receiveEvent(intake: StripeIntake, call: WebhookCall): Promise<Answer> {
  const body = rawBody(call);
  if (body.length > mostBytes) return refuse("too-large", body);
  const signature = call.headers["stripe-signature"];
  if (signature === undefined) return refuse("badly-signed", body);
  try {
    const now = intake.now();
    if (!(await passes(intake.webhookSecret, (secrets) => isSignedByStripe(body, signature, secrets, now)))) {
      return refuse("badly-signed", body);
    }
    const event = read(body);
    if (!event) return refuse("malformed", body);
    return await take(intake, event);
  } catch (error) {
    log.error("event not queued", { sender: "stripe", reason: errorFields(error) });
    count("QueueRefused");
    return answer("try-again");
  }
}

function read(body: Buffer): Loose | undefined {
  try {
    const event = parseJson(body.toString("utf8"));
    return isObject(event) && isStripeEvent(event) ? event : undefined;
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof RangeError) return undefined;
    throw error;
  }
}

async function take(intake: StripeIntake, event: Loose): Promise<Answer> {
  const message = readStripeEvent(event);
  if (message) await intake.queue.send([message]);
  log.info(message ? "event queued" : "event dropped", {
    sender: "stripe",
    id: textAt(event, "id", 255),
    type: textAt(event, "type", 100),
  });
  count(message ? "EventsQueued" : "EventsDropped");
  return answer("accepted");
}

function refuse(what: "too-large" | "badly-signed" | "malformed", body: Buffer): Answer {
  log.warn("event refused", { sender: "stripe", what, bytes: body.length });
  count(what === "badly-signed" ? "SignaturesRefused" : "BodiesRefused");
  return answer(what);
}
