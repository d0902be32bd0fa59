/** The one address a person opens: pages of the local stack first, everything else is the shop's HTTP API. */
import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { CannotStart } from "./services/dynamodb.ts";

/** True when the request was answered. */
export type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<boolean>;

export interface FrontDoor {
  readonly port: number;
  /** Who answers from now on, in this order; before the first call every request gets 503. */
  open(handlers: readonly Handler[]): void;
  close(): Promise<void>;
}

/** Listens on loopback at once, so that a taken port is known before anything else starts. */
export async function frontDoor(port: number): Promise<FrontDoor> {
  let handlers: readonly Handler[] = [
    (_request, response) => {
      response.writeHead(503, { "retry-after": "1", "content-type": "text/plain" }).end("The shop is starting.\n");
      return Promise.resolve(true);
    },
  ];
  const server = createServer((request, response) => {
    void answer(handlers, request, response);
  });
  await listen(server, port);
  const address = server.address();
  if (address === null || typeof address === "string") throw new CannotStart("The shop listens on no port.");
  return {
    port: address.port,
    open: (next) => {
      handlers = next;
    },
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

/** Whether nobody listens on this port of loopback now. */
export async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  try {
    server.listen(port, "127.0.0.1");
    await once(server, "listening");
  } catch {
    return false;
  }
  server.close();
  await once(server, "close");
  return true;
}

async function listen(server: Server, port: number): Promise<void> {
  server.listen(port, "127.0.0.1");
  try {
    await once(server, "listening");
  } catch (cause) {
    const code = cause instanceof Error && "code" in cause ? cause.code : undefined;
    if (code === "EADDRINUSE") {
      throw new CannotStart(
        `Port ${port} is taken. Stop what uses it, or choose another one: PORT=${port + 100} npm start`,
        { cause },
      );
    }
    if (code === "EACCES")
      throw new CannotStart(`Port ${port} is not allowed for you; choose one above 1023.`, { cause });
    throw cause;
  }
}

async function answer(handlers: readonly Handler[], request: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    for (const handle of handlers) if (await handle(request, response)) return;
    response.writeHead(404, { "content-type": "application/json" }).end('{"message":"Not Found"}');
  } catch {
    if (response.headersSent) response.destroy();
    else response.writeHead(500, { "content-type": "application/json" }).end('{"message":"Internal Server Error"}');
  }
}
