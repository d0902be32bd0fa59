/** The legal texts of the shop folder, with the settings' values put in, so that an address is changed in one place. */
import type { Localised } from "#core/catalogue/catalogue.ts";
import type { ShopSettings } from "#core/shop/shop.ts";
import { type Locale, locales } from "#core/values/locale.ts";
import { formatMoney, money } from "#core/values/money.ts";
import { isInEu } from "./read-settings.ts";
import type { ShopProblem } from "./shop-problem.ts";

const legalTexts = ["terms", "withdrawal", "privacy", "notice"] as const;

type Legal = Readonly<Record<string, Localised>>;

/**
 * All texts in all languages. `read` gives a file's text below `legal/`, or nothing. Under the law of an EU country a
 * missing text stops the shop; elsewhere it is only said, and the page does not exist.
 */
export function readLegalTexts(
  read: (file: string) => string | undefined,
  settings: ShopSettings,
): { legal: Legal; problems: readonly ShopProblem[] } {
  const problems: ShopProblem[] = [];
  const legal: Record<string, Localised> = {};
  for (const name of legalTexts) {
    const texts = new Map<Locale, string>();
    for (const locale of locales) {
      const file = `legal/${name}.${locale}.md`;
      const text = read(file)?.trim() ?? "";
      if (text === "") problems.push(missing(file, settings));
      else texts.set(locale, fill(text, placeholders(settings, locale), file, problems));
    }
    const any = texts.get(settings.defaultLocale) ?? [...texts.values()][0];
    if (any !== undefined) legal[name] = { fr: texts.get("fr") ?? any, en: texts.get("en") ?? any };
  }
  return { legal, problems };
}

function missing(file: string, settings: ShopSettings): ShopProblem {
  const stops = isInEu(settings.country);
  return {
    file,
    what: stops
      ? `the text is missing; the law of ${settings.country} and the EU asks for it before anything is sold.`
      : "the text is missing.",
    mend: "Write it; the example shop's is a start.",
    stops,
  };
}

function fill(text: string, values: ReadonlyMap<string, string>, file: string, problems: ShopProblem[]): string {
  return text.replace(/\{\{\s*(?:([\w.]+)\s*)?\}\}/g, (whole, name: string | undefined, offset: number) => {
    const value = values.get(name ?? "");
    if (value !== undefined) return value;
    problems.push({
      file,
      line: text.slice(0, offset).split("\n").length,
      what: `"${whole}" stands for nothing.`,
      mend: `Use one of: ${[...values.keys()].join(", ")}.`,
      stops: true,
    });
    return "";
  });
}

function placeholders(settings: ShopSettings, locale: Locale): ReadonlyMap<string, string> {
  const { seller } = settings;
  return new Map([
    ["seller.name", seller.name],
    ["seller.legalName", seller.legalName],
    ["seller.address", seller.address],
    ["seller.email", seller.email],
    ["seller.phone", seller.phone],
    ["seller.registration", seller.registration],
    ["seller.vat", seller.vat[locale]],
    ["seller.person", seller.person.name],
    ["seller.hours", seller.person.hours[locale]],
    ["seller.mediator", seller.mediator[locale]],
    ["paymentMethods", settings.paymentMethods[locale]],
    ["withdrawalDays", String(settings.withdrawalDays)],
    ["guaranteeYears", String(settings.guaranteeYears)],
    ["termsVersion", settings.termsVersion],
    ["countries", countriesOf(settings, locale)],
    ["delivery", settings.delivery.map((method) => deliveryLine(method, settings, locale)).join("\n")],
  ]);
}

function countriesOf(settings: ShopSettings, locale: Locale): string {
  const countries = [...new Set(settings.delivery.flatMap((method) => method.countries))];
  return new Intl.ListFormat(locale).format(countries.map((code) => countryName(code, locale)));
}

const countryName = (code: string, locale: Locale): string =>
  new Intl.DisplayNames(locale, { type: "region" }).of(code) ?? code;

function deliveryLine(method: ShopSettings["delivery"][number], settings: ShopSettings, locale: Locale): string {
  const price = formatMoney(money(method.price, settings.currency), locale);
  const { least, most } = method.days;
  const free = method.freeFrom === undefined ? "" : formatMoney(money(method.freeFrom, settings.currency), locale);
  const countries = method.countries.map((code) => countryName(code, locale)).join(", ");
  return locale === "fr"
    ? `- ${method.title.fr} : ${price}${free && `, offert dès ${free} d'achat`} ; ${least} à ${most} jours ; ${countries}`
    : `- ${method.title.en}: ${price}${free && `, free from ${free}`}; ${least} to ${most} days; ${countries}`;
}
