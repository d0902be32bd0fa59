/** What becomes of an order, told once in one clear sentence with a way on. */
import { cutToStock } from "../cart/cart.ts";
import { findOffer } from "../catalogue/catalogue.ts";
import type { FactWhat, OrderFact } from "../orders/fact.ts";
import { fromIso } from "../values/instant.ts";
import { cartSpeech, checkoutChoices } from "./basket.ts";
import { payload } from "./buttons.ts";
import { shorten } from "./limits.ts";
import { offerName } from "./offers.ts";
import { isUnpaid, payButtons, payingFor, paySpeech } from "./open-order.ts";
import { recapitulation } from "./recapitulation.ts";
import { receipt } from "./receipt.ts";
import { afterOrder, isOrdersCart, isWaitingFor } from "./settle.ts";
import type { Speech } from "./speech.ts";
import { type ConversationState, knownOrder, remember, shopping } from "./state.ts";
import { about, answer, type Decision, dayOf, priced, type Turn, withState } from "./turn.ts";
import { tap, waysOn } from "./ways-on.ts";

/** Tells a fact that was not heard before; moves the visit only if it waits for this order. */
export function hear(turn: Turn, fact: OrderFact): Decision {
  const { orderId } = fact.order;
  const known = knownOrder(turn.state, orderId) ?? { orderId, heard: 0 };
  if (fact.sequence <= known.heard) return { state: turn.state, effects: [] };
  const state = remember(turn.state, { ...known, heard: fact.sequence });
  const decision = about(orderId, tell[fact.what](withState(turn, state), fact));
  return { ...decision, state: { ...decision.state, unclear: turn.state.unclear } };
}

type Tell = (turn: Turn, fact: OrderFact) => Decision;

const tell: Readonly<Record<FactWhat, Tell>> = {
  placed: tellPlaced,
  refused: tellRefused,
  "payment-declined": tellDeclined,
  "payment-pending": tellPending,
  "payment-failed": tellFailed,
  paid: tellPaid,
  "paid-differently": tellPaidDifferently,
  expired: (turn, { order }) => tellOver(turn, order, turn.say("news.expired", { order: order.orderId })),
  cancelled: tellCancelled,
  "not-cancelled": tellStanding,
  "late-payment": tellLatePayment,
  refunded: tellRefunded,
};

const nothing = (turn: Turn): Decision => ({ state: turn.state, effects: [] });

function tellPlaced(turn: Turn, { order }: OrderFact): Decision {
  // News of what came of it since follows on its own.
  if (!isUnpaid(order)) return nothing(turn);
  const isAwaited = turn.state.step.at === "placing" && isWaitingFor(turn.state, order.orderId);
  const paying = payingFor(order);
  const state = isAwaited ? { ...turn.state, step: paying } : turn.state;
  return answer(state, paySpeech(withState(turn, state), paying, "order.placed"));
}

function tellRefused(turn: Turn, fact: OrderFact): Decision {
  const isAwaited = isWaitingFor(turn.state, fact.order.orderId);
  const state = isAwaited ? { ...turn.state, step: shopping, cart: cartAfterRefusal(turn, fact) } : turn.state;
  const next = withState(turn, state);
  const text = refusalText(turn, fact);
  const isOtherSum = fact.reason === "price-changed" || fact.reason === "too-little";
  if (isOtherSum && isAwaited) return recapitulation(next, { kind: "text", text });
  return cartIsBack(next, text);
}

function cartAfterRefusal(turn: Turn, fact: OrderFact) {
  const left = new Map(fact.soldOut?.map((each) => [each.sku, each.available]));
  return cutToStock(turn.state.cart, (sku) =>
    findOffer(turn.shop.catalogue, sku)?.variant.forSale === true ? left.get(sku) : 0,
  );
}

function refusalText(turn: Turn, fact: OrderFact): string {
  if (fact.reason !== "sold-out") return turn.say(`refused.${fact.reason ?? "too-late"}`);
  const names = (fact.soldOut ?? []).slice(0, 5).map(({ sku }) => {
    const offer = findOffer(turn.shop.catalogue, sku);
    return shorten(offer ? offerName(turn, offer) : sku, 120);
  });
  return turn.say("refused.sold-out", { products: names.join(", ") });
}

function tellDeclined(turn: Turn, fact: OrderFact): Decision {
  if (!isUnpaid(fact.order)) return nothing(turn);
  const order = fact.order.orderId;
  const text =
    fact.declineCode === "insufficient_funds"
      ? turn.say("declined.funds", { order })
      : turn.say(fact.declineCode === "expired_card" ? "declined.expired-card" : "declined.other", { order });
  return answer(turn.state, { kind: "buttons", text, buttons: payButtons(turn, fact.order), choices: waysOn(turn) });
}

