/** Serves `/v1`: the ordered mishap first, then the answer, and an entry in the ledger. */
import { setTimeout as wait } from "node:timers/promises";
import { newRequestId } from "../account/ids.ts";
import { type ApiAnswer, type ApiDesk, answerCall } from "../api/answer.ts";
import { type ApiFault, type Faults, takeApiFault } from "../control/faults.ts";
import { type Ledger, note } from "../control/ledger.ts";
import type { Exchange } from "./exchange.ts";

/** Answers one exchange as Stripe would, or as a control call ordered. */
export async function serveApi(
  desk: ApiDesk,
  world: { faults: Faults; ledger: Ledger },
  exchange: Exchange,
): Promise<void> {
  const { method, path, query, body, request } = exchange;
  const asked = { requestId: newRequestId(), method, path, query, body, headers: request.headers };
  const fault = takeApiFault(world.faults, `${method} ${path}`);
  const slowness = fault?.kind === "slow" ? { [fault.when]: fault.ms ?? 1000 } : {};
  const cut = fault === undefined || fault.kind === "slow" ? undefined : fault;
  const answer =
    cut?.when === "before" ? undefined : await answerCall(desk, asked, () => wait(slowness["before"] ?? 0));
  await wait(slowness["after"] ?? 0);
  let status: number | null = answer?.status ?? null;
  if (cut !== undefined) status = mishap(cut, exchange, asked.requestId);
  else if (answer !== undefined) exchange.response.writeHead(answer.status, answer.headers).end(answer.body);
  note(world.ledger.calls, entryOf(exchange, asked.requestId, { answer, status, fault }));
}

/** Does the mishap; gives the status that went out. */
function mishap(fault: ApiFault, exchange: Exchange, requestId: string): number | null {
  if (fault.kind === "reset-connection") exchange.request.socket.resetAndDestroy();
  if (fault.kind !== "fail") return null;
  const status = fault.status ?? 500;
  const body = fault.body ?? { error: errorFor(status, fault.code) };
  exchange.response.writeHead(status, { "content-type": "application/json", "request-id": requestId });
  exchange.response.end(JSON.stringify(body));
  return status;
}

function errorFor(status: number, code: string | undefined): object {
  if (status === 429) {
    const message =
      "Request rate limit exceeded. You can learn more about rate limits here https://stripe.com/docs/rate-limits.";
    return { type: "invalid_request_error", code: code ?? "rate_limit", message };
  }
  const type = status >= 500 ? "api_error" : status === 402 ? "card_error" : "invalid_request_error";
  return { type, message: "An unknown error occurred", ...(code === undefined ? {} : { code }) };
}

function entryOf(
  exchange: Exchange,
  requestId: string,
  outcome: { answer: ApiAnswer | undefined; status: number | null; fault: ApiFault | undefined },
): Ledger["calls"][number] {
  const { answer, fault } = outcome;
  const said = answer === undefined ? {} : (JSON.parse(answer.body) as { id?: string; error?: { code?: string } });
  const key = exchange.request.headers["idempotency-key"];
  return {
    at: new Date().toISOString(),
    requestId,
    method: exchange.method,
    path: exchange.path,
    idempotencyKey: typeof key === "string" ? key : null,
    parameters: Object.fromEntries(new URLSearchParams(exchange.method === "GET" ? exchange.query : exchange.body)),
    status: outcome.status,
    errorCode: said.error?.code ?? null,
    object: said.id ?? null,
    replayed: answer?.replayed ?? false,
    fault: fault === undefined ? null : `${fault.kind} ${fault.when}`,
  };
}
