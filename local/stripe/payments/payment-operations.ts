/** The calls about PaymentIntents, charges, refunds, and what they do to the balance. */
import type Stripe from "stripe";
import { text, unsupported } from "../api/field.ts";
import { listOf, object } from "../api/object-field.ts";
import { type Operation, operation } from "../api/operation.ts";
import { noSuch } from "../api/refusal.ts";
import { createRefund, refundParameters } from "./refund.ts";

const expand = listOf(text(), 20);
const inRefund = ["balance_transaction", "charge", "payment_intent"];

/** `/v1/payment_intents`, `/v1/charges`, `/v1/balance_transactions`, `/v1/refunds`. */
export const paymentOperations: readonly Operation[] = [
  operation(
    "GET /v1/payment_intents/:id",
    object<Stripe.PaymentIntentRetrieveParams>({ client_secret: unsupported, expand }),
    ["latest_charge", "latest_charge.balance_transaction"],
    (account, _params, id) => {
      const intent = account.store.intents[id];
      if (intent === undefined) throw noSuch("payment_intent", id, "intent");
      return () => intent;
    },
  ),
  operation(
    "GET /v1/charges/:id",
    object<Stripe.ChargeRetrieveParams>({ expand }),
    ["balance_transaction", "payment_intent"],
    (account, _params, id) => {
      const charge = account.store.charges[id];
      if (charge === undefined) throw noSuch("charge", id);
      return () => charge;
    },
  ),
  operation(
    "GET /v1/balance_transactions/:id",
    object<Stripe.BalanceTransactionRetrieveParams>({ expand }),
    ["source"],
    (account, _params, id) => {
      const transaction = account.store.balanceTransactions[id];
      if (transaction === undefined) throw noSuch("balance_transaction", id);
      return () => transaction;
    },
  ),
  operation("POST /v1/refunds", refundParameters, inRefund, createRefund),
  operation(
    "GET /v1/refunds/:id",
    object<Stripe.RefundRetrieveParams>({ expand }),
    inRefund,
    (account, _params, id) => {
      const refund = account.store.refunds[id];
      if (refund === undefined) throw noSuch("refund", id);
      return () => refund;
    },
  ),
];
