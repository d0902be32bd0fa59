import { describe, expect, it } from "vitest";
import { parseConversationMessage } from "#adapters/sqs/messages.ts";
import type { HistoryEntry } from "#core/orders/order.ts";
import { factOf, viewOf } from "#core/orders/view.ts";
import { anOrder, morning, pageId, psid } from "#test/support/orders.ts";

const entry = (overrides: Partial<HistoryEntry>): HistoryEntry => ({
  sequence: 2,
  at: "2026-11-22T10:05:00.000Z",
  what: "paid",
  by: "provider",
  inputId: "evt_1",
  ...overrides,
});

describe("what the conversation is told", () => {
  it("leaves out e-mail, phone, payment references and the pay token's hash", () => {
    const order = anOrder({ email: "julie@example.com", phone: "+33600000000", paymentReference: "pi_1" });
    const told = JSON.stringify(viewOf(order));
    for (const secret of ["julie@example.com", "+33600000000", "pi_1", order.payTokenHash]) {
      expect(told).not.toContain(secret);
    }
  });

  it("names the shopper by all that was given", () => {
    const order = anOrder({ customerFirstName: "Julie", customerLastName: "Martin" });
    expect(viewOf(order)).toMatchObject({ customerFirstName: "Julie", customerName: "Julie Martin" });
    expect(viewOf(anOrder())).not.toHaveProperty("customerName");
  });

  it("says why an order was refused and what is left", () => {
    const fact = factOf(
      anOrder(),
      entry({ what: "refused", detail: { reason: "sold-out", soldOut: "LAMP:1,A.B-c:0" } }),
    );
    expect(fact).toMatchObject({
      what: "refused",
      reason: "sold-out",
      soldOut: [
        { sku: "LAMP", available: 1 },
        { sku: "A.B-c", available: 0 },
      ],
    });
  });

  it("says why a card was declined", () => {
    const detail = { attempt: "1", code: "insufficient_funds" };
    expect(factOf(anOrder(), entry({ what: "payment-declined", detail }))).toMatchObject({
      declineCode: "insufficient_funds",
    });
  });

  it.each(["attempt-opened", "untold"] as const)("keeps %s to itself", (what) => {
    expect(factOf(anOrder(), entry({ what }))).toBeUndefined();
  });

  it("fits the queue's schema", () => {
    const fact = factOf(anOrder(), entry({ what: "placed", sequence: 1 }));
    const message = { v: 1, kind: "order-fact", id: "O-00001-00001:1", pageId, psid, at: morning, fact };
    expect(parseConversationMessage(JSON.parse(JSON.stringify(message)))).toEqual(message);
  });
});
