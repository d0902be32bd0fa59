/** Filling the cart: add, change a number, take out, look. */
import {
  addPiece,
  type CartChange,
  cutToStock,
  isSameCart,
  mostLines,
  piecesIn,
  piecesOf,
  setPieces,
} from "../cart/cart.ts";
import { type CartLine, worthOf } from "../cart/quote.ts";
import { findOffer, type Offer, pictureOf, priceOf } from "../catalogue/catalogue.ts";
import { productGone } from "./browsing.ts";
import { payload } from "./buttons.ts";
import type { Intent } from "./intent.ts";
import { limits, shorten } from "./limits.ts";
import { cardPage, offerName, withMore } from "./offers.ts";
import type { Card, Choice, Speech } from "./speech.ts";
import { type ConversationState, shopping } from "./state.ts";
import {
  answer,
  availableOf,
  countriesServed,
  type Decision,
  pictureUrl,
  priced,
  pricedWithTax,
  type Turn,
  withState,
} from "./turn.ts";
import { tap, way, waysElsewhere, waysOn } from "./ways-on.ts";

/** Numbers offered when a quantity is asked for. */
const mostNumbers = 8;

/** One more piece of an article. */
export function addToCart(turn: Turn, intent: Intent<"add">): Decision {
  const offer = findOffer(turn.shop.catalogue, intent.sku);
  if (!offer) return productGone(turn);
  const change = addPiece(turn.state.cart, offer.variant.sku, boundsOf(turn, offer));
  if (change.outcome !== "changed") return tellChange(turn, offer, change);
  const price = pricedWithTax(turn, priceOf(offer.variant));
  return afterChange(turn, change, [
    turn.say("cart.added", { product: offerName(turn, offer), price, quantity: change.quantity }),
  ]);
}

/** As many pieces of an article as the shopper says, or the question how many. */
export function changeQuantity(turn: Turn, intent: Intent<"quantity">): Decision {
  const offer = findOffer(turn.shop.catalogue, intent.sku);
  if (!offer) return productGone(turn);
  const { sku } = offer.variant;
  if (piecesOf(turn.state.cart, sku) === 0) return notInCart(turn, offer);
  if (intent.count === undefined) return askQuantity(turn, offer);
  const change = setPieces(turn.state.cart, sku, intent.count, boundsOf(turn, offer));
  if (change.outcome !== "changed") return tellChange(turn, offer, change);
  return afterChange(turn, change, [
    turn.say("quantity.set", { product: offerName(turn, offer), quantity: change.quantity }),
  ]);
}

/** An article out of the cart. */
export function removeFromCart(turn: Turn, intent: Intent<"remove">): Decision {
  const offer = findOffer(turn.shop.catalogue, intent.sku);
  const cart = turn.state.cart.filter((line) => line.sku !== intent.sku);
  if (!offer) return productGone(withState(turn, { ...turn.state, cart }));
  if (isSameCart(cart, turn.state.cart)) return notInCart(turn, offer);
  return tellChange(turn, offer, { cart, outcome: "removed", quantity: 0 });
}

/** What is in the cart, article by article, and what it comes to. */
export function showCart(turn: Turn, intent: Intent<"cart">): Decision {
  const { state, said } = correctedCart(turn);
  return answer(state, ...said, ...cartSpeech(withState(turn, state), intent.page));
}

/** The cart as cards and a sum; words alone when it is empty. */
export function cartSpeech(turn: Turn, number = 1): readonly Speech[] {
  const { cart } = turn.state;
  if (cart.length === 0) return [{ kind: "text", text: turn.say("cart.empty"), choices: waysOn(turn) }];
  const page = cardPage(cart, number);
  const cards = page.items.flatMap((line) => lineCard(turn, line));
  return [
    { kind: "cards", cards: withMore(turn, page, cards, payload.cartPage) },
    { kind: "text", text: cartSummary(turn), choices: waysElsewhere(turn, payload.cart, ...checkoutChoices(turn)) },
  ];
}

/** The cart without what can no longer be had, and the words that say so. */
export function correctedCart(turn: Turn): { readonly state: ConversationState; readonly said: readonly Speech[] } {
  const cart = cutToStock(turn.state.cart, (sku) => {
    const offer = findOffer(turn.shop.catalogue, sku);
    return offer ? availableOf(turn, offer.variant) : 0;
  });
  const state = { ...turn.state, step: shopping, cart };
  return { state, said: isSameCart(cart, turn.state.cart) ? [] : [{ kind: "text", text: turn.say("cart.corrected") }] };
}

