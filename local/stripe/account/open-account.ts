/** Opens the account: its store, its clock, its events on their way to the webhook. */
import { type Cause, newEvent } from "../events/event.ts";
import type { WebhookSender } from "../events/webhook-sender.ts";
import type { Account } from "./account.ts";
import type { Store, StoredEvent } from "./stored.ts";

/** The account with the two things only the stand-in itself may do. */
export interface OpenAccount {
  readonly account: Account;
  /** Runs something so that its events name this call as their cause. */
  readonly causedBy: <T>(cause: Cause, run: () => T) => T;
}

const nobody: Cause = { id: null, idempotency_key: null };

/** Puts the account together; `url` is asked each time because the port is known late. */
export function openAccount(options: {
  livemode: boolean;
  sellerName: string;
  url: () => string;
  store: Store;
  sender: WebhookSender;
  changed: () => void;
}): OpenAccount {
  const { store, sender } = options;
  let cause = nobody;
  const now = (): number => Math.floor((Date.now() + store.clockOffset) / 1000);
  const account: Account = {
    livemode: options.livemode,
    sellerName: options.sellerName,
    get url() {
      return options.url();
    },
    store,
    now,
    emit(type, object, previous) {
      const news = { type, object, cause, at: now(), livemode: options.livemode };
      const event: StoredEvent = newEvent(previous === undefined ? news : { ...news, previous });
      store.events[event.id] = event;
      sender.send(event);
      options.changed();
      return event.id;
    },
    firstSuccess(eventId) {
      const event = store.events[eventId];
      return event === undefined ? Promise.resolve() : sender.firstSuccess(event);
    },
  };
  const causedBy = <T>(by: Cause, run: () => T): T => {
    cause = by;
    try {
      return run();
    } finally {
      cause = nobody;
      options.changed();
    }
  };
  return { account, causedBy };
}
