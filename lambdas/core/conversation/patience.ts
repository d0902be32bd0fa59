/** That something takes longer than usual, told to who still waits for it. */
import type { Awaited, OrderDelay } from "./input.ts";
import { isWaitingFor } from "./settle.ts";
import type { Step } from "./state.ts";
import { answer, type Decision, type Turn } from "./turn.ts";
import { waysOn } from "./ways-on.ts";

/** Where a visit stands while this is awaited. */
const awaitedAt: Readonly<Record<Awaited, Step["at"]>> = { order: "placing", change: "changing", payment: "paying" };

/** Says that it takes longer; nothing to a shopper who has the answer, or has gone on. */
export function askForPatience(turn: Turn, { orderId, awaited }: OrderDelay): Decision {
  const { state } = turn;
  const isAwaited = isWaitingFor(state, orderId) && state.step.at === awaitedAt[awaited];
  if (!isAwaited) return { state, effects: [] };
  const text = turn.say(awaited === "payment" ? "order.payment-delayed" : "order.delayed", { order: orderId });
  const decision = answer(state, { kind: "text", text, choices: waysOn(turn) });
  return { ...decision, state };
}
