/** What the conversation says to a shopper goes out here. */
import type { Speech } from "#core/conversation/speech.ts";
import type { EffectId, PageId, Psid } from "#core/values/ids.ts";

export interface Recipient {
  readonly pageId: PageId;
  readonly psid: Psid;
}

/**
 * `unreachable`: this shopper cannot be told this now (gone, window closed, another app speaks). `refused`: the words
 * were not accepted. `why` names the error class, without personal data.
 */
export type Said =
  | { readonly outcome: "said" }
  | { readonly outcome: "unreachable"; readonly why: string }
  | { readonly outcome: "refused"; readonly why: string };

export interface Messenger {
  /** Shows that the message was seen and an answer is being written; never fails, and is over when it returns. */
  attend(to: Recipient): Promise<void>;
  /** Says one thing; a WorldFailure when it may be said later, also when it is not known whether it was. */
  say(to: Recipient, speech: Speech, id: EffectId): Promise<Said>;
}
