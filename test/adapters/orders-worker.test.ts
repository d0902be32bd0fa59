import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { lamp } from "#test/support/lamp-shop.ts";
import { PaymentsStage } from "#test/support/payments-stage.ts";

let stage: PaymentsStage;
beforeAll(async () => {
  stage = await PaymentsStage.start();
});
afterEach(() => stage.reset());
afterAll(() => stage.stop());

describe("a purchase", () => {
  it("goes from the order tap over the pay page to a paid order, with the stock sold", async () => {
    const { orderId } = await stage.place();
    expect(stage.told()).toEqual(["placed"]);
    expect(await stage.stockOf(lamp)).toEqual({ available: 1, reserved: 2 });

    const sessionId = await stage.openPayPage(orderId);
    expect(await stage.pay(sessionId)).toMatchObject({ outcome: "paid" });
    await stage.deliverEvents();

    expect(await stage.orderOf(orderId)).toMatchObject({
      status: "to-ship",
      paymentStatus: "paid",
      paymentMethod: "Visa 4242",
      customerFirstName: "Julie",
      customerLastName: "Martin",
      email: "julie@example.com",
      shippingAddress: { line1: "12 rue de la Part-Dieu", postalCode: "69003", city: "Lyon", country: "FR" },
      attempts: [{ number: 1, state: "complete", sessionId }],
    });
    expect(stage.told()).toEqual(["placed", "paid"]);
    expect(await stage.stockOf(lamp)).toEqual({ available: 1, reserved: 0 });
  });
});
