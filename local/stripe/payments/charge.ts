/** One attempt to take the money: succeeded, failed, or on its way. */
import type Stripe from "stripe";
import type { Account } from "../account/account.ts";
import { newId } from "../account/ids.ts";
import type { StoredCharge, StoredIntent } from "../account/stored.ts";
import type { Buyer, CardMeans, DebitMeans, Means } from "./buyer.ts";
import { type Decline, declineMessage } from "./test-cards.ts";

/** Stores a charge and makes it the PaymentIntent's latest. */
export function newCharge(
  account: Account,
  intent: StoredIntent,
  buyer: Buyer,
  attempt: { means: Means; status: "succeeded" | "pending" | "failed"; decline?: Decline; challenged?: boolean },
): StoredCharge {
  const { means, status, decline } = attempt;
  const id = newId(means.kind === "card" ? "ch" : "py");
  const charge: StoredCharge = {
    ...unusedFields,
    id,
    object: "charge",
    amount: intent.amount,
    amount_captured: status === "failed" ? 0 : intent.amount,
    billing_details: billingOf(buyer),
    calculated_statement_descriptor: intent.statement_descriptor,
    captured: status !== "failed",
    created: account.now(),
    currency: intent.currency,
    customer: intent.customer,
    description: intent.description,
    failure_code: decline?.code ?? null,
    failure_message: decline === undefined ? null : declineMessage(decline),
    livemode: account.livemode,
    metadata: { ...intent.metadata },
    outcome: outcomeOf(status, decline),
    paid: status === "succeeded",
    payment_intent: intent.id,
    payment_method: newId("pm"),
    payment_method_details:
      means.kind === "card" ? cardDetails(means, intent, attempt.challenged) : debitDetails(means),
    receipt_email: intent.receipt_email,
    shipping: intent.shipping,
    statement_descriptor: intent.statement_descriptor,
    statement_descriptor_suffix: intent.statement_descriptor_suffix,
    status,
  };
  account.store.charges[id] = charge;
  intent.latest_charge = id;
  return charge;
}

const unusedFields = {
  amount_refunded: 0,
  application: null,
  application_fee: null,
  application_fee_amount: null,
  balance_transaction: null,
  disputed: false,
  failure_balance_transaction: null,
  fraud_details: {},
  on_behalf_of: null,
  receipt_number: null,
  receipt_url: null,
  refunded: false,
  review: null,
  source: null,
  source_transfer: null,
  transfer_data: null,
  transfer_group: null,
} satisfies Partial<StoredCharge>;

function billingOf(buyer: Buyer): Stripe.Charge.BillingDetails {
  const address = buyer.shipping?.address ?? noAddress;
  return { address, email: buyer.email, name: buyer.name, phone: buyer.phone, tax_id: null };
}

const noAddress: Stripe.Address = {
  city: null,
  country: null,
  line1: null,
  line2: null,
  postal_code: null,
  state: null,
};

function outcomeOf(status: string, decline: Decline | undefined): Stripe.Charge.Outcome {
  const approved = status !== "failed";
  return {
    advice_code: null,
    network_advice_code: null,
    network_decline_code: null,
    network_status: approved ? "approved_by_network" : "declined_by_network",
    reason: decline?.declineCode ?? null,
    risk_level: "normal",
    seller_message: approved ? "Payment complete." : "The bank did not return any further details with this decline.",
    type: approved ? "authorized" : "issuer_declined",
  };
}

function cardDetails(means: CardMeans, intent: StoredIntent, challenged = false): Stripe.Charge.PaymentMethodDetails {
  return {
    type: "card",
    card: {
      amount_authorized: intent.amount,
      authorization_code: null,
      brand: means.brand,
      checks: { address_line1_check: null, address_postal_code_check: null, cvc_check: "pass" },
      country: "FR",
      electronic_commerce_indicator: null,
      exp_month: means.expMonth,
      exp_year: means.expYear,
      funding: "credit",
      installments: null,
      last4: means.last4,
      mandate: null,
      network: means.brand,
      network_transaction_id: null,
      regulated_status: "unregulated",
      three_d_secure: challenged ? authenticated : null,
      transaction_link_id: null,
      wallet: null,
    },
  };
}

const authenticated: Stripe.Charge.PaymentMethodDetails.Card.ThreeDSecure = {
  authentication_flow: "challenge",
  electronic_commerce_indicator: "05",
  exemption_indicator: null,
  result: "authenticated",
  result_reason: null,
  transaction_id: null,
  version: "2.2.0",
};

function debitDetails(means: DebitMeans): Stripe.Charge.PaymentMethodDetails {
  return {
    type: "sepa_debit",
    sepa_debit: {
      bank_code: null,
      branch_code: null,
      country: means.country,
      fingerprint: null,
      last4: means.last4,
      mandate: null,
    },
  };
}
