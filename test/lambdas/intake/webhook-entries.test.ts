import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Answer, WebhookCall } from "#lambdas/intake/raw-request.ts";
import { type RecordedAws, recordAws } from "#test/lambdas/runtime/recorded-aws.ts";
import { at, delivery, item, signed } from "./deliveries.ts";

let aws: RecordedAws;
let handler: (event: APIGatewayProxyEventV2) => Promise<Answer>;
beforeAll(async () => {
  aws = await recordAws();
  Object.assign(process.env, {
    CONVERSATION_QUEUE_URL: `${aws.url}/0/conversation.fifo`,
    META_APP_SECRET_PARAMETER: "/comptoir/test/meta/app-secret",
    META_VERIFY_TOKEN_PARAMETER: "/comptoir/test/meta/verify-token",
  });
  ({ handler } = await import("#lambdas/intake/messenger-webhook.lambda.ts"));
});
afterAll(() => aws.stop());

const parameters = new Map([
  ["/comptoir/test/meta/app-secret", "next-app-secret,local-app-secret"],
  ["/comptoir/test/meta/verify-token", "local-verify-token"],
]);
beforeEach(() => {
  aws.calls.length = 0;
  aws.answer = ({ action, input }) =>
    action === "GetParameter" ? { Parameter: { Value: parameters.get(String(input["Name"])) } } : undefined;
});

const call = (method: "GET" | "POST", webhookCall: Partial<WebhookCall>): APIGatewayProxyEventV2 => ({
  version: "2.0",
  routeKey: `${method} /webhooks/messenger`,
  rawPath: "/webhooks/messenger",
  rawQueryString: "",
  headers: {},
  isBase64Encoded: false,
  ...webhookCall,
  requestContext: {
    accountId: "000000000000",
    apiId: "api",
    domainName: "api.example.org",
    domainPrefix: "api",
    http: { method, path: "/webhooks/messenger", protocol: "HTTP/1.1", sourceIp: "192.0.2.1", userAgent: "test" },
    requestId: "request",
    routeKey: `${method} /webhooks/messenger`,
    stage: "$default",
    time: "",
    timeEpoch: at,
  },
});

describe("Messenger's webhook as it is deployed", () => {
  it("reads one secret, fills one queue, and calls nothing else before it acknowledges", async () => {
    const body = delivery(
      item({ message: { mid: "m_1", text: "un" } }),
      item({ message: { mid: "m_2", text: "deux" } }),
    );
    expect((await handler(call("POST", signed(body)))).statusCode).toBe(200);
    expect(aws.calls.map(({ action }) => action)).toEqual(["GetParameter", "SendMessageBatch"]);
    expect(aws.calls[1]?.input).toMatchObject({
      QueueUrl: `${aws.url}/0/conversation.fifo`,
      Entries: [
        { MessageDeduplicationId: "m_1", MessageGroupId: "100000000000001:7001234567890123" },
        { MessageDeduplicationId: "m_2", MessageGroupId: "100000000000001:7001234567890123" },
      ],
    });
  });

  it("asks Meta to come again when the queue refuses", async () => {
    const refusal = { Successful: [], Failed: [{ Id: "0", Code: "InternalError", SenderFault: false }] };
    aws.answer = ({ action }) => (action === "SendMessageBatch" ? refusal : undefined);
    const body = delivery(item({ message: { mid: "m_3", text: "trois" } }));
    expect((await handler(call("POST", signed(body)))).statusCode).toBe(503);
  });

  it("answers the handshake", async () => {
    const query = { "hub.mode": "subscribe", "hub.verify_token": "local-verify-token", "hub.challenge": "42" };
    expect(await handler(call("GET", { queryStringParameters: query }))).toMatchObject({ statusCode: 200, body: "42" });
  });
});
