/** What happens by itself when time passes: sessions expire, debits settle, old answers are forgotten. */
import { pruneKeptAnswers } from "../api/idempotency.ts";
import { expireSession } from "../checkout/expire-session.ts";
import { settleDebit } from "../payments/settle-debit.ts";
import type { Account } from "./account.ts";

/** Does everything that is due by the account's clock; true if anything was. */
export function doWhatIsDue(account: Account): boolean {
  const now = account.now();
  const expired = Object.values(account.store.sessions).filter(
    (session) => session.status === "open" && session.expires_at <= now,
  );
  for (const session of expired) expireSession(account, session);
  const settled = Object.entries(account.store.secrets).filter(
    ([, { settlement }]) => (settlement?.at ?? now + 1) <= now,
  );
  for (const [id, { settlement }] of settled) settleDebit(account, id, settlement?.succeeds ?? true);
  pruneKeptAnswers(account.store, now);
  return expired.length + settled.length > 0;
}
