/** One message of the payments queue. */

import { record, recordedUnder } from "#core/orders/history.ts";
import { type HistoryEntry, type Order } from "#core/orders/order.ts";
import type { Command, PaymentsMessage } from "#core/payments/message.ts";
import type { Delivery } from "#runtime/sqs-worker.ts";
import { cancelOrder, giveCancellationUp } from "./cancel-order.ts";
import { changeOrder } from "./change-order.ts";
import { giveOrderUp, placeOrder } from "./place-order.ts";
import { checkOrder, giveNewsUp, settleEvent } from "./settle-payment.ts";
import { sweep } from "./sweep.ts";
import type { WorkerDeps } from "./worker-deps.ts";

/** Does what the message asks; a WorldFailure asks for the message again, Unprocessable for none of it. */
export async function work(
  deps: WorkerDeps,
  message: PaymentsMessage,
  { sentAt }: Pick<Delivery, "sentAt">,
): Promise<void> {
  switch (message.kind) {
    case "place-order":
      return await placeOrder(deps, message);
    case "cancel-order":
      return await cancelOrder(deps, message);
    case "note-untold":
      return await noteUntold(deps, message);
    case "stripe-event":
      return await settleEvent(deps, message);
    case "check":
      return await checkOrder(deps, message);
    case "sweep":
      return await sweep(deps);
    case "set-stock":
      return await deps.stock.set(message.sku, message.available, { id: message.id, sentAt });
  }
}

/**
 * The last word on a message that is parked or was tried for the last time: a shopper who waits for it is told. Where nobody
 * waits, the dead letter's alarm is enough.
 */
export async function giveUp(deps: WorkerDeps, message: PaymentsMessage): Promise<void> {
  switch (message.kind) {
    case "place-order":
      return await giveOrderUp(deps, message);
    case "cancel-order":
      return await giveCancellationUp(deps, message);
    case "stripe-event":
    case "check":
      return await giveNewsUp(deps, message);
    case "note-untold":
    case "sweep":
    case "set-stock":
      return;
  }
}

/** What the shopper could not be told stands on the order, where the merchant sees it. */
async function noteUntold(deps: WorkerDeps, note: Extract<Command, { kind: "note-untold" }>): Promise<void> {
  await changeOrder(deps.orders, note.orderId, (order) => ({ order: noted(order) }));

  function noted(order: Order): Order {
    const isRepeated = recordedUnder(order, note.id).some((entry: HistoryEntry) => entry.what === "untold");
    if (isRepeated) return order;
    return record(order, "untold", { inputId: note.id, at: deps.now(), by: "shop" }, { what: note.what });
  }
}
