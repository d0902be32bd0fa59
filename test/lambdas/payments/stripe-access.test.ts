import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { stripeCheckout } from "#adapters/stripe/checkout.ts";
import { type StripeAccess, stripeAccess } from "#adapters/stripe/stripe-access.ts";
import { Unprocessable, WorldFailure } from "#ports/failures.ts";
import { anOrder } from "#test/support/orders.ts";

/** What the next calls are answered, in turn: a status, an error body, headers; the last one for ever. */
let answers: { status: number; error?: object; headers?: Record<string, string> }[] = [];
let keysSeen: (string | undefined)[] = [];
let server: Server;
let access: StripeAccess;

beforeEach(async () => {
  keysSeen = [];
  server = createServer((request, response) => {
    keysSeen.push(request.headers.authorization);
    const answer = answers.length > 1 ? answers.shift() : answers[0];
    response.writeHead(answer?.status ?? 200, { "content-type": "application/json", ...answer?.headers });
    response.end(JSON.stringify(answer?.error ? { error: answer.error } : { id: "re_1", object: "refund" }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  access = stripeAccess({
    keys: async () => ["sk_test_old"],
    refreshedKeys: async () => ["sk_test_new"],
    apiUrl: `http://127.0.0.1:${port}`,
  });
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const refund = () =>
  stripeCheckout(access).refund(anOrder({ paymentReference: "pi_1" }), { at: "", amount: 1, reason: "" }, "late");
const invalid = { type: "invalid_request_error", message: "no" };

describe("Stripe's answers", () => {
  it.each([
    ["an outage", { status: 500, error: { type: "api_error" } }],
    [
      "another call with the same key under way",
      { status: 409, error: { ...invalid, code: "idempotency_key_in_use" } },
    ],
    ["too many calls", { status: 429, error: { ...invalid, code: "rate_limit" } }],
    ["a missing permission, which can be granted", { status: 403, error: invalid }],
    ["a wrong key, also after reading it anew", { status: 401, error: invalid }],
  ])("count %s as the world's failure", async (_, answer) => {
    answers = [{ ...answer, headers: { "stripe-should-retry": "false" } }];
    await expect(refund()).rejects.toThrow(WorldFailure);
  });

  it.each<[string, (typeof answers)[number]]>([
    ["a wrong parameter", { status: 400, error: invalid }],
    ["a refused refund", { status: 400, error: { ...invalid, code: "charge_disputed" } }],
    ["other parameters under the same key", { status: 400, error: { type: "idempotency_error" } }],
    [
      "a failure that is repeated for a day",
      { status: 500, error: { type: "api_error" }, headers: { "idempotent-replayed": "true" } },
    ],
  ])("count %s as ours, which no repetition mends", async (_, answer) => {
    answers = [{ ...answer, headers: { "stripe-should-retry": "false", ...answer.headers } }];
    await expect(refund()).rejects.toThrow(Unprocessable);
  });

  it("that the merchant has given the money back already are as good as a refund", async () => {
    answers = [{ status: 400, error: { ...invalid, code: "charge_already_refunded" } }];
    expect(await refund()).toBe("refunded by hand");
  });

  it("of a replaced key make it read anew, once", async () => {
    answers = [{ status: 401, error: invalid }, { status: 200 }];
    expect(await refund()).toBe("re_1");
    expect(keysSeen).toEqual(["Bearer sk_test_old", "Bearer sk_test_new"]);
  });

  it("that never come are the world's failure", async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await expect(refund()).rejects.toThrow(WorldFailure);
  });

  it("never show the key or the shopper in the error's own words", async () => {
    answers = [{ status: 400, error: { ...invalid, message: "Invalid email: julie@example.com", param: "email" } }];
    await expect(refund()).rejects.toThrow(
      /^Stripe refuses to refund a payment: StripeInvalidRequestError {1,2}email$/,
    );
  });
});

describe("the kind of money", () => {
  it.each([
    ["sk_live_1", true],
    ["rk_live_1", true],
    ["sk_test_1", false],
    ["sk_test_live_", false],
  ])("is known by the key %s", async (key, livemode) => {
    const keys = async () => [key];
    expect(await stripeAccess({ keys, refreshedKeys: keys, apiUrl: "https://api.stripe.com" }).livemode()).toBe(
      livemode,
    );
  });
});
