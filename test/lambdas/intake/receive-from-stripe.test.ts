import * as fc from "fast-check";
import { Stripe } from "stripe";
import { describe, expect, it } from "vitest";
import { parsePaymentsMessage } from "#adapters/sqs/messages.ts";
import type { PaymentsMessage } from "#core/payments/message.ts";
import { instant } from "#core/values/instant.ts";
import type { WebhookCall } from "#lambdas/intake/raw-request.ts";
import { receiveEvent, type StripeIntake } from "#lambdas/intake/receive-from-stripe.ts";
import { anUnreadableSecret, aQueue, aSecret } from "./fakes.ts";

const secret = "whsec_local";
const nowSeconds = 1763000000;
const stripe = new Stripe("sk_test_none");

const anIntake = (parts: Partial<StripeIntake> = {}) => {
  const queue = aQueue<PaymentsMessage>();
  const intake: StripeIntake = {
    webhookSecret: aSecret([secret]),
    queue,
    now: () => instant(nowSeconds * 1000),
    ...parts,
  };
  return { intake, queue };
};

/** Signed by Stripe's own library. */
function signed(body: unknown, options: { secret?: string; timestamp?: number } = {}): WebhookCall {
  const payload = typeof body === "string" ? body : JSON.stringify(body);
  const header = stripe.webhooks.generateTestHeaderString({
    payload,
    secret: options.secret ?? secret,
    timestamp: options.timestamp ?? nowSeconds,
  });
  return { body: payload, isBase64Encoded: false, headers: { "stripe-signature": header } };
}
const withHeader = (call: WebhookCall, header: string | undefined): WebhookCall => ({
  ...call,
  headers: header === undefined ? {} : { "stripe-signature": header },
});

const orderId = "O-7K3M2-4QZ8T";
const anEvent = (type: string, object: Record<string, unknown>) => ({
  id: "evt_1",
  object: "event",
  api_version: "2026-10-28",
  created: nowSeconds - 3,
  livemode: false,
  pending_webhooks: 1,
  type,
  data: { object },
});
const aSession = {
  id: "cs_test_a1",
  object: "checkout.session",
  client_reference_id: orderId,
  metadata: { orderId },
  payment_intent: "pi_1",
  amount_total: 6900,
  customer_details: { email: "ada@example.org", name: "Ada" },
};
const completed = anEvent("checkout.session.completed", aSession);

