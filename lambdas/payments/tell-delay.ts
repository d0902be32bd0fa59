/** Lets the conversation tell a waiting shopper, once, that something takes longer than usual. */
import type { Awaited, OrderDelay } from "#core/conversation/input.ts";
import type { PaymentsMessage } from "#core/payments/message.ts";
import { inputId, isPsid } from "#core/values/ids.ts";
import type { WorkerDeps } from "./worker-deps.ts";

type Waiting = Pick<OrderDelay, "pageId" | "psid" | "orderId" | "awaited">;

/** After these events the shopper has paid, and waits for the confirmation. */
const payments: ReadonlySet<string> = new Set([
  "checkout.session.completed",
  "checkout.session.async_payment_succeeded",
]);

/** Tells the conversation of the delay if a shopper waits for the result of this message. Rejects with a WorldFailure. */
export async function tellDelay(deps: WorkerDeps, message: PaymentsMessage): Promise<void> {
  const waiting = await whoWaits(deps, message);
  if (!waiting) return;
  const id = inputId(`${message.id}:delay`);
  await deps.conversation.send([{ v: 1, kind: "order-delay", id, at: deps.now(), ...waiting }]);
}

async function whoWaits(deps: WorkerDeps, message: PaymentsMessage): Promise<Waiting | undefined> {
  switch (message.kind) {
    case "place-order":
    case "cancel-order": {
      const { pageId, psid, orderId, kind } = message;
      return { pageId, psid, orderId, awaited: awaitedOf[kind] };
    }
    case "stripe-event": {
      const order = payments.has(message.type) && message.orderId && (await deps.orders.load(message.orderId));
      if (!order) return undefined;
      const { pageId, orderId } = order;
      const psid = order.shopper.slice(pageId.length + 1);
      return isPsid(psid) ? { pageId, psid, orderId, awaited: "payment" } : undefined;
    }
    case "note-untold":
    case "check":
    case "sweep":
    case "set-stock":
      return undefined;
  }
}

const awaitedOf = { "place-order": "order", "cancel-order": "change" } as const satisfies Record<string, Awaited>;