function tellPending(turn: Turn, { order }: OrderFact): Decision {
  if (order.status !== "awaiting-payment" || order.paymentStatus !== "pending") return nothing(turn);
  const state = isWaitingFor(turn.state, order.orderId) ? { ...turn.state, step: payingFor(order) } : turn.state;
  const text = turn.say("news.pending", { order: order.orderId, total: priced(turn, order.total) });
  return answer(state, { kind: "text", text, choices: waysOn(withState(turn, state)) });
}

function tellFailed(turn: Turn, { order }: OrderFact): Decision {
  const text = turn.say("news.failed", { order: order.orderId });
  if (!isUnpaid(order)) return tellOver(turn, order, text);
  const isAwaited = isWaitingFor(turn.state, order.orderId);
  const state = isAwaited ? { ...turn.state, step: payingFor(order) } : turn.state;
  const buttons = payButtons(turn, order);
  return answer(state, { kind: "buttons", text, buttons, choices: waysOn(withState(turn, state)) });
}

function tellPaid(turn: Turn, { order }: OrderFact): Decision {
  const state = afterPayment(turn.state, order);
  const told = {
    order: order.orderId,
    total: priced(turn, order.total),
    day: dayOf(turn, fromIso(order.promisedBy)),
  };
  const name = order.customerFirstName;
  const text = name ? turn.say("news.paid-by-name", { ...told, name: shorten(name, 60) }) : turn.say("news.paid", told);
  return answer(state, thanksForPaying(turn, text), receipt(turn, order));
}

function tellPaidDifferently(turn: Turn, { order }: OrderFact): Decision {
  const person = turn.shop.settings.seller.person.name;
  const text = turn.say("news.paid-differently", { order: order.orderId, person });
  const state = afterPayment(turn.state, order);
  return answer(state, { kind: "text", text, choices: waysOn(withState(turn, state)) });
}

function tellCancelled(turn: Turn, { order }: OrderFact): Decision {
  const told = { order: order.orderId };
  const { step } = turn.state;
  if (step.at === "changing" && step.orderId === order.orderId) {
    const next = withState(turn, afterOrder(turn.state, order));
    return answer(next.state, { kind: "text", text: turn.say("news.reopened", told) }, ...cartSpeech(next));
  }
  const isUntouched = order.paymentStatus === "unpaid";
  return tellOver(turn, order, turn.say(isUntouched ? "news.cancelled" : "news.cancelled-paid", told));
}

/** The order could not be called back, and waits for its payment as before. */
function tellStanding(turn: Turn, { order }: OrderFact): Decision {
  // News of what came of it meanwhile follows on its own, or was told.
  if (!isUnpaid(order)) return nothing(turn);
  const paying = payingFor(order);
  const state = isWaitingFor(turn.state, order.orderId) ? { ...turn.state, step: paying } : turn.state;
  return answer(state, paySpeech(withState(turn, state), paying, "order.stands"));
}

function tellLatePayment(turn: Turn, { order }: OrderFact): Decision {
  const told = { order: order.orderId, total: priced(turn, order.total) };
  return tellOver(turn, order, turn.say("news.late-payment", told));
}

function tellRefunded(turn: Turn, { order }: OrderFact): Decision {
  const told = { order: order.orderId, total: priced(turn, order.total) };
  const isPart = order.paymentStatus === "partly-refunded";
  const text = isPart ? turn.say("news.partly-refunded", told) : turn.say("news.refunded", told);
  return answer(turn.state, { kind: "text", text, choices: waysOn(turn) });
}

/** An order that died: the cart is the shopper's again, if it was waiting for this order. */
function tellOver(turn: Turn, order: OrderFact["order"], text: string): Decision {
  const state = isWaitingFor(turn.state, order.orderId) ? afterOrder(turn.state, order) : turn.state;
  return cartIsBack(withState(turn, state), text);
}

const cartIsBack = (turn: Turn, text: string): Decision =>
  answer(turn.state, { kind: "text", text, choices: waysOn(turn, ...checkoutChoices(turn)) });

/** The cart was this order's; also when its time was thought to be over and nothing in the cart was changed since. */
function afterPayment(state: ConversationState, order: OrderFact["order"]): ConversationState {
  const isDone = isWaitingFor(state, order.orderId) || (state.step.at === "shopping" && isOrdersCart(state, order));
  if (!isDone) return state;
  const { delivery: _, ...rest } = state;
  return { ...rest, step: shopping, cart: [] };
}

/** Buttons, not choices: choices would vanish with the receipt that follows. */
const thanksForPaying = (turn: Turn, text: string): Speech => ({
  kind: "buttons",
  text,
  buttons: [
    tap(turn.say("label.orders"), payload.orders),
    tap(turn.say("label.continue"), payload.browse),
    tap(turn.say("label.person"), payload.person),
  ],
});
