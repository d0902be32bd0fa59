/** Takes Graph calls off the wire and puts answers on it: whole, late, halved or never, as the control routes wish. */
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { type Exchange, readText } from "./exchange.ts";
import type { Broken } from "./faults.ts";
import { answerGraph, type GraphCall, isSend } from "./graph-api.ts";
import { type GraphAnswer, refusals } from "./graph-error.ts";
import { graphVersion } from "./limits.ts";
import type { Messenger } from "./messenger.ts";

/** Answers one Graph call and notes it in the ledger. */
export async function graphExchange(messenger: Messenger, exchange: Exchange): Promise<void> {
  const { clock, ledger, faults, switches } = messenger;
  const at = clock.now();
  const call = await graphCall(exchange);
  const noted = { at, method: exchange.method, path: exchange.url.pathname, body: call?.parameters };
  if (call === undefined) {
    const answer = refusals.badParameter("The body is not a JSON object.").answer;
    ledger.called({ ...noted, status: answer.status, answer: answer.body });
    return write(exchange, answer);
  }
  const fault = isSend(call) ? faults.take(call.parameters) : undefined;
  const answer = fault === undefined || fault.delivered ? answerGraph(messenger, call) : nothingSent;
  const given = fault?.how ?? answer;
  const named = fault === undefined ? {} : { fault: fault.name };
  if (switches.slowMs > 0) await sleep(switches.slowMs, undefined, { ref: false });
  if (typeof given === "string") {
    ledger.called({ ...noted, ...named });
    return breakOff(exchange, given, answer);
  }
  ledger.called({ ...noted, ...named, status: given.status, answer: given.body });
  write(exchange, given);
}

/** What a broken answer breaks off when the shopper did not get the message. */
const nothingSent: GraphAnswer = { status: 200, body: { recipient_id: "", message_id: "" } };

/** The call; undefined when its body is not what Graph can read. */
async function graphCall({ request, method, url }: Exchange): Promise<GraphCall | undefined> {
  const parameters = await readParameters(request);
  if (parameters === undefined) return undefined;
  const { access_token: bodyToken, ...rest } = parameters;
  return {
    method,
    path: url.pathname,
    query: url.searchParams,
    authorization: request.headers.authorization,
    parameters: rest,
    bodyToken,
  };
}

/** Graph ignores a body that is not announced as JSON: its parameters are then missing. */
async function readParameters(request: Exchange["request"]): Promise<Record<string, unknown> | undefined> {
  const text = await readText(request);
  if (text === "" || !(request.headers["content-type"] ?? "").startsWith("application/json")) return {};
  try {
    const body: unknown = JSON.parse(text);
    return typeof body === "object" && body !== null && !Array.isArray(body) ? { ...body } : undefined;
  } catch {
    return undefined;
  }
}

function write({ response }: Exchange, { status, body }: GraphAnswer): void {
  const isPage = typeof body === "string";
  response.writeHead(status, {
    "content-type": isPage ? "text/html; charset=utf-8" : "application/json; charset=UTF-8",
    "facebook-api-version": graphVersion,
  });
  response.end(isPage ? body : JSON.stringify(body));
}

async function breakOff({ request, response }: Exchange, how: Broken, answer: GraphAnswer): Promise<void> {
  if (how === "reset") {
    request.socket.resetAndDestroy();
    return;
  }
  if (how === "half-body") {
    const bytes = Buffer.from(JSON.stringify(answer.body));
    response.writeHead(200, { "content-type": "application/json; charset=UTF-8", "content-length": bytes.length });
    response.write(bytes.subarray(0, bytes.length / 2), () => request.socket.destroy());
    return;
  }
  await once(response, "close");
}
