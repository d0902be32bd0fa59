/** Does what was decided: commands first, because money must not wait for words, then the words in their order. */
import type { OutboxEntry } from "#core/conversation/effect.ts";
import { plainly } from "#core/conversation/plain.ts";
import type { Command } from "#core/payments/message.ts";
import { type EffectId, effectId, inputId } from "#core/values/ids.ts";
import type { Instant } from "#core/values/instant.ts";
import { WorldFailure } from "#ports/failures.ts";
import type { Recipient, Said } from "#ports/messenger.ts";
import type { Session } from "#ports/sessions.ts";
import { log } from "#runtime/log.ts";
import { count } from "#runtime/metrics.ts";
import type { ConversationDeps } from "./conversation-deps.ts";

type Say = OutboxEntry & { readonly kind: "say" };

export interface Pace {
  /** No sentence is begun after this. */
  readonly until: Instant;
  /** Saves after each sentence, at the price of a write for each. */
  readonly savesEach?: boolean;
}

/**
 * The session with its outbox done, not saved yet. When a call fails midway, or the calls are so slow that sentences are
 * left at `until`, the rest of the outbox is saved before the WorldFailure is thrown, so that nothing is said twice.
 */
export async function doEffects(
  deps: ConversationDeps,
  to: Recipient,
  session: Session,
  { until, savesEach = false }: Pace,
): Promise<Session> {
  let saved = session;
  let left: readonly OutboxEntry[] = session.outbox;
  try {
    await sendCommands(deps, to, session.outbox);
    left = session.outbox.filter(isSay);
    for (const entry of left.filter(isSay)) {
      if (deps.now() > until) throw new WorldFailure("Messenger is too slow for all the words at once");
      if (savesEach && left.length < saved.outbox.length) saved = await deps.sessions.save({ ...saved, outbox: left });
      await say(deps, to, entry);
      left = left.slice(1);
    }
  } catch (error) {
    if (left.length < saved.outbox.length) await deps.sessions.save({ ...saved, outbox: left });
    throw error;
  }
  return { ...saved, outbox: [] };
}

const isSay = (entry: OutboxEntry): entry is Say => entry.kind === "say";

async function sendCommands(deps: ConversationDeps, to: Recipient, outbox: readonly OutboxEntry[]): Promise<void> {
  const commands = outbox.flatMap((entry): Command[] =>
    entry.kind === "command" ? [{ ...entry.command, ...addressOf(to), id: entry.id, at: deps.now() }] : [],
  );
  if (commands.length > 0) await deps.payments.send(commands);
}

async function say(deps: ConversationDeps, to: Recipient, entry: Say): Promise<void> {
  let said = await deps.messenger.say(to, entry.speech, entry.id);
  if (said.outcome === "refused") {
    note("SpeechRefused", entry, said);
    said = await deps.messenger.say(to, plainly(entry.speech), effectId(inputId(entry.id), 0));
  }
  if (said.outcome === "said") return;
  note("SpeechUndelivered", entry, said);
  if (entry.about !== undefined) await noteUntold(deps, to, entry, said);
}

function note(metric: "SpeechRefused" | "SpeechUndelivered", entry: Say, said: Said & { readonly why: string }): void {
  count(metric);
  log.warn("speech not delivered", {
    effectId: entry.id,
    kind: entry.speech.kind,
    outcome: said.outcome,
    why: said.why,
  });
}

/** What a shopper could not be told of an order stands on the order. */
async function noteUntold(
  deps: ConversationDeps,
  to: Recipient,
  entry: Say,
  said: { readonly outcome: string; readonly why: string },
): Promise<void> {
  if (entry.about === undefined) return;
  count("NewsUntold");
  const id: EffectId = effectId(inputId(entry.id), 1);
  const what = `${said.outcome} ${said.why}`;
  await deps.payments.send([{ kind: "note-untold", orderId: entry.about, what, ...addressOf(to), id, at: deps.now() }]);
}

const addressOf = ({ pageId, psid }: Recipient) => ({ v: 1, pageId, psid }) as const;
