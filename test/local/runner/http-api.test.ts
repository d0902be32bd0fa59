import { once } from "node:events";
import { request } from "node:http";
import { connect } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Emulators, lambdaResource, type SmallApp, startApp, startEmulators } from "./small-app.ts";

const code = {
  Echo: `export const handler = async (event) => ({ statusCode: 200, headers: { "content-type": "application/json" }, body: JSON.stringify(event) });`,
  Odd: `
    import { readFileSync } from "node:fs";
    export const handler = async ({ rawPath }) => {
      if (rawPath === "/odd/throw") throw new Error("no");
      if (rawPath === "/odd/die") process.exit(1);
      if (rawPath === "/odd/slow") await new Promise((resolve) => setTimeout(resolve, 2000));
      if (rawPath === "/odd/object") return { hello: "you" };
      if (rawPath === "/odd/text") return "hello";
      if (rawPath === "/odd/header") return { statusCode: 200, headers: { "x-bad": "a\\nb" } };
      if (rawPath === "/odd/shape") return { statusCode: "many", body: { not: "text" } };
      if (rawPath === "/odd/bytes") return { statusCode: 200, headers: { "Content-Type": "image/png" }, body: "iVBORw==", isBase64Encoded: true };
      if (rawPath === "/odd/large") return { statusCode: 200, body: "x".repeat(7 * 1024 * 1024) };
      return { statusCode: 302, headers: { Location: "https://example.test/#f", "x-number": 5 }, cookies: ["a=1", "b=2; HttpOnly"] };
    };`,
};

const route = (key: string, integration: string) => ({
  Type: "AWS::ApiGatewayV2::Route",
  Properties: {
    ApiId: { Ref: "Api" },
    RouteKey: key,
    AuthorizationType: "NONE",
    Target: { "Fn::Join": ["", ["integrations/", { Ref: integration }]] },
  },
});

const integration = (target: string, timeout = 30_000) => ({
  Type: "AWS::ApiGatewayV2::Integration",
  Properties: {
    ApiId: { Ref: "Api" },
    IntegrationType: "AWS_PROXY",
    IntegrationUri: { "Fn::GetAtt": [target, "Arn"] },
    PayloadFormatVersion: "2.0",
    TimeoutInMillis: timeout,
  },
});

let emulators: Emulators;
let app: SmallApp;

beforeAll(async () => {
  emulators = await startEmulators();
  app = await startApp(emulators, {
    stacks: {
      Web: {
        Resources: {
          Api: { Type: "AWS::ApiGatewayV2::Api", Properties: { Name: "Api", ProtocolType: "HTTP" } },
          Stage: {
            Type: "AWS::ApiGatewayV2::Stage",
            Properties: {
              ApiId: { Ref: "Api" },
              AutoDeploy: true,
              StageName: "$default",
              AccessLogSettings: { DestinationArn: { "Fn::GetAtt": ["Nowhere", "Arn"] } },
              DefaultRouteSettings: {
                DetailedMetricsEnabled: true,
                ThrottlingRateLimit: 1000,
                ThrottlingBurstLimit: 1000,
              },
              RouteSettings: {
                "GET /rare": { DetailedMetricsEnabled: true, ThrottlingRateLimit: 0.001, ThrottlingBurstLimit: 2 },
              },
            },
          },
          Echo: lambdaResource("Echo", {
            Timeout: 20,
            Environment: {
              Variables: {
                ENDPOINT: { "Fn::GetAtt": ["Api", "ApiEndpoint"] },
                URL: {
                  "Fn::Join": [
                    "",
                    [
                      "https://",
                      { Ref: "Api" },
                      ".execute-api.",
                      { Ref: "AWS::Region" },
                      ".",
                      { Ref: "AWS::URLSuffix" },
                      "/",
                    ],
                  ],
                },
              },
            },
          }),
          Odd: lambdaResource("Odd", { Timeout: 10 }),
          ToEcho: integration("Echo"),
          ToOdd: integration("Odd"),
          ToSlow: integration("Odd", 500),
          Webhook: route("POST /webhooks/stripe", "ToEcho"),
          Token: route("GET /pay/{token}", "ToEcho"),
          Outcome: route("GET /pay/{token}/{outcome}", "ToEcho"),
          Fixed: route("GET /pay/help", "ToEcho"),
          Any: route("ANY /any/{proxy+}", "ToEcho"),
          Rare: route("GET /rare", "ToEcho"),
          Slow: route("GET /odd/slow", "ToSlow"),
          Odds: route("GET /odd/{proxy+}", "ToOdd"),
        },
      },
    },
    code,
  });
});

