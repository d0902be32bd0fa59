/** One message of the conversation: remember what was decided before doing it, so that a retry repeats no sentence. */
import { decide } from "#core/conversation/decide.ts";
import type { ConversationMessage } from "#core/conversation/input.ts";
import { isOutdated, isTooOld } from "#core/conversation/memory.ts";
import { knownOrder } from "#core/conversation/state.ts";
import type { Context, Decision } from "#core/conversation/turn.ts";
import { effectId } from "#core/values/ids.ts";
import { after } from "#core/values/instant.ts";
import { Unprocessable } from "#ports/failures.ts";
import type { Session } from "#ports/sessions.ts";
import { log } from "#runtime/log.ts";
import { count } from "#runtime/metrics.ts";
import type { ConversationDeps } from "./conversation-deps.ts";
import { doEffects } from "./do-effects.ts";
import { lookUp } from "./look-up.ts";
import { hasHeard, hearing, openVisit } from "./visit.ts";

/**
 * Milliseconds after which no further words are begun: one more call to Messenger and the saving still fit into the
 * worker's 30 seconds (`lib/parts/node-lambda.ts`), and a killed worker would say all of them again.
 */
const timeForWords = 15_000;

/**
 * Load, finish the effects that an earlier run left, decide, save, do, clear. Costs one read and two writes; one write
 * where there is nothing to do, and one more for each sentence that an earlier run left.
 */
export async function converse(deps: ConversationDeps, message: ConversationMessage): Promise<void> {
  if (!deps.shop.settings.pages.includes(message.pageId)) return ignore(message, "not a Page of this shop");
  const until = after(deps.now(), timeForWords);
  const loaded = await openVisit(deps, message);
  // Saying one of these may have killed the earlier run: saved one by one, the sentences before it are not said again.
  const done = await doEffects(deps, message, loaded, { until, savesEach: true });
  // Saved at once, so that none of it is said again whatever fails below.
  const finished = loaded.outbox.length > 0 ? await deps.sessions.save(done) : done;
  const why = reasonToIgnore(deps, finished, message);
  if (why !== undefined) return ignore(message, why);
  const attended = message.kind === "shopper-input" ? deps.messenger.attend(message) : undefined;
  const saved = await deps.sessions.save(await decided(deps, finished, message));
  if (saved.outbox.length === 0) return;
  await attended;
  await deps.sessions.save(await doEffects(deps, message, saved, { until }));
}

/**
 * What a shopper did long ago is not acted on. News of an order may be late: it is numbered, so a repeat is recognised.
 * Only where the session has forgotten the order can it not tell whether old news was heard before.
 */
function reasonToIgnore(deps: ConversationDeps, session: Session, message: ConversationMessage): string | undefined {
  if (hasHeard(session, message)) return "heard before";
  const { memory, state } = session;
  const now = deps.now();
  if (message.kind !== "order-fact") return isTooOld(memory, message.at, now) ? "too old" : undefined;
  const isForgotten = knownOrder(state, message.fact.order.orderId) === undefined;
  return isForgotten && isOutdated(message.at, now) ? "too old" : undefined;
}

function ignore(message: ConversationMessage, why: string): void {
  if (why !== "heard before") count("InputsIgnored");
  log.info("message not acted on", { inputId: message.id, why });
}

/** The session as it is after the decision, its effects in the outbox. */
async function decided(deps: ConversationDeps, session: Session, message: ConversationMessage): Promise<Session> {
  const context = await lookUp(deps, session.state, message);
  const { state, effects } = decideOrPark(session, message, context);
  const outbox = effects.map((effect, index) => ({ ...effect, id: effectId(message.id, index + 1) }));
  return { ...hearing(session, message, context.now), state, outbox };
}

/** The core is pure, so what it cannot decide now it never can: the message is parked, not tried again. */
function decideOrPark(session: Session, message: ConversationMessage, context: Context): Decision {
  try {
    return decide(session.state, message, context);
  } catch (cause) {
    throw new Unprocessable("nothing could be decided on this message", { cause });
  }
}
