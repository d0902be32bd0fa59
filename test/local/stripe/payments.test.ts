import type Stripe from "stripe";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Bench, sessionParams, startBench } from "./stripe-bench.ts";

let bench: Bench;
beforeEach(async () => {
  bench = await startBench();
});
afterEach(() => bench.stop());

const create = (changes: object = {}): Promise<Stripe.Checkout.Session> =>
  bench.stripe.checkout.sessions.create({ ...sessionParams(), ...changes });

const pay = (id: string, how: object = {}): Promise<unknown> => bench.control(`sessions/${id}/pay`, how);

async function intentOf(id: string): Promise<Stripe.PaymentIntent> {
  const session = await bench.stripe.checkout.sessions.retrieve(id, { expand: ["payment_intent.latest_charge"] });
  return session.payment_intent as Stripe.PaymentIntent;
}

describe("a card payment", () => {
  it.each([
    ["4242424242424242", "visa", "4242"],
    ["5555555555554444", "mastercard", "4444"],
    ["378282246310005", "amex", "0005"],
  ])("takes %s", async (card, brand, last4) => {
    const { id } = await create();
    expect(await pay(id, { card, address: { country: "BE" } })).toMatchObject({
      outcome: "paid",
      redirect: `http://127.0.0.1:3000/pay/t/done?session=${id}`,
    });
    const intent = await intentOf(id);
    expect(intent).toMatchObject({
      status: "succeeded",
      amount: 11290,
      amount_received: 11290,
      currency: "eur",
      description: "Commande O-7K3M-42",
      metadata: { orderId: "O-7K3M-42" },
      shipping: { name: "Julie Martin", address: { country: "BE" } },
      latest_charge: {
        paid: true,
        amount: 11290,
        billing_details: { email: "julie@example.com" },
        payment_method_details: { type: "card", card: { brand, last4 } },
      },
    });
    const charge = intent.latest_charge as Stripe.Charge;
    expect(await bench.stripe.charges.retrieve(charge.id)).toMatchObject({ id: charge.id, payment_intent: intent.id });
    expect((await bench.stripe.checkout.sessions.list({ payment_intent: intent.id })).data.map((s) => s.id)).toEqual([
      id,
    ]);
  });

  it.each([
    ["4000000000000002", { code: "card_declined", declineCode: "generic_decline" }],
    ["4000000000009995", { code: "card_declined", declineCode: "insufficient_funds" }],
    ["4000000000000069", { code: "expired_card" }],
    ["4000000000000127", { code: "incorrect_cvc" }],
    ["4000000000000119", { code: "processing_error" }],
    ["4000008260003178", { code: "card_declined", declineCode: "insufficient_funds" }],
    ["4012888888881881", { code: "card_declined", declineCode: "test_mode_live_card" }],
  ])("declines %s and stays open for another", async (card, decline) => {
    const { id } = await create();
    expect(await pay(id, { card })).toMatchObject({ outcome: "declined", ...decline });
    const session = await bench.stripe.checkout.sessions.retrieve(id);
    expect(session).toMatchObject({ status: "open", payment_status: "unpaid" });
    await expect.poll(() => bench.ofType("payment_intent.payment_failed")).toHaveLength(1);
    const failed = bench.ofType("payment_intent.payment_failed")[0]?.event.data.object as Stripe.PaymentIntent;
    expect(failed).toMatchObject({
      status: "requires_payment_method",
      metadata: { orderId: "O-7K3M-42" },
      last_payment_error: { type: "card_error", code: decline.code },
    });
    expect(await pay(id)).toMatchObject({ outcome: "paid" });
    expect((await intentOf(id)).id).toBe(failed.id);
  });

  it.each(["complete", "fail"] as const)("asks for 3-D Secure, which can %s", async (challenge) => {
    const { id } = await create();
    const answer = await pay(id, { card: "4000002760003184", challenge });
    expect(answer).toMatchObject(
      challenge === "complete"
        ? { outcome: "paid" }
        : { outcome: "declined", code: "payment_intent_authentication_failure" },
    );
    await expect.poll(() => bench.ofType("payment_intent.requires_action")).toHaveLength(1);
  });

  it("refuses what no card has: a wrong checksum, a past expiry", async () => {
    const { id } = await create();
    expect(await pay(id, { card: "4242424242424241" })).toEqual({ errors: { cardNumber: "card-number" } });
    expect(await pay(id, { expiry: "01 / 20" })).toEqual({ errors: { expiry: "card-expired" } });
    expect(await pay(id, { address: { country: "US" } })).toEqual({ errors: { country: "country" } });
    expect(bench.received).toEqual([]);
  });

  it("charges once, however often it is asked", async () => {
    const { id } = await create();
    const outcomes = await Promise.all([pay(id), pay(id), pay(id)]);
    expect(outcomes.filter((outcome) => (outcome as { outcome: string }).outcome === "paid")).toHaveLength(1);
    expect((await bench.ledger()).charges).toHaveLength(1);
  });

  it("charges the delivery that the buyer chose", async () => {
    const rate = (amount: number) => ({
      shipping_rate_data: { display_name: `${amount}`, fixed_amount: { amount, currency: "eur" } },
    });
    const { id } = await create({ shipping_options: [rate(790), rate(0)] });
    await pay(id, { shippingOption: 1 });
    expect((await intentOf(id)).amount).toBe(10500);
    const session = await bench.stripe.checkout.sessions.retrieve(id, { expand: ["shipping_cost.shipping_rate"] });
    expect(session).toMatchObject({ amount_total: 10500, shipping_cost: { shipping_rate: { display_name: "0" } } });
  });

  it("needs no means of payment for nothing", async () => {
    const { id } = await create({
      shipping_options: [],
      line_items: [{ quantity: 1, price_data: { currency: "eur", unit_amount: 0, product_data: { name: "Carte" } } }],
    });
    await pay(id);
    expect(await bench.stripe.checkout.sessions.retrieve(id)).toMatchObject({
      status: "complete",
      payment_status: "no_payment_required",
      payment_intent: null,
    });
  });
});

