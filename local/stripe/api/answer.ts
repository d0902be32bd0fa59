/** Answers one request of the API: who, which call, seen before?, sound?, done. */
import type { IncomingHttpHeaders } from "node:http";
import type { Account } from "../account/account.ts";
import type { KeptAnswer } from "../account/stored.ts";
import { sessionOperations } from "../checkout/session-operations.ts";
import type { Cause } from "../events/event.ts";
import { eventOperations } from "../events/event-operations.ts";
import { paymentOperations } from "../payments/payment-operations.ts";
import { apiVersion, authenticate } from "./authenticate.ts";
import { expanded, refuseUnexpandable } from "./expand.ts";
import { type FormTree, readForm, sortedPairs } from "./form.ts";
import { keptAnswer, parametersHash } from "./idempotency.ts";
import { idIn, type Operation } from "./operation.ts";
import { invalid, Refusal, unknownUrl } from "./refusal.ts";

/** Every call of the API that this stand-in knows. */
export const operations: readonly Operation[] = [...sessionOperations, ...paymentOperations, ...eventOperations];

export interface ApiRequest {
  readonly requestId: string;
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  readonly query: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface ApiAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly replayed: boolean;
}

/** What the API needs beside the account. */
export interface ApiDesk {
  readonly account: Account;
  readonly keys: readonly string[];
  /** Idempotency keys of requests under way. */
  readonly inUse: Set<string>;
  /** Runs a call so that its events name it as their cause. */
  readonly causedBy: <T>(cause: Cause, run: () => T) => T;
}

/** Answers; `pause` comes between checking and doing, with the idempotency key taken. */
export async function answerCall(desk: ApiDesk, request: ApiRequest, pause: () => Promise<void>): Promise<ApiAnswer> {
  const key = request.method === "POST" ? headerText(request.headers["idempotency-key"]) : undefined;
  try {
    authenticate(request.headers, desk.keys);
    const { operation, id } = operationFor(request);
    const encoded = parametersOf(request);
    const form = readForm(encoded);
    const parameters = parametersHash(sortedPairs(encoded));
    const asked = { key: key ?? "", method: request.method, path: request.path, parameters };
    const kept = key === undefined ? undefined : keptAnswer(desk.account.store, desk.inUse, asked);
    if (kept !== undefined) return replayOf(request, kept, key);
    const prepared = prepare(desk.account, operation, form, id);
    if (key !== undefined) desk.inUse.add(key);
    await pause().finally(() => desk.inUse.delete(key ?? ""));
    const cause = { id: request.requestId, idempotency_key: key ?? null };
    const done = desk.causedBy(cause, () => run(desk.account, prepared));
    const { requestId } = request;
    if (key !== undefined)
      desk.account.store.keptAnswers[key] = { ...asked, ...done, requestId, at: desk.account.now() };
    return answer(request, done, key);
  } catch (error) {
    return answer(request, refused(error), key);
  }
}

function operationFor(request: ApiRequest): { operation: Operation; id: string } {
  for (const operation of operations) {
    const id = idIn(request.path, operation);
    if (id !== undefined && operation.method === request.method) return { operation, id };
  }
  throw unknownUrl(request.method, request.path);
}

function parametersOf(request: ApiRequest): string {
  if (request.method === "GET") return request.query;
  if (request.query !== "") throw invalid("Parameters of a POST belong into its body, not into the URL.");
  const type = headerText(request.headers["content-type"]) ?? "";
  if (request.body !== "" && !type.startsWith("application/x-www-form-urlencoded")) {
    throw invalid("Invalid request (check that your POST content type is application/x-www-form-urlencoded).");
  }
  return request.body;
}

function prepare(account: Account, operation: Operation, form: FormTree, id: string) {
  const prepared = operation.prepare(account, form, id);
  refuseUnexpandable(prepared.expand, operation.expandable);
  return prepared;
}

/** A refusal in the doing is a result as well, and kept. */
function run(account: Account, prepared: ReturnType<Operation["prepare"]>): { status: number; body: string } {
  try {
    return { status: 200, body: JSON.stringify(expanded(account, prepared.run(), prepared.expand), null, 2) };
  } catch (error) {
    return refused(error);
  }
}

function refused(error: unknown): { status: number; body: string } {
  if (!(error instanceof Refusal)) throw error;
  return { status: error.status, body: JSON.stringify({ error: error.body }, null, 2) };
}

function replayOf(request: ApiRequest, kept: KeptAnswer, key: string | undefined): ApiAnswer {
  const fresh = answer(request, kept, key);
  const headers = { ...fresh.headers, "idempotent-replayed": "true", "original-request": kept.requestId };
  return { ...fresh, headers, replayed: true };
}

function answer(request: ApiRequest, done: { status: number; body: string }, key: string | undefined): ApiAnswer {
  const headers = {
    "content-type": "application/json",
    "request-id": request.requestId,
    "stripe-version": apiVersion,
    ...(key === undefined ? {} : { "idempotency-key": key.slice(0, 255) }),
  };
  return { status: done.status, headers, body: done.body, replayed: false };
}

function headerText(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value;
}
