/** The calls about Checkout Sessions. */
import type Stripe from "stripe";
import type { Account } from "../account/account.ts";
import type { StoredSession } from "../account/stored.ts";
import { oneOf, text, unsupported } from "../api/field.ts";
import { page, paging } from "../api/list.ts";
import { listOf, object } from "../api/object-field.ts";
import { type Operation, operation } from "../api/operation.ts";
import { noSuch } from "../api/refusal.ts";
import { createSession } from "./create-session.ts";
import { expireSession } from "./expire-session.ts";
import { sessionParameters } from "./session-parameters.ts";

const expand = listOf(text(), 20);
const inSession = [
  "line_items",
  "payment_intent",
  "payment_intent.latest_charge",
  "payment_intent.latest_charge.balance_transaction",
  "shipping_cost.shipping_rate",
];

const listParameters = object<Stripe.Checkout.SessionListParams>({
  ...paging,
  created: unsupported,
  customer: unsupported,
  customer_account: unsupported,
  customer_details: unsupported,
  expand,
  payment_intent: text(),
  payment_link: unsupported,
  status: oneOf(["complete", "expired", "open"]),
  subscription: unsupported,
});

/** `/v1/checkout/sessions…` */
export const sessionOperations: readonly Operation[] = [
  operation("POST /v1/checkout/sessions", sessionParameters, inSession, createSession),
  operation(
    "GET /v1/checkout/sessions",
    listParameters,
    inSession.map((path) => `data.${path}`),
    (account, params) => () => page(matching(account, params), params, "/v1/checkout/sessions"),
  ),
  operation(
    "GET /v1/checkout/sessions/:id",
    object<Stripe.Checkout.SessionRetrieveParams>({ expand }),
    inSession,
    (account, _params, id) => {
      const session = sessionOf(account, id);
      return () => session;
    },
  ),
  operation(
    "GET /v1/checkout/sessions/:id/line_items",
    object<Stripe.Checkout.SessionListLineItemsParams>({ ...paging, expand }),
    [],
    (account, params, id) => {
      const { lineItems } = account.store.secrets[sessionOf(account, id).id] ?? { lineItems: [] };
      return () => page(lineItems, params, `/v1/checkout/sessions/${id}/line_items`);
    },
  ),
  operation(
    "POST /v1/checkout/sessions/:id/expire",
    object<Stripe.Checkout.SessionExpireParams>({ expand }),
    inSession,
    (account, _params, id) => {
      const session = sessionOf(account, id);
      return () => expireSession(account, session);
    },
  ),
];

function sessionOf(account: Account, id: string): StoredSession {
  const session = account.store.sessions[id];
  if (session === undefined) throw noSuch("checkout.session", id, "session");
  return session;
}

function matching(account: Account, params: Stripe.Checkout.SessionListParams): readonly StoredSession[] {
  const { payment_intent: intent, status } = params;
  if (intent !== undefined && account.store.intents[intent] === undefined) {
    throw noSuch("payment_intent", intent, "payment_intent");
  }
  return Object.values(account.store.sessions)
    .filter((session) => intent === undefined || session.payment_intent === intent)
    .filter((session) => status === undefined || session.status === status)
    .toReversed();
}
