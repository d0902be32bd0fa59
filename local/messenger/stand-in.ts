/** START HERE: a Messenger Platform on this machine, one HTTP server that refuses what Meta refuses. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { Callback } from "./callback.ts";
import { controlRoutes } from "./control-routes.ts";
import { answerJson, type Exchange, exchangeOf, Refused } from "./exchange.ts";
import { Faults } from "./faults.ts";
import { graphExchange } from "./graph-exchange.ts";
import { openJournal } from "./journal.ts";
import { Ledger } from "./ledger.ts";
import { limits, webhookRetryGaps } from "./limits.ts";
import { type Messenger, switchesOff } from "./messenger.ts";
import { PageProfile } from "./page-profile.ts";
import { RateLimit } from "./rate-limit.ts";
import { shopperRoutes } from "./shopper-routes.ts";
import { standInClock } from "./stand-in-clock.ts";
import { Subscription } from "./subscription.ts";
import { Threads } from "./threads.ts";
import { Webhooks } from "./webhooks.ts";

export interface MessengerStandInOptions {
  /** 0 or nothing: any free port. */
  readonly port?: number;
  readonly page: { readonly id: string; readonly token: string };
  readonly appSecret: string;
  /** Where events go; it need not listen yet. */
  readonly callbackUrl: string;
  readonly verifyToken: string;
  /** Where threads outlive a restart; without it they do not. */
  readonly dataFile?: string;
  /** Milliseconds between the attempts at one webhook. */
  readonly retryGaps?: readonly number[];
  /** How many calls the Send API takes within how many milliseconds; Meta's limit without it. */
  readonly sendRate?: { readonly calls: number; readonly withinMs: number };
}

export interface MessengerStandIn {
  readonly url: string;
  stop(): Promise<void>;
}

/** Starts on 127.0.0.1; rejects when the port is taken. */
export async function startMessengerStandIn(options: MessengerStandInOptions): Promise<MessengerStandIn> {
  const stopping = new AbortController();
  const messenger = assemble(options, stopping.signal);
  const server = createServer((request, response) => {
    answer(messenger, exchangeOf(request, response)).catch((error: unknown) => fail(request, response, error));
  });
  const url = await listen(server, options.port ?? 0);
  // The shop may not listen yet: the first event asks again.
  const greeted = messenger.callback.verify();
  return {
    url,
    async stop() {
      stopping.abort();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await Promise.all([greeted, messenger.webhooks.settled()]);
    },
  };
}

function assemble(options: MessengerStandInOptions, stop: AbortSignal): Messenger {
  const { page, appSecret } = options;
  const clock = standInClock();
  const journal = openJournal(options.dataFile);
  const ledger = new Ledger();
  const subscription = new Subscription();
  const callback = new Callback(options, stop);
  const retryGaps = options.retryGaps ?? webhookRetryGaps;
  const sendRate = options.sendRate ?? { calls: limits.sendsPerSecond.value, withinMs: 1000 };
  return {
    page,
    appSecret,
    clock,
    ledger,
    subscription,
    callback,
    threads: new Threads(journal, clock),
    profile: new PageProfile(journal),
    faults: new Faults(),
    webhooks: new Webhooks({ pageId: page.id, callback, clock, ledger, subscription, retryGaps, stop }),
    limits: {
      sends: new RateLimit(sendRate.calls, sendRate.withinMs, Date.now),
      profileCalls: new RateLimit(limits.profileCalls.value, limits.profileCallsMs.value, () => clock.now()),
    },
    blocked: new Set(),
    switches: switchesOff(),
  };
}

async function answer(messenger: Messenger, exchange: Exchange): Promise<void> {
  const [first] = exchange.segments;
  if (first !== "control" && first !== "shoppers") return graphExchange(messenger, exchange);
  openToLoopback(exchange);
  if (exchange.method === "OPTIONS") {
    exchange.response.writeHead(204).end();
    return;
  }
  return first === "control" ? controlRoutes(messenger, exchange) : shopperRoutes(messenger, exchange);
}

/** Pages of this machine may call the shopper and control routes from another port; other pages may not at all. */
function openToLoopback({ request, response }: Exchange): void {
  const { origin } = request.headers;
  if (origin === undefined) return;
  if (!URL.canParse(origin) || !["localhost", "127.0.0.1", "[::1]"].includes(new URL(origin).hostname)) {
    throw new Refused(403, "only pages of this machine may call this");
  }
  response.setHeader("access-control-allow-origin", origin);
  response.setHeader("access-control-allow-methods", "GET, POST");
  response.setHeader("access-control-allow-headers", "content-type, last-event-id");
  response.setHeader("vary", "origin");
}

function fail(request: IncomingMessage, response: ServerResponse, error: unknown): void {
  if (response.headersSent) {
    request.socket.destroy();
    return;
  }
  if (error instanceof Refused) answerJson(response, error.status, { error: error.message });
  else answerJson(response, 500, { error: error instanceof Error ? error.message : String(error) });
}

async function listen(server: Server, port: number): Promise<string> {
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the server listens on no port");
  return `http://127.0.0.1:${address.port}`;
}