describe("an event of Stripe", () => {
  it("that moves an order is queued with what finds it, and nothing else", async () => {
    const { intake, queue } = anIntake();
    expect((await receiveEvent(intake, signed(completed))).statusCode).toBe(200);
    expect(queue.sent).toEqual([
      {
        v: 1,
        kind: "stripe-event",
        id: "evt_1",
        type: "checkout.session.completed",
        livemode: false,
        createdAt: (nowSeconds - 3) * 1000,
        sessionId: "cs_test_a1",
        paymentIntentId: "pi_1",
        orderId,
      },
    ]);
    expect(parsePaymentsMessage(queue.sent[0])).toEqual(queue.sent[0]);
  });

  it.each([
    "checkout.session.async_payment_succeeded",
    "checkout.session.async_payment_failed",
    "checkout.session.expired",
  ])("%s is queued too", async (type) => {
    const { intake, queue } = anIntake();
    await receiveEvent(intake, signed(anEvent(type, { ...aSession, payment_intent: null })));
    expect(queue.sent).toMatchObject([{ type, sessionId: "cs_test_a1", orderId }]);
    expect(queue.sent[0]).not.toHaveProperty("paymentIntentId");
  });

  it("of a declined card says why, and finds the order by the metadata", async () => {
    const { intake, queue } = anIntake();
    const last_payment_error = { code: "card_declined", decline_code: "insufficient_funds", message: "…" };
    const intent = { id: "pi_1", object: "payment_intent", metadata: { orderId }, last_payment_error };
    await receiveEvent(intake, signed(anEvent("payment_intent.payment_failed", intent)));
    expect(queue.sent).toMatchObject([{ paymentIntentId: "pi_1", orderId, declineCode: "insufficient_funds" }]);
    await receiveEvent(
      intake,
      signed(anEvent("payment_intent.payment_failed", { ...intent, last_payment_error: { code: "expired_card" } })),
    );
    expect(queue.sent[1]).toMatchObject({ declineCode: "expired_card" });
  });

  it("with an expanded PaymentIntent and no order of ours still finds its session", async () => {
    const { intake, queue } = anIntake();
    const object = {
      ...aSession,
      client_reference_id: "somebody-else",
      metadata: null,
      payment_intent: { id: "pi_9" },
    };
    await receiveEvent(intake, signed(anEvent("checkout.session.completed", object)));
    expect(queue.sent).toMatchObject([{ sessionId: "cs_test_a1", paymentIntentId: "pi_9" }]);
    expect(queue.sent[0]).not.toHaveProperty("orderId");
  });

  it("of a charge that changed finds the order whose fee may be known now, and is dropped where it is no order's", async () => {
    const { intake, queue } = anIntake();
    const charge = { id: "ch_1", object: "charge", payment_intent: "pi_1", balance_transaction: "txn_1" };
    await receiveEvent(intake, signed(anEvent("charge.updated", { ...charge, metadata: { orderId } })));
    expect(queue.sent).toMatchObject([{ type: "charge.updated", paymentIntentId: "pi_1", orderId }]);
    expect(parsePaymentsMessage(queue.sent[0])).toEqual(queue.sent[0]);
    await receiveEvent(intake, signed(anEvent("charge.updated", { ...charge, metadata: {} })));
    expect(queue.sent).toHaveLength(1);
  });

  it.each(["payment_intent.created", "charge.succeeded", "customer.created", "product.updated", "v2.core.event"])(
    "%s is acknowledged and dropped",
    async (type) => {
      const { intake, queue } = anIntake();
      expect((await receiveEvent(intake, signed(anEvent(type, {})))).statusCode).toBe(200);
      expect(queue.sent).toEqual([]);
    },
  );

  const good = signed(completed).headers["stripe-signature"] ?? "";
  it.each([
    ["without a signature", undefined],
    ["with an empty one", ""],
    ["without a time", good.replace(/^t=\d+,/, "")],
    ["with another time", good.replace(/^t=\d+/, `t=${nowSeconds - 1}`)],
    ["signed with another secret", signed(completed, { secret: "whsec_guess" }).headers["stripe-signature"]],
    ["with a test signature only", good.replace("v1=", "v0=")],
    ["with half a signature", good.slice(0, -10)],
    ["signed six minutes ago", signed(completed, { timestamp: nowSeconds - 360 }).headers["stripe-signature"]],
  ])("%s is turned away", async (_what, header) => {
    const { intake, queue } = anIntake();
    expect((await receiveEvent(intake, withHeader(signed(completed), header))).statusCode).toBe(401);
    expect(queue.sent).toEqual([]);
  });

  it("passes with several signatures, one of which is ours, as while a secret is rolled", async () => {
    const { intake } = anIntake();
    const v1 = good.slice(good.indexOf("v1="));
    const rolled = `t=${nowSeconds}, v1=${"0".repeat(64)},${v1},v0=${"1".repeat(64)}`;
    expect((await receiveEvent(intake, withHeader(signed(completed), rolled))).statusCode).toBe(200);
  });

  it("passes up to five minutes late, and with the previous or a brand-new secret", async () => {
    const late = signed(completed, { timestamp: nowSeconds - 300 });
    expect((await receiveEvent(anIntake().intake, late)).statusCode).toBe(200);
    const during = anIntake({ webhookSecret: aSecret(["whsec_new", secret]) });
    expect((await receiveEvent(during.intake, signed(completed))).statusCode).toBe(200);
    const after = anIntake({ webhookSecret: aSecret(["whsec_old"], [secret]) });
    expect((await receiveEvent(after.intake, signed(completed))).statusCode).toBe(200);
  });

  it("is judged as Stripe's own library judges it", async () => {
    const { intake } = anIntake();
    await fc.assert(
      fc.asyncProperty(fc.string(), fc.integer({ min: -500, max: 500 }), fc.boolean(), async (text, age, isOurs) => {
        const payload = JSON.stringify({ id: "evt_2", type: "charge.succeeded", text });
        const call = signed(payload, { secret: isOurs ? secret : "whsec_guess", timestamp: nowSeconds - age });
        const header = call.headers["stripe-signature"] ?? "";
        let accepted = true;
        try {
          stripe.webhooks.constructEvent(payload, header, secret, 300, undefined, nowSeconds * 1000);
        } catch {
          accepted = false;
        }
        expect((await receiveEvent(intake, call)).statusCode).toBe(accepted ? 200 : 401);
      }),
    );
  });

  it.each([
    ["broken JSON", "{"],
    ["nothing", ""],
    ["a list", "[]"],
    ["no event", '{"object":"charge"}'],
    ["an event with an empty id", '{"id":"","type":"charge.succeeded"}'],
    ["an event of no type", '{"id":"evt_1","type":""}'],
  ])("that is %s, validly signed, is malformed", async (_what, body) => {
    expect((await receiveEvent(anIntake().intake, signed(body))).statusCode).toBe(400);
  });

  it.each(["1e300", '"Infinity"', "9007199254740993", '"0x"', "[]"])(
    "with the time %s is queued so that the worker can read it",
    async (created) => {
      const { intake, queue } = anIntake();
      const body = JSON.stringify(completed).replace(/"created":\d+/, `"created":${created}`);
      expect((await receiveEvent(intake, signed(body))).statusCode).toBe(200);
      const sent: unknown = JSON.parse(JSON.stringify(queue.sent[0]));
      expect(parsePaymentsMessage(sent)).toMatchObject({ id: "evt_1", createdAt: 0 });
    },
  );

  it.each(["", "..", "cs_../refunds", "cs_1?expand[]=x", "pi_1", "cs_1 "])(
    "is never asked about under an id like %j, which is no session's",
    async (id) => {
      const { intake, queue } = anIntake();
      await receiveEvent(intake, signed(anEvent("checkout.session.completed", { ...aSession, id })));
      await receiveEvent(
        intake,
        signed(anEvent("checkout.session.completed", { ...aSession, id, payment_intent: null })),
      );
      expect(queue.sent).toMatchObject([{ paymentIntentId: "pi_1" }]);
      expect(queue.sent[0]).not.toHaveProperty("sessionId");
    },
  );

  it("with a header longer than Stripe's ever is, is turned away unread", async () => {
    const { intake } = anIntake();
    const long = `${good},${`v1=${"0".repeat(64)},`.repeat(100)}`;
    expect((await receiveEvent(intake, withHeader(signed(completed), long))).statusCode).toBe(401);
  });

  it("over 256 KB is refused before it is hashed", async () => {
    const { intake } = anIntake({ webhookSecret: anUnreadableSecret });
    expect((await receiveEvent(intake, signed(" ".repeat(256 * 1024 + 1)))).statusCode).toBe(413);
    expect((await receiveEvent(intake, signed(" ".repeat(256 * 1024)))).statusCode).toBe(503);
  });

  it("that the queue refuses is to be sent again", async () => {
    const { intake } = anIntake({ queue: aQueue(true) });
    const answer = await receiveEvent(intake, signed(completed));
    expect(answer).toMatchObject({ statusCode: 503, headers: { "retry-after": "10" } });
  });

  it("of any JSON gets one of the documented answers, and only what the queue takes is queued", async () => {
    const { intake, queue } = anIntake();
    await fc.assert(
      fc.asyncProperty(fc.jsonValue(), fc.jsonValue(), async (one, other) => {
        for (const body of [
          one,
          { ...completed, data: { object: one } },
          { ...completed, created: one, data: other },
        ]) {
          expect([200, 400]).toContain((await receiveEvent(intake, signed(JSON.stringify(body)))).statusCode);
        }
      }),
    );
    for (const message of queue.sent) expect(() => parsePaymentsMessage(message)).not.toThrow();
  });
});
