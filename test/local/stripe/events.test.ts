import { Stripe } from "stripe";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Bench, sessionParams, startBench, webhookSecret } from "./stripe-bench.ts";

let bench: Bench;
beforeEach(async () => {
  bench = await startBench();
});
afterEach(() => bench.stop());

async function paid(): Promise<string> {
  const { id } = await bench.stripe.checkout.sessions.create(sessionParams());
  await bench.control(`sessions/${id}/pay`, {});
  return id;
}

const purchase = [
  "charge.succeeded",
  "charge.updated",
  "checkout.session.completed",
  "payment_intent.created",
  "payment_intent.succeeded",
];

const types = (): string[] => bench.received.map(({ event }) => event.type);

describe("an event", () => {
  it("is complete, and signed so that the SDK accepts it", async () => {
    const id = await paid();
    await expect.poll(() => types().toSorted()).toEqual(purchase);
    const [delivery] = bench.ofType("checkout.session.completed");
    const signature = String(delivery?.headers["stripe-signature"]);
    const event = Stripe.webhooks.constructEvent(delivery?.body ?? "", signature, webhookSecret);
    expect(event).toMatchObject({
      object: "event",
      api_version: "2026-10-28.endive",
      livemode: false,
      pending_webhooks: 1,
      request: { id: null, idempotency_key: null },
      data: { object: { id, status: "complete", payment_status: "paid" } },
    });
    expect(event.id).toMatch(/^evt_\w{24}$/);
    expect(signature).toMatch(/^t=\d{10},v1=[0-9a-f]{64},v0=[0-9a-f]{64}$/);
    expect(delivery?.headers["user-agent"]).toBe("Stripe/1.0 (+https://stripe.com/docs/webhooks)");
    expect(() => Stripe.webhooks.constructEvent(`${delivery?.body ?? ""} `, signature, webhookSecret)).toThrow(
      /signature/,
    );
  });

  it("is signed with both secrets while one replaces the other", async () => {
    const own = await startBench({ webhookSecret: "whsec_new,whsec_old" });
    const { id } = await own.stripe.checkout.sessions.create(sessionParams());
    await own.stripe.checkout.sessions.expire(id);
    await expect.poll(() => own.received).toHaveLength(1);
    const [delivery] = own.received;
    for (const secret of ["whsec_new", "whsec_old"]) {
      const signature = String(delivery?.headers["stripe-signature"]);
      expect(Stripe.webhooks.constructEvent(delivery?.body ?? "", signature, secret).type).toBe(
        "checkout.session.expired",
      );
    }
    await own.stop();
  });

  it("names the call that caused it", async () => {
    const { id } = await bench.stripe.checkout.sessions.create(sessionParams());
    const expired = await bench.stripe.checkout.sessions.expire(id, {}, { idempotencyKey: "expire-1" });
    await expect.poll(() => types()).toEqual(["checkout.session.expired"]);
    expect(bench.received[0]?.event.request).toEqual({
      id: expired.lastResponse.requestId,
      idempotency_key: "expire-1",
    });
  });

  it("comes again, freshly signed and otherwise the same, until the webhook answers 2xx", async () => {
    await bench.control("retries", { gapsMs: [1, 1100, 1] });
    bench.answers.push(500, 302);
    const { id } = await bench.stripe.checkout.sessions.create(sessionParams());
    await bench.stripe.checkout.sessions.expire(id);
    await expect.poll(() => bench.received, { timeout: 5000 }).toHaveLength(3);
    expect(new Set(bench.received.map(({ body }) => body)).size).toBe(1);
    expect(new Set(bench.received.map(({ headers }) => headers["stripe-signature"])).size).toBeGreaterThan(1);
    await expect
      .poll(async () => (await bench.ledger()).deliveries.map(({ status }) => status))
      .toEqual([500, 302, 200]);
  });

  it("is given up after the last try and still found by its shop", async () => {
    await bench.control("retries", { gapsMs: [1] });
    bench.answers.push(500, 500);
    const { id } = await bench.stripe.checkout.sessions.create(sessionParams());
    await bench.stripe.checkout.sessions.expire(id);
    await expect.poll(async () => (await bench.ledger()).deliveries).toHaveLength(2);
    const missed = await bench.stripe.events.list({ delivery_success: false });
    expect(missed.data.map(({ type }) => type)).toEqual(["checkout.session.expired"]);
    const event = missed.data[0];
    expect(event?.pending_webhooks).toBe(1);
    expect(await bench.control("deliver", { eventId: event?.id })).toEqual({ status: 200 });
    expect((await bench.stripe.events.list({ delivery_success: false })).data).toEqual([]);
    expect((await bench.stripe.events.retrieve(event?.id ?? "")).pending_webhooks).toBe(0);
  });

  it("is listed newest first, by kind, by time and page by page", async () => {
    await paid();
    const all = await bench.stripe.events.list();
    expect(all.data.map(({ type }) => type).toSorted()).toEqual(purchase);
    expect(all.data[0]?.type).toBe("charge.updated");
    const some = await bench.stripe.events.list({ types: ["charge.succeeded", "payment_intent.created"] });
    expect(some.data).toHaveLength(2);
    const [first] = (await bench.stripe.events.list({ limit: 1 })).data;
    const rest = await bench.stripe.events.list({ starting_after: first?.id ?? "" });
    expect(rest.data).toHaveLength(4);
    const future = Math.floor(Date.now() / 1000) + 60;
    expect((await bench.stripe.events.list({ created: { gt: future } })).data).toEqual([]);
    expect((await bench.stripe.events.list({ created: { lte: future } })).data).toHaveLength(5);
    await expect(bench.stripe.events.retrieve("evt_none")).rejects.toMatchObject({ statusCode: 404 });
  });
});

describe("deliveries go wrong on order", () => {
  it("come twice, as one event or as two of one change", async () => {
    await bench.control("twice", { times: 1, type: "checkout.session.*" });
    await paid();
    await expect.poll(() => bench.ofType("checkout.session.completed")).toHaveLength(2);
    expect(new Set(bench.ofType("checkout.session.completed").map(({ event }) => event.id)).size).toBe(1);
    await bench.control("twice", { type: "checkout.session.completed", newId: true });
    await paid();
    await expect.poll(() => bench.ofType("checkout.session.completed")).toHaveLength(4);
    expect(new Set(bench.ofType("checkout.session.completed").map(({ event }) => event.id)).size).toBe(3);
    expect(bench.ofType("charge.succeeded")).toHaveLength(2);
  });

  it("come late", async () => {
    await bench.control("late", { ms: 200, type: "payment_intent.created" });
    await paid();
    await expect.poll(() => types()).toHaveLength(5);
    expect(types().at(-1)).toBe("payment_intent.created");
  });

  it("come in reverse", async () => {
    await bench.control("disorder", { count: 5 });
    await paid();
    await expect
      .poll(() => types())
      .toEqual([
        "charge.updated",
        "checkout.session.completed",
        "payment_intent.succeeded",
        "charge.succeeded",
        "payment_intent.created",
      ]);
  });

  it("are held back until they may go", async () => {
    await bench.control("events", { deliver: false });
    await paid();
    expect((await bench.stripe.events.list()).data).toHaveLength(5);
    expect(bench.received).toEqual([]);
    await bench.control("events", { deliver: true });
    expect(types()).toEqual([
      "payment_intent.created",
      "charge.succeeded",
      "payment_intent.succeeded",
      "checkout.session.completed",
      "charge.updated",
    ]);
  });
});
