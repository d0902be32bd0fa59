/** A proxy before one service: names each call of a function, counts it, and lets a test decide what becomes of it. */
import { once } from "node:events";
import { Agent, createServer, type IncomingMessage, type ServerResponse, request as send } from "node:http";
import type { Socket } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { z } from "zod";
import type { CalledServices } from "#local/start.ts";
import { accessKeyOf, type CallName, nameCall, type Service } from "./call-name.ts";
import { callingProcess } from "./calling-process.ts";

export interface Call extends CallName {
  readonly service: Service;
  /** The function's name; undefined for calls of nobody known, such as a test's own. */
  readonly function: string | undefined;
  /** AWS calls only: Messenger and Stripe are not told it. */
  readonly accessKeyId: string | undefined;
  /** The very process that calls, found by its end of the connection. */
  readonly processId: number | undefined;
  /** 1 for the proxy's first counted call. */
  readonly number: number;
  readonly path: string;
  readonly body: string;
}

/**
 * What becomes of a call. `when: "before"`: the service never sees it; `"after"`: it does its work, and the answer is lost.
 * `kill` ends the calling process with SIGKILL.
 */
export type Verdict =
  | { readonly do: "pass" }
  | { readonly do: "kill" | "reset"; readonly when: "before" | "after" }
  | { readonly do: "answer"; readonly when: "before" | "after"; readonly answer: Answer }
  /** The answer breaks off in its middle; the work is done. */
  | { readonly do: "half-body" }
  /** Held for so many milliseconds before it is forwarded, or before its answer goes back. */
  | { readonly do: "delay"; readonly when: "before" | "after"; readonly ms: number }
  /** Never answered. */
  | { readonly do: "hang"; readonly when: "before" | "after" }
  /** Forwarded with another body, and answered so instead of by the service. */
  | { readonly do: "rewrite"; readonly body: string; readonly answer?: Answer };

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface Function {
  readonly name: string;
  readonly accessKeyId: string;
  readonly processIds: readonly number[];
}

export interface ProxyOptions {
  readonly service: Service;
  /** `http://127.0.0.1:<port>`. */
  readonly target: string;
  /** Who may call: `runner.resources.functions`; nobody before the runner is there. */
  readonly functions: () => readonly Function[];
  readonly onCall: (call: Call) => Verdict | Promise<Verdict>;
  /** Sees every answer of the service, of the runner's calls too (`call.function` is undefined then). */
  readonly onAnswer?: (call: Call, answer: { readonly status: number; readonly body: string }) => void;
}

export interface Proxy {
  readonly url: string;
  /** Every counted call so far. */
  readonly calls: readonly Call[];
  stop(): Promise<void>;
}

/** Starts a proxy on a free port of 127.0.0.1. Calls of the runner (`LOCALRUNNER`) and of tests pass uncounted. */
export async function startProxy(options: ProxyOptions): Promise<Proxy> {
  const calls: Call[] = [];
  const agent = new Agent({ keepAlive: true });
  const server = createServer((request, response) => {
    serve({ options, calls, agent, request, response }).catch(() => response.destroy());
  });
  server.keepAliveTimeout = 60_000;
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = z.object({ port: z.number() }).parse(server.address());
  return {
    url: `http://127.0.0.1:${port}`,
    calls,
    stop: async () => {
      server.closeAllConnections();
      agent.destroy();
      await new Promise((closed) => server.close(closed));
    },
  };
}

export interface Between {
  /** For `StartOptions.between`. */
  readonly between: (services: CalledServices) => Promise<CalledServices>;
  stop(): Promise<void>;
}

/** A proxy before each of the six services. */
export function proxies(options: Omit<ProxyOptions, "service" | "target">): Between {
  const started: Proxy[] = [];
  const before = async (service: Service, target: string): Promise<string> => {
    const proxy = await startProxy({ ...options, service, target });
    started.push(proxy);
    return proxy.url;
  };
  return {
    between: async (services) => ({
      dynamodb: await before("dynamodb", services.dynamodb),
      sqs: await before("sqs", services.sqs),
      s3: await before("s3", services.s3),
      parameters: await before("parameters", services.parameters),
      graph: await before("graph", services.graph),
      stripe: await before("stripe", services.stripe),
    }),
    stop: async () => {
      for (const proxy of started) await proxy.stop();
    },
  };
}

