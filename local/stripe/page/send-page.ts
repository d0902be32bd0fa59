/** How the hosted page answers: a page that may stand in a frame, or a way elsewhere. */
import type { Exchange } from "../server/exchange.ts";
import type { Html } from "./html.ts";

/** Sends a page. */
export function sendPage(exchange: Exchange, status: number, page: Html): void {
  exchange.response.writeHead(status, {
    "content-type": "text/html; charset=utf-8",
    "cache-control": "no-store",
    "referrer-policy": "no-referrer",
    "content-security-policy":
      "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src https:; base-uri 'none'",
  });
  exchange.response.end(page.markup);
}

/** Sends the browser elsewhere with a GET. */
export function sendAway(exchange: Exchange, location: string): void {
  exchange.response.writeHead(303, { location, "cache-control": "no-store", "referrer-policy": "no-referrer" }).end();
}
