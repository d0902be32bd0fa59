/** What happened, for whoever tests a shop: every Graph call with its answer, every webhook with its attempts. */

export interface GraphCallEntry {
  readonly at: number;
  readonly method: string;
  /** Without the query: it may hold the token. */
  readonly path: string;
  readonly body: unknown;
  /** Absent when the connection was cut or left hanging. */
  readonly status?: number;
  readonly answer?: unknown;
  /** The failure that a control route asked for, if this call met one. */
  readonly fault?: string;
}

export interface WebhookAttempt {
  readonly at: number;
  readonly tookMs: number;
  /** What the callback answered, or why there was no answer. */
  readonly status?: number;
  readonly error?: string;
}

export interface WebhookEntry {
  readonly id: number;
  readonly at: number;
  readonly psid: string;
  readonly field: string;
  readonly body: unknown;
  readonly attempts: WebhookAttempt[];
  outcome: "pending" | "delivered" | "given-up" | "not-subscribed";
}

/** The oldest entries go when there are more than this. */
const most = 20_000;

export class Ledger {
  #calls: GraphCallEntry[] = [];
  #webhooks: WebhookEntry[] = [];
  #nextId = 1;

  called(entry: GraphCallEntry): void {
    this.#calls.push(entry);
    if (this.#calls.length > most) this.#calls.shift();
  }

  /** Opens the entry of a webhook, which its delivery fills. */
  open(event: Pick<WebhookEntry, "at" | "psid" | "field" | "body">): WebhookEntry {
    const entry: WebhookEntry = { id: this.#nextId, ...event, attempts: [], outcome: "pending" };
    this.#nextId += 1;
    this.#webhooks.push(entry);
    if (this.#webhooks.length > most) this.#webhooks.shift();
    return entry;
  }

  /** All that is known, or what concerns one shopper. */
  read(psid?: string): { calls: GraphCallEntry[]; webhooks: WebhookEntry[] } {
    return {
      calls: this.#calls.filter(({ body }) => psid === undefined || recipientOf(body) === psid),
      webhooks: this.#webhooks.filter((entry) => psid === undefined || entry.psid === psid),
    };
  }

  pending(): number {
    return this.#webhooks.filter((entry) => entry.outcome === "pending").length;
  }

  clear(): void {
    this.#calls = [];
    this.#webhooks = this.#webhooks.filter((entry) => entry.outcome === "pending");
  }
}

function recipientOf(body: unknown): unknown {
  if (typeof body !== "object" || body === null || !("recipient" in body)) return undefined;
  const { recipient } = body;
  return typeof recipient === "object" && recipient !== null && "id" in recipient ? recipient.id : undefined;
}
