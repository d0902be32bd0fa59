/** Hands the chat page's calls to the Messenger stand-in, so that the page speaks to one address only. */
import { request as httpRequest, type IncomingMessage, type ServerResponse } from "node:http";
import { pipeline } from "node:stream";

/** Only what a shopper can do: none of the stand-in's Graph or control routes. */
const shopperRoute = /^\/shoppers\/[\w.-]{1,128}\/(?:text|tap|attachment|thread|events)$/;

/**
 * Forwards one request, its answer as it comes (event streams too); 404 for a route that is no shopper's, 502 with a
 * sentence when the stand-in does not answer.
 */
export function proxyToMessenger(
  messengerUrl: string,
  url: URL,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const path = url.pathname.slice("/local/messenger".length);
  if (!shopperRoute.test(path)) {
    refuse(response, 404, "No such route of a shopper.");
    return;
  }
  const upstream = httpRequest(new URL(`${path}${url.search}`, messengerUrl), {
    method: request.method ?? "GET",
    headers: passedOn(request),
  });
  upstream.once("response", (answer) => {
    response.writeHead(answer.statusCode ?? 502, {
      "content-type": answer.headers["content-type"] ?? "application/json",
      "cache-control": "no-store",
    });
    response.flushHeaders();
    pipeline(answer, response, () => undefined);
  });
  upstream.once("error", () => {
    if (response.headersSent) response.destroy();
    else refuse(response, 502, "The Messenger stand-in does not answer.");
  });
  response.once("close", () => upstream.destroy());
  pipeline(request, upstream, () => undefined);
}

function passedOn(request: IncomingMessage): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const name of ["content-type", "content-length", "accept", "last-event-id"]) {
    const value = request.headers[name];
    if (typeof value === "string") headers[name] = value;
  }
  return headers;
}

function refuse(response: ServerResponse, status: number, message: string): void {
  response.writeHead(status, { "content-type": "application/json" });
  response.end(JSON.stringify({ error: { message } }));
}
