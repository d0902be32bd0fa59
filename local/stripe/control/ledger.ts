/** What happened at the stand-in: every API call and every try to deliver an event, newest last. */

export interface LedgerCall {
  readonly at: string;
  readonly requestId: string;
  readonly method: string;
  readonly path: string;
  readonly idempotencyKey: string | null;
  /** The form's pairs as they were sent. */
  readonly parameters: Readonly<Record<string, string>>;
  /** What was answered; `null` when the connection was cut or left hanging. */
  readonly status: number | null;
  readonly errorCode: string | null;
  /** The id of the object given. */
  readonly object: string | null;
  /** Repeated from an earlier call with the same key. */
  readonly replayed: boolean;
  readonly fault: string | null;
}

export interface LedgerDelivery {
  readonly at: string;
  readonly eventId: string;
  readonly type: string;
  readonly attempt: number;
  /** The webhook's answer, or `null` when there was none. */
  readonly status: number | null;
  readonly milliseconds: number;
}

export interface Ledger {
  calls: LedgerCall[];
  deliveries: LedgerDelivery[];
}

const longest = 10_000;

/** Adds an entry; the oldest ones go when the book is full. */
export function note<T>(entries: T[], entry: T): void {
  entries.push(entry);
  if (entries.length > longest) entries.splice(0, entries.length - longest);
}
