/** What a shopper wants: read from the payload of a tap, or from words by a few plain rules and the catalogue. */
import type { Catalogue } from "../catalogue/catalogue.ts";
import { foldWords, singular } from "../catalogue/fold.ts";
import { search } from "../catalogue/search.ts";
import type { DeliveryMethod, Shop } from "../shop/shop.ts";
import type { Locale } from "../values/locale.ts";
import { locales } from "../values/locale.ts";
import { readPayload } from "./buttons.ts";
import type { Input } from "./input.ts";
import type { Intent } from "./intent.ts";
import { fillers, frenchRatherThanEnglish, greeting, loosePhrases, plainPhrases, thanks } from "./phrases.ts";
import type { ConversationState, Language } from "./state.ts";

/** Words beyond this many characters are not read: nobody asks for a lamp at such length. */
const mostRead = 400;

/** What the shopper wants of this shop, given what was asked before. */
export function understand(input: Input, state: ConversationState, { catalogue, settings }: Shop): Intent {
  switch (input.kind) {
    case "tap":
      return readPayload(input.payload) ?? { kind: "unclear", what: "button" };
    case "attachment":
      return { kind: "unclear", what: input.what };
    case "referral":
      return input;
    case "text":
      return namedDelivery(input.text, settings.delivery) ?? understandWords(input.text, state, catalogue);
  }
}

/** The language to speak after this input: words may change what the shopper has not chosen by a tap. */
export function languageAfter(input: Input, known: Language): Language {
  if (known.by === "choice") return known;
  const text = input.kind === "text" ? input.text : input.kind === "tap" ? titleOfGreeting(input) : "";
  const lean = frenchRatherThanEnglish(foldWords(text.slice(0, mostRead)));
  if (Math.abs(lean) < (known.by === "words" ? 2 : 1)) return known;
  return { locale: lean > 0 ? "fr" : "en", by: input.kind === "text" ? "words" : "default" };
}

/** Get Started stands on its button in the language of the shopper's Messenger, which own words outdo; other buttons in ours. */
const titleOfGreeting = (input: Input & { kind: "tap" }): string =>
  readPayload(input.payload)?.kind === "start" ? (input.title ?? "") : "";

function understandWords(text: string, state: ConversationState, catalogue: Catalogue): Intent {
  const words = foldWords(text.slice(0, mostRead));
  const said = words.join(" ");
  if (words.length === 0) return { kind: "unclear", what: "signs" };
  if (words.every((word) => /^\d+$/.test(word))) return understandNumber(words, state);
  const plain = plainPhrases.find((phrase) => phrase.words.test(said))?.intent;
  if (plain) return plain;
  const loose = loosePhrases.find((phrase) => phrase.words.test(said))?.intent;
  if (loose && words.length <= 2) return loose;
  if (text.length > mostRead) return { kind: "unclear", what: "long" };
  return namedInShop(words, catalogue) ?? loose ?? understandManners(said, words) ?? { kind: "unclear", what: "words" };
}

/** The delivery whose name is typed instead of tapped. */
function namedDelivery(text: string, deliveries: readonly DeliveryMethod[]): Intent | undefined {
  const telling = foldWords(text.slice(0, mostRead)).filter((word) => !fillers.has(word));
  if (telling.length === 0) return undefined;
  const method = deliveries.find((each) =>
    locales.some((locale) => isSameWords(foldWords(each.title[locale]), telling)),
  );
  return method && { kind: "deliver", method: method.id };
}

function understandNumber(words: readonly string[], state: ConversationState): Intent {
  const { step } = state;
  const [number = ""] = words;
  if (step.at !== "shopping" || step.asked === undefined || words.length > 1 || number.length > 6) {
    return { kind: "unclear", what: "number" };
  }
  return { kind: "quantity", sku: step.asked, count: Number(number) };
}

/** The category or the products that the words name. */
function namedInShop(words: readonly string[], catalogue: Catalogue): Intent | undefined {
  const telling = words.filter((word) => !fillers.has(word) && !/^\d+$/.test(word));
  if (telling.length === 0) return undefined;
  const category = catalogue.categories.find((each) =>
    locales.some((locale: Locale) => isSameWords(foldWords(each.title[locale]), telling)),
  );
  if (category) return { kind: "browse", category: category.id, page: 1 };
  return search(catalogue, telling).length > 0
    ? { kind: "search", words: telling.slice(0, 12).join(" "), page: 1 }
    : undefined;
}

function understandManners(said: string, words: readonly string[]): Intent | undefined {
  if (greeting.test(said)) return { kind: "greet" };
  return thanks.test(said) && words.length <= 6 ? { kind: "thanks" } : undefined;
}

function isSameWords(title: readonly string[], words: readonly string[]): boolean {
  const telling = title.filter((word) => !fillers.has(word)).map(singular);
  return telling.length === words.length && telling.every((word, index) => word === singular(words[index] ?? ""));
}
