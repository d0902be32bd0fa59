/** The calls about PaymentIntents, charges and refunds. */
import type Stripe from "stripe";
import { text, unsupported } from "../api/field.ts";
import { listOf, object } from "../api/object-field.ts";
import { type Operation, operation } from "../api/operation.ts";
import { noSuch } from "../api/refusal.ts";
import { createRefund, refundParameters } from "./refund.ts";

const expand = listOf(text(), 20);

/** `/v1/payment_intents`, `/v1/charges`, `/v1/refunds`. */
export const paymentOperations: readonly Operation[] = [
  operation(
    "GET /v1/payment_intents/:id",
    object<Stripe.PaymentIntentRetrieveParams>({ client_secret: unsupported, expand }),
    ["latest_charge"],
    (account, _params, id) => {
      const intent = account.store.intents[id];
      if (intent === undefined) throw noSuch("payment_intent", id, "intent");
      return () => intent;
    },
  ),
  operation(
    "GET /v1/charges/:id",
    object<Stripe.ChargeRetrieveParams>({ expand }),
    ["payment_intent"],
    (account, _params, id) => {
      const charge = account.store.charges[id];
      if (charge === undefined) throw noSuch("charge", id);
      return () => charge;
    },
  ),
  operation("POST /v1/refunds", refundParameters, ["charge", "payment_intent"], createRefund),
  operation(
    "GET /v1/refunds/:id",
    object<Stripe.RefundRetrieveParams>({ expand }),
    ["charge", "payment_intent"],
    (account, _params, id) => {
      const refund = account.store.refunds[id];
      if (refund === undefined) throw noSuch("refund", id);
      return () => refund;
    },
  ),
];