interface Exchange {
  readonly options: ProxyOptions;
  readonly calls: Call[];
  readonly agent: Agent;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

async function serve(exchange: Exchange): Promise<void> {
  const { options, calls, request } = exchange;
  const body = await bytesOf(request);
  const call = callOf(exchange, body.toString("utf8"));
  if (call.function === undefined) return reply(exchange, await forward(exchange, call, body));
  calls.push(call);
  await carryOut(exchange, { call, body, verdict: await options.onCall(call) });
}

function callOf({ options, calls, request }: Exchange, body: string): Call {
  const accessKeyId = accessKeyOf(request.headers);
  const path = request.url ?? "/";
  const functions = options.functions();
  const signed = accessKeyId === undefined ? undefined : functions.find((each) => each.accessKeyId === accessKeyId);
  const isForeign = accessKeyId !== undefined && signed === undefined;
  const candidates = isForeign ? [] : (signed?.processIds ?? functions.flatMap(({ processIds }) => processIds));
  const processId = callingProcess(request.socket, candidates);
  const owner = signed ?? functions.find(({ processIds }) => processId !== undefined && processIds.includes(processId));
  return {
    ...nameCall(options.service, { method: request.method ?? "GET", path, headers: request.headers, body }),
    service: options.service,
    function: owner?.name,
    accessKeyId,
    processId,
    number: calls.length + 1,
    path,
    body,
  };
}

interface Sentenced {
  readonly call: Call;
  readonly body: Buffer;
  readonly verdict: Verdict;
}

async function carryOut(exchange: Exchange, { call, body, verdict }: Sentenced): Promise<void> {
  switch (verdict.do) {
    case "pass":
      return reply(exchange, await forward(exchange, call, body));
    case "rewrite":
      return replyOr(exchange, verdict.answer, await forward(exchange, call, Buffer.from(verdict.body)));
    case "half-body":
      return replyHalf(exchange, await forward(exchange, call, body));
    case "delay":
      return delay(exchange, { call, body, verdict });
    case "answer":
    case "hang":
    case "kill":
    case "reset":
      if (verdict.when === "after") await forward(exchange, call, body);
      return lose(exchange, call, verdict);
  }
}

type Loss = Extract<Verdict, { readonly do: "kill" | "reset" | "hang" | "answer" }>;

/** The caller never sees the service's own answer. */
function lose({ request: { socket }, response }: Exchange, call: Call, verdict: Loss): void {
  if (verdict.do === "answer")
    response.writeHead(verdict.answer.status, verdict.answer.headers).end(verdict.answer.body);
  if (verdict.do === "reset") socket.resetAndDestroy();
  if (verdict.do === "kill") kill(call, socket);
}

interface Delayed extends Sentenced {
  readonly verdict: Extract<Verdict, { readonly do: "delay" }>;
}

async function delay(exchange: Exchange, { call, body, verdict }: Delayed): Promise<void> {
  if (verdict.when === "before") await pause(verdict.ms);
  const answer = await forward(exchange, call, body);
  if (verdict.when === "after") await pause(verdict.ms);
  reply(exchange, answer);
}

/** The process first, so that it never sees its connection go. */
function kill({ processId, operation }: Call, socket: Socket): void {
  if (processId === undefined) throw new Error(`nobody knows which process called ${operation}`);
  process.kill(processId, "SIGKILL");
  socket.destroy();
}

interface Received {
  readonly status: number;
  readonly rawHeaders: readonly string[];
  readonly body: Buffer;
}

async function forward({ options, agent, request }: Exchange, call: Call, body: Buffer): Promise<Received> {
  const { hostname, port } = new URL(options.target);
  const headers = { ...request.headers, "content-length": String(body.length) };
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  const outgoing = send({ agent, hostname, port, method: request.method, path: request.url, headers }, resolve);
  outgoing.on("error", reject);
  outgoing.end(body);
  const incoming = await promise;
  const received = {
    status: incoming.statusCode ?? 502,
    rawHeaders: incoming.rawHeaders,
    body: await bytesOf(incoming),
  };
  options.onAnswer?.(call, { status: received.status, body: received.body.toString("utf8") });
  return received;
}

/** The service's own status, headers and bytes; only how they are framed is this proxy's. */
function reply({ response }: Exchange, { status, rawHeaders, body }: Received): void {
  response.sendDate = false;
  response.writeHead(status, framed(rawHeaders, body.length)).end(body);
}

function replyOr(exchange: Exchange, instead: Answer | undefined, answer: Received): void {
  if (!instead) return reply(exchange, answer);
  exchange.response.writeHead(instead.status, instead.headers).end(instead.body);
}

function replyHalf({ request, response }: Exchange, { status, rawHeaders, body }: Received): void {
  response.writeHead(status, framed(rawHeaders, Math.max(2, body.length)));
  response.write(body.subarray(0, Math.floor(body.length / 2)), () => request.socket.destroy());
}

function framed(rawHeaders: readonly string[], length: number): string[] {
  const kept: string[] = [];
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const [name = "", value = ""] = rawHeaders.slice(index, index + 2);
    if (!/^(?:connection|keep-alive|transfer-encoding|content-length)$/i.test(name)) kept.push(name, value);
  }
  return [...kept, "content-length", String(length)];
}

async function bytesOf(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
