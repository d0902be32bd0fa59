import { describe, expect, it } from "vitest";
import { paymentMethodName } from "#adapters/stripe/payment-method-name.ts";
import { paymentReport } from "#adapters/stripe/payment-report.ts";
import { sessionParams } from "#adapters/stripe/session-params.ts";
import { Unprocessable } from "#ports/failures.ts";
import { anOrder } from "#test/support/orders.ts";

/** A session as Stripe answers it (API 2026-10-28.endive), as far as it is read. */
const session = (overrides: object = {}) => ({
  id: "cs_test_1",
  object: "checkout.session",
  status: "complete",
  payment_status: "paid",
  amount_total: 13_800,
  currency: "eur",
  livemode: false,
  expires_at: 1_795_347_600,
  url: null,
  client_reference_id: "O-00001-00001",
  payment_intent: { id: "pi_1", status: "succeeded", last_payment_error: null, latest_charge: null },
  customer_details: null,
  collected_information: null,
  ...overrides,
});
const intent = (status: string, more: object = {}) => ({ id: "pi_1", status, ...more });

describe("what Stripe says of a session", () => {
  it.each([
    ["paid", {}],
    ["paid", { payment_status: "no_payment_required", payment_intent: null }],
    ["open", { status: "open", payment_status: "unpaid", payment_intent: null }],
    ["expired", { status: "expired", payment_status: "unpaid", payment_intent: null }],
    ["pending", { payment_status: "unpaid", payment_intent: intent("processing") }],
    ["pending", { payment_status: "unpaid", payment_intent: intent("requires_action") }],
    ["failed", { payment_status: "unpaid", payment_intent: intent("requires_payment_method") }],
    ["failed", { payment_status: "unpaid", payment_intent: intent("canceled") }],
  ])("is %s", (standing, overrides) => {
    expect(paymentReport(session(overrides)).standing).toBe(standing);
  });

  it.each([
    ["a word for the money that is not known", { payment_status: "surely" }],
    ["a currency that is none", { currency: "euros" }],
    ["an id that is none", { id: "../refunds" }],
    ["an address that a browser would run", { url: "javascript:alert(1)" }],
    ["an address with a second header", { url: "https://x.example/\r\nset-cookie: a=b" }],
    ["a time beyond all times", { expires_at: 1e15 }],
  ])("is not believed with %s", (_what, overrides) => {
    expect(() => paymentReport(session(overrides))).toThrow(Unprocessable);
  });

  it("names no order by what Stripe would take for no reference", () => {
    expect(paymentReport(session({ client_reference_id: "O-1\u0000" })).reference).toBeUndefined();
  });

  it("keeps no half of a character where a name is cut", () => {
    const name = `x${"😀".repeat(60)} y${"😀".repeat(100)}`;
    const { customer } = paymentReport(
      session({ customer_details: { name, email: `z${"😀".repeat(160)}`, phone: null } }),
    );
    expect(Object.values(customer).every((each) => typeof each === "string" && each.isWellFormed())).toBe(true);
    expect(customer.customerFirstName).toHaveLength(100);
  });

  it("bears the shopper's particulars, cut to lengths that every message and page can hold", () => {
    const report = paymentReport(
      session({
        customer_details: { name: "  Julie  Anne Martin ", email: "julie@example.com", phone: "+33612345678" },
        collected_information: {
          shipping_details: {
            name: "Martin",
            address: {
              line1: "é".repeat(999),
              line2: null,
              postal_code: "69003",
              city: "Lyon",
              state: "",
              country: "FR",
            },
          },
        },
      }),
    );
    expect(report.customer).toEqual({
      customerFirstName: "Julie",
      customerLastName: "Anne Martin",
      email: "julie@example.com",
      phone: "+33612345678",
      shippingAddress: { name: "Martin", line1: "é".repeat(300), postalCode: "69003", city: "Lyon", country: "FR" },
    });
  });

  it("has room for addresses without a city or postal code", () => {
    const address = { line1: "1 Road", line2: null, postal_code: null, city: null, state: null, country: "HK" };
    const { customer } = paymentReport(
      session({ collected_information: { shipping_details: { name: null, address } } }),
    );
    expect(customer).toEqual({ shippingAddress: { line1: "1 Road", postalCode: "", city: "", country: "HK" } });
  });

  it("names the issuer's reason before Stripe's own code", () => {
    const last_payment_error = { code: "card_declined", decline_code: "insufficient_funds" };
    const payment_intent = intent("requires_payment_method", { last_payment_error });
    expect(paymentReport(session({ status: "open", payment_intent })).declineCode).toBe("insufficient_funds");
    const coarse = intent("requires_payment_method", { last_payment_error: { code: "expired_card" } });
    expect(paymentReport(session({ status: "open", payment_intent: coarse })).declineCode).toBe("expired_card");
  });

  it("tells the fee once Stripe has worked it out, and does without one that it cannot read", () => {
    const withBalance = (balance_transaction: unknown) =>
      paymentReport(
        session({ payment_intent: intent("succeeded", { latest_charge: { id: "ch_1", balance_transaction } }) }),
      );
    expect(withBalance({ id: "txn_1", fee: 232, currency: "eur" }).fee).toEqual({ amount: 232, currency: "EUR" });
    expect(withBalance({ fee: 199, currency: "gbp" }).fee).toEqual({ amount: 199, currency: "GBP" });
    for (const unreadable of [null, "txn_1", { fee: "2.32", currency: "eur" }, { fee: -1, currency: "eur" }, {}]) {
      const report = withBalance(unreadable);
      expect(report).toMatchObject({ standing: "paid" });
      expect(report).not.toHaveProperty("fee");
    }
  });

  it.each([[null], [{ id: "cs_1" }], [session({ amount_total: "138.00" })]])(
    "is parked when it is none: %j",
    (answer) => {
      expect(() => paymentReport(answer)).toThrow(Unprocessable);
    },
  );
});

