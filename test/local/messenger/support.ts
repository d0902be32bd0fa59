/** A stand-in with a small shop behind its callback, for the tests of this folder. */
import { createServer, type IncomingMessage } from "node:http";
import { onTestFinished, vi } from "vitest";
import { z } from "zod";
import { type MessengerStandInOptions, startMessengerStandIn } from "#local/messenger/stand-in.ts";

export const page = { id: "100000000000001", token: "local-page-token" };
export const psid = "7001";

/** What the callback received. */
export interface Received {
  readonly bytes: string;
  readonly headers: IncomingMessage["headers"];
}

export interface Shop {
  readonly url: string;
  /** Every POST, also those that were answered with an error. */
  readonly received: Received[];
  /** What to answer next; empty: 200. `silent` never answers. */
  readonly answers: (number | "silent")[];
  readonly verifyToken: { value: string };
}

/** A callback that passes the handshake and answers as told. */
export async function aShop(): Promise<Shop> {
  const received: Received[] = [];
  const answers: (number | "silent")[] = [];
  const verifyToken = { value: "local-verify-token" };
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? "/", "http://127.0.0.1");
    if (request.method === "GET") {
      const isRight = url.searchParams.get("hub.verify_token") === verifyToken.value;
      response.writeHead(isRight ? 200 : 403).end(isRight ? url.searchParams.get("hub.challenge") : "");
      return;
    }
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      received.push({ bytes: Buffer.concat(chunks).toString("latin1"), headers: request.headers });
      const answer = answers.shift() ?? 200;
      if (answer !== "silent") response.writeHead(answer).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return { url: `http://127.0.0.1:${address.port}/webhooks/messenger`, received, answers, verifyToken };
}

const graphError = z.object({
  message: z.string(),
  type: z.string(),
  code: z.number(),
  error_subcode: z.number().optional(),
  fbtrace_id: z.string(),
});
const graphBody = z.looseObject({
  recipient_id: z.string().optional(),
  message_id: z.string().optional(),
  error: graphError.optional(),
});
const item = z.looseObject({
  seq: z.number(),
  at: z.number(),
  from: z.string(),
  mid: z.string().optional(),
  text: z.string().optional(),
});
const shopperBody = z.union([item, z.object({ error: z.string() }).transform(({ error }) => ({ error }))]);
const event = z.looseObject({
  sender: z.object({ id: z.string() }),
  recipient: z.object({ id: z.string() }),
  timestamp: z.number(),
  message: z.looseObject({ mid: z.string(), text: z.string().optional() }).optional(),
  postback: z.looseObject({ mid: z.string() }).optional(),
});
const payload = z.object({
  object: z.literal("page"),
  entry: z.tuple([z.object({ id: z.string(), time: z.number(), messaging: z.tuple([event]) })]),
});
const ledgerBody = z.object({
  pending: z.number(),
  calls: z.array(
    z.looseObject({
      at: z.number(),
      path: z.string(),
      body: z.unknown(),
      status: z.number().optional(),
      fault: z.string().optional(),
    }),
  ),
  webhooks: z.array(
    z.looseObject({
      psid: z.string(),
      field: z.string(),
      outcome: z.string(),
      attempts: z.array(z.looseObject({ status: z.number().optional(), error: z.string().optional() })),
    }),
  ),
});

/** Waits until this holds; the machine may be busy. */
export const eventually = (holds: () => unknown): Promise<unknown> =>
  vi.waitFor(holds, { timeout: 8000, interval: 20 });

/** The one event in the bytes of a webhook. */
export const eventIn = (bytes: string) => payload.parse(JSON.parse(bytes)).entry[0].messaging[0];

/** The events that the shop received, without what only tells of delivery. */
export const actsAt = (shop: Shop) =>
  shop.received
    .map(({ bytes }) => eventIn(bytes))
    .filter((one) => one["delivery"] === undefined && one["read"] === undefined && !isEcho(one));

const isEcho = (one: z.output<typeof event>): boolean => one.message?.["is_echo"] === true;

/** A running stand-in and short ways to its routes; stopped when the test ends. */
export async function aMessenger(options: Partial<MessengerStandInOptions> = {}) {
  const standIn = await startMessengerStandIn({
    page,
    appSecret: "local-app-secret",
    verifyToken: "local-verify-token",
    callbackUrl: "http://127.0.0.1:9/webhooks/messenger",
    retryGaps: [],
    ...options,
  });
  onTestFinished(() => standIn.stop());
  const call = async (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) => {
    const answer = await fetch(`${standIn.url}${path}`, {
      method,
      headers: { "content-type": "application/json", ...headers },
      ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
    });
    const text = await answer.text();
    const read: unknown = text.startsWith("{") ? JSON.parse(text) : text;
    return { status: answer.status, body: read };
  };
  const graph = async (method: string, path: string, body?: unknown, headers?: Record<string, string>) => {
    const answer = await call(method, path, body, headers);
    return { status: answer.status, body: graphBody.parse(answer.body) };
  };
  const send = (parameters: unknown) =>
    graph("POST", `/v26.0/${page.id}/messages?access_token=${page.token}`, parameters);
  return {
    ...standIn,
    call,
    graph,
    /** `POST /v26.0/{page}/messages` with the right token. */
    send,
    /** Sends this message as an answer. */
    say: (message: unknown, to = psid) => send({ recipient: { id: to }, messaging_type: "RESPONSE", message }),
    /** What a shopper does; the thread item, or why not. */
    shopper: async (act: string, body: unknown, who = psid) => {
      const answer = await call("POST", `/shoppers/${who}/${act}`, body);
      const read = shopperBody.parse(answer.body);
      return {
        status: answer.status,
        item: item.safeParse(read).data,
        error: "error" in read ? read.error : undefined,
      };
    },
    thread: async (who = psid) =>
      z.object({ items: z.array(item) }).parse((await call("GET", `/shoppers/${who}/thread`)).body).items,
    control: (what: string, body: unknown = {}) => call("POST", `/control/${what}`, body),
    ledger: async () => ledgerBody.parse((await call("GET", "/control/ledger")).body),
  };
}
