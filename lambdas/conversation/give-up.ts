/** The last word on a message that could not be worked on: the shopper is told, or the order notes what was not. */
import { payload } from "#core/conversation/buttons.ts";
import type { ConversationMessage } from "#core/conversation/input.ts";
import { effectId, shopperKey } from "#core/values/ids.ts";
import type { Locale } from "#core/values/locale.ts";
import { count } from "#runtime/metrics.ts";
import type { ConversationDeps } from "./conversation-deps.ts";

/** Apologises for words not answered; notes news not told on the order. Throws what the world throws. */
export async function giveUp(
  deps: ConversationDeps,
  message: ConversationMessage,
  why: "parked" | "last-try",
): Promise<void> {
  if (message.kind === "order-fact") return await noteUntold(deps, message, why);
  const say = deps.words[await localeOf(deps, message)];
  const choices = [
    { label: say("label.browse"), payload: payload.browse },
    { label: say("label.person"), payload: payload.person },
  ];
  const text = say("apology.text", { email: deps.shop.settings.seller.email });
  await deps.messenger.say(message, { kind: "text", text, choices }, effectId(message.id, 0));
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

/** The session may be what cannot be read: then the shop's own language has to do. */
async function localeOf(deps: ConversationDeps, message: ConversationMessage): Promise<Locale> {
  try {
    const session = await deps.sessions.load(shopperKey(message.pageId, message.psid));
    return session?.state.language.locale ?? deps.shop.settings.defaultLocale;
  } catch {
    return deps.shop.settings.defaultLocale;
  }
}
