/** The account's balance: what a charge brings, less Stripe's fee, and what a refund takes. */
import type Stripe from "stripe";
import type { Account } from "../account/account.ts";
import { newId } from "../account/ids.ts";
import type { StoredBalanceTransaction, StoredCharge, StoredRefund } from "../account/stored.ts";

/** Stripe's list price for cards of the European Economic Area: 1.5 % and 25 of the smallest unit. */
const share = 0.015;
const fixed = 25;

/** Books a charge that has succeeded: from now on the fee is known, and `charge.updated` is sent. */
export function bookCharge(account: Account, charge: StoredCharge): void {
  const fee = Math.min(charge.amount, Math.round(charge.amount * share) + fixed);
  const booked = book(account, { source: charge.id, amount: charge.amount, fee, currency: charge.currency });
  charge.balance_transaction = booked.id;
  account.emit("charge.updated", charge, { balance_transaction: null });
}

/** Books a refund; the fee of the charge is not given back. */
export function bookRefund(account: Account, refund: StoredRefund): void {
  const { id, amount, currency } = refund;
  refund.balance_transaction = book(account, { source: id, amount: -amount, fee: 0, currency }).id;
}

function book(
  account: Account,
  entry: { readonly source: string; readonly amount: number; readonly fee: number; readonly currency: string },
): StoredBalanceTransaction {
  const { source, amount, fee, currency } = entry;
  const isRefund = amount < 0;
  const made: StoredBalanceTransaction = {
    id: newId("txn"),
    object: "balance_transaction",
    amount,
    available_on: account.now() + (isRefund ? 0 : 3 * 86_400),
    balance_type: "payments",
    created: account.now(),
    currency,
    description: null,
    exchange_rate: null,
    fee,
    fee_details: fee === 0 ? [] : [stripeFee(fee, currency)],
    net: amount - fee,
    reporting_category: isRefund ? "refund" : "charge",
    source,
    status: isRefund ? "available" : "pending",
    type: typeOf(source),
  };
  account.store.balanceTransactions[made.id] = made;
  return made;
}

const stripeFee = (amount: number, currency: string): Stripe.BalanceTransaction.FeeDetail => ({
  amount,
  application: null,
  currency,
  description: "Stripe processing fees",
  type: "stripe_fee",
});

/** Cards are charges, everything else is a payment. */
function typeOf(source: string): Stripe.BalanceTransaction.Type {
  if (source.startsWith("re_")) return "refund";
  return source.startsWith("ch_") ? "charge" : "payment";
}
