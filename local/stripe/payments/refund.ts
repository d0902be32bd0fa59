/** `POST /v1/refunds`: gives money of a charge back, whole or in parts. */
import type Stripe from "stripe";
import type { Account } from "../account/account.ts";
import { newId } from "../account/ids.ts";
import type { StoredCharge, StoredRefund } from "../account/stored.ts";
import { integer, oneOf, text, unsupported } from "../api/field.ts";
import { listOf, metadata, object } from "../api/object-field.ts";
import { invalid, noSuch } from "../api/refusal.ts";
import { money } from "../checkout/currencies.ts";
import { textMetadata } from "../checkout/new-line-items.ts";
import { bookRefund } from "./balance.ts";

/** Every parameter that the SDK lists. */
export const refundParameters = object<Stripe.RefundCreateParams>({
  amount: integer({ min: 1, max: 99_999_999 }),
  charge: text(),
  currency: unsupported,
  customer: unsupported,
  expand: listOf(text(), 20),
  instructions_email: unsupported,
  metadata: metadata(),
  origin: unsupported,
  payment_intent: text(),
  reason: oneOf(["duplicate", "fraudulent", "requested_by_customer"]),
  refund_application_fee: unsupported,
  reverse_transfer: unsupported,
});

/** Finds the charge; the function it gives refunds it, or refuses what exceeds the rest. */
export function createRefund(account: Account, params: Stripe.RefundCreateParams): () => StoredRefund {
  const charge = chargeOf(account, params);
  return () => {
    const left = charge.amount_captured - charge.amount_refunded;
    if (left === 0) {
      throw invalid(`Charge ${charge.id} has already been refunded.`, { code: "charge_already_refunded" });
    }
    const amount = params.amount ?? left;
    if (amount > left) {
      const sums = `(${money(amount, charge.currency)}) is greater than unrefunded amount on charge (${money(left, charge.currency)})`;
      throw invalid(`Refund amount ${sums}`, { param: "amount" });
    }
    return refund(account, charge, amount, params);
  };
}

function chargeOf(account: Account, params: Stripe.RefundCreateParams): StoredCharge {
  const { intents, charges } = account.store;
  if (params.charge !== undefined) {
    const charge = charges[params.charge];
    if (charge === undefined) throw noSuch("charge", params.charge, "charge");
    return refundable(charge, charge.payment_intent, "charge");
  }
  if (params.payment_intent === undefined) {
    throw invalid("One of the following params should be provided for this request: payment_intent or charge.");
  }
  const intent = intents[params.payment_intent];
  if (intent === undefined) throw noSuch("payment_intent", params.payment_intent, "payment_intent");
  return refundable(charges[intent.latest_charge ?? ""], intent.id, "payment_intent");
}

function refundable(charge: StoredCharge | undefined, intentId: string, param: string): StoredCharge {
  if (charge?.status === "succeeded") return charge;
  throw invalid(`This PaymentIntent (${intentId}) does not have a successful charge to refund.`, { param });
}

function refund(
  account: Account,
  charge: StoredCharge,
  amount: number,
  params: Stripe.RefundCreateParams,
): StoredRefund {
  const made: StoredRefund = {
    id: newId("re"),
    object: "refund",
    amount,
    balance_transaction: null,
    charge: charge.id,
    created: account.now(),
    currency: charge.currency,
    customer: null,
    customer_account: null,
    metadata: textMetadata(params.metadata || undefined),
    payment_intent: charge.payment_intent,
    payment_method: charge.payment_method,
    reason: params.reason ?? null,
    receipt_number: null,
    source_transfer_reversal: null,
    status: "succeeded",
    transfer_reversal: null,
  };
  account.store.refunds[made.id] = made;
  bookRefund(account, made);
  const before = { amount_refunded: charge.amount_refunded, refunded: charge.refunded };
  charge.amount_refunded += amount;
  charge.refunded = charge.amount_refunded === charge.amount_captured;
  account.emit("refund.created", made);
  account.emit("charge.refunded", charge, before);
  account.emit("refund.updated", made, { status: "pending" });
  return made;
}
