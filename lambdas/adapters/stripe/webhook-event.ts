/** An event of Stripe as the payments queue carries it: only what finds the order; the rest is asked for again. */
import { type Loose, objectAt, textAt } from "#adapters/json/loose-json.ts";
import type { StripeEvent } from "#core/payments/message.ts";
import { isOrderId, type OrderId } from "#core/values/ids.ts";
import { type Instant, instant } from "#core/values/instant.ts";

/** The events that move an order and what each is about; every other is dropped on purpose. */
const subjects = new Map<string, "session" | "payment-intent" | "charge">([
  ["checkout.session.completed", "session"],
  ["checkout.session.async_payment_succeeded", "session"],
  ["checkout.session.async_payment_failed", "session"],
  ["checkout.session.expired", "session"],
  ["payment_intent.payment_failed", "payment-intent"],
  // Stripe's fee, which it works out after the payment.
  ["charge.updated", "charge"],
]);

/** Whether the body is an event at all. */
export const isStripeEvent = (body: Loose): boolean =>
  [textAt(body, "id", 255), textAt(body, "type", 100)].every((text) => text !== undefined && text !== "");

/** The message for the payments queue, or undefined for what moves no order: other types, and news of nothing. */
export function readStripeEvent(body: Loose): StripeEvent | undefined {
  const type = textAt(body, "type", 100) ?? "";
  const subject = subjects.get(type);
  const object = objectAt(objectAt(body, "data") ?? {}, "object");
  const about = object && subject && readers[subject](object);
  if (!about || (about.sessionId ?? about.paymentIntentId) === undefined) return undefined;
  return {
    v: 1,
    kind: "stripe-event",
    id: textAt(body, "id", 255) ?? "",
    type,
    livemode: body["livemode"] === true,
    createdAt: createdAt(body),
    ...about,
    ...orderOf(object),
  };
}

/** Seconds since 1970; 0 for a time that cannot be read. */
function createdAt(body: Loose): Instant {
  const milliseconds = Math.trunc(Number(textAt(body, "created", 20) ?? 0) * 1000);
  return instant(Number.isSafeInteger(milliseconds) ? milliseconds : 0);
}

type Particulars = Pick<StripeEvent, "sessionId" | "paymentIntentId" | "declineCode">;

function ofSession(session: Loose): Particulars {
  const sessionId = idAt(session, "cs_");
  // An expanded PaymentIntent is an object, otherwise its id.
  const paymentIntentId = idAt(objectAt(session, "payment_intent") ?? { id: session["payment_intent"] }, "pi_");
  return { ...(sessionId !== undefined && { sessionId }), ...(paymentIntentId !== undefined && { paymentIntentId }) };
}

function ofPaymentIntent(intent: Loose): Particulars {
  const paymentIntentId = idAt(intent, "pi_");
  const error = objectAt(intent, "last_payment_error") ?? {};
  const declineCode = textAt(error, "decline_code", 100) ?? textAt(error, "code", 100);
  return {
    ...(paymentIntentId !== undefined && { paymentIntentId }),
    ...(declineCode !== undefined && { declineCode }),
  };
}

/** A charge of this shop bears the order's number; any other is dropped. */
function ofCharge(charge: Loose): Particulars {
  if (orderOf(charge).orderId === undefined) return {};
  const paymentIntentId = idAt(objectAt(charge, "payment_intent") ?? { id: charge["payment_intent"] }, "pi_");
  return { ...(paymentIntentId !== undefined && { paymentIntentId }) };
}

const readers = { session: ofSession, "payment-intent": ofPaymentIntent, charge: ofCharge };

/** An id of Stripe's: it becomes part of an address that we ask for. */
function idAt(object: Loose, prefix: "cs_" | "pi_"): string | undefined {
  const id = textAt(object, "id", 255);
  return id?.startsWith(prefix) && /^\w+$/.test(id) ? id : undefined;
}

function orderOf(object: Loose): { orderId?: OrderId } {
  const named = [
    textAt(object, "client_reference_id", 200),
    textAt(objectAt(object, "metadata") ?? {}, "orderId", 200),
  ].find((id) => id !== undefined && isOrderId(id));
  return named !== undefined && isOrderId(named) ? { orderId: named } : {};
}
