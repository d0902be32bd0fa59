/** `settings.json` of the shop folder, checked so that each message names the setting and how to mend it. */
import * as z from "zod";
import { incrementFrequencies } from "#core/exports/windows.ts";
import { fullExportFrequencies, type ShopSettings } from "#core/shop/shop.ts";
import { isPageId } from "#core/values/ids.ts";
import { locales } from "#core/values/locale.ts";
import { currencies } from "#core/values/money.ts";
import type { ShopProblem } from "./shop-problem.ts";

/** What the file holds beyond the settings that a running shop needs. */
export interface SettingsFile {
  readonly settings: ShopSettings;
  /** Percent, for the rows of the catalogue that name no `tax_rate`. */
  readonly taxRate: number;
}

const file = "settings.json";

/** The settings, or everything that is wrong with them. */
export function readSettingsFile(text: string): { read?: SettingsFile; problems: readonly ShopProblem[] } {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    const where = /line (\d+)/.exec(error instanceof Error ? error.message : "")?.[1];
    const what = "this is not JSON.";
    const mend = "Look for a missing comma or quotation mark, or a comma before a closing bracket.";
    return { problems: [{ file, line: Number(where ?? 1), what, mend, stops: true }] };
  }
  const result = settingsFile.safeParse(json, { reportInput: true });
  if (!result.success) return { problems: result.error.issues.flatMap(problemsOf) };
  const { taxRate, ...settings } = result.data;
  return { read: { settings, taxRate }, problems: [...longTitles(settings), ...noBase(settings)] };
}

/** The members of the EU (https://european-union.europa.eu, 2026), whose consumer law asks for the legal texts. */
const euCountries = "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK".split(" ");

export const isInEu = (country: string): boolean => euCountries.includes(country);

const words = z.string().trim().min(1, "is empty.");
const localised = z.strictObject({ fr: words, en: words });
const country = z.string().regex(/^[A-Z]{2}$/, "is not a country's two capital letters.");
const minor = z.number().int("is not a whole number of cents.").min(0, "is below zero.");
const wholeDays = z
  .number()
  .int("is not a whole number of days.")
  .min(0, "is below zero.")
  .max(90, "is above 90 days.");

const delivery = z
  .strictObject({
    id: z.string().regex(/^[a-z0-9-]{1,32}$/, "is not an id: buttons carry it."),
    title: localised,
    price: minor,
    freeFrom: minor.min(1, "is zero: then the price is 0.").exactOptional(),
    countries: z.array(country).min(1, "names no country."),
    days: z.strictObject({ least: wholeDays, most: wholeDays }),
  })
  .refine((method) => method.days.least <= method.days.most, {
    path: ["days"],
    message: "begins after it ends.",
  });

const increments = [...incrementFrequencies, "off"] as const;
/** The fewest days that exports must be kept: twice the time between two full exports, and a day. */
const daysOfFull = { weekly: 15, monthly: 63, off: 1 } as const;

const exports = z
  .strictObject({
    increments: z.enum(increments, `is not one of ${increments.join(", ")}.`),
    full: z.enum(fullExportFrequencies, `is not one of ${fullExportFrequencies.join(", ")}.`),
    keepDays: z.number().int("is not a whole number of days.").min(1, "is below 1.").max(3660, "is above ten years."),
  })
  .refine(({ full, keepDays }) => keepDays >= daysOfFull[full], {
    path: ["keepDays"],
    message: "is too short: a full export would be gone before the next two.",
  });

const settingsFile = z
  .strictObject({
    pages: z.array(z.string().refine(isPageId, "is not a Page id: digits only.")).min(1, "names no Page."),
    seller: z.strictObject({
      name: words.max(60, "is longer than 60 characters."),
      legalName: words,
      address: words,
      email: z.email("is not an e-mail address."),
      phone: z.string().regex(/^\+?[\d ().-]{6,24}$/, "is not a telephone number."),
      registration: words,
      vat: localised,
      person: z.strictObject({ name: words, hours: localised }),
      mediator: localised,
    }),
    country,
    currency: z.enum(currencies, `is not one of ${currencies.join(", ")}.`),
    pricesIncludeTax: z.boolean("is neither true nor false."),
    taxRate: z.number("is not a number.").min(0, "is below zero.").max(50, "is above 50 percent."),
    defaultLocale: z.enum(locales, `is not one of ${locales.join(", ")}.`),
    timeZone: z.string().refine(isTimeZone, "is not a time zone's name."),
    delivery: z.array(delivery).min(1, "names no delivery method.").max(10, "names more than 10 delivery methods."),
    paymentMethods: localised,
    withdrawalDays: wholeDays,
    guaranteeYears: z.number().int("is not a whole number of years.").min(0, "is below zero."),
    termsVersion: z.string().regex(/^[\w.-]{1,64}$/, "is not a short name without blanks."),
    maxQuantity: z.number().int("is not a whole number.").min(1, "is below 1.").max(100, "is above 100."),
    exports,
  })
  .refine((settings) => new Set(settings.delivery.map((method) => method.id)).size === settings.delivery.length, {
    path: ["delivery"],
    message: "names two methods with the same id.",
  })
  .refine((settings) => !isInEu(settings.country) || settings.withdrawalDays >= 14, {
    path: ["withdrawalDays"],
    message: "is less than the 14 days that the law of the EU gives.",
  })
  .refine((settings) => !isInEu(settings.country) || settings.guaranteeYears >= 2, {
    path: ["guaranteeYears"],
    message: "is less than the 2 years of the legal guarantee in the EU.",
  });

