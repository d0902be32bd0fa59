/** One attempt to pay an open Checkout Session: the same for the page and for control calls. */
import type Stripe from "stripe";
import type { Account } from "../account/account.ts";
import type { SessionSecrets, StoredIntent, StoredSession } from "../account/stored.ts";
import { shippingCost } from "../checkout/new-session.ts";
import { bookCharge } from "./balance.ts";
import type { Buyer, CardMeans, DebitMeans, Means } from "./buyer.ts";
import { newCharge } from "./charge.ts";
import { completeSession } from "./complete-session.ts";
import { intentOf } from "./payment-intent.ts";
import { type Decline, declineMessage } from "./test-cards.ts";

/** What came of an attempt. `completed` is the id of the `checkout.session.completed` event. */
export type Attempt =
  | { readonly outcome: "paid" | "processing"; readonly completed: string }
  | { readonly outcome: "declined"; readonly code: string; readonly declineCode?: string; readonly message: string }
  | { readonly outcome: "challenge" }
  | { readonly outcome: "closed" };

/** A bank debit is settled after this long, seconds of the account's clock. */
const debitTakes = 180;

/** Pays with a card or a debit; `proof` is how the buyer's 3-D Secure challenge ended, once it was asked for. */
export function paySession(
  account: Account,
  sessionId: string,
  buyer: Buyer,
  payment: { means: Means; proof?: "complete" | "fail" },
): Attempt {
  const session = account.store.sessions[sessionId];
  const secrets = account.store.secrets[sessionId];
  if (session?.status !== "open" || secrets === undefined) return { outcome: "closed" };
  chooseShipping(session, secrets, buyer.shippingOption);
  if (session.amount_total === 0) {
    return { outcome: "paid", completed: completeSession(account, session, buyer, "no_payment_required") };
  }
  const intent = intentOf(account, session, secrets, buyer);
  if (payment.means.kind === "sepa_debit")
    return startDebit(account, { session, secrets, intent }, buyer, payment.means);
  const { means, proof } = payment;
  if (means.challenge && proof === undefined) return askForProof(account, intent);
  if (proof === "fail") return proofFailed(account, intent);
  if (means.decline !== undefined) return declined(account, intent, buyer, { means, decline: means.decline });
  const completed = charged(account, session, intent, { buyer, means });
  return { outcome: "paid", completed };
}

function chooseShipping(session: StoredSession, secrets: SessionSecrets, option: number): void {
  const rate = secrets.shippingRates[option] ?? secrets.shippingRates[0];
  const cost = shippingCost(rate);
  session.shipping_cost = cost;
  session.amount_total = session.amount_subtotal + (cost?.amount_total ?? 0);
  session.total_details = { amount_discount: 0, amount_shipping: cost?.amount_total ?? 0, amount_tax: 0 };
}

function charged(
  account: Account,
  session: StoredSession,
  intent: StoredIntent,
  by: { buyer: Buyer; means: CardMeans },
): string {
  const charge = newCharge(account, intent, by.buyer, {
    means: by.means,
    status: "succeeded",
    challenged: by.means.challenge,
  });
  intent.status = "succeeded";
  intent.amount_received = intent.amount;
  intent.payment_method = charge.payment_method;
  intent.last_payment_error = null;
  intent.next_action = null;
  account.emit("charge.succeeded", charge);
  account.emit("payment_intent.succeeded", intent);
  const completed = completeSession(account, session, by.buyer, "paid");
  bookCharge(account, charge);
  return completed;
}

function startDebit(
  account: Account,
  opened: { session: StoredSession; secrets: SessionSecrets; intent: StoredIntent },
  buyer: Buyer,
  means: DebitMeans,
): Attempt {
  const { session, secrets, intent } = opened;
  const charge = newCharge(account, intent, buyer, { means, status: "pending" });
  intent.status = "processing";
  intent.payment_method = charge.payment_method;
  intent.last_payment_error = null;
  intent.next_action = null;
  secrets.settlement = { at: account.now() + debitTakes, succeeds: means.succeeds };
  account.emit("charge.pending", charge);
  account.emit("payment_intent.processing", intent);
  return { outcome: "processing", completed: completeSession(account, session, buyer, "unpaid") };
}

function askForProof(account: Account, intent: StoredIntent): Attempt {
  intent.status = "requires_action";
  intent.next_action = { type: "use_stripe_sdk" };
  account.emit("payment_intent.requires_action", intent);
  return { outcome: "challenge" };
}

function proofFailed(account: Account, intent: StoredIntent): Attempt {
  const code = "payment_intent_authentication_failure";
  const message =
    "We are unable to authenticate your payment method. Please choose a different payment method and try again.";
  fail(account, intent, { type: "invalid_request_error", code, message });
  return { outcome: "declined", code, message };
}

function declined(
  account: Account,
  intent: StoredIntent,
  buyer: Buyer,
  refused: { means: CardMeans; decline: Decline },
): Attempt {
  const { means, decline } = refused;
  const charge = newCharge(account, intent, buyer, { means, status: "failed", decline });
  account.emit("charge.failed", charge);
  const message = declineMessage(decline);
  const reason = decline.declineCode === undefined ? {} : { decline_code: decline.declineCode };
  fail(account, intent, { type: "card_error", code: decline.code, charge: charge.id, message, ...reason });
  const declineCode = decline.declineCode === undefined ? {} : { declineCode: decline.declineCode };
  return { outcome: "declined", code: decline.code, message, ...declineCode };
}

function fail(account: Account, intent: StoredIntent, error: Stripe.PaymentIntent.LastPaymentError): void {
  intent.status = "requires_payment_method";
  intent.payment_method = null;
  intent.next_action = null;
  intent.last_payment_error = error;
  account.emit("payment_intent.payment_failed", intent);
}
