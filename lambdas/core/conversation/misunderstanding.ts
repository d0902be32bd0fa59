/** What is not understood: a helpful answer with ways on, never the same twice in a row. */
import type { Intent, Unclear } from "./intent.ts";
import { answer, type Decision, type Turn } from "./turn.ts";
import { categoriesToChoose, waysOn, waysOnWithLanguage } from "./ways-on.ts";

export const misunderstood = (turn: Turn, intent: Intent<"unclear">): Decision => misunderstanding(turn, intent.what);

/** The answer to something of this kind: about it the first time, then three others in turn. */
export function misunderstanding(turn: Turn, what: Unclear): Decision {
  const times = turn.state.unclear;
  const first = times === 0 ? categoriesToChoose(turn).slice(0, 3) : [];
  const choices = times === 0 ? waysOn(turn, ...first) : waysOnWithLanguage(turn);
  const decision = answer(turn.state, { kind: "text", text: wordsFor(turn, what, times), choices });
  // After the first answer three take turns: the count stays small however long it goes on.
  return { ...decision, state: { ...decision.state, unclear: times >= 3 ? 1 : times + 1 } };
}

function wordsFor(turn: Turn, what: Unclear, times: number): string {
  const { person, email } = turn.shop.settings.seller;
  if (times === 0) return turn.say(`unclear.${what}`);
  if (times === 1) return turn.say("unclear.second");
  if (times === 2) return turn.say("unclear.third", { person: person.name, email });
  return turn.say("unclear.fourth");
}
