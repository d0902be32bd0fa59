/** What must hold in every history, whatever went wrong: written once, in the shop's words. */

import type { Order } from "#core/orders/order.ts";
import { isRefused } from "#core/orders/place.ts";
import { factOf } from "#core/orders/view.ts";
import { type EffectId, isPsid, shopperKey } from "#core/values/ids.ts";
import { locales } from "#core/values/locale.ts";
import { formatMoney } from "#core/values/money.ts";
import type { Session } from "#ports/sessions.ts";
import type { SimulatedShop } from "./simulated-shop.ts";
import { touchesOf, type Utterance } from "./thread.ts";

/** Far above what any shopper reaches; DynamoDB takes 400 KB. */
const mostSessionBytes = 24_000;
const mostHistory = 66;

/** After each write: stock and orders agree, nothing is negative, nothing grows without bound, nobody is charged twice. */
export function holdsNow({ world, tables, stripe }: SimulatedShop): void {
  const orders = [...tables.orders.values()];
  for (const [sku, { available, reserved }] of tables.stock) {
    const begin = tables.given.get(sku) ?? 0;
    const held = pieces(
      orders.filter((order) => order.status === "awaiting-payment"),
      sku,
    );
    const sold = pieces(
      orders.filter((order) => order.status === "to-ship"),
      sku,
    );
    if (available < 0 || reserved < 0) world.breach(`the stock of ${sku} is negative`);
    if (reserved !== held) world.breach(`${reserved} pieces of ${sku} are reserved, and orders wait for ${held}`);
    if (available + held + sold !== begin)
      world.breach(`${begin} pieces of ${sku} have become ${available + held + sold}`);
  }
  for (const order of orders) {
    if (order.history.length > mostHistory) world.breach(`the history of ${order.orderId} grows without bound`);
    const kept = stripe.charges.filter((each) => each.orderId === order.orderId && each.refunded < each.amount);
    if (kept.length > 1) world.breach(`${order.orderId} is charged ${kept.length} times`);
  }
}

/** In the end, when everything quiet has run out. */
export function holdsInTheEnd(floor: SimulatedShop): void {
  holdsNow(floor);
  const parked = parkedText(floor);
  countsAreSet(floor, parked);
  for (const session of floor.tables.sessions.values()) {
    sessionIsTheirOwn(floor, session);
    if (JSON.stringify(session).length > mostSessionBytes) floor.world.breach("a session grows without bound");
  }
  for (const order of floor.tables.orders.values()) {
    ordersEnd(floor, order, parked);
    priceWasShown(floor, order);
    moneyAgrees(floor, order, parked);
    newsIsHeard(floor, order, parked);
    paymentIsConfirmed(floor, order, parked);
    untoldIsNoted(floor, order, parked);
  }
  wishesComeTrue(floor, parked);
  inputsAreAnswered(floor, parked);
  wordsStayTheSame(floor);
  nothingWaits(floor, parked);
}

const pieces = (orders: readonly Order[], sku: string): number =>
  orders
    .flatMap((order) => order.lines)
    .filter((line) => line.sku === sku && line.counted === true)
    .reduce((sum, line) => sum + line.quantity, 0);

/** All dead letters, to look for what is visibly parked. */
const parkedText = ({ conversationQueue, paymentsQueue }: SimulatedShop): string =>
  [...conversationQueue.deadLetters, ...paymentsQueue.deadLetters].map((letter) => letter.body).join("\n");

function ordersEnd({ world }: SimulatedShop, order: Order, parked: string): void {
  if (order.status === "awaiting-payment") world.breach(`${order.orderId} waits for its payment for ever`);
  const isDead = order.status === "cancelled" || order.status === "expired";
  if (isDead && order.paymentStatus === "paid" && !parked.includes(order.orderId)) {
    world.breach(`${order.orderId} is ${order.status} and its money does not go back`);
  }
}

