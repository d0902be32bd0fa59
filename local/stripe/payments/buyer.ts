/** What the buyer gives on the hosted page. */
import type Stripe from "stripe";
import type { TestCard } from "./test-cards.ts";

export interface Buyer {
  readonly email: string;
  /** Name on the card or of the account's holder. */
  readonly name: string;
  readonly phone: string | null;
  readonly shipping: { readonly name: string; readonly address: Stripe.Address } | null;
  /** Index of the chosen shipping option. */
  readonly shippingOption: number;
  readonly acceptsTerms: boolean;
}

/** The means of payment without its number: that is never kept. */
export type Means = CardMeans | DebitMeans;

export interface CardMeans extends TestCard {
  readonly kind: "card";
  readonly last4: string;
  readonly expMonth: number;
  readonly expYear: number;
}

export interface DebitMeans {
  readonly kind: "sepa_debit";
  readonly last4: string;
  readonly country: string;
  readonly succeeds: boolean;
}