afterAll(async () => {
  await app.stop();
  await emulators.stop();
});

const get = (path: string, init: RequestInit = {}): Promise<Response> =>
  fetch(`${app.url}${path}`, { redirect: "manual", ...init });

const eventOf = async (path: string, init: RequestInit = {}): Promise<Record<string, unknown>> =>
  (await (await get(path, init)).json()) as Record<string, unknown>;

describe("a route", () => {
  it.each([
    ["GET", "/pay/abc.def", "GET /pay/{token}", { token: "abc.def" }],
    ["GET", "/pay/a%20b", "GET /pay/{token}", { token: "a b" }],
    ["GET", "/pay/help", "GET /pay/help", undefined],
    ["GET", "/pay/abc/done", "GET /pay/{token}/{outcome}", { token: "abc", outcome: "done" }],
    ["DELETE", "/any/thing/below", "ANY /any/{proxy+}", { proxy: "thing/below" }],
  ])("answers %s %s as %s", async (method, path, routeKey, pathParameters) => {
    const event = await eventOf(path, { method });
    expect(event).toMatchObject({ routeKey, requestContext: { routeKey, http: { method } } });
    expect(event["pathParameters"]).toEqual(pathParameters);
  });

  it.each([
    ["GET", "/"],
    ["GET", "/pay"],
    ["GET", "/pay/"],
    ["GET", "/pay/a/b/c"],
    ["POST", "/pay/abc"],
    ["GET", "/any/"],
    ["GET", "/any"],
  ])("does not answer %s %s", async (method, path) => {
    const response = await get(path, { method });
    expect(response.status).toBe(404);
    expect(await response.text()).toBe('{"message":"Not Found"}');
  });

  it("refuses what goes over its burst, while others go on", async () => {
    const statuses = [(await get("/rare")).status, (await get("/rare")).status];
    const third = await get("/rare");
    expect([...statuses, third.status]).toEqual([200, 200, 429]);
    expect(await third.text()).toBe('{"message":"Too Many Requests"}');
    expect((await get("/pay/abc")).status).toBe(200);
  });
});

describe("a request", () => {
  it("arrives in payload format 2.0", async () => {
    const event = await eventOf("/pay/abc?a=1&b=x%20y&a=2", {
      headers: { Cookie: "one=1; two=2", "X-Custom": "Yes", "user-agent": "test" },
    });
    expect(event).toEqual({
      version: "2.0",
      routeKey: "GET /pay/{token}",
      rawPath: "/pay/abc",
      rawQueryString: "a=1&b=x%20y&a=2",
      cookies: ["one=1", "two=2"],
      headers: expect.objectContaining({
        "x-custom": "Yes",
        "x-forwarded-for": "127.0.0.1",
        host: app.url.replace("http://", ""),
      }),
      queryStringParameters: { a: "1,2", b: "x y" },
      pathParameters: { token: "abc" },
      requestContext: {
        accountId: "000000000000",
        apiId: expect.stringMatching(/^[0-9a-f]{10}$/),
        domainName: app.url.replace("http://", ""),
        domainPrefix: "127",
        http: { method: "GET", path: "/pay/abc", protocol: "HTTP/1.1", sourceIp: "127.0.0.1", userAgent: "test" },
        requestId: expect.any(String),
        routeKey: "GET /pay/{token}",
        stage: "$default",
        time: expect.stringMatching(/^\d\d\/[A-Z][a-z]{2}\/\d{4}:\d\d:\d\d:\d\d \+0000$/),
        timeEpoch: expect.any(Number),
      },
      isBase64Encoded: false,
    });
    expect(event["headers"]).not.toHaveProperty("cookie");
  });

  it.each([
    ["application/json", '{"é": 1}', '{"é": 1}', false],
    ["application/json; charset=utf-8", "{broken", "{broken", false],
    ["text/plain", "hello", "hello", false],
    ["application/x-www-form-urlencoded", "a=1", "YT0x", true],
    ["application/octet-stream", "hello", "aGVsbG8=", true],
    ["image/png", "hello", "aGVsbG8=", true],
  ])("with %s has its body as an HTTP API gives it", async (type, sent, body, isBase64Encoded) => {
    const event = await eventOf("/webhooks/stripe", { method: "POST", body: sent, headers: { "content-type": type } });
    expect(event).toMatchObject({ body, isBase64Encoded });
  });

  it("has repeated headers joined by commas", async () => {
    const text = await new Promise<string>((resolve, reject) => {
      const sent = request(`${app.url}/pay/abc`, { headers: { "X-Twice": ["1", "2"] } }, (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.on("end", () => resolve(Buffer.concat(chunks).toString()));
      });
      sent.on("error", reject).end();
    });
    expect(JSON.parse(text)).toMatchObject({ headers: { "x-twice": "1,2" } });
  });

  it("that is broken off in the middle does no harm", async () => {
    const socket = connect(Number(new URL(app.url).port), "127.0.0.1");
    socket.write("POST /webhooks/stripe HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\nhalf");
    await once(socket, "connect");
    socket.destroy();
    expect((await get("/pay/abc")).status).toBe(200);
  });

  it("is refused over 10 MB", async () => {
    const response = await get("/webhooks/stripe", { method: "POST", body: Buffer.alloc(10 * 1024 * 1024 + 1) });
    expect(response.status).toBe(413);
    expect(await response.text()).toBe('{"message":"Request Entity Too Large"}');
  });
});

