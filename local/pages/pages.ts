/** What a newcomer sees on this machine: the chat page, the merchant's live list, and the way to the stand-in behind them. */
import type { IncomingMessage, ServerResponse } from "node:http";
import type { LocalExports } from "#local/exports/local-exports.ts";
import { exportRoutes } from "./export-routes.ts";
import { checkFrame, isLoopback } from "./frame-check.ts";
import { liveChanges } from "./live-changes.ts";
import { proxyToMessenger } from "./messenger-proxy.ts";
import type { Names } from "./names-of.ts";
import { pageAsset } from "./page-assets.ts";
import { backToChatDocument, chatDocument } from "./page-documents.ts";
import { type ShopTablesOptions, shopTables } from "./shop-tables.ts";

export interface PagesOptions {
  /** Where the Messenger stand-in listens. */
  readonly messengerUrl: string;
  readonly pageId: string;
  readonly shopName: string;
  readonly dynamodb: ShopTablesOptions;
  /** For the merchant's list; `namesOf(shop)`. What has no name is shown by its id. */
  readonly names?: Names;
  /** IANA name of the shop's time zone, in which it tells times. */
  readonly timeZone?: string;
  /** The address that the shop's links bear. Whoever opens the page by another name of this machine is sent there. */
  readonly publicUrl?: string;
  /** The shop's exports; without them the page has none. */
  readonly exports?: LocalExports;
  /** Shown under the merchant's list: ledgers of the stand-ins and the like. */
  readonly links?: readonly { readonly label: string; readonly url: string }[];
  /** The payload of the Get Started button; `start` unless told. */
  readonly getStarted?: string;
}

/** Handles a request to `/` or `/local/…` and says true; false, untouched, for any other. `stop` ends the event streams. */
export interface Pages {
  (request: IncomingMessage, response: ServerResponse): Promise<boolean>;
  stop(): void;
}

/** The pages over one shop's tables and stand-in. */
export function pages(options: PagesOptions): Pages {
  const tables = shopTables(options.dynamodb);
  const live = liveChanges(tables);
  const facts = {
    shopName: options.shopName,
    pageId: options.pageId,
    getStarted: options.getStarted ?? "start",
    names: options.names ?? { products: {}, deliveries: {} },
    links: options.links ?? [],
    exports: options.exports !== undefined,
    ...(options.timeZone === undefined ? {} : { timeZone: options.timeZone }),
  };

  const exports = options.exports && exportRoutes(options.exports);
  const routes: Record<string, Route> = {
    "/": async (_url, response) => html(response, await chatDocument(facts)),
    "/local/orders": async (_url, response) => json(response, 200, { orders: await tables.orders() }),
    "/local/stock": async (_url, response) => json(response, 200, { stock: await tables.stock() }),
    "/local/live": (_url, response) => live.follow(response),
    "/local/frame-check": async (url, response) =>
      json(response, 200, await checkFrame(url.searchParams.get("url") ?? "")),
  };

  async function answer(url: URL, response: ServerResponse): Promise<void> {
    const route = routes[url.pathname];
    if (route) await route(url, response);
    else if (url.pathname.startsWith("/local/m.me/")) html(response, backToChatDocument(options.shopName));
    else if (url.pathname.startsWith("/local/assets/")) await sendAsset(url.pathname, response);
    else json(response, 404, { error: { message: "No such page." } });
  }

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<boolean> => {
    const url = new URL(request.url ?? "/", "http://localhost");
    if (url.pathname !== "/" && !url.pathname.startsWith("/local/")) return false;
    if (url.pathname.startsWith("/local/messenger/")) {
      proxyToMessenger(options.messengerUrl, url, request, response);
      return true;
    }
    const elsewhere = properAddress(url, request.headers.host, options.publicUrl);
    if (elsewhere !== undefined) {
      response.writeHead(302, { location: elsewhere }).end();
      return true;
    }
    if (!isReading(request) && !(exports && url.pathname === "/local/exports" && request.method === "POST")) {
      json(response, 405, { error: { message: "This page is only read." } });
      return true;
    }
    try {
      if (exports && isExport(url)) await exports.answer(url, request, response);
      else await answer(url, response);
    } catch (error) {
      json(response, 500, { error: { message: error instanceof Error ? error.message : "The page failed." } });
    }
    return true;
  };

  return Object.assign(handle, {
    stop: () => {
      live.stop();
      tables.close();
      options.exports?.close();
    },
  });
}

const isReading = ({ method }: IncomingMessage): boolean => method === "GET" || method === "HEAD";

const isExport = ({ pathname }: URL): boolean => pathname === "/local/exports" || pathname === "/local/exports/file";

type Route = (url: URL, response: ServerResponse) => void | Promise<void>;

/** The shop's pages may only be framed by its own origin, and `localhost` is another one than `127.0.0.1`. */
function properAddress(url: URL, host: string | undefined, publicUrl: string | undefined): string | undefined {
  const asked = URL.parse(`http://${host}`);
  const proper = URL.parse(publicUrl ?? "");
  if (url.pathname !== "/" || asked === null || proper === null || asked.host === proper.host) return undefined;
  return asked.port === proper.port && isLoopback(asked.hostname) ? `${proper.origin}/${url.search}` : undefined;
}

async function sendAsset(path: string, response: ServerResponse): Promise<void> {
  const asset = await pageAsset(path.slice("/local/assets/".length));
  if (!asset) return json(response, 404, { error: { message: "No such file." } });
  response.writeHead(200, { "content-type": asset.type, "cache-control": "no-cache" });
  response.end(asset.body);
}

/** Words from the shop's catalogue and from other people are drawn here: no script but our own may run. */
const contentPolicy = [
  "default-src 'self'",
  "img-src * data: blob:",
  "media-src *",
  "frame-src *",
  "object-src 'none'",
  "base-uri 'none'",
].join("; ");

function html(response: ServerResponse, body: string): void {
  response.writeHead(200, {
    "content-type": "text/html; charset=utf-8",
    "cache-control": "no-store",
    "content-security-policy": contentPolicy,
    "referrer-policy": "same-origin",
  });
  response.end(body);
}

function json(response: ServerResponse, status: number, body: unknown): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  response.writeHead(status, { "content-type": "application/json; charset=utf-8", "cache-control": "no-store" });
  response.end(JSON.stringify(body));
}