function isTimeZone(name: string): boolean {
  try {
    return Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}

/** How each setting is written, by its path without list positions. */
const hints: Readonly<Record<string, string>> = {
  pages: 'List the ids of your Facebook Pages as text: ["100000000000001"].',
  "seller.email": "Write the address at which shoppers reach you.",
  "seller.phone": 'Write it like "+33 4 65 71 12 34".',
  "seller.registration": 'Write the register and number, like "RCS Lyon 913 572 468".',
  "seller.vat": 'Write the VAT number, or "TVA non applicable, art. 293 B du CGI", in fr and en.',
  "seller.mediator": "Name the consumer mediator you joined, with address and web page, in fr and en.",
  country: 'Write where the shop is registered, like "FR".',
  "delivery.countries": 'List where you deliver, like ["FR", "BE"].',
  "delivery.price": "Write cents: 490 is 4,90 €.",
  "delivery.freeFrom": "Write cents: 10000 is 100,00 €; leave it out if it is never free.",
  "delivery.days": 'Write working days, least and most, like { "least": 3, "most": 5 }.',
  "delivery.id": 'Write small letters, digits and hyphens, like "relay", each id once.',
  delivery: "Every method has id, title, price, countries and days, and an id of its own.",
  timeZone: 'Write an IANA name, like "Europe/Paris".',
  taxRate: "Write percent, like 20; a row of the catalogue may have its own tax_rate.",
  "exports.increments": 'Write "daily", "hourly", "quarter-hourly" or "off".',
  "exports.full": 'Write "weekly", "monthly" or "off".',
  "exports.keepDays": "Write days: 15 at least with weekly full exports, 63 with monthly ones.",
  exports: 'Write it like { "increments": "daily", "full": "weekly", "keepDays": 90 }.',
  termsVersion: 'Write a date or a name, like "2026-11-01", and change it whenever you change the terms.',
};

function problemsOf(issue: z.core.$ZodIssue): readonly ShopProblem[] {
  const names = issue.path.filter((part) => typeof part === "string");
  const column = issue.path.reduce<string>(
    (path, part) =>
      typeof part === "number" ? `${path}[${part}]` : path === "" ? String(part) : `${path}.${String(part)}`,
    "",
  );
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => ({
      file,
      column: column === "" ? key : `${column}.${key}`,
      what: "there is no such setting.",
      mend: "Correct its name or take it out; docs/settings.md lists them all.",
      stops: true,
    }));
  }
  return [{ file, column, what: whatIsWrong(issue), mend: hintFor(names), stops: true }];
}

function whatIsWrong(issue: z.core.$ZodIssue): string {
  if (issue.input === undefined) return "is missing.";
  const isOurs = !issue.message.startsWith("Invalid");
  return isOurs || issue.code !== "invalid_type" ? issue.message : `is not ${articleFor(issue.expected)}.`;
}

const articleFor = (type: string): string =>
  ({ string: "a text between quotation marks", array: "a list in brackets [ ]", object: "a group in braces { }" })[
    type
  ] ?? `a ${type}`;

/** The hint of the nearest setting above. */
function hintFor(names: readonly string[]): string {
  for (let length = names.length; length > 0; length -= 1) {
    const hint = hints[names.slice(0, length).join(".")];
    if (hint !== undefined) return hint;
  }
  return "See docs/settings.md for how it is written.";
}

/** Delivery methods stand on quick replies, which show 20 characters. */
function longTitles(settings: ShopSettings): readonly ShopProblem[] {
  return settings.delivery.flatMap((method, index) =>
    locales
      .filter((locale) => method.title[locale].length > 20)
      .map((locale) => ({
        file,
        column: `delivery[${index}].title.${locale}`,
        what: `"${method.title[locale]}" is longer than the 20 characters of a button and will be cut.`,
        mend: "Shorten it.",
        stops: false,
      })),
  );
}

/** Warns where increments would outlive the one full export that they build on. */
function noBase({ exports: { increments, full } }: ShopSettings): readonly ShopProblem[] {
  if (increments === "off" || full !== "off") return [];
  const what = '"off" leaves only the first full export, and what changed since.';
  const mend = 'Write "weekly" or "monthly" to put every order together again from exports also after keepDays.';
  return [{ file, column: "exports.full", what, mend, stops: false }];
}
