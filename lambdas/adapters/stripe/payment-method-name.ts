/** The way a payment was made, as people say it: "Visa 4242", "Apple Pay (Visa 4242)", "PayPal". */
import * as z from "zod";
import { cut } from "#core/values/cut.ts";

const text = z.string().nullish();

/** The part of a charge's `payment_method_details` that names it. */
export const paymentMethodDetails = z.object({
  type: z.string(),
  card: z.object({ brand: text, last4: text, wallet: z.object({ type: z.string() }).nullish() }).nullish(),
  sepa_debit: z.object({ last4: text }).nullish(),
});

const names = new Map(
  Object.entries({
    amex: "American Express",
    cartes_bancaires: "Cartes Bancaires",
    diners: "Diners Club",
    jcb: "JCB",
    unionpay: "UnionPay",
    eftpos_au: "eftpos",
    mastercard: "Mastercard",
    paypal: "PayPal",
    ideal: "iDEAL",
    blik: "BLIK",
    eps: "EPS",
    p24: "Przelewy24",
    twint: "TWINT",
    mb_way: "MB WAY",
    sepa_debit: "SEPA",
    us_bank_account: "ACH",
    wechat_pay: "WeChat Pay",
  }),
);

/** The name for people, under 100 characters. */
export function paymentMethodName(details: z.infer<typeof paymentMethodDetails>): string {
  const { type, card, sepa_debit: debit } = details;
  if (card) {
    const plain = [titled(card.brand ?? "card"), card.last4].filter(Boolean).join(" ");
    return cut(card.wallet ? `${titled(card.wallet.type)} (${plain})` : plain, 99);
  }
  return cut([titled(type), debit?.last4].filter(Boolean).join(" "), 99);
}

/** `google_pay` as "Google Pay". */
const titled = (name: string): string =>
  names.get(name) ??
  name
    .split("_")
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join(" ");
