/** How the goods travel: what each method costs and when it arrives, told before anything is ordered. */
import { promisedBy, shippingFor, worthOf } from "../cart/quote.ts";
import type { DeliveryMethod } from "../shop/shop.ts";
import { daysLater } from "../values/instant.ts";
import { correctedCart } from "./basket.ts";
import { payload } from "./buttons.ts";
import { limits } from "./limits.ts";
import type { Choice, Speech } from "./speech.ts";
import { answer, countriesServed, type Decision, dayOf, priced, type Turn, withState } from "./turn.ts";
import { named, waysOn } from "./ways-on.ts";

/** The methods to choose from; what delivery costs in general while there is nothing to deliver. */
export function deliveryQuestion(turn: Turn, question = turn.say("delivery.ask")): Decision {
  const { state, said } = correctedCart(turn);
  const corrected = withState(turn, state);
  if (state.cart.length > 0) return answer(state, ...said, methodSpeech(corrected, question));
  const about = turn.say("delivery.about", { countries: countriesServed(turn) });
  const text = [turn.say("cart.empty"), about, ...methodLines(corrected)].join("\n");
  return answer(state, ...said, { kind: "text", text, choices: waysOn(corrected) });
}

function methodSpeech(turn: Turn, question: string): Speech {
  const choices = [...methodChoices(turn), ...waysOn(turn).filter((way) => way.payload !== payload.checkout)];
  return { kind: "text", text: [question, ...methodLines(turn)].join("\n"), choices: choices.slice(0, limits.choices) };
}

const methodLines = (turn: Turn): readonly string[] =>
  turn.shop.settings.delivery.slice(0, 8).map((method) => methodLine(turn, method));

function methodLine(turn: Turn, method: DeliveryMethod): string {
  const price = priceFor(turn, method);
  const line = {
    method: method.title[turn.locale],
    price,
    from: dayOf(turn, daysLater(turn.now, method.days.least, turn.shop.settings.timeZone)),
    to: dayOf(turn, promisedBy(turn.shop, method, turn.now)),
  };
  if (method.freeFrom === undefined || price === turn.say("price.free")) return turn.say("delivery.line", line);
  return turn.say("delivery.line-free-from", { ...line, threshold: priced(turn, method.freeFrom) });
}

/** "Relais · 4,90 €" where that fits the labels of all methods, else the methods alone. */
function methodChoices(turn: Turn): readonly Choice[] {
  const methods = turn.shop.settings.delivery;
  const full = methods.map((method) => `${method.title[turn.locale]} · ${priceFor(turn, method)}`);
  const isFitting = full.every((label) => label.length <= limits.label);
  return methods.map((method, index) =>
    named((isFitting ? full[index] : undefined) ?? method.title[turn.locale], payload.deliver(method.id)),
  );
}

function priceFor(turn: Turn, method: DeliveryMethod): string {
  const price = shippingFor(method, worthOf(turn.shop, turn.state.cart));
  return price === 0 ? turn.say("price.free") : priced(turn, price);
}
