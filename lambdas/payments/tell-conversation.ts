/** Tells the conversation what a message brought to an order: again for a repeated message, which may have died here. */
import type { ConversationMessage } from "#core/conversation/input.ts";
import { recordedUnder } from "#core/orders/history.ts";
import type { HistoryEntry, Order } from "#core/orders/order.ts";
import { factOf } from "#core/orders/view.ts";
import { inputId, isPsid } from "#core/values/ids.ts";
import { fromIso } from "#core/values/instant.ts";
import { Unprocessable } from "#ports/failures.ts";
import type { ConversationOutlet } from "#ports/queues.ts";

/** Sends the facts recorded under the message's id; the conversation drops those it knows. */
export async function tellConversation(outlet: ConversationOutlet, order: Order, messageId: string): Promise<void> {
  const news = recordedUnder(order, messageId).flatMap((entry) => orderNews(order, entry));
  if (news.length > 0) await outlet.send(news);
}

function orderNews(order: Order, entry: HistoryEntry): ConversationMessage[] {
  const fact = factOf(order, entry);
  if (!fact) return [];
  const psid = order.shopper.slice(order.pageId.length + 1);
  if (!isPsid(psid)) throw new Unprocessable(`order ${order.orderId} names no shopper`);
  const id = inputId(`${order.orderId}:${entry.sequence}`);
  return [{ v: 1, kind: "order-fact", id, pageId: order.pageId, psid, at: fromIso(entry.at), fact }];
}
