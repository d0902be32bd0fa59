/** A webhook call as its signature was made over it, and the few answers a sender gets. */
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from "aws-lambda";

export type WebhookCall = Pick<
  APIGatewayProxyEventV2,
  "body" | "isBase64Encoded" | "headers" | "queryStringParameters"
>;
export type Answer = APIGatewayProxyStructuredResultV2;

/** The body's bytes as they came: API Gateway hands text over as it is and the rest in base 64. */
export const rawBody = (call: WebhookCall): Buffer =>
  Buffer.from(call.body ?? "", call.isBase64Encoded ? "base64" : "utf8");

/** Every answer that a sender can get, by what happened. */
const statuses = {
  accepted: 200,
  malformed: 400,
  "badly-signed": 401,
  forbidden: 403,
  "too-large": 413,
  "try-again": 503,
} as const;

/** An answer in plain words; after "try-again" the sender is asked for ten seconds of patience. */
export function answer(what: keyof typeof statuses, body: string = what): Answer {
  return {
    statusCode: statuses[what],
    headers: {
      "content-type": "text/plain; charset=utf-8",
      "cache-control": "no-store",
      "x-content-type-options": "nosniff",
      ...(what === "try-again" && { "retry-after": "10" }),
    },
    body,
  };
}
