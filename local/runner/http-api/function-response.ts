/** Reads a function's answer as an HTTP API does: payload format 2.0, with what it infers when there is no status. */
import { z } from "zod";

export interface HttpAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly cookies: readonly string[];
  readonly body: Buffer;
}

const headerValue = z.union([z.string(), z.number(), z.boolean()]).transform(String);

const explicit = z.object({
  statusCode: z.coerce.number().int().min(100).max(599),
  headers: z.record(z.string(), headerValue).nullish(),
  cookies: z.array(z.string()).nullish(),
  body: z.string().nullish(),
  isBase64Encoded: z.boolean().nullish(),
});

/** The answer to send; undefined for one that an HTTP API cannot read and turns into a 500. */
export function functionResponse(json: string): HttpAnswer | undefined {
  const value: unknown = JSON.parse(json);
  const hasStatus = typeof value === "object" && value !== null && "statusCode" in value;
  if (!hasStatus) {
    const body = Buffer.from(typeof value === "string" ? value : json);
    return { status: 200, headers: { "content-type": "application/json" }, cookies: [], body };
  }
  const parsed = explicit.safeParse(value);
  if (!parsed.success) return undefined;
  const { statusCode, headers, cookies, body, isBase64Encoded } = parsed.data;
  const lowered = Object.entries(headers ?? {}).map(([name, text]) => [name.toLowerCase(), text] as const);
  return {
    status: statusCode,
    headers: { "content-type": "text/plain; charset=utf-8", ...Object.fromEntries(lowered) },
    cookies: cookies ?? [],
    body: Buffer.from(body ?? "", isBase64Encoded ? "base64" : "utf8"),
  };
}

/** One of API Gateway's own answers, for example 404 `{"message":"Not Found"}`. */
export const gatewayAnswer = (status: number, message: string): HttpAnswer => ({
  status,
  headers: { "content-type": "application/json" },
  cookies: [],
  body: Buffer.from(JSON.stringify({ message })),
});
