/** What is remembered of each shopper between messages. */
import type { OutboxEntry } from "#core/conversation/effect.ts";
import type { Memory } from "#core/conversation/memory.ts";
import type { ConversationState } from "#core/conversation/state.ts";
import type { ShopperKey } from "#core/values/ids.ts";
import type { Instant } from "#core/values/instant.ts";

export interface Session {
  readonly shopper: ShopperKey;
  /** Grows by one with each save; 0 for a session not saved yet. */
  readonly version: number;
  readonly state: ConversationState;
  /** Effects decided and not known to be done. */
  readonly outbox: readonly OutboxEntry[];
  readonly memory: Memory;
  /** When the shopper last did something, by the sender's clock. */
  readonly lastHeardAt: Instant | undefined;
}

export interface SessionStore {
  /** The session as it was last saved; nothing for a shopper not seen for long. A WorldFailure if it cannot be read. */
  load(shopper: ShopperKey): Promise<Session | undefined>;
  /** Saves what follows on the loaded version, and gives it its new one; a WorldFailure if another was saved meanwhile. */
  save(session: Session): Promise<Session>;
}
