/** The end of a Checkout Session that nobody paid: by call, or because its time has come. */
import type { Account } from "../account/account.ts";
import type { StoredSession } from "../account/stored.ts";
import { invalid } from "../api/refusal.ts";
import { cancelIntentOf } from "../payments/payment-intent.ts";

/** Expires an open session; any other is refused in Stripe's words. */
export function expireSession(account: Account, session: StoredSession): StoredSession {
  if (session.status !== "open") {
    throw invalid(
      `Only Checkout Sessions with a status in ["open"] can be expired. This Checkout Session has a status of \`${String(session.status)}\`.`,
    );
  }
  session.status = "expired";
  session.url = null;
  cancelIntentOf(account, session);
  account.emit("checkout.session.expired", session);
  return session;
}
