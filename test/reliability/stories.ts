/** Six visits to the shop. Each is played to its end whatever breaks on the way: a step that a person would repeat is repeated. */
import type { Call } from "#test/support/proxy.ts";
import { payLink } from "#test/support/purchase.ts";
import type { Shopper } from "#test/support/shopper.ts";
import { until, type WatchedShop } from "./watched-shop.ts";

export interface Story {
  readonly name: string;
  /** Pieces of `sku` in stock when the story begins. */
  readonly pieces: number;
  readonly play: (watched: WatchedShop, shopper: Shopper) => Promise<void>;
  /** Something that happens once in each play, just before a certain call reaches its service. */
  readonly meanwhile?: {
    readonly before: (call: Call) => boolean;
    readonly happens: (watched: WatchedShop) => Promise<void>;
  };
  /** Calls to try in this story too, although a story above has one of the same name: they meet another case here. */
  readonly anew?: RegExp;
  /** What the shopper's orders end as: `status, paymentStatus, total`. */
  readonly orders: readonly string[];
  /** What the stock of `sku` loses. */
  readonly sold: number;
  readonly charged: number;
  /** Minor units of it that are given back; none if absent. */
  readonly refunded?: number;
}

/** The article of every story; its stock is counted. */
export const sku = "GOUTTE";
const plenty = 10;

export const stories: readonly Story[] = [
  {
    name: "a purchase",
    pieces: plenty,
    play: async (watched, shopper) => {
      await paysFor(watched, shopper, await payPageOf(watched, shopper));
    },
    orders: ["to-ship, paid, 2190"],
    sold: 1,
    charged: 2190,
  },
  {
    name: "an order called back",
    pieces: plenty,
    play: async (watched, shopper) => {
      await payPageOf(watched, shopper);
      await step(watched, shopper, "your cart is yours again", () => shopper.tapsPayload("change"));
    },
    orders: ["cancelled, unpaid, 2190"],
    sold: 0,
    charged: 0,
  },
  {
    name: "an order that is never paid",
    pieces: plenty,
    play: async (watched, shopper) => {
      await payPageOf(watched, shopper);
      await watched.shop.stripe("clock", { advanceMs: 61 * 60_000 });
      await shopper.hears("has passed", 0, 60_000);
      await watched.quiet();
      await watched.shop.stripe("clock", { at: new Date().toISOString() });
    },
    orders: ["expired, unpaid, 2190"],
    sold: 0,
    charged: 0,
  },
  {
    name: "the last piece, sold to somebody else at the last moment",
    pieces: 1,
    play: async (watched, shopper) => {
      await cart(watched, shopper);
      await step(watched, shopper, /no longer/, () => shopper.chooses("Order and pay"));
    },
    meanwhile: {
      before: ({ about }) => about === "place-order",
      happens: (watched) => watched.count(sku, 0),
    },
    orders: ["cancelled, unpaid, 2190"],
    sold: 1,
    charged: 0,
  },
  {
    name: "a payment that came too late, whose goods are gone",
    pieces: plenty,
    play: async (watched, shopper) => {
      const session = await payPageOf(watched, shopper);
      await watched.giveUpForLost(shopper, { sku, left: 0 });
      await watched.shop.pay(session);
      await shopper.hears("You get all of it back", 0, 60_000);
      await shopper.hears("is on its way", 0, 60_000);
      await watched.quiet();
    },
    anew: /^payments TransactWriteItems .*, paid\)/,
    orders: ["expired, refunded, 2190"],
    sold: plenty,
    charged: 2190,
    refunded: 2190,
  },
  {
    name: "a payment that came too late, whose goods are still there",
    pieces: plenty,
    play: async (watched, shopper) => {
      const session = await payPageOf(watched, shopper);
      await watched.giveUpForLost(shopper, { sku, left: plenty });
      await paysFor(watched, shopper, session);
    },
    anew: /^payments TransactWriteItems .*, paid\)/,
    orders: ["to-ship, paid, 2190"],
    sold: 1,
    charged: 2190,
  },
];

/** Up to the recapitulation. */
async function cart(watched: WatchedShop, shopper: Shopper): Promise<void> {
  await step(watched, shopper, "automatic assistant", () => shopper.says("hello"));
  await step(watched, shopper, /In your cart/, () => shopper.tapsPayload(`add:${sku}`));
  await step(watched, shopper, "How should it reach you", () => shopper.tapsPayload("checkout"));
  await step(watched, shopper, "[Order and pay]", () => shopper.tapsPayload("deliver:home"));
}

/** Up to the payment page; opened again until it answers. */
async function payPageOf(watched: WatchedShop, shopper: Shopper): Promise<string> {
  await cart(watched, shopper);
  await step(watched, shopper, "is recorded", () => shopper.chooses("Order and pay"));
  const payUrl = await payLink(shopper);
  let sessionId: string | undefined;
  await until("the payment page opens", async () => {
    ({ sessionId } = await watched.shop.openPayPage(payUrl));
    return sessionId !== undefined;
  });
  await watched.quiet();
  return sessionId ?? "";
}

/** Pays, and hears the confirmation and the receipt. */
async function paysFor(watched: WatchedShop, shopper: Shopper, session: string): Promise<void> {
  await watched.shop.pay(session);
  await shopper.hears("payment received", 0, 60_000);
  await shopper.hears(/receipt /, 0, 60_000);
  await watched.quiet();
}

/** Acts, hears the answer, and waits until nothing is under way. */
async function step(
  watched: WatchedShop,
  shopper: Shopper,
  answer: RegExp | string,
  act: () => Promise<unknown>,
): Promise<void> {
  const since = await shopper.now();
  await act();
  await shopper.hears(answer, since, 60_000);
  await watched.quiet();
}
