/** START HERE: a small Stripe on this machine. The API, the hosted payment page, the webhooks, and controls for tests. */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { dataFile, loadStore } from "./account/data-file.ts";
import { doWhatIsDue } from "./account/due.ts";
import { openAccount } from "./account/open-account.ts";
import type { StoredEvent } from "./account/stored.ts";
import { noFaults } from "./control/faults.ts";
import type { Ledger } from "./control/ledger.ts";
import { type Controls, serveControl } from "./control/serve-control.ts";
import { usualGaps, WebhookSender } from "./events/webhook-sender.ts";
import { HostedPage } from "./page/hosted-page.ts";
import { BodyTooLarge, type Exchange, readExchange, sendJson } from "./server/exchange.ts";
import { serveApi } from "./server/serve-api.ts";

export interface StripeStandInOptions {
  /** 0 or absent: any free port. */
  readonly port?: number;
  /** The secret key that is accepted; `current,previous` accepts two. `sk_live_…` makes the account a live one. */
  readonly key: string;
  /** The webhook's secret; `current,previous` signs with both. */
  readonly webhookSecret: string;
  readonly webhookUrl: string;
  /** Where the account is kept across restarts; only in memory without it. */
  readonly dataFile?: string;
  /** The shop's name on the hosted page. */
  readonly sellerName?: string;
}

export interface StripeStandIn {
  readonly url: string;
  stop(): Promise<void>;
}

/** Starts the stand-in at 127.0.0.1; rejects when the port is taken. */
export async function startStripeStandIn(options: StripeStandInOptions): Promise<StripeStandIn> {
  const keys = options.key.split(",");
  const store = loadStore(options.dataFile);
  const file = dataFile(options.dataFile, store);
  const faults = noFaults();
  const ledger: Ledger = { calls: [], deliveries: [] };
  let url = "";
  const keep = (event: StoredEvent): void => {
    store.events[event.id] = event;
  };
  const sender = new WebhookSender(
    { url: options.webhookUrl, secrets: options.webhookSecret.split(",") },
    { faults, ledger, events: () => Object.values(store.events), keep, changed: file.changed },
  );
  const { account, causedBy } = openAccount({
    livemode: /^(sk|rk)_live_/.test(keys[0] ?? ""),
    sellerName: options.sellerName ?? "Boutique de démonstration",
    url: () => url,
    store,
    sender,
    changed: file.changed,
  });
  const desk = { account, keys, inUse: new Set<string>(), causedBy };
  const page = new HostedPage(account);
  const controls: Controls = { account, faults, ledger, sender, changed: file.changed };

  const server = createServer((request, response) => {
    void answer(request, response, async (exchange) => {
      doWhatIsDue(account);
      if (exchange.path.startsWith("/control/")) await serveControl(controls, exchange);
      else if (exchange.path.startsWith("/c/pay/")) await page.answer(exchange);
      else await serveApi(desk, { faults, ledger }, exchange);
      file.changed();
    });
  });
  // Longer than any client keeps an idle connection: none is cut under a request.
  server.keepAliveTimeout = 75_000;
  await new Promise<void>((started, failed) => {
    server.once("error", failed).listen(options.port ?? 0, "127.0.0.1", started);
  });
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  for (const session of Object.values(store.sessions)) {
    const fragment = store.secrets[session.id]?.fragment;
    if (session.status === "open") session.url = `${url}/c/pay/${session.id}#${fragment}`;
  }
  const clock = setInterval(() => doWhatIsDue(account), 1000);
  for (const event of Object.values(store.events)) {
    if (!event.delivered && !event.held && event.attempts <= usualGaps.length) sender.send(event);
  }
  return {
    url,
    async stop() {
      clearInterval(clock);
      sender.stop();
      file.flush();
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  serve: (exchange: Exchange) => Promise<void>,
): Promise<void> {
  try {
    await serve(await readExchange(request, response));
  } catch (error) {
    if (response.headersSent || request.socket.destroyed) return;
    const status = error instanceof BodyTooLarge ? 413 : 500;
    const message = error instanceof Error ? error.message : String(error);
    sendJson(response, status, { error: { type: "api_error", message: `The stand-in itself failed: ${message}` } });
  }
}
