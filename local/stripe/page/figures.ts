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

/** "3–5 working days", or nothing where the shop gave no estimate. */
export function estimate(rate: Stripe.ShippingRate, words: PageWords): string {
  const { minimum, maximum } = rate.delivery_estimate ?? { minimum: null, maximum: null };
  const unit = maximum?.unit ?? minimum?.unit;
  if (unit === undefined) return "";
  const units: Readonly<Record<string, string>> = words.estimate;
  const days = [minimum?.value, maximum?.value].filter((value) => value !== undefined);
  return `${[...new Set(days)].join("–")} ${units[unit] ?? unit}`;
}
