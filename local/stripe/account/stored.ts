/** What the account keeps: Stripe's objects as the API writes them, links as ids. */
import type Stripe from "stripe";

/** A price on the wire carries its decimal as text; the SDK makes a number object of it. */
export type WirePrice = Omit<Stripe.Price, "unit_amount_decimal" | "product"> & {
  readonly product: string;
  readonly unit_amount_decimal: string;
};

export type WireLineItem = Omit<Stripe.LineItem, "price"> & { readonly price: WirePrice };

export type StoredSession = Omit<Stripe.Checkout.Session, "line_items" | "payment_intent"> & {
  amount_total: number;
  amount_subtotal: number;
  currency: string;
  payment_intent: string | null;
};

export type StoredIntent = Omit<Stripe.PaymentIntent, "latest_charge"> & { latest_charge: string | null };

export type StoredCharge = Omit<Stripe.Charge, "balance_transaction" | "payment_intent"> & {
  /** Absent until the charge is booked. */
  balance_transaction: string | null;
  payment_intent: string;
};

export type StoredBalanceTransaction = Omit<Stripe.BalanceTransaction, "source"> & { readonly source: string };

export type StoredRefund = Omit<Stripe.Refund, "balance_transaction" | "charge" | "payment_intent"> & {
  balance_transaction: string | null;
  charge: string;
  payment_intent: string;
};

/** What the session's page and payment need and the API does not show. */
export interface SessionSecrets {
  /** Part of the address behind `#`; the page is broken without it. */
  readonly fragment: string;
  readonly lineItems: readonly WireLineItem[];
  readonly shippingRates: readonly Stripe.ShippingRate[];
  readonly intentData: Stripe.Checkout.SessionCreateParams.PaymentIntentData;
  /** Methods offered on the page. */
  readonly methods: readonly PaymentMethodType[];
  /** A bank debit under way: its end and when it comes (epoch seconds of the account's clock). */
  settlement?: { readonly at: number; readonly succeeds: boolean };
}

export type PaymentMethodType = "card" | "sepa_debit";

export interface StoredEvent {
  readonly id: string;
  readonly type: string;
  readonly created: number;
  /** The event as it is delivered, byte for byte the same in each try. */
  readonly body: string;
  /** Tries so far, and whether one was answered with 2xx. */
  attempts: number;
  delivered: boolean;
  /** Waits for a control call. */
  held: boolean;
}

/** The first answer to an idempotency key. */
export interface KeptAnswer {
  readonly at: number;
  readonly method: string;
  readonly path: string;
  /** Hash of the sorted parameters. */
  readonly parameters: string;
  readonly requestId: string;
  readonly status: number;
  readonly body: string;
}

export interface Store {
  /** Milliseconds that the account's clock is ahead of the machine's. */
  clockOffset: number;
  sessions: Record<string, StoredSession>;
  secrets: Record<string, SessionSecrets>;
  intents: Record<string, StoredIntent>;
  charges: Record<string, StoredCharge>;
  balanceTransactions: Record<string, StoredBalanceTransaction>;
  refunds: Record<string, StoredRefund>;
  events: Record<string, StoredEvent>;
  keptAnswers: Record<string, KeptAnswer>;
}

/** An account in which nothing has happened. Its collections have no prototype: an id like `constructor` finds nothing. */
export function emptyStore(): Store {
  return {
    clockOffset: 0,
    sessions: bare(),
    secrets: bare(),
    intents: bare(),
    charges: bare(),
    balanceTransactions: bare(),
    refunds: bare(),
    events: bare(),
    keptAnswers: bare(),
  };
}

function bare<T>(): Record<string, T> {
  return Object.create(null) as Record<string, T>;
}
