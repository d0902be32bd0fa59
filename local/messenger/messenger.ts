/** What the Graph side, the shopper side and the control routes of one stand-in share. */
import type { Callback } from "./callback.ts";
import type { Faults } from "./faults.ts";
import type { Ledger } from "./ledger.ts";
import type { PageProfile } from "./page-profile.ts";
import type { RateLimit } from "./rate-limit.ts";
import type { StandInClock } from "./stand-in-clock.ts";
import type { Subscription } from "./subscription.ts";
import type { Threads } from "./threads.ts";
import type { Webhooks } from "./webhooks.ts";

export interface Messenger {
  readonly page: { readonly id: string; readonly token: string };
  readonly appSecret: string;
  readonly clock: StandInClock;
  readonly threads: Threads;
  readonly ledger: Ledger;
  readonly faults: Faults;
  readonly callback: Callback;
  readonly webhooks: Webhooks;
  readonly subscription: Subscription;
  readonly profile: PageProfile;
  readonly limits: { readonly sends: RateLimit; readonly profileCalls: RateLimit };
  /** People who blocked the Page. */
  readonly blocked: Set<string>;
  /** What control routes switched on. */
  readonly switches: Switches;
}

export interface Switches {
  /** Milliseconds before each answer of the Graph side. */
  slowMs: number;
  /** Whether a quick reply may be tapped after it vanished, as an old app might. */
  oldQuickReplies: boolean;
}

export const switchesOff = (): Switches => ({ slowMs: 0, oldQuickReplies: false });