describe("a bank debit", () => {
  const iban = "DE89370400440532013000";

  it.each([true, false])("ends after the page was left, well or badly: %s", async (succeed) => {
    const { id } = await create();
    expect(await pay(id, { iban })).toMatchObject({ outcome: "processing" });
    expect(await bench.stripe.checkout.sessions.retrieve(id)).toMatchObject({
      status: "complete",
      payment_status: "unpaid",
    });
    await bench.control(`sessions/${id}/async`, { succeed });
    const type = `checkout.session.async_payment_${succeed ? "succeeded" : "failed"}`;
    await expect.poll(() => bench.ofType(type)).toHaveLength(1);
    expect((await bench.stripe.checkout.sessions.retrieve(id)).payment_status).toBe(succeed ? "paid" : "unpaid");
    expect((await intentOf(id)).status).toBe(succeed ? "succeeded" : "requires_payment_method");
  });

  it.each([
    [iban, "checkout.session.async_payment_succeeded"],
    ["DE62370400440532013001", "checkout.session.async_payment_failed"],
  ])("settles %s by the clock", async (account, type) => {
    const { id } = await create();
    await pay(id, { iban: account });
    expect(bench.ofType(type)).toEqual([]);
    await bench.control("clock", { advanceMs: 180_000 });
    await expect.poll(() => bench.ofType(type)).toHaveLength(1);
  });
});

