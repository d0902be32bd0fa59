/** Prices as product feeds write them: "69.00 EUR", "69,00 EUR", "EUR 69", "69 €". */
import { currencies } from "#core/values/money.ts";

export interface PriceRefusal {
  readonly what: string;
  readonly mend: string;
}

const signs: Readonly<Record<string, string>> = { "€": "EUR", "£": "GBP" };
const thousands = /^\d{1,3}(?:[ ,.'\u00a0\u202f]\d{3})+$/;
const plain = /^(\d{1,7})(?:[.,](\d{1,2}))?$/;

/** The amount in minor units of the shop's currency, or why the text is not a price. */
export function readPrice(text: string, currency: string): number | PriceRefusal {
  const example = `Write it like "69.00 ${currency}".`;
  const { code, number } = splitPrice(text);
  if (code === undefined) return { what: `the price "${text}" has no currency.`, mend: example };
  if (!currencies.some((known) => known === code)) {
    return { what: `"${code}" is not a currency the shop knows (${currencies.join(", ")}).`, mend: example };
  }
  if (code !== currency) {
    return { what: `the price is in ${code}, the shop sells in ${currency}.`, mend: example };
  }
  if (thousands.test(number)) {
    return {
      what: `"${number}" can be read in two ways.`,
      mend: `Write the amount with a dot and two decimals and nothing else: "1299.00 ${currency}".`,
    };
  }
  const match = plain.exec(number);
  if (!match) return { what: `"${text}" is not a price.`, mend: example };
  const amount = Number(match[1]) * 100 + Number((match[2] ?? "").padEnd(2, "0"));
  return amount > 0 ? amount : { what: "the price is zero.", mend: "Nothing is sold for nothing: write a price." };
}

/** A currency before or after a number. In two steps: a single expression would try every way to share out the spaces. */
function splitPrice(text: string): { code: string | undefined; number: string } {
  const [, before, between = "", after] = /^([A-Za-z]{3}|[€£])?(.*?)([A-Za-z]{3}|[€£])?$/su.exec(text.trim()) ?? [];
  if (!/^[\d.,'\s-]*$/u.test(between)) return { code: undefined, number: text };
  const sign = before ?? after;
  return { code: sign === undefined ? undefined : (signs[sign] ?? sign.toUpperCase()), number: between.trim() };
}
