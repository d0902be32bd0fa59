/** Where the shopper's orders stand, in plain words. */
import { pageOf } from "../catalogue/page.ts";
import type { OrderView } from "../orders/fact.ts";
import { fromIso } from "../values/instant.ts";
import { payload } from "./buttons.ts";
import type { Intent } from "./intent.ts";
import { limits, shorten } from "./limits.ts";
import { isUnpaid, payButtons } from "./open-order.ts";
import type { Button, Card } from "./speech.ts";
import { answer, type Decision, dayOf, pictureUrl, priced, type Turn, timeOf } from "./turn.ts";
import { tap, waysElsewhere, waysOn } from "./ways-on.ts";

/** The newest orders as cards; the open one with its Pay button. */
export function showOrders(turn: Turn): Decision {
  const elsewhere = waysElsewhere(turn, payload.orders);
  if (turn.orders.length === 0) {
    return answer(turn.state, { kind: "text", text: turn.say("orders.none"), choices: elsewhere });
  }
  const cards = pageOf(turn.orders, 1, limits.cards).items.map((order) => orderCard(turn, order));
  return answer(
    turn.state,
    { kind: "cards", cards },
    { kind: "text", text: turn.say("orders.after"), choices: elsewhere },
  );
}

/** One order, if it is the shopper's own. */
export function showOrder(turn: Turn, intent: Intent<"order-status">): Decision {
  const order = turn.orders.find((each) => each.orderId === intent.id);
  if (!order) {
    return answer(turn.state, { kind: "text", text: turn.say("orders.unknown"), choices: waysOn(turn) });
  }
  const text = shorten(orderText(turn, order), limits.text);
  if (!isUnpaid(order)) return answer(turn.state, { kind: "text", text, choices: waysOn(turn) });
  return answer(turn.state, {
    kind: "buttons",
    text: shorten(text, limits.buttonText),
    buttons: payButtons(turn, order),
    choices: waysOn(turn),
  });
}

function orderCard(turn: Turn, order: OrderView): Card {
  const picture = order.lines.find((line) => line.picture)?.picture;
  const title = turn.say("orders.title", { order: order.orderId, total: priced(turn, order.total) });
  return {
    title: shorten(title, limits.cardLine),
    subtitle: shorten(statusOf(turn, order), limits.cardLine),
    ...(picture && { picture: pictureUrl(turn, picture) }),
    buttons: orderButtons(turn, order),
  };
}

function orderButtons(turn: Turn, order: OrderView): readonly Button[] {
  const details = tap(turn.say("label.details"), payload.orderStatus(order.orderId));
  return isUnpaid(order) ? [...payButtons(turn, order), details] : [details];
}

function orderText(turn: Turn, order: OrderView): string {
  const head = turn.say("orders.detail", {
    order: order.orderId,
    day: dayOf(turn, fromIso(order.placedAt)),
    total: priced(turn, order.total),
    status: statusOf(turn, order),
  });
  const lines = order.lines.map((line) =>
    turn.say("recapitulation.line", {
      quantity: line.quantity,
      product: shorten(line.options ? `${line.title}, ${line.options}` : line.title, 120),
      total: priced(turn, line.total),
    }),
  );
  const isComing = ["to-ship", "partly-shipped", "shipped"].includes(order.status);
  const promised = isComing ? [turn.say("orders.promised", { day: dayOf(turn, fromIso(order.promisedBy)) })] : [];
  return [head, ...promised, ...lines].join("\n");
}

/** "Payée, en préparation". */
function statusOf(turn: Turn, order: OrderView): string {
  if (order.paymentStatus === "refunded") return turn.say("status.refunded");
  if (order.paymentStatus === "pending") return turn.say("status.pending");
  const status = goodsStatus(turn, order);
  return order.paymentStatus === "partly-refunded" ? turn.say("status.partly-refunded", { status }) : status;
}

function goodsStatus(turn: Turn, order: OrderView): string {
  if (order.status !== "awaiting-payment") return turn.say(`status.${order.status}`);
  const payBy = fromIso(order.payBy);
  return turn.now > payBy || order.paymentStatus !== "unpaid"
    ? turn.say("status.overdue")
    : turn.say("status.awaiting-payment", { until: timeOf(turn, payBy) });
}
