/** The conversation worker with a Graph API on this machine and everything else in memory. */
import { sendApi } from "#adapters/messenger/send-api.ts";
import type { ConversationMessage, Input } from "#core/conversation/input.ts";
import type { OrderFact, OrderView } from "#core/orders/fact.ts";
import type { PaymentsMessage } from "#core/payments/message.ts";
import { inputId, type PageId, type Psid } from "#core/values/ids.ts";
import { type Instant, instant } from "#core/values/instant.ts";
import type { ConversationDeps } from "#lambdas/conversation/conversation-deps.ts";
import { converse } from "#lambdas/conversation/converse.ts";
import { WorldFailure } from "#ports/failures.ts";
import type { Session, SessionStore } from "#ports/sessions.ts";
import { anExampleShop, exampleWords } from "#test/support/example-shop.ts";
import type { GraphServer } from "./graph-server.ts";

export const noon = instant(Date.UTC(2026, 10, 24, 11));
const pageId = "100000000000001" as PageId;
const psid = "2001" as Psid;

/** Sessions in memory, with the same rule of versions as the table. */
export class MemorySessions implements SessionStore {
  saved: Session | undefined;
  reads = 0;
  writes = 0;
  /** Fails the next save as if somebody else had saved meanwhile. */
  conflicts = 0;

  async load(): Promise<Session | undefined> {
    this.reads += 1;
    return structuredClone(this.saved);
  }

  async save(session: Session): Promise<Session> {
    if (this.conflicts > 0 || session.version !== (this.saved?.version ?? 0)) {
      this.conflicts -= 1;
      throw new WorldFailure("a session was saved meanwhile");
    }
    this.writes += 1;
    this.saved = structuredClone({ ...session, version: session.version + 1 });
    return structuredClone(this.saved);
  }
}

export class WorkerRig {
  readonly sessions = new MemorySessions();
  readonly commands: PaymentsMessage[] = [];
  orders: readonly OrderView[] = [];
  /** What the orders and stock were asked for. */
  lookups = 0;
  /** Whether the payments queue refuses. */
  isQueueDown = false;
  pagesBlocked: string[] = [];
  tokens: readonly string[] = ["token-1"];
  freshTokens: readonly string[] = ["token-2"];
  now: Instant = noon;
  readonly deps: ConversationDeps;
  private random = 0;

  constructor(graph: GraphServer) {
    this.deps = {
      shop: anExampleShop(),
      words: exampleWords,
      sessions: this.sessions,
      orders: {
        recentOrders: async () => {
          this.lookups += 1;
          return this.orders;
        },
      },
      stock: {
        available: async () => {
          this.lookups += 1;
          return new Map();
        },
      },
      payments: {
        send: async (messages) => {
          if (this.isQueueDown) throw new WorldFailure("the queue cannot be reached");
          this.commands.push(...messages);
        },
      },
      messenger: sendApi({
        graphUrl: graph.url,
        tokens: async () => this.tokens,
        refreshedTokens: async () => this.freshTokens,
        onPageBlocked: (why) => this.pagesBlocked.push(why),
      }),
      publicUrl: "https://shop.example",
      now: () => this.now,
      randomBytes: (count) => new Uint8Array(count).fill((this.random += 1)),
    };
  }

  says = (text: string, id = "m_1"): Promise<void> => converse(this.deps, heard({ kind: "text", text }, id));
  taps = (payload: string, id = "m_1"): Promise<void> => converse(this.deps, heard({ kind: "tap", payload }, id));
  hears = (fact: OrderFact): Promise<void> => converse(this.deps, newsOf(fact));
}

export const heard = (input: Input, id: string, at: Instant = noon): ConversationMessage => ({
  v: 1,
  kind: "shopper-input",
  id: inputId(id),
  pageId,
  psid,
  at,
  input,
});

export const newsOf = (fact: OrderFact): ConversationMessage => ({
  v: 1,
  kind: "order-fact",
  id: inputId(`${fact.order.orderId}:${fact.sequence}`),
  pageId,
  psid,
  at: noon,
  fact,
});
