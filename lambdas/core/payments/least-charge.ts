/** The least that can be paid: below it Stripe opens no payment page. */
import type { Currency } from "../values/money.ts";

/**
 * Minor units, for an account that is paid out in the currency it sells in
 * (https://docs.stripe.com/currencies#minimum-and-maximum-charge-amounts, 2026).
 */
export const leastCharge: Readonly<Record<Currency, number>> = {
  EUR: 50,
  USD: 50,
  GBP: 30,
  CAD: 50,
  CHF: 50,
  AUD: 50,
};

/** Whether a total is too small to be paid; a total of zero needs no payment. */
export const isTooLittle = (total: number, currency: Currency): boolean => total > 0 && total < leastCharge[currency];
