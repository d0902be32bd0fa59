/** Looking around: categories, products, one product, a search. */
import { type Category, findProduct, type Product } from "../catalogue/catalogue.ts";
import { foldWords } from "../catalogue/fold.ts";
import { pageOf } from "../catalogue/page.ts";
import { search } from "../catalogue/search.ts";
import { payload } from "./buttons.ts";
import type { Intent } from "./intent.ts";
import { dealOut, limits, shorten } from "./limits.ts";
import { misunderstanding } from "./misunderstanding.ts";
import { cardPage, productCard, productCards, variantPrice, variantStock, variantsToBuy, withMore } from "./offers.ts";
import type { Card, Choice, Speech } from "./speech.ts";
import { answer, type Decision, pictureUrl, type Turn } from "./turn.ts";
import { categoriesToChoose, named, tap, way, waysElsewhere, waysOn } from "./ways-on.ts";

/** Variants offered at once under a product. */
const variantsAtOnce = 8;

/** The categories, or the products of one. */
export function browse(turn: Turn, intent: Intent<"browse">): Decision {
  const categories = turn.shop.catalogue.categories;
  if (intent.category === undefined) {
    return categories.length > 1 ? showCategories(turn, intent.page) : showAll(turn, intent.page);
  }
  const category = categories.find((each) => each.id === intent.category);
  return category ? showCategory(turn, category, intent.page) : misunderstanding(turn, "button");
}

/** One product: its picture, what there is to know, and the choice to make. */
export function showProduct(turn: Turn, intent: Intent<"product">): Decision {
  const product = findProduct(turn.shop.catalogue, intent.id);
  if (!product) return productGone(turn);
  const texts = dealOut(productLines(turn, product), limits.text);
  const choices = productChoices(turn, product, intent.page);
  return answer(
    turn.state,
    { kind: "cards", cards: [productCard(turn, product)] },
    ...texts.map(
      (text, index): Speech => (index === texts.length - 1 ? { kind: "text", text, choices } : { kind: "text", text }),
    ),
  );
}

/** What answers to the shopper's words, or the question what is looked for. */
export function showFindings(turn: Turn, intent: Intent<"search">): Decision {
  const words = foldWords(intent.words);
  if (words.length === 0) {
    return answer(turn.state, {
      kind: "text",
      text: turn.say("search.ask"),
      choices: waysOn(turn, ...categoriesToChoose(turn)),
    });
  }
  const found = search(turn.shop.catalogue, words);
  if (found.length === 0) {
    const choices = waysOn(turn, ...categoriesToChoose(turn));
    return answer(turn.state, { kind: "text", text: turn.say("search.nothing"), choices });
  }
  const page = cardPage(found, intent.page);
  const cards = productCards(turn, page, (next) => payload.searchPage(words.join(" "), next));
  return answer(turn.state, ...row(turn, cards, turn.say("search.after", { count: found.length })));
}

/** For a button whose product has left the shop. */
export function productGone(turn: Turn): Decision {
  if (turn.state.unclear > 0) return misunderstanding(turn, "button");
  const choices = waysOn(turn, ...categoriesToChoose(turn));
  const decision = answer(turn.state, { kind: "text", text: turn.say("product.gone"), choices });
  return { ...decision, state: { ...decision.state, unclear: 1 } };
}

function showCategories(turn: Turn, number: number): Decision {
  const page = cardPage(turn.shop.catalogue.categories, number);
  const cards = page.items.map((category) => categoryCard(turn, category));
  const choices = waysElsewhere(turn, payload.browse, way(turn, "label.search", payload.search));
  return answer(
    turn.state,
    { kind: "cards", cards: withMore(turn, page, cards, payload.categories) },
    { kind: "text", text: turn.say("browse.intro"), choices },
  );
}

function categoryCard(turn: Turn, category: Category): Card {
  const products = productsOf(turn, category.id);
  const [first] = products;
  return {
    title: shorten(category.title[turn.locale], limits.cardLine),
    subtitle: turn.say("category.count", { count: products.length }),
    ...(first && { picture: pictureUrl(turn, first.picture) }),
    buttons: [tap(turn.say("label.see"), payload.category(category.id))],
  };
}

function showCategory(turn: Turn, category: Category, number: number): Decision {
  const products = productsOf(turn, category.id);
  if (products.length === 0) {
    const choices = waysOn(turn, ...categoriesToChoose(turn));
    return answer(turn.state, { kind: "text", text: turn.say("browse.empty"), choices });
  }
  const cards = productCards(turn, cardPage(products, number), (next) => payload.category(category.id, next));
  const words = turn.say("category.after", {
    category: shorten(category.title[turn.locale], limits.cardLine),
    count: products.length,
  });
  return answer(turn.state, ...row(turn, cards, words));
}

function showAll(turn: Turn, number: number): Decision {
  const { products } = turn.shop.catalogue;
  if (products.length === 0) {
    return answer(turn.state, { kind: "text", text: turn.say("browse.empty"), choices: waysOn(turn) });
  }
  const cards = productCards(turn, cardPage(products, number), payload.categories);
  return answer(turn.state, ...row(turn, cards, turn.say("page.after", { count: products.length })));
}

/** Cards first, text after: choices vanish with the next message, so the last message has them. */
const row = (turn: Turn, cards: readonly Card[], text: string): readonly Speech[] => [
  { kind: "cards", cards },
  { kind: "text", text, choices: waysOn(turn, way(turn, "label.search", payload.search)) },
];

export const productsOf = (turn: Pick<Turn, "shop">, categoryId: string): readonly Product[] =>
  turn.shop.catalogue.products.filter((product) => product.categoryId === categoryId);

function productLines(turn: Turn, product: Product): readonly string[] {
  const toBuy = variantsToBuy(turn, product);
  const options = product.variants.slice(0, 12).map((variant) =>
    turn.say("product.variant", {
      option: shorten(variant.option[turn.locale], limits.cardLine),
      price: variantPrice(turn, variant),
      stock: variantStock(turn, variant),
    }),
  );
  const question =
    toBuy.length === 0 ? "product.unavailable" : product.variants.length > 1 ? "product.choose" : "product.buy";
  return [
    shorten(product.description[turn.locale], 800),
    ...(product.variants.length > 1 ? options : []),
    turn.say(question),
  ].filter((line) => line !== "");
}

function productChoices(turn: Turn, product: Product, number: number): readonly Choice[] {
  const page = pageOf(variantsToBuy(turn, product), number, variantsAtOnce);
  const buy = page.items.map((variant) =>
    product.variants.length > 1
      ? named(variant.option[turn.locale], payload.add(variant.sku))
      : { label: turn.say("label.add"), payload: payload.add(variant.sku) },
  );
  const more = page.left > 0 ? [named(turn.say("label.more"), payload.product(product.id, page.number + 1))] : [];
  return waysOn(turn, ...buy, ...more);
}
