/** Orders to start a test from: a placed one, and the command that places it. */
import { createHash } from "node:crypto";
import type { Order } from "#core/orders/order.ts";
import { isRefusal, type PlaceCommand, place } from "#core/orders/place.ts";
import type { PaymentReport } from "#core/payments/report.ts";
import type { OrderId, PageId, PayToken, PayTokenHash, Psid } from "#core/values/ids.ts";
import { after, type Instant, instant, minutes } from "#core/values/instant.ts";
import { lamp, lampShop } from "./lamp-shop.ts";

export const pageId = "100000000000001" as PageId;
export const psid = "7000000000000001" as Psid;
/** 22 November 2026, 10:00 UTC. */
export const morning: Instant = instant(Date.UTC(2026, 10, 22, 10));

/** The token that opens an order's pay page. */
export const payTokenOf = (orderId: string): PayToken => `${orderId}.AAAAAAAAAAAAAAAAAAAAAA` as PayToken;

/** Two lamps, to be sent home: 138.00, delivery free. */
export function placeCommand(overrides: Partial<PlaceCommand> = {}): PlaceCommand {
  const orderId = overrides.orderId ?? ("O-00001-00001" as OrderId);
  return {
    v: 1,
    kind: "place-order",
    id: `place:${orderId}`,
    pageId,
    psid,
    at: morning,
    orderId,
    locale: "fr",
    lines: [{ sku: lamp, quantity: 2 }],
    deliveryMethod: "home",
    shownTotal: 13_800,
    currency: "EUR",
    payTokenHash: createHash("sha256").update(payTokenOf(orderId)).digest("hex") as PayTokenHash,
    termsVersion: "2026-11",
    validUntil: after(morning, minutes(15)),
    ...overrides,
  };
}

/** An order that awaits its payment, with whatever else is to be true of it. */
export function anOrder(overrides: Partial<Order> = {}): Order {
  const answer = place(placeCommand(), { shop: lampShop(), now: morning, livemode: false });
  if (isRefusal(answer)) throw new Error(`the order of the tests was refused: ${answer.reason}`);
  return { ...answer.order, ...overrides };
}

/** What Stripe says of a session of that order: open, unless it is said otherwise. */
export function aReport(overrides: Partial<PaymentReport> = {}): PaymentReport {
  return {
    sessionId: "cs_test_1",
    reference: "O-00001-00001",
    livemode: false,
    standing: "open",
    amount: 13_800,
    currency: "EUR",
    expiresAt: Math.floor(after(morning, minutes(60)) / 1000),
    customer: {},
    ...overrides,
  };
}
