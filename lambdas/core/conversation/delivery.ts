/** How the goods travel: what each method costs and when it arrives, told before anything is ordered. */
import { shippingFor, worthOf } from "../cart/quote.ts";
import type { DeliveryMethod } from "../shop/shop.ts";
import { after, days } from "../values/instant.ts";
import { correctedCart } from "./basket.ts";
import { payload } from "./buttons.ts";
import { limits } from "./limits.ts";
import type { Choice, Speech } from "./speech.ts";
import { answer, type Decision, dayOf, priced, type Turn, withState } from "./turn.ts";
import { named, waysOn } from "./ways-on.ts";

/** The methods to choose from; what delivery costs in general while there is nothing to deliver. */
export function deliveryQuestion(turn: Turn, question = turn.say("delivery.ask")): Decision {
  const { state, said } = correctedCart(turn);
  const corrected = withState(turn, state);
  if (state.cart.length > 0) return answer(state, ...said, methodSpeech(corrected, question));
  const text = [turn.say("cart.empty"), turn.say("delivery.about"), ...methodLines(corrected)].join("\n");
  return answer(state, ...said, { kind: "text", text, choices: waysOn(corrected) });
}

function methodSpeech(turn: Turn, question: string): Speech {
  const choices = turn.shop.settings.delivery.map((method) => methodChoice(turn, method));
  return { kind: "text", text: [question, ...methodLines(turn)].join("\n"), choices: waysOn(turn, ...choices) };
}

const methodLines = (turn: Turn): readonly string[] =>
  turn.shop.settings.delivery.slice(0, 8).map((method) => methodLine(turn, method));

function methodLine(turn: Turn, method: DeliveryMethod): string {
  const price = priceFor(turn, method);
  const line = {
    method: method.title[turn.locale],
    price,
    from: dayOf(turn, after(turn.now, days(method.days.least))),
    to: dayOf(turn, after(turn.now, days(method.days.most))),
  };
  if (method.freeFrom === undefined || price === turn.say("price.free")) return turn.say("delivery.line", line);
  return turn.say("delivery.line-free-from", { ...line, threshold: priced(turn, method.freeFrom) });
}

/** "Point relais · 4,90 €" where it fits a label, else the method alone. */
function methodChoice(turn: Turn, method: DeliveryMethod): Choice {
  const title = method.title[turn.locale];
  const full = `${title} · ${priceFor(turn, method)}`;
  return named(full.length <= limits.label ? full : title, payload.deliver(method.id));
}

function priceFor(turn: Turn, method: DeliveryMethod): string {
  const price = shippingFor(method, worthOf(turn.shop, turn.state.cart));
  return price === 0 ? turn.say("price.free") : priced(turn, price);
}
