/** Reads what a decision on this message looks at, and nothing else. */
import type { ConversationMessage } from "#core/conversation/input.ts";
import { lookups } from "#core/conversation/lookups.ts";
import type { ConversationState } from "#core/conversation/state.ts";
import type { Context } from "#core/conversation/turn.ts";
import { shopperKey } from "#core/values/ids.ts";
import type { ConversationDeps } from "./conversation-deps.ts";
import { mint } from "./mint.ts";

/** As many orders as a row of cards shows. */
const ordersShown = 10;

/** The context of one decision; a WorldFailure if something cannot be read. */
export async function lookUp(
  deps: ConversationDeps,
  state: ConversationState,
  message: ConversationMessage,
): Promise<Context> {
  const needed = lookups(state, message, deps.shop);
  const shopper = shopperKey(message.pageId, message.psid);
  const [stock, orders] = await Promise.all([
    needed.stockOf.length > 0 ? deps.stock.available(needed.stockOf) : new Map(),
    needed.orders ? deps.orders.recentOrders(shopper, ordersShown) : [],
  ]);
  const now = deps.now();
  const { shop, words, publicUrl } = deps;
  return { now, shop, words, stock, orders, minted: mint(now, deps.randomBytes), publicUrl };
}
