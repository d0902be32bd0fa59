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

/** "69.00": minor units as a decimal with a dot, as Messenger's receipt and exports want it; `places` as `decimalPlaces`. */
export function decimal(amount: number, places = 2): string {
  if (places === 0) return amount.toString();
  // The usual case without string work: an export formats millions of amounts.
  if (places === 2 && amount >= 0 && amount < 1e9) return `${Math.floor(amount / 100)}${cents[amount % 100]}`;
  const sign = amount < 0 ? "-" : "";
  const digits = Math.abs(amount)
    .toString()
    .padStart(places + 1, "0");
  return `${sign}${digits.slice(0, -places)}.${digits.slice(-places)}`;
}

/** ".00" to ".99". */
const cents = Array.from({ length: 100 }, (_, cent) => `.${String(cent).padStart(2, "0")}`);

/** How many decimals an ISO 4217 currency's minor unit stands for; 2 for one that is not known. */
export const decimalPlaces = (currency: string): number => unusualPlaces.get(currency) ?? 2;

/** ISO 4217, list one: the currencies whose minor unit is not a hundredth. */
const unusualPlaces: ReadonlyMap<string, number> = new Map([
  ..."BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF".split(" ").map((code) => [code, 0] as const),
  ..."BHD IQD JOD KWD LYD OMR TND".split(" ").map((code) => [code, 3] as const),
  ..."CLF UYW".split(" ").map((code) => [code, 4] as const),
]);

/** The tax inside a price that includes it, at a rate in percent, rounded half up to the minor unit. */
export const taxWithin = (amount: number, ratePercent: number): number =>
  Math.round((amount * ratePercent) / (100 + ratePercent));
