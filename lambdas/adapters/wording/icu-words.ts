/** Says the shop's sentences: ICU messages from the wording files, in the shopper's language. */
import { IntlMessageFormat } from "intl-messageformat";
import type { SentenceKey, Words } from "#core/conversation/wording.ts";
import type { Shop } from "#core/shop/shop.ts";
import { type Locale, locales } from "#core/values/locale.ts";

/** The words of each language; a sentence is read when it is first said. A RangeError for a sentence that is missing. */
export function icuWords(wording: Shop["wording"]): Readonly<Record<Locale, Words>> {
  const [fr, en] = locales.map((locale) => wordsIn(wording, locale));
  if (!fr || !en) throw new RangeError("a shop speaks French and English");
  return { fr, en };
}

function wordsIn(wording: Shop["wording"], locale: Locale): Words {
  const read = new Map<SentenceKey, IntlMessageFormat>();
  return (key, ...[parameters]) => {
    let sentence = read.get(key);
    if (!sentence) {
      sentence = new IntlMessageFormat(typeset(sentenceOf(wording, locale, key), locale), regions[locale]);
      read.set(key, sentence);
    }
    const said = sentence.format<string>({ ...parameters });
    return Array.isArray(said) ? said.join("") : said;
  };
}

const regions: Readonly<Record<Locale, string>> = { fr: "fr-FR", en: "en-GB" };

/** French sets a space that does not break before its double signs and within its quotation marks; keyboards have none. */
const typeset = (sentence: string, locale: Locale): string =>
  locale === "fr" ? sentence.replaceAll(/ (?=[:;!?»%])|(?<=«) /g, "\u00a0") : sentence;

function sentenceOf(wording: Shop["wording"], locale: Locale, key: SentenceKey): string {
  const sentence = wording[locale][key];
  if (sentence === undefined) throw new RangeError(`the wording has no sentence ${key} (${locale})`);
  return sentence;
}
