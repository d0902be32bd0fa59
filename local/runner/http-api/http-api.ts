/** An HTTP API of the template: its routes, their functions and throttles, answering requests of this machine. */

import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { LambdaFunction } from "../lambda/lambda-function.ts";
import type { Outcome } from "../lambda/outcome.ts";
import type { Place } from "../resource.ts";
import type { Log } from "../world.ts";
import { functionResponse, gatewayAnswer, type HttpAnswer } from "./function-response.ts";
import { requestEvent } from "./request-event.ts";
import { findRoute, type Match } from "./route-table.ts";
import { type ThrottleLimits, throttle } from "./throttle.ts";

/** API Gateway's bounds on a request's body and, through Lambda, on the event and its answer. */
const mostBodyBytes = 10 * 1024 * 1024;
const mostEventBytes = 6 * 1024 * 1024;

export interface Integration {
  readonly target: LambdaFunction;
  readonly timeoutMilliseconds: number;
}

export class HttpApi {
  readonly id: string;
  readonly place: Place;
  readonly integrations = new Map<string, Integration>();
  readonly routes = new Map<string, Integration>();
  /** An HTTP API answers only through a stage. */
  staged = false;
  #defaultLimits: ThrottleLimits | undefined;
  readonly #limits = new Map<string, ThrottleLimits>();
  readonly #throttles = new Map<string, (now: number) => boolean>();
  readonly #surroundings: { readonly account: string; readonly log: Log };

  constructor(id: string, place: Place, surroundings: { readonly account: string; readonly log: Log }) {
    this.id = id;
    this.place = place;
    this.#surroundings = surroundings;
  }

  /** Limits of one route by its key, or of every route that has none of its own. */
  limit(routeKey: string | undefined, limits: ThrottleLimits): void {
    if (routeKey === undefined) this.#defaultLimits = limits;
    else this.#limits.set(routeKey, limits);
  }

  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const requestId = randomUUID();
    try {
      send(response, await this.#answer(request, requestId), requestId);
    } catch (error) {
      // The client went away in the middle of its request, or the function gave a header that HTTP does not know.
      if (request.destroyed && !request.complete) return;
      this.#surroundings.log(`${request.method} failed: ${String(error)}`, this.place.path);
      send(response, gatewayAnswer(500, "Internal Server Error"), requestId);
    }
  }

  async #answer(request: IncomingMessage, requestId: string): Promise<HttpAnswer> {
    const path = decoded((request.url ?? "/").split("?")[0] ?? "/");
    if (path === undefined) return gatewayAnswer(400, "Bad Request");
    const match = this.staged ? findRoute(this.routes, request.method ?? "GET", path) : undefined;
    if (match === undefined) return gatewayAnswer(404, "Not Found");
    if (!this.#mayPass(match.routeKey)) return gatewayAnswer(429, "Too Many Requests");
    const body = await readBody(request);
    if (body === undefined) return gatewayAnswer(413, "Request Entity Too Large");
    const event = requestEvent(request, {
      ...match,
      path,
      body,
      requestId,
      apiId: this.id,
      account: this.#surroundings.account,
      now: new Date(),
    });
    if (event.body !== undefined && event.body.length > mostEventBytes)
      return gatewayAnswer(413, "Request Entity Too Large");
    return this.#invoke(match, event);
  }

  async #invoke({ route, routeKey }: Match<Integration>, event: unknown): Promise<HttpAnswer> {
    const outcome = await within(route.timeoutMilliseconds, route.target.invoke(event));
    if (outcome === undefined || outcome.kind === "throttled") {
      this.#surroundings.log(`${routeKey}: no answer in time, or no process free`, route.target.place.path);
      return gatewayAnswer(503, "Service Unavailable");
    }
    const fits = outcome.kind === "answered" && outcome.json.length <= mostEventBytes;
    return (fits ? functionResponse(outcome.json) : undefined) ?? gatewayAnswer(500, "Internal Server Error");
  }

  #mayPass(routeKey: string): boolean {
    const limits = this.#limits.get(routeKey) ?? this.#defaultLimits;
    if (limits === undefined) return true;
    const mayPass = this.#throttles.get(routeKey) ?? throttle(limits);
    this.#throttles.set(routeKey, mayPass);
    return mayPass(performance.now());
  }
}

function send(response: ServerResponse, answer: HttpAnswer, requestId: string): void {
  if (response.destroyed) return;
  response.writeHead(answer.status, {
    ...answer.headers,
    "content-length": answer.body.length,
    "apigw-requestid": requestId,
    ...(answer.cookies.length > 0 ? { "set-cookie": [...answer.cookies] } : {}),
  });
  // Node leaves the body out of answers to HEAD by itself.
  response.end(answer.body);
}

function decoded(path: string): string | undefined {
  try {
    return decodeURIComponent(path);
  } catch {
    return undefined;
  }
}

/** The whole body, or undefined when it is longer than API Gateway takes; the rest is then read and thrown away. */
async function readBody(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length <= mostBodyBytes) chunks.push(chunk);
  }
  return length > mostBodyBytes ? undefined : Buffer.concat(chunks);
}

async function within(milliseconds: number, outcome: Promise<Outcome>): Promise<Outcome | undefined> {
  const late = Promise.withResolvers<undefined>();
  const timer = setTimeout(() => late.resolve(undefined), milliseconds);
  const first = await Promise.race([outcome, late.promise]);
  clearTimeout(timer);
  return first;
}
