/** Who must wait for whom: messages of one group are worked on one after the other. */
import type { ConversationMessage } from "#core/conversation/input.ts";
import type { PaymentsMessage } from "#core/payments/message.ts";

export const groupOf = {
  /** One shopper of one Page. */
  conversation: (message: Pick<ConversationMessage, "pageId" | "psid">): string => `${message.pageId}:${message.psid}`,
  /** The order, or the PaymentIntent where that is all there is. */
  payments: (message: PaymentsMessage): string => {
    if ("orderId" in message && message.orderId !== undefined) return message.orderId;
    if (message.kind === "stripe-event") return message.paymentIntentId ?? message.sessionId ?? message.id;
    return message.kind === "set-stock" ? `stock:${message.sku}` : message.kind;
  },
};