describe("an answer", () => {
  it("keeps status, headers and cookies", async () => {
    const response = await get("/odd/redirect");
    expect(response.status).toBe(302);
    expect(response.headers.get("location")).toBe("https://example.test/#f");
    expect(response.headers.get("x-number")).toBe("5");
    expect(response.headers.getSetCookie()).toEqual(["a=1", "b=2; HttpOnly"]);
    expect(response.headers.get("content-type")).toBe("text/plain; charset=utf-8");
  });

  it("is bytes where the function says base64", async () => {
    const response = await get("/odd/bytes");
    expect(response.headers.get("content-type")).toBe("image/png");
    expect(Buffer.from(await response.arrayBuffer())).toEqual(Buffer.from([0x89, 0x50, 0x4e, 0x47]));
  });

  it.each([
    ["/odd/object", '{"hello":"you"}'],
    ["/odd/text", "hello"],
  ])("without a status is a 200 (%s)", async (path, body) => {
    const response = await get(path);
    expect([response.status, await response.text()]).toEqual([200, body]);
    expect(response.headers.get("content-type")).toBe("application/json");
  });

  it.each(["/odd/throw", "/odd/die", "/odd/shape", "/odd/header", "/odd/large"])(
    "is a 500 when the function fails (%s)",
    async (path) => {
      const response = await get(path);
      expect([response.status, await response.text()]).toEqual([500, '{"message":"Internal Server Error"}']);
    },
  );

  it("is a 503 when the function takes longer than the integration waits", async () => {
    const response = await get("/odd/slow");
    expect([response.status, await response.text()]).toEqual([503, '{"message":"Service Unavailable"}']);
  });
});

it("gives functions the address of this machine wherever the template puts the API's together", async () => {
  const seen = await startApp(emulators, {
    stacks: {
      Address: {
        Resources: {
          Api: { Type: "AWS::ApiGatewayV2::Api", Properties: { ProtocolType: "HTTP" } },
          Say: lambdaResource("Say", {
            Environment: {
              Variables: {
                A: { "Fn::GetAtt": "Api.ApiEndpoint" },
                B: { "Fn::Sub": "https://${Api}.execute-api.${AWS::Region}.${AWS::URLSuffix}/pay" },
              },
            },
          }),
        },
      },
    },
    code: { Say: `export const handler = async () => process.env.A + " " + process.env.B;` },
  });
  const outcome = await seen.runner.invokeFunction("Say", {});
  expect(outcome).toEqual({ kind: "answered", json: JSON.stringify(`${seen.url} ${seen.url}/pay`) });
  await seen.stop();
});