/** Every count of the merchant's is set once, or visibly parked. */
function countsAreSet({ world, tables, counts }: SimulatedShop, parked: string): void {
  for (const id of counts) {
    const times = tables.counted.filter((each) => each === id).length;
    if (times > 1) world.breach(`the merchant's ${id} is set ${times} times`);
    if (times === 0 && !parked.includes(`"id":"${id}"`)) world.breach(`the merchant's ${id} is never set`);
  }
}

/** A shopper's session knows that shopper's orders only; the same person on another Page is another shopper. */
function sessionIsTheirOwn({ world, tables }: SimulatedShop, { shopper, state }: Session): void {
  for (const { orderId } of state.orders) {
    const owner = tables.orders.get(orderId)?.shopper ?? shopper;
    if (owner !== shopper) world.breach(`${shopper} knows ${orderId}, which is somebody else's`);
  }
}

/** What an order costs stood above the button that ordered it. */
function priceWasShown({ world, taken, accepted, threads }: SimulatedShop, order: Order): void {
  if (isRefused(order)) return;
  const command = [...taken.values()].find((each) => each.kind === "place-order" && each.orderId === order.orderId);
  const tap = accepted.get(command?.id.slice(0, command.id.lastIndexOf(":")) ?? "");
  const payload = tap?.kind === "shopper-input" && tap.input.kind === "tap" ? tap.input.payload : undefined;
  // The shopper may have changed the language since.
  const prices = locales.map((each) => formatMoney({ amount: order.total, currency: order.currency }, each));
  const shown =
    threads.get(order.shopper)?.said.filter((each) => touchesOf(each).some(({ target }) => target === payload)) ?? [];
  if (!shown.some(({ words }) => prices.some((price) => words.includes(price)))) {
    world.breach(`${order.orderId} costs ${order.total}, and something else was shown`);
  }
}

/** What Stripe keeps for an order is what the order says was paid, less what went back. */
function moneyAgrees({ world, stripe }: SimulatedShop, order: Order, parked: string): void {
  const kept = stripe.charges
    .filter((charge) => charge.orderId === order.orderId)
    .reduce((sum, charge) => sum + charge.amount - charge.refunded, 0);
  const says = order.paymentStatus === "paid" ? order.total - (order.refundedAmount ?? 0) : 0;
  if (kept === says) return;
  if (parked.includes(order.orderId)) return;
  world.breach(`${kept} are kept for ${order.orderId}, which is ${order.paymentStatus} with ${says}`);
}

/** Every fact of an order is heard by its session, or visibly parked. */
function newsIsHeard({ world, tables }: SimulatedShop, order: Order, parked: string): void {
  const known = knownOrder(tables.sessions.get(order.shopper), order);
  if (known === "forgotten") return;
  for (const entry of order.history) {
    if (!factOf(order, entry) || known.heard >= entry.sequence) continue;
    if (parked.includes(`"id":"${order.orderId}:${entry.sequence}"`) || parked.includes(`"id":"${entry.inputId}"`)) {
      continue;
    }
    world.breach(`${order.shopper} never hears that ${order.orderId} is ${entry.what}`);
  }
}

/** Every paid order is confirmed in the thread, noted as untold, or visibly waiting. */
function paymentIsConfirmed({ world, tables, threads }: SimulatedShop, order: Order, parked: string): void {
  if (order.paymentStatus !== "paid" || !order.history.some((entry) => entry.what === "paid")) return;
  const said = threads.get(order.shopper)?.said ?? [];
  if (said.some((each) => each.words.includes("news.paid") && each.words.includes(order.orderId))) return;
  const isUntold = order.history.some((entry) => entry.what === "untold");
  if (isUntold || parked.includes(order.orderId) || outboxHolds(tables.sessions.get(order.shopper), order.orderId)) {
    return;
  }
  world.breach(`${order.shopper} is never told that ${order.orderId} is paid`);
}

