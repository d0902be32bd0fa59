/** Finds products by the words of a shopper, in any of the shop's languages. */
import { locales } from "../values/locale.ts";
import type { Catalogue, Product } from "./catalogue.ts";
import { foldWords, singular } from "./fold.ts";

/**
 * The products that answer to the most of these folded words, the best first. One whole word of a title, option or
 * category is enough; beginnings of such words must be half of what was said; a description, which may only happen to
 * hold a word, must hold them all.
 */
export function search(catalogue: Catalogue, words: readonly string[]): readonly Product[] {
  const wanted = [...new Set(words.map(singular))].slice(0, 12);
  const scored = indexOf(catalogue)
    .map((entry) => ({ product: entry.product, ...scoreOf(entry, wanted) }))
    .filter((each) => isAnswer(each, wanted.length));
  const most = Math.max(0, ...scored.map((each) => each.matched));
  return scored
    .filter((each) => each.matched === most)
    .sort((one, other) => other.score - one.score)
    .map((each) => each.product);
}

interface Score {
  readonly score: number;
  /** How many of the words it answers to. */
  readonly matched: number;
  /** How many of them name it, whole or by their beginning. */
  readonly named: number;
  readonly namedWhole: number;
}

const isAnswer = ({ matched, named, namedWhole }: Score, wanted: number): boolean =>
  namedWhole > 0 || (named > 0 && matched * 2 >= wanted) || (matched > 0 && matched === wanted);

interface Entry {
  readonly product: Product;
  readonly title: ReadonlySet<string>;
  readonly options: ReadonlySet<string>;
  readonly description: ReadonlySet<string>;
}

/** Made once for each catalogue: a catalogue never changes, a new one is a new value. */
const indexes = new WeakMap<Catalogue, readonly Entry[]>();

function indexOf(catalogue: Catalogue): readonly Entry[] {
  const made = indexes.get(catalogue) ?? catalogue.products.map((product) => entryOf(catalogue, product));
  indexes.set(catalogue, made);
  return made;
}

function entryOf(catalogue: Catalogue, product: Product): Entry {
  const category = catalogue.categories.find((each) => each.id === product.categoryId);
  return {
    product,
    title: wordsIn([product.title]),
    options: wordsIn([...product.variants.map((variant) => variant.option), ...(category ? [category.title] : [])]),
    description: wordsIn([product.description]),
  };
}

const wordsIn = (texts: readonly Catalogue["categories"][number]["title"][]): ReadonlySet<string> =>
  new Set(texts.flatMap((text) => locales.flatMap((locale) => foldWords(text[locale]).map(singular))));

function scoreOf(entry: Entry, wanted: readonly string[]): Score {
  let score = 0;
  let matched = 0;
  let named = 0;
  let namedWhole = 0;
  for (const word of wanted) {
    const title = hit(entry.title, word);
    const option = hit(entry.options, word);
    const best = Math.max(5 * title, 3 * option, hit(entry.description, word));
    score += best;
    if (best > 0) matched += 1;
    if (title + option > 0) named += 1;
    if (title === 2 || option === 2) namedWhole += 1;
  }
  return { score, matched, named, namedWhole };
}

/** 2 for the word itself, 1 for a word that begins with it, from three letters on. */
function hit(words: ReadonlySet<string>, wanted: string): number {
  if (words.has(wanted)) return 2;
  if (wanted.length < 3) return 0;
  for (const word of words) if (word.startsWith(wanted)) return 1;
  return 0;
}
