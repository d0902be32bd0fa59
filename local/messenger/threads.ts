/** The conversations between the Page and its shoppers, as both sides see them. */
import { randomBytes } from "node:crypto";
import type { Journal, ThreadItem } from "./journal.ts";
import { limits } from "./limits.ts";
import type { StandInClock } from "./stand-in-clock.ts";

/** Shown while the Page types; never stored, so it bears the number of the item before it. */
export interface TypingItem {
  readonly seq: number;
  readonly at: number;
  readonly from: "typing";
  readonly on: boolean;
}

type Listener = (item: ThreadItem | TypingItem) => void;

export interface ShopperSummary {
  readonly psid: string;
  readonly items: number;
  readonly heardAt?: number;
  readonly lastAt?: number;
}

interface Thread {
  readonly items: ThreadItem[];
  readonly listeners: Set<Listener>;
  heardAt?: number;
  /** The Page's newest message of which the shopper's app has not said that it was read. */
  unread: boolean;
  typing?: NodeJS.Timeout;
}

/** A new message id, as long as Meta's. */
export const newMid = (): string => `m_${randomBytes(64).toString("base64url")}`;

export class Threads {
  readonly #threads = new Map<string, Thread>();
  readonly #receipts = new Set<string>();
  readonly #journal: Journal;
  readonly #clock: StandInClock;

  constructor(journal: Journal, clock: StandInClock) {
    this.#journal = journal;
    this.#clock = clock;
    for (const line of journal.past) {
      if (line.kind === "item") this.#keep(line.psid, line.item);
      if (line.kind === "heard") this.#thread(line.psid).heardAt = line.at;
    }
  }

  /** Whether this person ever wrote to the Page. */
  isKnown(psid: string): boolean {
    return this.heardAt(psid) !== undefined;
  }

  /** When the person last did something that opens the window; milliseconds since 1970. */
  heardAt(psid: string): number | undefined {
    return this.#threads.get(psid)?.heardAt;
  }

  /** Notes a person's action that leaves no message in the thread, such as a link followed. */
  hear(psid: string): void {
    const at = this.#clock.now();
    this.#thread(psid).heardAt = at;
    this.#journal.append({ kind: "heard", psid, at });
  }

  /** Adds a message; the item with its number and time. */
  add(psid: string, message: Omit<ThreadItem, "seq" | "at">): ThreadItem {
    if (message.from === "page") this.typing(psid, false);
    const seq = (this.items(psid).at(-1)?.seq ?? 0) + 1;
    const item = { seq, at: this.#clock.now(), ...message };
    this.#journal.append({ kind: "item", psid, item });
    this.#keep(psid, item);
    this.#tell(psid, item);
    return item;
  }

  items(psid: string, after = 0): readonly ThreadItem[] {
    const items = this.#threads.get(psid)?.items ?? [];
    return after === 0 ? items : items.filter((item) => item.seq > after);
  }

  /** The message that still shows its quick replies: they vanish with the next message, whoever writes it. */
  showingQuickReplies(psid: string): ThreadItem | undefined {
    const last = this.items(psid).at(-1);
    return last?.from === "page" && last.message?.["quick_replies"] !== undefined ? last : undefined;
  }

  find(psid: string, mid: string): ThreadItem | undefined {
    return this.items(psid).find((item) => item.mid === mid);
  }

  /** Whether a receipt with this number was sent to anyone. */
  hasReceipt(orderNumber: string): boolean {
    return this.#receipts.has(orderNumber);
  }

  /** Whether the shopper has now read something that was unread. */
  markRead(psid: string): boolean {
    const thread = this.#threads.get(psid);
    if (thread === undefined || !thread.unread) return false;
    thread.unread = false;
    return true;
  }

  /** Lights or puts out the typing indicator. */
  typing(psid: string, on: boolean): void {
    const thread = this.#thread(psid);
    const wasOn = thread.typing !== undefined;
    clearTimeout(thread.typing);
    delete thread.typing;
    if (on) thread.typing = setTimeout(() => this.typing(psid, false), limits.typingMs.value).unref();
    if (on === wasOn) return;
    this.#tell(psid, { seq: this.items(psid).at(-1)?.seq ?? 0, at: this.#clock.now(), from: "typing", on });
  }

  /** Calls back for every item from now on; the function returned ends that. */
  listen(psid: string, listener: Listener): () => void {
    const { listeners } = this.#thread(psid);
    listeners.add(listener);
    return () => listeners.delete(listener);
  }

  shoppers(): ShopperSummary[] {
    return [...this.#threads]
      .filter(([, thread]) => thread.heardAt !== undefined)
      .map(([psid, { items, heardAt }]) => {
        const last = items.at(-1);
        return {
          psid,
          items: items.length,
          ...(heardAt === undefined ? {} : { heardAt }),
          ...(last === undefined ? {} : { lastAt: last.at }),
        };
      });
  }

  #thread(psid: string): Thread {
    const known = this.#threads.get(psid);
    if (known !== undefined) return known;
    const thread: Thread = { items: [], listeners: new Set(), unread: false };
    this.#threads.set(psid, thread);
    return thread;
  }

  #keep(psid: string, item: ThreadItem): void {
    const thread = this.#thread(psid);
    thread.items.push(item);
    if (item.from === "shopper") thread.heardAt = item.at;
    thread.unread = item.from === "page";
    const number = receiptNumberOf(item.message);
    if (number !== undefined) this.#receipts.add(number);
  }

  #tell(psid: string, item: ThreadItem | TypingItem): void {
    for (const listener of this.#thread(psid).listeners) listener(item);
  }
}

/** The order number in a stored message that is a receipt. */
function receiptNumberOf(message: ThreadItem["message"]): string | undefined {
  let value: unknown = message;
  for (const key of ["attachment", "payload", "order_number"]) {
    value = typeof value === "object" && value !== null ? Reflect.get(value, key) : undefined;
  }
  return typeof value === "string" ? value : undefined;
}
