import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { PaymentReport } from "#core/payments/report.ts";
import { inputId, type OrderId, type Psid } from "#core/values/ids.ts";
import { after, instant, minutes } from "#core/values/instant.ts";
import { work } from "#lambdas/payments/work.ts";
import { Unprocessable } from "#ports/failures.ts";
import { PaymentsStage } from "#test/support/payments-stage.ts";

let stage: PaymentsStage;
beforeAll(async () => {
  stage = await PaymentsStage.start();
});
afterEach(() => stage.reset());
afterAll(() => stage.stop());

const completed = (orderId: OrderId | undefined, sessionId: string) => ({
  v: 1 as const,
  kind: "stripe-event" as const,
  id: "evt_hostile",
  type: "checkout.session.completed",
  livemode: false,
  createdAt: instant(1763000000000),
  sessionId,
  ...(orderId !== undefined && { orderId }),
});

/** Works on an event while Stripe says this of its session, whatever the event itself says. */
const hear = (orderId: OrderId, sessionId: string, said: Partial<PaymentReport>) =>
  work(
    {
      ...stage.worker,
      checkout: {
        ...stage.worker.checkout,
        read: async (id) => {
          const report = await stage.worker.checkout.read(id);
          return report && { ...report, standing: "paid", ...said };
        },
      },
    },
    completed(orderId, sessionId),
    { sentAt: stage.worker.now() },
  );

async function opened(): Promise<{ readonly orderId: OrderId; readonly sessionId: string }> {
  const { orderId } = await stage.place();
  return { orderId, sessionId: await stage.openPayPage(orderId) };
}

describe("a rightly signed event of Stripe", () => {
  it("that names our order and a session of nobody pays nothing", async () => {
    const { orderId } = await opened();
    await expect(stage.work(completed(orderId, "cs_test_unknown"))).rejects.toThrow(Unprocessable);
    expect(await stage.orderOf(orderId)).toMatchObject({ paymentStatus: "unpaid", status: "awaiting-payment" });
  });

  it("that names our order and another order's paid session pays nothing", async () => {
    const mine = await opened();
    const { orderId } = await stage.place();
    await expect(hear(orderId, mine.sessionId, {})).rejects.toThrow(Unprocessable);
    expect(await stage.orderOf(orderId)).toMatchObject({ paymentStatus: "unpaid" });
    expect(await stage.orderOf(mine.orderId)).toMatchObject({ paymentStatus: "unpaid" });
  });

  it("that names an order that there never was is parked", async () => {
    const { sessionId } = await opened();
    const nobody = "O-ZZZZZ-ZZZZZ" as OrderId;
    await expect(hear(nobody, sessionId, { reference: nobody })).rejects.toThrow(Unprocessable);
  });

  it("that names no order and a session of nobody is let go", async () => {
    await stage.work(completed(undefined, "cs_test_unknown"));
    expect(stage.queued).toEqual([]);
  });

  it("that says paid while Stripe itself says open pays nothing", async () => {
    const { orderId, sessionId } = await opened();
    await stage.work({ ...completed(orderId, sessionId), livemode: true });
    expect(await stage.orderOf(orderId)).toMatchObject({ paymentStatus: "unpaid", livemode: false });
  });

  it("of real money pays no order of test money", async () => {
    const { orderId, sessionId } = await opened();
    await expect(hear(orderId, sessionId, { livemode: true })).rejects.toThrow(Unprocessable);
    expect(await stage.orderOf(orderId)).toMatchObject({ paymentStatus: "unpaid" });
  });

  it.each<[string, Partial<PaymentReport>]>([
    ["less", { amount: 1 }],
    ["nothing", { amount: 0 }],
    ["more", { amount: 1_000_000 }],
    ["another currency", { currency: "JPY" }],
  ])("about %s than the order's total is recorded and waits for a person", async (_what, said) => {
    const { orderId, sessionId } = await opened();
    await hear(orderId, sessionId, said);
    const order = await stage.orderOf(orderId);
    expect(order.review).toContain("instead of 13800 EUR");
    expect(order).toMatchObject({ paymentStatus: "paid", total: 13_800, currency: "EUR" });
    expect(stage.told()).toContain("paid-differently");
    expect(stage.told()).not.toContain("paid");
  });
});

describe("a wish to call off an order", () => {
  it("of somebody else is parked and calls nothing off", async () => {
    const { orderId } = await opened();
    const at = stage.worker.now();
    const stranger = {
      v: 1 as const,
      kind: "cancel-order" as const,
      id: inputId("m_stranger:1"),
      pageId: (await stage.orderOf(orderId)).pageId,
      psid: "7000000000000666" as Psid,
      orderId,
      at,
      validUntil: after(at, minutes(10)),
    };
    await expect(stage.work(stranger)).rejects.toThrow(Unprocessable);
    expect(await stage.orderOf(orderId)).toMatchObject({ status: "awaiting-payment", paymentStatus: "unpaid" });
    expect(stage.told()).toEqual(["placed"]);
  });
});
