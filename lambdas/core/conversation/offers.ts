/** How products are shown: as cards side by side, with price, stock and the way to the cart. */
import { type Offer, type Product, priceOf, type Variant } from "../catalogue/catalogue.ts";
import { type Page, pageOf } from "../catalogue/page.ts";
import { payload } from "./buttons.ts";
import { limits, shorten } from "./limits.ts";
import type { Button, Card } from "./speech.ts";
import { availableOf, pictureUrl, priced, pricedWithTax, type Turn } from "./turn.ts";
import { tap } from "./ways-on.ts";

/** Few enough left that a shopper wants to know. */
const few = 5;

/** Products as cards; where they are more than a row holds, the last card leads to the rest at `next`. */
export function productCards(turn: Turn, page: Page<Product>, next: (page: number) => string): readonly Card[] {
  return withMore(
    turn,
    page,
    page.items.map((product) => productCard(turn, product)),
    next,
  );
}

/** The cards of a page, and one more that leads to the next. */
export function withMore(
  turn: Turn,
  page: Page<unknown>,
  cards: readonly Card[],
  next: (page: number) => string,
): readonly Card[] {
  if (page.left === 0) return cards;
  const more: Card = {
    title: turn.say("label.more"),
    subtitle: turn.say("page.more", { count: page.left }),
    buttons: [tap(turn.say("label.more"), next(page.number + 1))],
  };
  return [...cards, more];
}

export const cardPage = <Item>(items: readonly Item[], number: number): Page<Item> =>
  pageOf(items, number, limits.cards);

/** One product with its picture, price and stock. */
export function productCard(turn: Turn, product: Product): Card {
  return {
    title: shorten(product.title[turn.locale], limits.cardLine),
    subtitle: shorten(`${productPrice(turn, product)} · ${productStock(turn, product)}`, limits.cardLine),
    picture: pictureUrl(turn, product.picture),
    buttons: cardButtons(turn, product),
  };
}

/** "69,00 € TTC", "49,00 € TTC au lieu de 69,00 €". */
export function variantPrice(turn: Turn, variant: Variant): string {
  const price = pricedWithTax(turn, priceOf(variant));
  if (variant.salePrice === undefined) return price;
  return turn.say("price.sale", { price, former: priced(turn, variant.price) });
}

/** What is left, in words. */
export function variantStock(turn: Turn, variant: Variant): string {
  if (!variant.forSale) return turn.say("stock.not-for-sale");
  const available = availableOf(turn, variant);
  if (available === 0) return turn.say("stock.none");
  return available === undefined || available > few
    ? turn.say("stock.plenty")
    : turn.say("stock.few", { count: available });
}

/** The variants of a product that can be bought now. */
export const variantsToBuy = (turn: Turn, product: Product): readonly Variant[] =>
  product.variants.filter((variant) => availableOf(turn, variant) !== 0);

/** "Lampe Coquelicot, câble lin". */
export function offerName(turn: Turn, offer: Offer): string {
  const option = offer.variant.option[turn.locale];
  const title = offer.product.title[turn.locale];
  return option === "" ? title : `${title}, ${option}`;
}

function productPrice(turn: Turn, product: Product): string {
  const [first, ...others] = [...product.variants].sort((one, other) => priceOf(one) - priceOf(other));
  if (!first) return "";
  if (others.some((variant) => priceOf(variant) !== priceOf(first))) {
    return turn.say("price.from", { price: pricedWithTax(turn, priceOf(first)) });
  }
  return variantPrice(turn, first);
}

function productStock(turn: Turn, product: Product): string {
  const left = variantsToBuy(turn, product);
  const [first] = left.length > 0 ? left : product.variants;
  if (!first) return turn.say("stock.none");
  return left.length > 1 ? turn.say("stock.plenty") : variantStock(turn, first);
}

function cardButtons(turn: Turn, product: Product): readonly Button[] {
  const see = tap(turn.say("label.see"), payload.product(product.id));
  const [first] = variantsToBuy(turn, product);
  if (!first) return [see];
  if (product.variants.length > 1) return [tap(turn.say("label.choose"), payload.product(product.id))];
  return [see, tap(turn.say("label.add"), payload.add(first.sku))];
}
