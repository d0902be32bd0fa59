/** One decision of the conversation: what is remembered from now on, and what is done and said. */
import { addToCart, changeQuantity, removeFromCart, showCart } from "./basket.ts";
import { browse, showFindings, showProduct } from "./browsing.ts";
import { checkout, chooseDelivery, order } from "./checkout.ts";
import { followReferral, help, showPerson, speakLanguage, thank, welcome } from "./greeting.ts";
import type { ConversationMessage, Input, ShopperInput } from "./input.ts";
import type { Intent, IntentKind } from "./intent.ts";
import { misunderstood } from "./misunderstanding.ts";
import { showOrder, showOrders } from "./my-orders.ts";
import { change, explainLock, pay, underWay } from "./open-order.ts";
import { hear } from "./order-news.ts";
import { askForPatience } from "./patience.ts";
import { settle } from "./settle.ts";
import type { Speech } from "./speech.ts";
import type { ConversationState } from "./state.ts";
import { type Context, type Decision, type Turn, turnOf } from "./turn.ts";
import { languageAfter, understand } from "./understand.ts";

/**
 * What one message comes to. A law: every answer to a shopper offers a way on, and deciding the same again in the same
 * state comes to the same.
 */
export function decide(state: ConversationState, message: ConversationMessage, context: Context): Decision {
  return introduce(state, decisionOn(state, message, context), context);
}

function decisionOn(state: ConversationState, message: ConversationMessage, context: Context): Decision {
  switch (message.kind) {
    case "shopper-input":
      return decideFor(state, message, context);
    case "order-fact":
      return hear(turnOf(state, context), message.fact);
    case "order-delay":
      return askForPatience(turnOf(state, context), message);
  }
}

function decideFor(before: ConversationState, { input }: ShopperInput, context: Context): Decision {
  const language = languageAfter(input, before.language);
  const settled = settle({ ...before, language }, context.orders, context.now);
  const intent = understand(input, settled, context.shop);
  const state = arrivals.has(intent.kind) ? settled : withoutLanding(settled);
  const turn = turnOf(state, context);
  const isLocked = state.step.at !== "shopping" && lockedWhileOrdering.has(intent.kind);
  const decision = isLocked ? explainLock(turn) : respond(turn, intent);
  return remind(turn, input, intent, decision);
}

/** After these intents the product of a link is still to be shown; after any other it is forgotten. */
const arrivals: ReadonlySet<IntentKind> = new Set<IntentKind>(["start", "greet", "referral"]);

function withoutLanding({ landing: _left, ...state }: ConversationState): ConversationState {
  return state;
}

/** What would change the cart that was ordered. */
const lockedWhileOrdering: ReadonlySet<IntentKind> = new Set<IntentKind>([
  "add",
  "cart",
  "quantity",
  "remove",
  "checkout",
  "deliver",
  "order",
]);

type Responses = { readonly [Kind in IntentKind]: (turn: Turn, intent: Intent<Kind>) => Decision };

const responses: Responses = {
  start: welcome,
  greet: welcome,
  help,
  thanks: thank,
  person: showPerson,
  language: speakLanguage,
  browse,
  product: showProduct,
  search: showFindings,
  add: addToCart,
  cart: showCart,
  quantity: changeQuantity,
  remove: removeFromCart,
  checkout,
  deliver: chooseDelivery,
  order,
  pay,
  change,
  orders: showOrders,
  "order-status": showOrder,
  referral: followReferral,
  unclear: misunderstood,
};

const respond = <Kind extends IntentKind>(turn: Turn, intent: Intent<Kind>): Decision =>
  responses[intent.kind](turn, intent);

/** Nobody is told when a payment page is closed: the answer to the next message also brings the Pay button back. */
function remind(turn: Turn, input: Input, intent: Intent, decision: Decision): Decision {
  const isWords = input.kind !== "tap" || intent.kind === "start";
  if (!isWords || decision.state.step.at !== "paying" || offersPayment(decision)) return decision;
  const reminder = underWay(turnOf(decision.state, turn));
  const { effects, choices } = withoutLastChoices(decision.effects);
  const speech = choices && reminder.kind !== "receipt" ? { ...reminder, choices } : reminder;
  return { ...decision, effects: [...effects, { kind: "say", speech }] };
}

const offersPayment = (decision: Decision): boolean =>
  decision.effects.some((effect) => effect.kind === "say" && hasLink(effect.speech));

const hasLink = (speech: Speech): boolean =>
  speech.kind === "buttons" && speech.buttons.some((button) => button.kind === "open");

/** Choices vanish with the next message, so only the last message keeps them. */
function withoutLastChoices(effects: Decision["effects"]) {
  const last = effects.at(-1);
  if (last?.kind !== "say" || last.speech.kind === "receipt") return { effects, choices: undefined };
  const { choices, ...speech } = last.speech;
  return { effects: [...effects.slice(0, -1), { ...last, speech }], choices };
}

/** The first words of a visit say that an automatic assistant writes (EU AI Act, article 50). */
function introduce(before: ConversationState, decision: Decision, context: Context): Decision {
  const isFirst = !before.met && !decision.state.met && decision.effects.some((effect) => effect.kind === "say");
  if (!isFirst) return decision;
  const { say } = turnOf(decision.state, context);
  const text = say("welcome.disclosure", { shop: context.shop.settings.seller.name });
  return {
    state: { ...decision.state, met: true },
    effects: [{ kind: "say", speech: { kind: "text", text } }, ...decision.effects],
  };
}
