/** The order tap: order and reserved stock in one write, or a refusal on record; never a call to the payment partner. */
import { findOffer } from "#core/catalogue/catalogue.ts";
import type { Order } from "#core/orders/order.ts";
import { isRefusal, type PlaceCommand, type Placing, place, type Refusal, refused } from "#core/orders/place.ts";
import type { Shop } from "#core/shop/shop.ts";
import { type OrderId, type Sku, shopperKey } from "#core/values/ids.ts";
import { Unprocessable } from "#ports/failures.ts";
import { count } from "#runtime/metrics.ts";
import { tellConversation } from "./tell-conversation.ts";
import type { WorkerDeps } from "./worker-deps.ts";

/** Places the order and tells the conversation; the same command again tells the same. */
export async function placeOrder(deps: WorkerDeps, command: PlaceCommand): Promise<void> {
  const order = (await deps.orders.load(command.orderId)) ?? (await placed(deps, command));
  await tellPlaced(deps, order, command);
}

/**
 * The last word on an order tap that could not be worked on: unless the order was made after all, it is refused, so that
 * the shopper is told, and the message makes no forgotten order when it is sent back from the dead letters.
 */
export async function giveOrderUp(deps: WorkerDeps, command: PlaceCommand): Promise<void> {
  const made = await deps.orders.load(command.orderId);
  // The order was made after all: then telling the conversation is what failed.
  if (made) return await tellPlaced(deps, made, command);
  const placing = { shop: deps.shop, now: deps.now(), livemode: await deps.checkout.livemode() };
  const order = await recordRefusal(deps, { command, placing, refusal: { reason: "too-late" } });
  await tellConversation(deps.conversation, order, command.id);
}

async function placed(deps: WorkerDeps, command: PlaceCommand): Promise<Order> {
  const placing = { shop: deps.shop, now: deps.now(), livemode: await deps.checkout.livemode() };
  const answer = place(command, placing);
  if (isRefusal(answer)) return await recordRefusal(deps, { command, placing, refusal: answer });
  const result = await deps.orders.place(answer, openings(deps.shop, command));
  switch (result.outcome) {
    case "placed":
      count("OrdersPlaced");
      return answer.order;
    case "exists":
      return await loadTaken(deps, command.orderId);
    case "sold-out":
      return await recordRefusal(deps, { command, placing, refusal: { reason: "sold-out", soldOut: result.short } });
  }
}

async function tellPlaced(deps: WorkerDeps, order: Order, command: PlaceCommand): Promise<void> {
  if (order.shopper !== shopperKey(command.pageId, command.psid)) {
    throw new Unprocessable(`order ${command.orderId} is another shopper's`);
  }
  // A command sent again under another id is still the first one's repetition.
  await tellConversation(deps.conversation, order, order.history[0]?.inputId ?? command.id);
}

async function recordRefusal(
  deps: WorkerDeps,
  why: { readonly command: PlaceCommand; readonly placing: Placing; readonly refusal: Refusal },
): Promise<Order> {
  const order = refused(why.command, why.placing, why.refusal);
  const result = await deps.orders.place({ order }, new Map());
  return result.outcome === "placed" ? order : await loadTaken(deps, order.orderId);
}

async function loadTaken(deps: WorkerDeps, orderId: OrderId): Promise<Order> {
  const order = await deps.orders.load(orderId);
  if (!order) throw new Unprocessable(`order ${orderId} was there and is gone`);
  return order;
}

/** What the catalogue says there is of each SKU, for those whose stock was never counted. */
function openings(shop: Shop, command: PlaceCommand): ReadonlyMap<Sku, number> {
  const counts = new Map<Sku, number>();
  for (const { sku } of command.lines) {
    const quantity = findOffer(shop.catalogue, sku)?.variant.quantity;
    if (quantity !== undefined) counts.set(sku, quantity);
  }
  return counts;
}
