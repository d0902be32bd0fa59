/** Tells a shopper who still waits that something takes longer than usual. */
import type { Awaited, OrderDelay } from "./input.ts";
import { isWaitingFor } from "./settle.ts";
import type { Step } from "./state.ts";
import { answer, type Decision, type Turn } from "./turn.ts";
import { waysOn } from "./ways-on.ts";

/** The step of a visit in which each of these is awaited. */
const awaitedAt: Readonly<Record<Awaited, Step["at"]>> = { order: "placing", change: "changing", payment: "paying" };

/** Says that it takes longer; says nothing to a shopper who has the answer or has moved on. */
export function askForPatience(turn: Turn, { orderId, awaited }: OrderDelay): Decision {
  const { state } = turn;
  const isAwaited = isWaitingFor(state, orderId) && state.step.at === awaitedAt[awaited];
  if (!isAwaited) return { state, effects: [] };
  const text = turn.say(awaited === "payment" ? "order.payment-delayed" : "order.delayed", { order: orderId });
  const { effects } = answer(state, { kind: "text", text, choices: waysOn(turn) });
  // Not the answer's state: the shopper said nothing, so nothing was understood either.
  return { state, effects };
}
