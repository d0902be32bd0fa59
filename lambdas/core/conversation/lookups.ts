/** What must be read before a decision: most messages need nothing but the session. */
import { findOffer, findProduct, type Product } from "../catalogue/catalogue.ts";
import { foldWords } from "../catalogue/fold.ts";
import { search } from "../catalogue/search.ts";
import type { Shop } from "../shop/shop.ts";
import type { Sku } from "../values/ids.ts";
import { productsOf } from "./browsing.ts";
import type { ConversationMessage } from "./input.ts";
import type { Intent, IntentKind } from "./intent.ts";
import { cardPage } from "./offers.ts";
import type { ConversationState } from "./state.ts";
import { understand } from "./understand.ts";

export interface Lookups {
  /** Each at most once. */
  readonly stockOf: readonly Sku[];
  /** Whether the shopper's newest orders are needed. */
  readonly orders: boolean;
}

/** What the decision on this message will look at. */
export function lookups(state: ConversationState, message: ConversationMessage, shop: Shop): Lookups {
  if (message.kind === "order-delay") return { stockOf: [], orders: false };
  if (message.kind === "order-fact") {
    const ordered = message.fact.order.lines.map((line) => line.sku);
    return { stockOf: distinct([...cartOf(state), ...ordered]), orders: false };
  }
  const intent = understand(message.input, state, shop);
  return {
    stockOf: distinct(skusFor(intent, state, shop)),
    orders: state.step.at !== "shopping" || needOrders.has(intent.kind),
  };
}

const needOrders: ReadonlySet<IntentKind> = new Set<IntentKind>(["orders", "order-status", "pay", "change"]);

type Needs = {
  readonly [Kind in IntentKind]?: (intent: Intent<Kind>, state: ConversationState, shop: Shop) => readonly Sku[];
};

const ofCart = (_: Intent, state: ConversationState): readonly Sku[] => cartOf(state);
const ofLanding = (_: Intent, { landing }: ConversationState, shop: Shop): readonly Sku[] =>
  landing === undefined ? [] : productSkus(shop, landing);
const ofOffer = (intent: { readonly sku: string }, state: ConversationState, shop: Shop): readonly Sku[] => [
  ...offerSku(shop, intent.sku),
  ...cartOf(state),
];

const needs: Needs = {
  browse: (intent, _, shop) => shownBy(shop, intent),
  search: (intent, _, { catalogue }) => skusOf(cardPage(search(catalogue, foldWords(intent.words)), intent.page).items),
  product: (intent, _, shop) => productSkus(shop, intent.id),
  referral: (intent, _, shop) => productSkus(shop, intent.ref ?? ""),
  start: ofLanding,
  greet: ofLanding,
  add: ofOffer,
  quantity: ofOffer,
  remove: ofOffer,
  cart: ofCart,
  checkout: ofCart,
  deliver: ofCart,
  order: ofCart,
  pay: ofCart,
};

const skusFor = <Kind extends IntentKind>(intent: Intent<Kind>, state: ConversationState, shop: Shop): readonly Sku[] =>
  needs[intent.kind]?.(intent, state, shop) ?? [];

function shownBy(shop: Shop, intent: Intent<"browse">): readonly Sku[] {
  const { categories, products } = shop.catalogue;
  if (intent.category === undefined) {
    return categories.length > 1 ? [] : skusOf(cardPage(products, intent.page).items);
  }
  return skusOf(cardPage(productsOf({ shop }, intent.category), intent.page).items);
}

function productSkus(shop: Shop, id: string): readonly Sku[] {
  const product = findProduct(shop.catalogue, id);
  return product ? skusOf([product]) : [];
}

function offerSku(shop: Shop, sku: string): readonly Sku[] {
  const offer = findOffer(shop.catalogue, sku);
  return offer ? [offer.variant.sku] : [];
}

const skusOf = (products: readonly Product[]): readonly Sku[] =>
  products.flatMap((product) => product.variants.map((variant) => variant.sku));
const cartOf = (state: ConversationState): readonly Sku[] => state.cart.map((line) => line.sku);
const distinct = (skus: readonly Sku[]): readonly Sku[] => [...new Set(skus)];
