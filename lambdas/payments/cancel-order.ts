/** The shopper cancels an unpaid order: its payment page is closed first, and a payment that was faster wins. */
import { cancel, isUnpaid, keep } from "#core/orders/close.ts";
import { recordedUnder } from "#core/orders/history.ts";
import type { Order } from "#core/orders/order.ts";
import { liveAttempt } from "#core/payments/attempt.ts";
import type { Command } from "#core/payments/message.ts";
import type { PaymentNews } from "#core/payments/settle.ts";
import { shopperKey } from "#core/values/ids.ts";
import { Unprocessable, WorldFailure } from "#ports/failures.ts";
import { changeOrder } from "./change-order.ts";
import { finish, settled } from "./settle-payment.ts";
import { tellConversation } from "./tell-conversation.ts";
import type { WorkerDeps } from "./worker-deps.ts";

type CancelCommand = Extract<Command, { kind: "cancel-order" }>;

/** Cancels the order unless it is paid or the command is too old; tells the conversation the outcome either way. */
export async function cancelOrder(deps: WorkerDeps, command: CancelCommand): Promise<void> {
  const news: PaymentNews = { inputId: command.id, at: deps.now(), by: "shopper" };
  const order = await changeOrder(deps.orders, command.orderId, async (order, goods) => {
    if (!isOf(order, command)) throw new Unprocessable(`order ${command.orderId} is another shopper's`);
    // The shopper was told that the order stands: a command sent back from the dead letters changes nothing.
    if (!isUnpaid(order) || recordedUnder(order, command.id).length > 0) return { order };
    if (news.at > command.validUntil) return keep(order, news, "too-late");
    const sessionId = liveAttempt(order)?.sessionId;
    const report = sessionId === undefined ? undefined : await deps.checkout.close(sessionId);
    if (!report || report.standing === "expired") return cancel(order, news);
    if (report.standing !== "open") return settled(order, report, news, goods);
    throw new WorldFailure("a payment page cannot be closed while somebody pays on it");
  });
  await finish(deps, order, news);
}

/** The last word on a cancellation that could not be worked on: unless it took effect after all, the order stands. */
export async function giveCancellationUp(deps: WorkerDeps, command: CancelCommand): Promise<void> {
  const news: PaymentNews = { inputId: command.id, at: deps.now(), by: "shop" };
  const order = await changeOrder(deps.orders, command.orderId, (order) =>
    isOf(order, command) ? keep(order, news, "given-up") : { order },
  );
  if (isOf(order, command)) await tellConversation(deps.conversation, order, command.id);
}

const isOf = (order: Order, { pageId, psid }: CancelCommand): boolean => order.shopper === shopperKey(pageId, psid);
