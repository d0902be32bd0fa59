import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Bench, pageForm, sessionParams, startBench } from "./stripe-bench.ts";

let bench: Bench;
beforeEach(async () => {
  bench = await startBench();
});
afterEach(() => bench.stop());

async function submit(path: string, form: URLSearchParams): Promise<Response> {
  return fetch(`${bench.url}/c/pay/${path}`, { method: "POST", body: form, redirect: "manual" });
}

describe("the hosted payment page", () => {
  it("takes a test card, tells the webhook, then sends the buyer back to the shop", async () => {
    const session = await bench.stripe.checkout.sessions.create(sessionParams());
    const page = await fetch(session.url ?? "");
    expect(page.status).toBe(200);
    const paid = await submit(session.id, pageForm());
    expect(paid.status).toBe(303);
    expect(paid.headers.get("location")).toBe(`http://127.0.0.1:3000/pay/t/done?session=${session.id}`);
    expect(bench.ofType("checkout.session.completed")).toHaveLength(1);
    const after = await bench.stripe.checkout.sessions.retrieve(session.id, {
      expand: ["line_items", "payment_intent.latest_charge"],
    });
    expect(after).toMatchObject({
      status: "complete",
      payment_status: "paid",
      url: null,
      amount_total: 11290,
      customer_details: { email: "julie@example.com", name: "Julie Martin", phone: "+33612345678" },
      collected_information: { shipping_details: { name: "Julie Martin", address: { city: "Lyon", country: "FR" } } },
      payment_intent: {
        status: "succeeded",
        latest_charge: { payment_method_details: { card: { brand: "visa", last4: "4242" } } },
      },
    });
    expect(after.line_items?.data[0]?.price?.unit_amount_decimal?.toString()).toBe("6900");
  });
});
