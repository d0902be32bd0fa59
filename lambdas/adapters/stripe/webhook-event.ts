/** An event of Stripe as the payments queue carries it: only what finds the order; the rest is asked for again. */
import { type Loose, objectAt, textAt } from "#adapters/json/loose-json.ts";
import type { StripeEvent } from "#core/payments/message.ts";
import { isOrderId, type OrderId } from "#core/values/ids.ts";
import { instant } from "#core/values/instant.ts";

/** The events that move an order and what each is about; every other is dropped on purpose. */
const subjects = new Map<string, "session" | "payment-intent">([
  ["checkout.session.completed", "session"],
  ["checkout.session.async_payment_succeeded", "session"],
  ["checkout.session.async_payment_failed", "session"],
  ["checkout.session.expired", "session"],
  ["payment_intent.payment_failed", "payment-intent"],
]);

/** Whether the body is an event at all. */
export const isStripeEvent = (body: Loose): boolean =>
  textAt(body, "id", 255) !== undefined && textAt(body, "type", 100) !== undefined;

/** The message for the payments queue, or undefined for a type that moves no order. */
export function readStripeEvent(body: Loose): StripeEvent | undefined {
  const type = textAt(body, "type", 100) ?? "";
  const subject = subjects.get(type);
  const object = objectAt(objectAt(body, "data") ?? {}, "object");
  if (!subject || !object) return undefined;
  return {
    v: 1,
    kind: "stripe-event",
    id: textAt(body, "id", 255) ?? "",
    type,
    livemode: body["livemode"] === true,
    createdAt: instant(Math.trunc(Number(textAt(body, "created", 20) ?? 0) * 1000) || 0),
    ...(subject === "session" ? ofSession(object) : ofPaymentIntent(object)),
    ...orderOf(object),
  };
}

type Particulars = Pick<StripeEvent, "sessionId" | "paymentIntentId" | "declineCode">;

function ofSession(session: Loose): Particulars {
  const sessionId = textAt(session, "id", 255);
  // An expanded PaymentIntent is an object, otherwise its id.
  const paymentIntentId = textAt(objectAt(session, "payment_intent") ?? { id: session["payment_intent"] }, "id", 255);
  return { ...(sessionId !== undefined && { sessionId }), ...(paymentIntentId !== undefined && { paymentIntentId }) };
}

function ofPaymentIntent(intent: Loose): Particulars {
  const paymentIntentId = textAt(intent, "id", 255);
  const error = objectAt(intent, "last_payment_error") ?? {};
  const declineCode = textAt(error, "decline_code", 100) ?? textAt(error, "code", 100);
  return {
    ...(paymentIntentId !== undefined && { paymentIntentId }),
    ...(declineCode !== undefined && { declineCode }),
  };
}

function orderOf(object: Loose): { orderId?: OrderId } {
  const named = [
    textAt(object, "client_reference_id", 200),
    textAt(objectAt(object, "metadata") ?? {}, "orderId", 200),
  ].find((id) => id !== undefined && isOrderId(id));
  return named !== undefined && isOrderId(named) ? { orderId: named } : {};
}
