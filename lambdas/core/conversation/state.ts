/** What a session knows of a shopper's visit: bounded whatever the shopper does. */
import type { CartLine } from "../cart/quote.ts";
import type { OrderId, PayToken, Sku } from "../values/ids.ts";
import type { Instant } from "../values/instant.ts";
import type { Locale } from "../values/locale.ts";

export interface ConversationState {
  readonly language: Language;
  /** False until the shopper has been told that an automatic assistant writes. */
  readonly met: boolean;
  readonly cart: readonly CartLine[];
  /** A delivery method's id, once chosen. */
  readonly delivery?: string;
  readonly step: Step;
  /** How many times in a row the shopper was not understood. */
  readonly unclear: number;
  /** Orders spoken of here, newest last, at most `mostKnownOrders`. */
  readonly orders: readonly KnownOrder[];
  /** The product that a link led to, shown with the greeting that follows. */
  readonly landing?: string;
  /** The link or ad that led here. */
  readonly source?: { readonly kind: string; readonly ref?: string; readonly adId?: string };
}

export interface Language {
  readonly locale: Locale;
  /** How it is known: words may change what nobody chose. */
  readonly by: "default" | "words" | "choice";
}

/** Where the visit stands. Outside `shopping` the cart is the one that was ordered, and rests. */
export type Step =
  /** `asked`: the article whose number of pieces was asked for. */
  | { readonly at: "shopping"; readonly asked?: Sku }
  /** The order is on its way to the payments stage. */
  | { readonly at: "placing"; readonly orderId: OrderId; readonly until: Instant }
  | Paying
  /** The order was called back to be changed. */
  | (Omit<Paying, "at"> & { readonly at: "changing"; readonly until: Instant });

export interface Paying {
  readonly at: "paying";
  readonly orderId: OrderId;
  /** Minor units. */
  readonly total: number;
  readonly payBy: Instant;
  /** The shopper has paid in a way that takes days to settle. */
  readonly pending: boolean;
}

export interface KnownOrder {
  readonly orderId: OrderId;
  /** The last fact heard of it, 0 before the first. */
  readonly heard: number;
  /** What opens its payment page; minted here and kept nowhere else in clear. */
  readonly payToken?: PayToken;
}

const mostKnownOrders = 8;

/** A shopper never seen before. */
export const newcomer = (locale: Locale): ConversationState => ({
  language: { locale, by: "default" },
  met: false,
  cart: [],
  step: { at: "shopping" },
  unclear: 0,
  orders: [],
});

export const shopping = { at: "shopping" } as const satisfies Step;

/** The state with this order known as given; the one longest not spoken of is forgotten when there are too many. */
export function remember(state: ConversationState, order: KnownOrder): ConversationState {
  const others = state.orders.filter((each) => each.orderId !== order.orderId);
  return { ...state, orders: [...others, order].slice(-mostKnownOrders) };
}

export const knownOrder = (state: ConversationState, id: OrderId): KnownOrder | undefined =>
  state.orders.find((each) => each.orderId === id);
