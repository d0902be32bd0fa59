/** Sums, times and days as people of the page's language write them. */
import { label, language } from "./labels.ts";

const region = language === "fr" ? "fr-FR" : "en-GB";

/** An amount in whole units ("18,00 €"); the number and the code where the currency is unknown. */
export function formatSum(amount: number, currency: string): string {
  try {
    return new Intl.NumberFormat(region, { style: "currency", currency }).format(amount);
  } catch {
    return `${amount.toFixed(2)} ${currency}`;
  }
}

/** An amount in minor units, as orders hold it. */
export const formatMinor = (amount: number, currency: string): string => formatSum(amount / 100, currency);

/** "14:03". */
export const formatTime = (at: Date): string =>
  new Intl.DateTimeFormat(region, { hour: "2-digit", minute: "2-digit" }).format(at);

/** "14:03" today, "Yesterday 14:03", "Tue 17 November 14:03" before. */
export function formatMoment(at: Date, now = new Date()): string {
  const days = Math.round((midnight(now) - midnight(at)) / 86_400_000);
  if (days === 0) return formatTime(at);
  if (days === 1) return `${label("yesterday")} ${formatTime(at)}`;
  const day = new Intl.DateTimeFormat(region, { weekday: "short", day: "numeric", month: "long" }).format(at);
  return `${day} ${formatTime(at)}`;
}

/** "22 November 2026". */
export const formatDay = (at: Date): string => new Intl.DateTimeFormat(region, { dateStyle: "long" }).format(at);

const midnight = (at: Date): number => new Date(at.getFullYear(), at.getMonth(), at.getDate()).getTime();

/** "France" for "FR"; what was given where it is no country code. */
export function countryName(code: string | undefined): string {
  if (code === undefined || !/^[A-Z]{2}$/.test(code)) return code ?? "";
  return new Intl.DisplayNames(region, { type: "region" }).of(code) ?? code;
}
