/** A request as an HTTP API hands it to a function: payload format 2.0. */
import { randomBytes } from "node:crypto";
import type { IncomingMessage } from "node:http";

export interface Matched {
  readonly routeKey: string;
  readonly pathParameters: Readonly<Record<string, string>>;
  /** Decoded, as HTTP APIs give it. */
  readonly path: string;
  readonly body: Buffer;
  readonly account: string;
  readonly apiId: string;
  readonly requestId: string;
  readonly now: Date;
}

/** The event; https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html. */
export function requestEvent(request: IncomingMessage, matched: Matched) {
  const rawQueryString = (request.url ?? "/").split("?").slice(1).join("?");
  const { cookies, headers } = headersOf(request);
  const queryStringParameters = joined([...new URLSearchParams(rawQueryString)]);
  const isBase64Encoded = matched.body.length > 0 && isBinary(headers);
  const domainName = headers["host"] ?? "localhost";
  return {
    version: "2.0",
    routeKey: matched.routeKey,
    rawPath: matched.path,
    rawQueryString,
    ...(cookies.length > 0 ? { cookies } : {}),
    headers,
    ...(Object.keys(queryStringParameters).length > 0 ? { queryStringParameters } : {}),
    requestContext: {
      accountId: matched.account,
      apiId: matched.apiId,
      domainName,
      domainPrefix: domainName.split(".")[0],
      http: {
        method: request.method ?? "GET",
        path: matched.path,
        protocol: `HTTP/${request.httpVersion}`,
        sourceIp: headers["x-forwarded-for"]?.split(",").at(-1)?.trim() ?? "127.0.0.1",
        userAgent: headers["user-agent"] ?? "",
      },
      requestId: matched.requestId,
      routeKey: matched.routeKey,
      stage: "$default",
      time: logTime(matched.now),
      timeEpoch: matched.now.getTime(),
    },
    ...(Object.keys(matched.pathParameters).length > 0 ? { pathParameters: matched.pathParameters } : {}),
    ...(matched.body.length > 0 ? { body: matched.body.toString(isBase64Encoded ? "base64" : "utf8") } : {}),
    isBase64Encoded,
  };
}

/** Names in lower case, repeated headers joined by commas; cookies are taken out. */
function headersOf(request: IncomingMessage): { headers: Record<string, string>; cookies: readonly string[] } {
  const pairs: [string, string][] = [];
  for (let at = 0; at + 1 < request.rawHeaders.length; at += 2)
    pairs.push([(request.rawHeaders[at] ?? "").toLowerCase(), request.rawHeaders[at + 1] ?? ""]);
  const {
    cookie,
    connection: _,
    ...headers
  } = joined([...pairs, ["x-forwarded-for", (request.socket.remoteAddress ?? "127.0.0.1").replace(/^::ffff:/, "")]]);
  const cookies = (cookie ?? "").split(/[;,]\s*/).filter((one) => one !== "");
  const port = headers["host"]?.split(":")[1] ?? "80";
  const trace = `Root=1-${Math.floor(Date.now() / 1000).toString(16)}-${randomBytes(12).toString("hex")}`;
  return {
    cookies,
    headers: { "x-amzn-trace-id": trace, "x-forwarded-port": port, "x-forwarded-proto": "http", ...headers },
  };
}

function joined(pairs: readonly (readonly [string, string])[]): Record<string, string> {
  const values = new Map<string, string>();
  for (const [name, value] of pairs) values.set(name, values.has(name) ? `${values.get(name)},${value}` : value);
  return Object.fromEntries(values);
}

/** HTTP APIs hand over text, JSON, XML and JavaScript as they are and everything else, forms too, as base64. */
const isBinary = (headers: Readonly<Record<string, string>>): boolean =>
  headers["content-encoding"] !== undefined ||
  !/^(text\/|application\/(json|xml|javascript)\b|[^;]+\+(json|xml)\b)/i.test(headers["content-type"] ?? "");

const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** `12/Mar/2020:19:03:58 +0000`. */
function logTime(now: Date): string {
  const [date = "", time = ""] = now.toISOString().split("T");
  const [year, , day] = date.split("-");
  return `${day}/${months[now.getUTCMonth()]}/${year}:${time.slice(0, 8)} +0000`;
}