describe("a refund", () => {
  async function paidIntent(): Promise<string> {
    const { id } = await create();
    await pay(id);
    return (await intentOf(id)).id;
  }

  it("gives parts back until nothing is left", async () => {
    const intent = await paidIntent();
    const part = await bench.stripe.refunds.create({ payment_intent: intent, amount: 1290, metadata: { why: "late" } });
    expect(part).toMatchObject({
      amount: 1290,
      status: "succeeded",
      payment_intent: intent,
      metadata: { why: "late" },
    });
    await expect(bench.stripe.refunds.create({ payment_intent: intent, amount: 10001 })).rejects.toMatchObject({
      param: "amount",
      message: "Refund amount (€100.01 eur) is greater than unrefunded amount on charge (€100.00 eur)",
    });
    const rest = await bench.stripe.refunds.create({ payment_intent: intent });
    expect(rest.amount).toBe(10000);
    await expect(bench.stripe.refunds.create({ payment_intent: intent })).rejects.toMatchObject({
      code: "charge_already_refunded",
    });
    expect(await bench.stripe.refunds.retrieve(rest.id, { expand: ["charge"] })).toMatchObject({
      charge: { amount_refunded: 11290, refunded: true },
    });
    await expect.poll(() => bench.ofType("charge.refunded")).toHaveLength(2);
    await expect.poll(() => bench.ofType("refund.created")).toHaveLength(2);
  });

  it("needs a payment that there is, and that was taken", async () => {
    await expect(bench.stripe.refunds.create({})).rejects.toMatchObject({ statusCode: 400 });
    await expect(bench.stripe.refunds.create({ payment_intent: "pi_none" })).rejects.toMatchObject({ statusCode: 404 });
    const { id } = await create();
    await pay(id, { card: "4000000000000002" });
    const { id: intent } = await intentOf(id);
    await expect(bench.stripe.refunds.create({ payment_intent: intent })).rejects.toMatchObject({
      message: `This PaymentIntent (${intent}) does not have a successful charge to refund.`,
    });
  });
});

describe("time", () => {
  it("expires a session and takes its payment with it", async () => {
    const { id } = await create({ expires_at: Math.floor(Date.now() / 1000) + 3600 });
    await pay(id, { card: "4000000000000002" });
    await bench.control("clock", { advanceMs: 3_500_000 });
    expect((await bench.stripe.checkout.sessions.retrieve(id)).status).toBe("open");
    await bench.control("clock", { advanceMs: 100_000 });
    await expect.poll(() => bench.ofType("checkout.session.expired")).toHaveLength(1);
    expect(await bench.stripe.checkout.sessions.retrieve(id)).toMatchObject({ status: "expired", url: null });
    expect((await intentOf(id)).status).toBe("canceled");
    expect(await pay(id)).toMatchObject({ outcome: "closed" });
  });
});

describe("the balance", () => {
  const latestCharge = { expand: ["payment_intent.latest_charge.balance_transaction"] };

  it("gets what was charged less the fee, which the charge tells once it is worked out", async () => {
    const { id } = await create();
    await pay(id);
    const session = await bench.stripe.checkout.sessions.retrieve(id, latestCharge);
    const intent = session.payment_intent as Stripe.PaymentIntent;
    const charge = intent.latest_charge as Stripe.Charge;
    const booked = charge.balance_transaction as Stripe.BalanceTransaction;
    expect(booked).toMatchObject({
      object: "balance_transaction",
      amount: 11290,
      fee: 194,
      net: 11096,
      currency: "eur",
      source: charge.id,
      fee_details: [{ type: "stripe_fee", amount: 194 }],
      type: "charge",
    });
    expect(await bench.stripe.balanceTransactions.retrieve(booked.id)).toMatchObject({ id: booked.id, fee: 194 });
    await expect.poll(() => bench.ofType("charge.updated")).toHaveLength(1);
    expect(bench.ofType("charge.succeeded")[0]?.event.data.object).toMatchObject({ balance_transaction: null });
    const [changed] = bench.ofType("charge.updated");
    expect(changed?.event.data).toMatchObject({
      object: { id: charge.id, balance_transaction: booked.id },
      previous_attributes: { balance_transaction: null },
    });
  });

  it("knows no fee of a bank debit before the bank has said yes", async () => {
    const { id } = await create();
    await pay(id, { iban: "DE89370400440532013000" });
    expect((await intentOf(id)).latest_charge).toMatchObject({ balance_transaction: null });
    await bench.control(`sessions/${id}/async`, { succeed: true });
    expect((await intentOf(id)).latest_charge).toMatchObject({ balance_transaction: expect.stringMatching(/^txn_/) });
  });

  it("gives a refund back without the fee", async () => {
    const { id } = await create();
    await pay(id);
    const { id: intent } = await intentOf(id);
    const refund = await bench.stripe.refunds.create({ payment_intent: intent, expand: ["balance_transaction"] });
    expect(refund.balance_transaction).toMatchObject({ amount: -11290, fee: 0, net: -11290, type: "refund" });
  });
});
