/** From the cart to the order: the delivery, the recapitulation, the order itself. */
import { isSameCart } from "../cart/cart.ts";
import { isQuote, promisedBy, type Quote } from "../cart/quote.ts";
import { after, minutes } from "../values/instant.ts";
import { correctedCart } from "./basket.ts";
import { deliveryQuestion } from "./delivery.ts";
import type { Intent } from "./intent.ts";
import { quoteOf, recapitulation, revisionOf } from "./recapitulation.ts";
import { remember } from "./state.ts";
import { answer, type Decision, type Turn, withCommand, withState } from "./turn.ts";
import { waysOn } from "./ways-on.ts";

/** How long an order may be on its way to the payments stage before it is refused instead, milliseconds. */
const orderIsGoodFor = minutes(10);

/** The delivery is asked for; with only one method the recapitulation follows at once. */
export function checkout(turn: Turn): Decision {
  return turn.shop.settings.delivery.length === 1 ? recapitulation(turn) : deliveryQuestion(turn);
}

/** One method chosen: the recapitulation follows. */
export function chooseDelivery(turn: Turn, intent: Intent<"deliver">): Decision {
  const method = turn.shop.settings.delivery.find((each) => each.id === intent.method);
  if (!method) return deliveryQuestion(turn, turn.say("delivery.unknown"));
  return recapitulation(withState(turn, { ...turn.state, delivery: method.id }));
}

/** The order, if this is what the shopper was shown; else the recapitulation as it is now. */
export function order(turn: Turn, intent: Intent<"order">): Decision {
  const { state } = correctedCart(turn);
  const quoted = quoteOf(withState(turn, state));
  if (intent.revision === undefined || !isQuote(quoted)) return recapitulation(turn);
  const isAsShown = isSameCart(state.cart, turn.state.cart) && intent.revision === revisionOf(turn, quoted);
  if (isAsShown) return placeOrder(turn, quoted);
  return recapitulation(turn, { kind: "text", text: turn.say("recapitulation.changed") });
}

function placeOrder(turn: Turn, quoted: Quote): Decision {
  const { orderId, payToken, payTokenHash } = turn.minted;
  const until = after(turn.now, orderIsGoodFor);
  const known = remember(turn.state, { orderId, heard: 0, payToken });
  const placing = withState(turn, { ...known, step: { at: "placing", orderId, until } });
  const { source } = turn.state;
  const words = answer(placing.state, {
    kind: "text",
    text: turn.say("order.placing", { order: orderId }),
    choices: waysOn(placing),
  });
  return withCommand(
    {
      kind: "place-order",
      orderId,
      locale: turn.locale,
      lines: quoted.lines.map(({ sku, quantity }) => ({ sku, quantity })),
      deliveryMethod: quoted.delivery.id,
      shownTotal: quoted.total,
      currency: quoted.currency,
      promisedBy: promisedBy(turn.shop, quoted.delivery, turn.now),
      payTokenHash,
      termsVersion: turn.shop.settings.termsVersion,
      validUntil: until,
      ...(source && { source }),
    },
    words,
  );
}
