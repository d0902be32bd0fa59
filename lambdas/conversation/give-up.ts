/** What a shopper is told of a message that fails for long, or for good. Not through the outbox: that may be what fails. */
import { payload } from "#core/conversation/buttons.ts";
import type { ConversationMessage } from "#core/conversation/input.ts";
import type { Words } from "#core/conversation/wording.ts";
import { effectId, inputId } from "#core/values/ids.ts";
import type { Session } from "#ports/sessions.ts";
import { count } from "#runtime/metrics.ts";
import type { ConversationDeps } from "./conversation-deps.ts";
import { hasHeard, hearing, openVisit } from "./visit.ts";

/**
 * Apologises for a message that gets no answer, and then counts it as heard: the shopper is asked to write again, so the
 * message must change nothing when it is sent back from the dead letters. News of an order that could not be told is noted
 * on the order. Rejects with a WorldFailure.
 */
export async function giveUp(
  deps: ConversationDeps,
  message: ConversationMessage,
  why: "parked" | "last-try",
): Promise<void> {
  if (message.kind === "order-fact") return await noteUntold(deps, message, why);
  // Nobody misses the news of a delay: the result itself will be told.
  if (message.kind === "order-delay") return;
  const session = await readableVisit(deps, message);
  const say = wordsFor(deps, session);
  const choices = [
    { label: say("label.browse"), payload: payload.browse },
    { label: say("label.person"), payload: payload.person },
  ];
  const text = say("apology.text", { email: deps.shop.settings.seller.email });
  const { outcome } = await deps.messenger.say(message, { kind: "text", text, choices }, effectId(message.id, 0));
  if (outcome !== "said" || !session || hasHeard(session, message)) return;
  await deps.sessions.save(hearing(session, message, deps.now()));
}

/** Tells a shopper that the answer takes longer than usual. Rejects with a WorldFailure. */
export async function tellDelay(deps: ConversationDeps, message: ConversationMessage): Promise<void> {
  if (message.kind !== "shopper-input") return;
  const say = wordsFor(deps, await readableVisit(deps, message));
  await deps.messenger.say(
    message,
    { kind: "text", text: say("delay.text") },
    effectId(inputId(`${message.id}:delay`), 0),
  );
}

async function noteUntold(
  deps: ConversationDeps,
  message: ConversationMessage & { readonly kind: "order-fact" },
  why: string,
): Promise<void> {
  count("NewsUntold");
  const { pageId, psid, fact } = message;
  const what = `${fact.what} ${why}`;
  const id = effectId(message.id, 0);
  const { orderId } = fact.order;
  await deps.payments.send([{ kind: "note-untold", orderId, what, v: 1, id, pageId, psid, at: deps.now() }]);
}

const wordsFor = (deps: ConversationDeps, session: Session | undefined): Words =>
  deps.words[session?.state.language.locale ?? deps.shop.settings.defaultLocale];

/** The session, or undefined where the session itself is what cannot be read: then the shop's own language is spoken. */
async function readableVisit(deps: ConversationDeps, message: ConversationMessage): Promise<Session | undefined> {
  try {
    return await openVisit(deps, message);
  } catch {
    return undefined;
  }
}
