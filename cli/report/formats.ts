/** Money, numbers and times as people of the report's language write them. */
import type { Takings } from "#core/exports/figures.ts";
import { type Day, daysAfter, isoWeekOf } from "#core/exports/figures-by-time.ts";
import type { Locale } from "#core/values/locale.ts";
import { decimal, decimalPlaces } from "#core/values/money.ts";

export interface Formats {
  readonly locale: Locale;
  readonly count: (number: number) => string;
  /** A share of the whole, 0 to 1: "12 %". */
  readonly percent: (share: number) => string;
  /** More or less than before: "+12 %"; "−5 %". */
  readonly change: (share: number) => string;
  /** "Saturday 21 November 2026". */
  readonly longDay: (day: Day) => string;
  /** "21 November 2026". */
  readonly fullDay: (day: Day) => string;
  /** "Sat 21". */
  readonly dayOfMonth: (day: Day) => string;
  /** "21 Nov". */
  readonly shortDay: (day: Day) => string;
  /** "Nov 2026". */
  readonly shortMonth: (day: Day) => string;
  /** "1–22 November 2026". */
  readonly days: (from: Day, to: Day) => string;
  /** "November 2026". */
  readonly month: (day: Day) => string;
  /** "47 (16–22 Nov 2026)", after the word for week. */
  readonly week: (monday: Day) => string;
  /** 0 is Monday. */
  readonly weekday: (index: number) => string;
  /** A rate of tax in percent, with its decimals: "5.5%". */
  readonly rate: (percent: number) => string;
  /** "Euro (EUR)"; the code alone where it is not known. */
  readonly currency: (code: string) => string;
  /** "France" for FR; the code where it is not known. */
  readonly country: (code: string) => string;
  /** "22 November 2026 at 08:12" on the clocks of a time zone. */
  readonly moment: (milliseconds: number, timeZone: string) => string;
}

/** Amounts of one currency, from whole minor units. */
export interface MoneyFormats {
  readonly exact: (amount: number) => string;
  /** Nothing to say of zero. */
  readonly orNothing: (amount: number) => string;
  /** In the currency's units, for drawing only. */
  readonly units: (amount: number) => number;
  /** "1.5k €" of units, for an axis. */
  readonly axis: (units: number) => string;
}

/** The formats of a language. */
export function formatsOf(locale: Locale): Formats {
  const tag = tags[locale];
  const number = new Intl.NumberFormat(tag);
  const percent = new Intl.NumberFormat(tag, { style: "percent", maximumFractionDigits: 0 });
  const change = new Intl.NumberFormat(tag, {
    style: "percent",
    maximumFractionDigits: 0,
    signDisplay: "exceptZero",
  });
  const date = (options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat =>
    new Intl.DateTimeFormat(tag, { ...options, timeZone: "UTC" });
  const longDay = date({ weekday: "long", day: "numeric", month: "long", year: "numeric" });
  const fullDay = date({ day: "numeric", month: "long", year: "numeric" });
  const dayOfMonth = date({ weekday: "short", day: "numeric" });
  const shortDay = date({ day: "numeric", month: "short" });
  const shortSpan = date({ day: "numeric", month: "short", year: "numeric" });
  const shortMonth = date({ month: "short", year: "numeric" });
  const month = date({ month: "long", year: "numeric" });
  const weekday = date({ weekday: "long" });
  const rate = new Intl.NumberFormat(tag, { style: "percent", maximumFractionDigits: 3 });
  const currencies = new Intl.DisplayNames(tag, { type: "currency", fallback: "code" });
  const countries = new Intl.DisplayNames(tag, { type: "region", fallback: "code" });
  const single = (format: Intl.DateTimeFormat, at: number): string => joined(format.formatToParts(at), locale);
  const span = (format: Intl.DateTimeFormat, from: Day, to: Day): string =>
    joined(format.formatRangeToParts(Date.parse(from), Date.parse(to)), locale);
  return {
    locale,
    count: (value) => number.format(value),
    percent: (share) => percent.format(share),
    change: (share) => change.format(share).replace("-", "−"),
    longDay: (day) => single(longDay, Date.parse(day)),
    fullDay: (day) => single(fullDay, Date.parse(day)),
    dayOfMonth: (day) => dayOfMonth.format(Date.parse(day)),
    shortDay: (day) => single(shortDay, Date.parse(day)),
    shortMonth: (day) => single(shortMonth, Date.parse(day)),
    days: (from, to) => span(fullDay, from, to),
    month: (day) => capital(month.format(Date.parse(day))),
    week: (monday) => `${isoWeekOf(monday)} (${span(shortSpan, monday, daysAfter(monday, 6))})`,
    weekday: (index) => capital(weekday.format(Date.parse(daysAfter("2026-11-16", index)))),
    rate: (value) => rate.format(value / 100),
    currency: (code) => named(currencies.of(code) ?? code, code),
    country: (code) => (/^[A-Z]{2}$/.test(code) ? (countries.of(code) ?? code) : code),
    moment: (milliseconds, timeZone) =>
      single(new Intl.DateTimeFormat(tag, { dateStyle: "long", timeStyle: "short", timeZone }), milliseconds),
  };
}

/** How a currency's amounts are written in a language. */
export function moneyFormats(locale: Locale, currency: string): MoneyFormats {
  const places = decimalPlaces(currency);
  const exact = new Intl.NumberFormat(tags[locale], {
    style: "currency",
    currency,
    minimumFractionDigits: places,
    maximumFractionDigits: places,
  });
  const axis = new Intl.NumberFormat(tags[locale], {
    style: "currency",
    currency,
    notation: "compact",
    maximumSignificantDigits: 3,
  });
  // As text, so that no amount is changed by becoming a fraction.
  const write = (amount: number): string => exact.format(decimal(amount, places) as `${number}`);
  const units = (amount: number): number => amount / 10 ** places;
  return {
    exact: write,
    orNothing: (amount) => (amount === 0 ? "–" : write(amount)),
    units,
    axis: (value) => axis.format(value),
  };
}

/** What was taken less what went back. */
export const netOf = (takings: Takings): number => takings.gross - takings.refunded;
/** The tax in that. */
export const netTaxOf = (takings: Takings): number => takings.tax - takings.taxBack;
/** Taken for an order on average, rounded to the minor unit; none without orders. */
export const averageOf = (takings: Takings): number | undefined =>
  takings.orders === 0 ? undefined : Math.round(takings.gross / takings.orders);

const tags: Readonly<Record<Locale, string>> = { fr: "fr-FR", en: "en-GB" };

/** In French the first of a month is "1er". */
const joined = (parts: readonly Intl.DateTimeFormatPart[], locale: Locale): string =>
  parts.map(({ type, value }) => (locale === "fr" && type === "day" && value === "1" ? "1er" : value)).join("");

const named = (name: string, code: string): string => (name === code ? code : `${capital(name)} (${code})`);

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
