/** Sums and delivery times as the page shows them. */
import type Stripe from "stripe";
import { major } from "../checkout/currencies.ts";
import type { PageLanguage, PageWords } from "./wording.ts";

/** An amount in the reader's way of writing. */
export function sum(amount: number, currency: string, language: PageLanguage): string {
  return new Intl.NumberFormat(language === "fr" ? "fr-FR" : "en-GB", { style: "currency", currency }).format(
    major(amount, currency),
  );
}

/** "2–4 working days", "within 5 days", or nothing where the shop gave no estimate. */
export function estimate(rate: Stripe.ShippingRate, words: PageWords): string {
  const { minimum, maximum } = rate.delivery_estimate ?? { minimum: null, maximum: null };
  const last = maximum ?? minimum;
  if (last === null) return "";
  const units: Readonly<Record<string, readonly [string, string]>> = words.units;
  const [one, several] = units[last.unit] ?? [last.unit, last.unit];
  const time = `${last.value} ${last.value === 1 ? one : several}`;
  if (maximum === null) return `${words.fromOn} ${time}`;
  if (minimum === null) return `${words.within} ${time}`;
  return minimum.value === maximum.value ? time : `${minimum.value}–${time}`;
}
