/** The ways on that an answer offers under its words, so that no answer is a dead end. */
import { locales } from "../values/locale.ts";
import { payload } from "./buttons.ts";
import { limits, shorten } from "./limits.ts";
import type { Button, Choice } from "./speech.ts";
import type { Turn } from "./turn.ts";
import type { SentenceKey } from "./wording.ts";

type Label = Extract<
  SentenceKey,
  "label.browse" | "label.cart" | "label.orders" | "label.person" | "label.checkout" | "label.continue" | "label.search"
>;

/** The usual ways on: what is under way first, then the shop, and always a person. */
export function waysOn(turn: Turn, ...first: readonly Choice[]): readonly Choice[] {
  const { cart, step, orders } = turn.state;
  const isShopping = step.at === "shopping";
  return distinct([
    ...first,
    ...(isShopping && cart.length > 0 ? [way(turn, "label.checkout", payload.checkout)] : []),
    ...(isShopping && cart.length > 0 ? [way(turn, "label.cart", payload.cart)] : []),
    way(turn, "label.browse", payload.browse),
    ...(orders.length > 0 || !isShopping ? [way(turn, "label.orders", payload.orders)] : []),
    way(turn, "label.person", payload.person),
  ]);
}

/** The usual ways on without the one that leads back to what is being shown. */
export const waysElsewhere = (turn: Turn, here: string, ...first: readonly Choice[]): readonly Choice[] =>
  waysOn(turn, ...first).filter((choice) => choice.payload !== here);

/** The ways on with the other language among them. */
export const waysOnWithLanguage = (turn: Turn, ...first: readonly Choice[]): readonly Choice[] =>
  distinct([...waysOn(turn, ...first).slice(0, limits.choices - 1), otherLanguage(turn)]);

export const way = (turn: Turn, label: Label, to: string): Choice => ({ label: turn.say(label), payload: to });

/** A choice labelled with the name of something in the shop; the name is shortened to a label's length. */
export const named = (name: string, to: string): Choice => ({ label: shorten(name, limits.label), payload: to });

/** The categories, as many as a row of choices takes beside the usual ways on. */
export const categoriesToChoose = (turn: Turn): readonly Choice[] =>
  turn.shop.catalogue.categories
    .slice(0, 6)
    .map((category) => named(category.title[turn.locale], payload.category(category.id)));

/** A button that stays, for the same way. */
export const tap = (label: string, to: string): Button => ({
  kind: "tap",
  label: shorten(label, limits.label),
  payload: to,
});

export const open = (label: string, url: string): Button => ({
  kind: "open",
  label: shorten(label, limits.label),
  url,
});

function otherLanguage(turn: Turn): Choice {
  const other = locales.find((locale) => locale !== turn.locale) ?? turn.locale;
  return { label: turn.say("label.other-language"), payload: payload.language(other) };
}

function distinct(choices: readonly Choice[]): readonly Choice[] {
  return choices
    .filter((choice, index) => choices.findIndex((each) => each.payload === choice.payload) === index)
    .slice(0, limits.choices);
}
