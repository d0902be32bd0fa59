/** One HTTP exchange, with the body read and the address taken apart. */
import type { IncomingMessage, ServerResponse } from "node:http";

export interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly body: string;
}

/** Thrown for a body over one megabyte. */
export class BodyTooLarge extends Error {
  override readonly name = "BodyTooLarge";
}

const largestBody = 1024 * 1024;

/** Reads a request to its end. */
export async function readExchange(request: IncomingMessage, response: ServerResponse): Promise<Exchange> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request) {
    const bytes = chunk as Uint8Array;
    size += bytes.length;
    if (size > largestBody) throw new BodyTooLarge();
    chunks.push(bytes);
  }
  const [path = "", query = ""] = (request.url ?? "/").split(/\?(.*)/s);
  return {
    request,
    response,
    method: request.method ?? "GET",
    path,
    query,
    body: Buffer.concat(chunks).toString("utf8"),
  };
}

/** Answers with JSON. */
export function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { "content-type": "application/json; charset=utf-8" });
  response.end(JSON.stringify(body, null, 2));
}
