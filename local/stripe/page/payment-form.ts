/** Reads what the buyer entered; card numbers are looked at here and go no further than their last four digits. */

import type { StoredSession } from "../account/stored.ts";
import { isEmail } from "../api/field.ts";
import type { Buyer, CardMeans, DebitMeans, Means } from "../payments/buyer.ts";
import { isCardNumber, testCard } from "../payments/test-cards.ts";
import type { FieldError } from "./wording.ts";

/** The page's field names. */
export const fieldNames = [
  "email",
  "phone",
  "recipient",
  "country",
  "line1",
  "line2",
  "postalCode",
  "city",
  "shippingOption",
  "method",
  "cardNumber",
  "expiry",
  "cvc",
  "holder",
  "iban",
  "terms",
] as const;

export type FieldName = (typeof fieldNames)[number];
export type Entered = Readonly<Partial<Record<FieldName, string>>>;
export type FieldErrors = Partial<Record<FieldName, FieldError>>;

export type PaymentForm =
  | { readonly kind: "sound"; readonly buyer: Buyer; readonly means: Means }
  | { readonly kind: "faulty"; readonly errors: FieldErrors };

/** Checks every field that the session asks for; `now` is epoch seconds, for the card's expiry. */
export function readPaymentForm(session: StoredSession, entered: Entered, now: number): PaymentForm {
  const errors: FieldErrors = {};
  const need = (name: FieldName): string => {
    const value = (entered[name] ?? "").trim();
    if (value === "" || value.length > 200) errors[name] = "required";
    return value;
  };
  const contact = contactIn(session, need, errors);
  const shipping = shippingIn(session, entered, need, errors);
  const acceptsTerms = entered.terms === "accepted";
  if (session.consent_collection?.terms_of_service === "required" && !acceptsTerms) errors.terms = "terms";
  const free = session.amount_total === 0;
  const name = free ? (shipping?.name ?? contact.email) : need("holder");
  const means = free ? nothingToPay : meansIn(session, entered, now, errors);
  if (means === undefined || Object.keys(errors).length > 0) return { kind: "faulty", errors };
  const shippingOption = Number(entered.shippingOption ?? 0);
  return { kind: "sound", buyer: { ...contact, name, shipping, shippingOption, acceptsTerms }, means };
}

function contactIn(
  session: StoredSession,
  need: (name: FieldName) => string,
  errors: FieldErrors,
): Pick<Buyer, "email" | "phone"> {
  const email = session.customer_email ?? need("email");
  if (!isEmail(email)) errors.email ??= "email";
  return { email, phone: session.phone_number_collection?.enabled === true ? need("phone") : null };
}

/** Stands for the payment of a free order, where no means is asked for. */
const nothingToPay: Means = { kind: "sepa_debit", last4: "", country: "", succeeds: true };

function shippingIn(
  session: StoredSession,
  entered: Entered,
  need: (name: FieldName) => string,
  errors: FieldErrors,
): Buyer["shipping"] {
  const allowed = session.shipping_address_collection?.allowed_countries;
  if (allowed == null) return null;
  const country = need("country");
  if (!allowed.includes(country)) errors.country ??= "country";
  const line2 = (entered.line2 ?? "").trim().slice(0, 200);
  const address = {
    city: need("city"),
    country,
    line1: need("line1"),
    line2: line2 === "" ? null : line2,
    postal_code: need("postalCode"),
    state: null,
  };
  return { name: need("recipient"), address };
}

function meansIn(session: StoredSession, entered: Entered, now: number, errors: FieldErrors): Means | undefined {
  const method = entered.method ?? session.payment_method_types[0];
  return method === "sepa_debit" && session.payment_method_types.includes("sepa_debit")
    ? debitIn(entered, errors)
    : cardIn(entered, now, errors);
}

function cardIn(entered: Entered, now: number, errors: FieldErrors): CardMeans | undefined {
  const number = (entered.cardNumber ?? "").replace(/[\s-]/g, "");
  if (!isCardNumber(number)) errors.cardNumber = "card-number";
  const card = testCard(number);
  const cvc = card.brand === "amex" ? /^\d{4}$/ : /^\d{3}$/;
  if (!cvc.test((entered.cvc ?? "").trim())) errors.cvc = "card-cvc";
  const expiry = /^(0[1-9]|1[0-2])\s*\/?\s*(?:20)?(\d\d)$/.exec((entered.expiry ?? "").trim());
  if (expiry === null) {
    errors.expiry = "card-expiry";
    return undefined;
  }
  const expMonth = Number(expiry[1]);
  const expYear = 2000 + Number(expiry[2]);
  if (Date.UTC(expYear, expMonth) <= now * 1000) errors.expiry = "card-expired";
  return { kind: "card", ...card, last4: number.slice(-4), expMonth, expYear };
}

/** Stripe's test accounts: the one that ends in 1 cannot be debited. */
function debitIn(entered: Entered, errors: FieldErrors): DebitMeans | undefined {
  const iban = (entered.iban ?? "").replace(/\s/g, "").toUpperCase();
  if (!isIban(iban)) {
    errors.iban = "iban";
    return undefined;
  }
  const succeeds = iban !== "DE62370400440532013001";
  return { kind: "sepa_debit", last4: iban.slice(-4), country: iban.slice(0, 2), succeeds };
}

function isIban(iban: string): boolean {
  if (!/^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/.test(iban)) return false;
  const digits = Array.from(iban.slice(4) + iban.slice(0, 4), (character) => Number.parseInt(character, 36)).join("");
  return BigInt(digits) % 97n === 1n;
}
