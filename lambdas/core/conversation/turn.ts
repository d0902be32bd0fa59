/** One turn of the conversation: what a decision may look at, and what it comes to. */
import type { Variant } from "../catalogue/catalogue.ts";
import type { OrderView } from "../orders/fact.ts";
import type { ShopperCommand } from "../payments/message.ts";
import type { Shop } from "../shop/shop.ts";
import type { OrderId, PayToken, PayTokenHash, Sku } from "../values/ids.ts";
import type { Instant } from "../values/instant.ts";
import { formatDay, formatTime } from "../values/instant.ts";
import type { Locale } from "../values/locale.ts";
import { formatMoney, money } from "../values/money.ts";
import { remembered } from "../values/remembered.ts";
import type { Effect } from "./effect.ts";
import type { Speech } from "./speech.ts";
import type { ConversationState } from "./state.ts";
import type { Words } from "./wording.ts";

/** What the shell looked up and minted before the decision. */
export interface Context {
  readonly now: Instant;
  readonly shop: Shop;
  readonly words: Readonly<Record<Locale, Words>>;
  /** What can be sold now of the SKUs that `lookups` named; the catalogue's quantity holds for those without an entry. */
  readonly stock: ReadonlyMap<Sku, number>;
  /** The shopper's newest orders first, where `lookups` asked for them. */
  readonly orders: readonly OrderView[];
  /** For the order that this decision may place. */
  readonly minted: Minted;
  /** The shop's own address, without a slash at the end. */
  readonly publicUrl: string;
}

export interface Minted {
  readonly orderId: OrderId;
  readonly payToken: PayToken;
  readonly payTokenHash: PayTokenHash;
}

export interface Turn extends Context {
  readonly state: ConversationState;
  readonly locale: Locale;
  readonly say: Words;
}

export interface Decision {
  readonly state: ConversationState;
  /** Commands first, then speech. */
  readonly effects: readonly Effect[];
}

export const turnOf = (state: ConversationState, context: Context): Turn => ({
  ...context,
  state,
  locale: state.language.locale,
  say: context.words[state.language.locale],
});

/** The same turn with the visit as it stands now. */
export const withState = (turn: Turn, state: ConversationState): Turn => turnOf(state, turn);

/** To have understood, come to this state and say these things. */
export const answer = (state: ConversationState, ...speeches: readonly Speech[]): Decision => ({
  state: { ...state, unclear: 0 },
  effects: speeches.map((speech) => ({ kind: "say", speech })),
});

/** The decision with commands to be done before anything is said. */
export const withCommand = (command: ShopperCommand, decision: Decision): Decision => ({
  ...decision,
  effects: [{ kind: "command", command }, ...decision.effects],
});

/** The decision's words as news of an order, noted there if they cannot be told. */
export const about = (orderId: OrderId, decision: Decision): Decision => ({
  ...decision,
  effects: decision.effects.map((effect) => (effect.kind === "say" ? { ...effect, about: orderId } : effect)),
});

/** Pieces of this variant that can be sold now; undefined where they are not counted. */
export function availableOf(turn: Turn, variant: Variant): number | undefined {
  if (!variant.forSale) return 0;
  const count = turn.stock.get(variant.sku) ?? variant.quantity;
  return count === undefined ? undefined : Math.max(0, count);
}

/** An amount of minor units in the shop's currency, as the shopper writes it. */
export const priced = (turn: Turn, amount: number): string =>
  formatMoney(money(amount, turn.shop.settings.currency), turn.locale);

/** The same, saying whether tax is in it. */
export const pricedWithTax = (turn: Turn, amount: number): string =>
  turn.say(turn.shop.settings.pricesIncludeTax ? "price.with-tax" : "price.without-tax", {
    price: priced(turn, amount),
  });

export const dayOf = (turn: Turn, at: Instant): string => formatDay(at, turn.locale, turn.shop.settings.timeZone);
export const timeOf = (turn: Turn, at: Instant): string => formatTime(at, turn.locale, turn.shop.settings.timeZone);

const countryNames = remembered((locale: Locale) => new Intl.DisplayNames(locale, { type: "region" }));

/** Country names in the shopper's language: "France, Belgique". */
export function countriesOf(turn: Turn, codes: readonly string[]): string {
  const names = countryNames(turn.locale);
  return [...new Set(codes)].map((code) => names.of(code) ?? code).join(", ");
}

/** Where any of the shop's deliveries goes. */
export const countriesServed = (turn: Turn): string =>
  countriesOf(
    turn,
    turn.shop.settings.delivery.flatMap((method) => method.countries),
  );

/** Where a picture of the shop can be fetched. */
export const pictureUrl = (turn: Pick<Context, "publicUrl">, picture: string): string =>
  /^https?:/.test(picture) ? picture : `${turn.publicUrl}/pictures/${encodeURIComponent(picture)}`;
