/** Time as a value: milliseconds since 1970, passed in and never read from a clock by the core. */
import type { Locale } from "./locale.ts";
import { remembered } from "./remembered.ts";

declare const brand: unique symbol;
/** Milliseconds since 1970-01-01T00:00:00Z. */
export type Instant = number & { readonly [brand]: "Instant" };

export const instant = (milliseconds: number): Instant => milliseconds as Instant;
export const minutes = (count: number): number => count * 60_000;
export const days = (count: number): number => count * 86_400_000;
export const after = (start: Instant, milliseconds: number): Instant => instant(start + milliseconds);

/** The same time of day that many days later in this time zone, also across a change to summer or winter time. */
export function daysLater(at: Instant, count: number, timeZone: string): Instant {
  const there = after(at, days(count));
  return after(there, aheadOfUtc(at, timeZone) - aheadOfUtc(there, timeZone));
}

/** ISO 8601 in UTC with milliseconds, as the orders table holds time. */
export const toIso = (at: Instant): string => new Date(at).toISOString();
/** An instant from ISO 8601; a RangeError for anything else. */
export function fromIso(text: string): Instant {
  const at = Date.parse(text);
  if (Number.isNaN(at)) throw new RangeError(`not a time: ${text.slice(0, 40)}`);
  return instant(at);
}

/** "27 novembre", "1er décembre" or "27 November" in the shop's time zone. */
export function formatDay(at: Instant, locale: Locale, timeZone: string): string {
  if (locale === "en") return englishDay(timeZone).format(at);
  return frenchDay(timeZone)
    .format(at)
    .replace(/^1(?= )/, "1er");
}

/** "15:40" in the shop's time zone. */
export const formatTime = (at: Instant, locale: Locale, timeZone: string): string =>
  (locale === "fr" ? frenchTime : englishTime)(timeZone).format(at);

const day = { day: "numeric", month: "long" } as const;
const time = { hour: "2-digit", minute: "2-digit" } as const;
const frenchDay = remembered((timeZone) => new Intl.DateTimeFormat("fr-FR", { ...day, timeZone }));
const englishDay = remembered((timeZone) => new Intl.DateTimeFormat("en-GB", { ...day, timeZone }));
const frenchTime = remembered((timeZone) => new Intl.DateTimeFormat("fr-FR", { ...time, timeZone }));
const englishTime = remembered((timeZone) => new Intl.DateTimeFormat("en-GB", { ...time, timeZone }));

const offsetName = remembered((timeZone) => new Intl.DateTimeFormat("en", { timeZone, timeZoneName: "longOffset" }));

/** Milliseconds by which the clocks of a time zone are ahead of UTC at that moment. */
export function aheadOfUtc(at: Instant, timeZone: string): number {
  const offset = offsetName(timeZone)
    .formatToParts(at)
    .find((part) => part.type === "timeZoneName")?.value;
  const [, sign, hours = "0", rest = "0"] = /([+-])(\d\d):(\d\d)/.exec(offset ?? "") ?? [];
  return (sign === "-" ? -1 : 1) * minutes(Number(hours) * 60 + Number(rest));
}