/** The way to the delivery, or back to the recapitulation where the delivery is chosen. */
export const checkoutChoices = (turn: Turn): readonly Choice[] =>
  turn.state.delivery === undefined || turn.state.cart.length === 0
    ? []
    : [{ label: turn.say("label.recapitulation"), payload: "order" }];

function tellChange(turn: Turn, offer: Offer, change: CartChange): Decision {
  const product = offerName(turn, offer);
  switch (change.outcome) {
    case "changed":
      return afterChange(turn, change, []);
    case "removed":
      return afterChange(turn, change, [turn.say("cart.removed", { product })]);
    case "only":
      return afterChange(turn, change, [turn.say("cart.only", { product, count: change.quantity })]);
    case "most":
      return afterChange(turn, change, [turn.say("cart.most", { product, count: change.quantity })]);
    case "sold-out":
      return afterChange(turn, change, [turn.say("cart.sold-out", { product })]);
    case "full":
      return afterChange(turn, change, [turn.say("cart.full", { count: mostLines })]);
  }
}

function afterChange(turn: Turn, change: CartChange, sentences: readonly string[]): Decision {
  const changed = withState(turn, { ...turn.state, cart: change.cart, step: shopping });
  const sum = change.cart.length === 0 ? turn.say("cart.empty") : cartSummary(changed);
  const choices = waysOn(
    changed,
    ...(change.cart.length > 0 ? [way(changed, "label.checkout", payload.checkout)] : []),
    ...(change.cart.length > 0 ? [way(changed, "label.cart", payload.cart)] : []),
    way(changed, "label.continue", payload.browse),
  );
  return answer(changed.state, { kind: "text", text: [...sentences, sum].join("\n"), choices });
}

function notInCart(turn: Turn, offer: Offer): Decision {
  const add: Choice = { label: turn.say("label.add"), payload: payload.add(offer.variant.sku) };
  const choices = waysOn(turn, ...(availableOf(turn, offer.variant) === 0 ? [] : [add]));
  return answer({ ...turn.state, step: shopping }, { kind: "text", text: turn.say("cart.not-in"), choices });
}

function askQuantity(turn: Turn, offer: Offer): Decision {
  const { sku } = offer.variant;
  const { most, available } = boundsOf(turn, offer);
  const count = Math.min(mostNumbers, most, available ?? mostNumbers);
  const numbers = Array.from({ length: Math.max(0, count) }, (_, index) => ({
    label: String(index + 1),
    payload: payload.quantity(sku, index + 1),
  }));
  const remove: Choice = { label: turn.say("label.remove"), payload: payload.remove(sku) };
  return answer(
    { ...turn.state, step: { at: "shopping", asked: sku } },
    {
      kind: "text",
      text: turn.say("quantity.ask", { product: offerName(turn, offer) }),
      choices: [...numbers, remove, way(turn, "label.cart", payload.cart)],
    },
  );
}

function lineCard(turn: Turn, line: CartLine): readonly Card[] {
  const offer = findOffer(turn.shop.catalogue, line.sku);
  if (!offer) return [];
  const price = priceOf(offer.variant);
  const subtitle = turn.say("cart.line", {
    quantity: line.quantity,
    price: priced(turn, price),
    total: priced(turn, price * line.quantity),
  });
  return [
    {
      title: shorten(offerName(turn, offer), limits.cardLine),
      subtitle: shorten(subtitle, limits.cardLine),
      picture: pictureUrl(turn, pictureOf(offer)),
      buttons: [
        tap(turn.say("label.quantity"), payload.quantity(line.sku)),
        tap(turn.say("label.remove"), payload.remove(line.sku)),
      ],
    },
  ];
}

function cartSummary(turn: Turn): string {
  const { settings } = turn.shop;
  return turn.say("cart.summary", {
    count: piecesIn(turn.state.cart),
    total: pricedWithTax(turn, worthOf(turn.shop, turn.state.cart)),
    payment: settings.paymentMethods[turn.locale],
    countries: countriesServed(turn),
  });
}

const boundsOf = (turn: Turn, offer: Offer) => ({
  most: turn.shop.settings.maxQuantity,
  available: availableOf(turn, offer.variant),
});
