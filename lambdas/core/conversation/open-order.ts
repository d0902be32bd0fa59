/** While an order is under way the cart cannot change: paying it, cancelling it, and the answer to anything else. */
import type { OrderView } from "../orders/fact.ts";
import type { OrderId } from "../values/ids.ts";
import { after, fromIso, minutes } from "../values/instant.ts";
import { payload } from "./buttons.ts";
import { recapitulation } from "./recapitulation.ts";
import type { Speech } from "./speech.ts";
import { knownOrder, type Paying } from "./state.ts";
import { about, answer, type Decision, priced, type Turn, timeOf, withCommand, withState } from "./turn.ts";
import { open, tap, way, waysOn } from "./ways-on.ts";

/** How long a cancellation may be on its way to the payments stage, milliseconds. */
const changeIsGoodFor = minutes(10);

type PaySentence = "order.placed" | "order.reminder" | "order.stands";

/** What stands in the way of changing the cart now: the order under way, with what can be done about it. */
export function explainLock(turn: Turn): Decision {
  const { step } = turn.state;
  if (step.at !== "paying" || step.pending || isOverdue(turn, step)) return answer(turn.state, underWay(turn));
  const text = turn.say("order.locked", { order: step.orderId });
  return answer(turn.state, { kind: "buttons", text, buttons: payButtons(turn, step), choices: waysOn(turn) });
}

/** The payment page's button, where there is something to pay. */
export function pay(turn: Turn): Decision {
  if (turn.state.step.at !== "shopping") return answer(turn.state, underWay(turn));
  const unpaid = turn.orders.find((order) => isUnpaid(order) && knownOrder(turn.state, order.orderId)?.payToken);
  if (unpaid) return answer(turn.state, paySpeech(turn, payingFor(unpaid), "order.reminder"));
  if (turn.state.cart.length > 0) return recapitulation(turn);
  const choices = waysOn(turn, way(turn, "label.orders", payload.orders));
  return answer(turn.state, { kind: "text", text: turn.say("order.nothing-to-pay"), choices });
}

/** Cancels the unpaid order, so that its articles are in the cart again. */
export function change(turn: Turn): Decision {
  const { step } = turn.state;
  if (step.at === "paying" && !step.pending) return cancel(turn, step);
  if (step.at !== "shopping") return answer(turn.state, underWay(turn));
  const unpaid = turn.orders.find(isUnpaid);
  if (unpaid) return cancel(turn, payingFor(unpaid));
  const choices = waysOn(turn, way(turn, "label.orders", payload.orders));
  return answer(turn.state, { kind: "text", text: turn.say("order.nothing-to-change"), choices });
}

/** How the order under way stands, with its Pay button where it can be paid; only while there is one. */
export function underWay(turn: Turn): Speech {
  const { step } = turn.state;
  switch (step.at) {
    case "shopping":
      return { kind: "text", text: turn.say("order.nothing-to-pay"), choices: waysOn(turn) };
    case "placing":
      return underWayText(turn, turn.say("order.still-placing", { order: step.orderId }));
    case "changing":
      return underWayText(turn, turn.say("order.still-changing", { order: step.orderId }));
    case "paying":
      if (step.pending) return underWayText(turn, turn.say("order.pending", { order: step.orderId }));
      return paySpeech(turn, step, "order.reminder");
  }
}

/** The button that opens the payment page, and until when the goods are kept. */
export function paySpeech(turn: Turn, paying: Paying, sentence: PaySentence): Speech {
  const order = paying.orderId;
  if (isOverdue(turn, paying)) {
    const buttons = [tap(turn.say("label.orders"), payload.orders), tap(turn.say("label.modify"), payload.change)];
    return { kind: "buttons", text: turn.say("order.overdue", { order }), buttons, choices: waysOn(turn) };
  }
  const total = priced(turn, paying.total);
  const text = knownOrder(turn.state, order)?.payToken
    ? turn.say(sentence, { order, total, until: timeOf(turn, paying.payBy) })
    : turn.say("order.placed-without-token", { order });
  return { kind: "buttons", text, buttons: payButtons(turn, paying), choices: waysOn(turn) };
}

/** Pay and change; change alone where the payment page can no longer be opened from here. */
export function payButtons(turn: Turn, paying: Pick<Paying, "orderId" | "total">) {
  const change = tap(turn.say("label.modify"), payload.change);
  const url = payUrl(turn, paying.orderId);
  return url === undefined
    ? [change]
    : [open(turn.say("label.pay", { total: priced(turn, paying.total) }), url), change];
}

/** Where this order is paid; undefined where the session no longer holds its token. */
export function payUrl(turn: Turn, orderId: OrderId): string | undefined {
  const token = knownOrder(turn.state, orderId)?.payToken;
  return token === undefined ? undefined : `${turn.publicUrl}/pay/${token}`;
}

/** The step of waiting for this order's payment. */
export const payingFor = (order: OrderView): Paying => ({
  at: "paying",
  orderId: order.orderId,
  total: order.total,
  payBy: fromIso(order.payBy),
  pending: order.paymentStatus === "pending",
});

export const isUnpaid = (order: OrderView): boolean =>
  order.status === "awaiting-payment" && order.paymentStatus === "unpaid";

const isOverdue = (turn: Turn, paying: Paying): boolean => turn.now > paying.payBy;

const underWayText = (turn: Turn, text: string): Speech => ({ kind: "text", text, choices: waysOn(turn) });

function cancel(turn: Turn, paying: Paying): Decision {
  const { orderId } = paying;
  const until = after(turn.now, changeIsGoodFor);
  const changing = withState(turn, { ...turn.state, step: { ...paying, at: "changing", until } });
  const text = turn.say("order.changing", { order: orderId });
  return withCommand(
    { kind: "cancel-order", orderId, validUntil: until },
    about(orderId, answer(changing.state, underWayText(changing, text))),
  );
}
