/** The shopper calls an unpaid order off: its payment page is closed first, and a payment that was faster wins. */
import { cancel, isUnpaid } from "#core/orders/close.ts";
import { liveAttempt } from "#core/payments/attempt.ts";
import type { Command } from "#core/payments/message.ts";
import type { PaymentNews } from "#core/payments/settle.ts";
import { shopperKey } from "#core/values/ids.ts";
import { Unprocessable } from "#ports/failures.ts";
import { log } from "#runtime/log.ts";
import { changeOrder } from "./change-order.ts";
import { finish, settled } from "./settle-payment.ts";
import type { WorkerDeps } from "./worker-deps.ts";

type CancelCommand = Extract<Command, { kind: "cancel-order" }>;

/** Cancels the order unless it is paid, or the wish is too old, and tells the conversation what became of it. */
export async function cancelOrder(deps: WorkerDeps, command: CancelCommand): Promise<void> {
  const news: PaymentNews = { inputId: command.id, at: deps.now(), by: "shopper" };
  const order = await changeOrder(deps.orders, command.orderId, async (order, goods) => {
    if (order.shopper !== shopperKey(command.pageId, command.psid)) {
      throw new Unprocessable(`order ${command.orderId} is another shopper's`);
    }
    if (news.at > command.validUntil || !isUnpaid(order)) return { order };
    const sessionId = liveAttempt(order)?.sessionId;
    const report = sessionId === undefined ? undefined : await deps.checkout.close(sessionId);
    if (!report || report.standing === "expired") return cancel(order, news);
    if (report.standing !== "open") return settled(order, report, news, goods);
    log.warn("a payment page stayed open", { orderId: order.orderId });
    return { order };
  });
  await finish(deps, order, news);
}