describe("a way to pay", () => {
  it.each([
    [{ type: "card", card: { brand: "visa", last4: "4242" } }, "Visa 4242"],
    [{ type: "card", card: { brand: "cartes_bancaires", last4: "1001" } }, "Cartes Bancaires 1001"],
    [{ type: "card", card: { brand: "visa", last4: "4242", wallet: { type: "apple_pay" } } }, "Apple Pay (Visa 4242)"],
    [{ type: "card", card: { brand: null, last4: null } }, "Card"],
    [{ type: "paypal" }, "PayPal"],
    [{ type: "klarna" }, "Klarna"],
    [{ type: "amazon_pay" }, "Amazon Pay"],
    [{ type: "sepa_debit", sepa_debit: { last4: "3000" } }, "SEPA 3000"],
    [{ type: "bank_of_tomorrow" }, "Bank Of Tomorrow"],
  ])("is named as people say it: %j", (details, name) => {
    expect(paymentMethodName(details)).toBe(name);
  });
});

describe("the payment page's parameters", () => {
  const attempt = { number: 1, provider: "stripe", state: "opening", openedAt: "", expiresAt: 1 } as const;
  const returnTo = { done: "https://a/done", back: "https://a/back", publicUrl: "http://127.0.0.1:3000" };

  it("are the same to the byte whenever they are made", () => {
    const order = anOrder();
    const later = { ...order, version: 9, history: [], payBy: "2026-11-30T00:00:00.000Z" };
    expect(JSON.stringify(sessionParams(later, attempt, returnTo))).toBe(
      JSON.stringify(sessionParams(order, attempt, returnTo)),
    );
  });

  it("name no payment methods, and no picture that Stripe could not fetch", () => {
    const params = JSON.stringify(sessionParams(anOrder(), attempt, returnTo));
    expect(params).not.toContain("payment_method");
    expect(params).not.toContain("images");
  });

  it("are not made when they would charge another sum than the order's", () => {
    expect(() => sessionParams(anOrder({ total: 13_799 }), attempt, returnTo)).toThrow(RangeError);
  });
});
