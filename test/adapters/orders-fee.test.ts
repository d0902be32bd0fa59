import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { work } from "#lambdas/payments/work.ts";
import { aReport } from "#test/support/orders.ts";
import { PaymentsStage } from "#test/support/payments-stage.ts";

let stage: PaymentsStage;
beforeAll(async () => {
  stage = await PaymentsStage.start();
});
afterEach(() => stage.reset());
afterAll(() => stage.stop());

describe("Stripe's fee", () => {
  it("stands on the order from the payment on, and is not given back with the money", async () => {
    const { orderId } = await stage.place();
    await stage.pay(await stage.openPayPage(orderId));
    await stage.deliverEvents();
    expect(await stage.orderOf(orderId)).toMatchObject({ paymentStatus: "paid", paymentFee: 232 });
  });

  it("is filled in by a later event when it was not there yet, and tells nobody anything", async () => {
    const { orderId } = await stage.place();
    await stage.pay(await stage.openPayPage(orderId));
    const events = await stage.newEvents();
    const worker = stage.worker;
    const feeless = {
      ...worker.checkout,
      read: async (sessionId: string) => {
        const { fee: _notYet, ...report } = (await worker.checkout.read(sessionId)) ?? aReport();
        return report;
      },
    };
    for (const event of events.filter(({ type }) => type !== "charge.updated")) {
      await work({ ...worker, checkout: feeless }, event, { sentAt: worker.now() });
    }
    expect(await stage.orderOf(orderId)).not.toHaveProperty("paymentFee");
    stage.news = [];
    for (const event of events) await stage.work(event);
    const order = await stage.orderOf(orderId);
    expect(order).toMatchObject({ paymentFee: 232 });
    expect(order.history.map((entry) => entry.what)).toEqual(["placed", "attempt-opened", "paid"]);
  });

  it("is asked for once", async () => {
    const { orderId } = await stage.place();
    await stage.pay(await stage.openPayPage(orderId));
    const events = await stage.newEvents();
    for (const event of events) await stage.work(event);
    const asked = (await stage.ledger()).calls.length;
    for (const event of events.filter(({ type }) => type === "charge.updated")) await stage.work(event);
    expect((await stage.ledger()).calls).toHaveLength(asked);
  });

  it("does not stand in the way of a payment when the key may not see it", async () => {
    const { orderId } = await stage.place();
    await stage.pay(await stage.openPayPage(orderId));
    const [event] = await stage.newEvents();
    if (!event) throw new Error("Stripe said nothing");
    await stage.control("fail", { match: "GET /v1/checkout/sessions", status: 403 });
    await stage.work(event);
    const order = await stage.orderOf(orderId);
    expect(order).toMatchObject({ status: "to-ship", paymentStatus: "paid" });
    expect(order).not.toHaveProperty("paymentFee");
  });
});
