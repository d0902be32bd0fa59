/** The two queues in which the conversation and the payments stage meet. */
import type { ConversationMessage } from "#core/conversation/input.ts";
import type { PaymentsMessage } from "#core/payments/message.ts";

/** Sends in order, group by group; throws a `WorldFailure` when the queue refuses. A repeated id may arrive twice. */
export interface Outlet<Message> {
  send(messages: readonly Message[]): Promise<void>;
}

export type ConversationOutlet = Outlet<ConversationMessage>;
export type PaymentsOutlet = Outlet<PaymentsMessage>;
