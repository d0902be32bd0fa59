/** The end of a bank debit, minutes or days after the page was left. */
import type { Account } from "../account/account.ts";
import { bookCharge } from "./balance.ts";

/** Settles the debit of a complete session that is still unpaid; false where there is none. */
export function settleDebit(account: Account, sessionId: string, succeeds: boolean): boolean {
  const { sessions, secrets, intents, charges } = account.store;
  const session = sessions[sessionId];
  const secret = secrets[sessionId];
  const intent = session?.payment_intent == null ? undefined : intents[session.payment_intent];
  const charge = intent?.latest_charge == null ? undefined : charges[intent.latest_charge];
  if (session === undefined || secret?.settlement === undefined || intent === undefined || charge === undefined) {
    return false;
  }
  delete secret.settlement;
  if (succeeds) {
    charge.status = "succeeded";
    charge.paid = true;
    intent.status = "succeeded";
    intent.amount_received = intent.amount;
    session.payment_status = "paid";
    account.emit("charge.succeeded", charge);
    account.emit("payment_intent.succeeded", intent);
    account.emit("checkout.session.async_payment_succeeded", session);
    bookCharge(account, charge);
    return true;
  }
  const message = "The customer's bank account could not be debited.";
  charge.status = "failed";
  charge.failure_code = "insufficient_funds";
  charge.failure_message = message;
  intent.status = "requires_payment_method";
  intent.last_payment_error = {
    type: "card_error",
    code: "payment_intent_payment_attempt_failed",
    charge: charge.id,
    message,
  };
  account.emit("charge.failed", charge);
  account.emit("payment_intent.payment_failed", intent);
  account.emit("checkout.session.async_payment_failed", session);
  return true;
}
