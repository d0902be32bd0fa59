/** The PaymentIntent of a Checkout Session: made with the first attempt, used again for each further one. */
import type Stripe from "stripe";
import type { Account } from "../account/account.ts";
import { newId, randomName } from "../account/ids.ts";
import type { SessionSecrets, StoredIntent, StoredSession } from "../account/stored.ts";
import { textMetadata } from "../checkout/new-line-items.ts";
import type { Buyer } from "./buyer.ts";

/** The session's PaymentIntent at its present total; announces a new one. */
export function intentOf(
  account: Account,
  session: StoredSession,
  secrets: SessionSecrets,
  buyer: Buyer,
): StoredIntent {
  const known = session.payment_intent === null ? undefined : account.store.intents[session.payment_intent];
  if (known !== undefined) {
    known.amount = session.amount_total;
    known.shipping = shippingOf(buyer);
    return known;
  }
  const intent = newIntent(account, session, secrets.intentData);
  intent.shipping = shippingOf(buyer);
  account.store.intents[intent.id] = intent;
  session.payment_intent = intent.id;
  account.emit("payment_intent.created", intent);
  return intent;
}

/** A session that dies takes its PaymentIntent with it. */
export function cancelIntentOf(account: Account, session: StoredSession): void {
  const intent = session.payment_intent === null ? undefined : account.store.intents[session.payment_intent];
  if (intent === undefined || intent.status === "canceled") return;
  intent.status = "canceled";
  intent.canceled_at = account.now();
  intent.cancellation_reason = "expired";
  intent.next_action = null;
  account.emit("payment_intent.canceled", intent);
}

function newIntent(
  account: Account,
  session: StoredSession,
  data: Stripe.Checkout.SessionCreateParams.PaymentIntentData,
): StoredIntent {
  const id = newId("pi");
  return {
    id,
    object: "payment_intent",
    allowed_payment_method_types: null,
    amount: session.amount_total,
    amount_capturable: 0,
    amount_received: 0,
    application: null,
    application_fee_amount: null,
    automatic_payment_methods: null,
    canceled_at: null,
    cancellation_reason: null,
    capture_method: data.capture_method ?? "automatic_async",
    client_secret: `${id}_secret_${randomName(25)}`,
    confirmation_method: "automatic",
    created: account.now(),
    currency: session.currency,
    customer: null,
    customer_account: null,
    description: data.description ?? null,
    excluded_payment_method_types: null,
    last_payment_error: null,
    latest_charge: null,
    livemode: account.livemode,
    managed_payments: null,
    metadata: textMetadata(data.metadata),
    next_action: null,
    on_behalf_of: null,
    payment_method: null,
    payment_method_configuration_details: null,
    payment_method_options: {},
    payment_method_types: session.payment_method_types,
    payment_record: null,
    processing: null,
    receipt_email: data.receipt_email ?? null,
    review: null,
    setup_future_usage: null,
    shipping: null,
    source: null,
    statement_descriptor: data.statement_descriptor ?? null,
    statement_descriptor_suffix: data.statement_descriptor_suffix ?? null,
    status: "requires_payment_method",
    transfer_data: null,
    transfer_group: null,
  };
}

function shippingOf(buyer: Buyer): Stripe.PaymentIntent.Shipping | null {
  if (buyer.shipping === null) return null;
  return { ...buyer.shipping, carrier: null, phone: buyer.phone, tracking_number: null };
}
