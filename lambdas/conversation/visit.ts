/** A shopper's session as the worker opens it, and what it has heard already. */
import { hash } from "node:crypto";
import type { ConversationMessage } from "#core/conversation/input.ts";
import { memorise, nothingHeard, remembers } from "#core/conversation/memory.ts";
import { newcomer } from "#core/conversation/state.ts";
import { shopperKey } from "#core/values/ids.ts";
import { type Instant, instant } from "#core/values/instant.ts";
import type { Session } from "#ports/sessions.ts";
import type { ConversationDeps } from "./conversation-deps.ts";

type Opening = Pick<ConversationDeps, "sessions" | "shop">;

/** The session of the message's shopper; a new one for a shopper who has none. A WorldFailure if it cannot be read. */
export async function openVisit(deps: Opening, message: ConversationMessage): Promise<Session> {
  const shopper = shopperKey(message.pageId, message.psid);
  return (
    (await deps.sessions.load(shopper)) ?? {
      shopper,
      version: 0,
      state: newcomer(deps.shop.settings.defaultLocale),
      outbox: [],
      memory: nothingHeard,
      lastHeardAt: undefined,
    }
  );
}

/** Whether this very message was heard before. */
export const hasHeard = ({ memory }: Session, message: ConversationMessage): boolean =>
  remembers(memory, hashOf(message));

/** The session with this message heard. */
export function hearing(session: Session, message: ConversationMessage, now: Instant): Session {
  // Everything up to the newest forgotten time counts as heard: a time ahead of our clock would drop later messages.
  const at = instant(Math.min(message.at, now));
  const isShopper = message.kind === "shopper-input";
  return {
    ...session,
    memory: memorise(session.memory, hashOf(message), at),
    lastHeardAt: isShopper ? instant(Math.max(session.lastHeardAt ?? 0, at)) : session.lastHeardAt,
  };
}

/** Twelve characters are enough to tell 64 inputs apart. */
const hashOf = (message: ConversationMessage): string => hash("sha256", message.id, "base64url").slice(0, 12);
