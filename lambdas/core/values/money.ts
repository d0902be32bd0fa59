/** Money: a whole number of minor units (cents) and its currency, never a fraction. */
import type { Locale } from "./locale.ts";
import { remembered } from "./remembered.ts";

/** Currencies with two decimals that a shop may sell in; others need their own rounding rules first. */
export const currencies = ["EUR", "USD", "GBP", "CAD", "CHF", "AUD"] as const;
export type Currency = (typeof currencies)[number];

/** An amount in minor units of one currency. */
export interface Money {
  readonly amount: number;
  readonly currency: Currency;
}

/** An amount of minor units; a RangeError for anything but a whole number. */
export function money(amount: number, currency: Currency): Money {
  if (!Number.isSafeInteger(amount)) throw new RangeError(`money is a whole number of minor units, not ${amount}`);
  return { amount, currency };
}

/** "69,00 €" or "€69.00": as people of the locale write it. */
export const formatMoney = (value: Money, locale: Locale): string =>
  (locale === "fr" ? french : english)(value.currency).format(value.amount / 100);

const french = remembered((currency: Currency) => new Intl.NumberFormat("fr-FR", { style: "currency", currency }));
const english = remembered((currency: Currency) => new Intl.NumberFormat("en-GB", { style: "currency", currency }));

/** "69.00": decimal with a dot, as Messenger's receipt and exports want it. */
export function decimal(amount: number): string {
  const sign = amount < 0 ? "-" : "";
  const digits = Math.abs(amount).toString().padStart(3, "0");
  return `${sign}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

/** The tax inside a price that includes it, at a rate in percent, rounded half up to the minor unit. */
export const taxWithin = (amount: number, ratePercent: number): number =>
  Math.round((amount * ratePercent) / (100 + ratePercent));
