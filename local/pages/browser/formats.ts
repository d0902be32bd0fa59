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

/** "14:03", in the browser's time zone or another one. */
export const formatTime = (at: Date, timeZone?: string): string =>
  new Intl.DateTimeFormat(region, { hour: "2-digit", minute: "2-digit", timeZone }).format(at);

/** "14:03" today, "Yesterday 14:03", "Tue 17 November 14:03" before; in the browser's time zone or another one. */
export function formatMoment(at: Date, timeZone?: string): string {
  const time = formatTime(at, timeZone);
  const day = dayIn(at, timeZone);
  if (day === dayIn(new Date(), timeZone)) return time;
  if (day === dayIn(new Date(Date.now() - 86_400_000), timeZone)) return `${label("yesterday")} ${time}`;
  const date = new Intl.DateTimeFormat(region, { weekday: "short", day: "numeric", month: "long", timeZone });
  return `${date.format(at)} ${time}`;
}

/** "22 November 2026". */
export const formatDay = (at: Date): string => new Intl.DateTimeFormat(region, { dateStyle: "long" }).format(at);

/** "22/11/2026", to be compared only. */
const dayIn = (at: Date, timeZone: string | undefined): string =>
  new Intl.DateTimeFormat("en-GB", { timeZone }).format(at);

/** "France" for "FR"; what was given where it is no country code. */
export function countryName(code: string | undefined): string {
  if (code === undefined || !/^[A-Z]{2}$/.test(code)) return code ?? "";
  return new Intl.DisplayNames(region, { type: "region" }).of(code) ?? code;
}