/** News that the shopper could not be told stands on the order. */
function untoldIsNoted({ world, threads }: SimulatedShop, order: Order, parked: string): void {
  const thread = threads.get(order.shopper);
  for (const [id, why] of thread?.unsaid ?? []) {
    if (!id.startsWith(`${order.orderId}:`) || why !== "unreachable") continue;
    const isNoted = order.history.some((entry) => entry.what === "untold") || parked.includes(`"id":"${id}:1"`);
    // A try whose answer was lost may be refused after another has come through, in the first words or in plainer ones.
    const sentence = id.replace(/:0$/, "");
    const isSaidAfterAll = thread?.said.some((each) => each.id === sentence || each.id === `${sentence}:0`) === true;
    if (!isNoted && !isSaidAfterAll) world.breach(`nobody learns that ${id} could not be told`);
  }
}

/** What the session knows of an order; a session forgets the one longest not spoken of when there are many. */
function knownOrder(session: Session | undefined, { orderId }: Order): { readonly heard: number } | "forgotten" {
  const known = session?.state.orders.find((each) => each.orderId === orderId);
  if (known) return known;
  return session && session.state.orders.length >= 8 ? "forgotten" : { heard: 0 };
}

const outboxHolds = (session: Session | undefined, orderId: string): boolean =>
  session !== undefined && JSON.stringify(session.outbox).includes(orderId);

/** Every order tap that the queue took comes to an order or to a refusal on record. */
function wishesComeTrue({ world, tables, taken }: SimulatedShop, parked: string): void {
  for (const message of taken.values()) {
    if (message.kind !== "place-order") continue;
    if (tables.orders.has(message.orderId) || parked.includes(`"id":"${message.id}"`)) continue;
    world.breach(`nothing becomes of the order tap ${message.id}`);
  }
  for (const session of tables.sessions.values()) {
    for (const { orderId } of session.state.orders) {
      const isSent = tables.orders.has(orderId) || parked.includes(orderId) || outboxHolds(session, orderId);
      if (!isSent) world.breach(`the session knows ${orderId}, and nobody else does`);
    }
  }
}

/** Every input that was accepted has an answer in the thread, or is visibly parked. */
function inputsAreAnswered({ world, accepted, threads, tables }: SimulatedShop, parked: string): void {
  for (const [id, message] of accepted) {
    if (!isPsid(message.psid)) continue;
    const shopper = shopperKey(message.pageId, message.psid);
    const thread = threads.get(shopper);
    const effects = [...(thread?.said.map((each) => each.id) ?? []), ...(thread?.unsaid.keys() ?? [])];
    if (effects.some((effect) => answers(effect, id))) continue;
    const session = tables.sessions.get(shopper);
    const isTooLate = message.at <= (session?.memory.floor ?? 0);
    if (isTooLate || parked.includes(`"id":"${id}"`)) continue;
    world.breach(`${message.psid} is never answered (${id})`);
  }
}

/** That it takes long is no answer. */
const answers = (effect: EffectId, id: string): boolean =>
  effect.startsWith(`${id}:`) && !effect.startsWith(`${id}:delay:`);

/** What is said again is said in the same words; whether it may be is judged sentence by sentence when it is sent. */
function wordsStayTheSame({ world, threads }: SimulatedShop): void {
  for (const [shopper, { said }] of threads) {
    const first = new Map<string, Utterance>();
    for (const utterance of said) {
      const before = first.get(utterance.id);
      if (before && before.words !== utterance.words) world.breach(`${shopper} is told two things as ${utterance.id}`);
      first.set(utterance.id, utterance);
    }
  }
}

/** No message is left in a queue; what is left in an outbox belongs to a message that is parked. */
function nothingWaits({ world, conversationQueue, paymentsQueue, tables }: SimulatedShop, parked: string): void {
  for (const letter of [...conversationQueue.waiting, ...paymentsQueue.waiting]) {
    world.breach(`a message waits for ever: ${letter.messageId}`);
  }
  for (const { outbox, shopper } of tables.sessions.values()) {
    const [first] = outbox;
    if (!first) continue;
    const input = first.id.slice(0, first.id.lastIndexOf(":"));
    if (!parked.includes(`"id":"${input}"`)) world.breach(`the outbox of ${shopper} is left undone: ${first.id}`);
  }
}
