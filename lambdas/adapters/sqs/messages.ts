/** The bodies of both queues as JSON, version 1: checked here when they arrive, whoever wrote them. */
import * as z from "zod";
import {
  inputId,
  instant,
  minorUnits as minor,
  orderId,
  pageId,
  payTokenHash,
  psid,
  sku,
} from "#adapters/json/value-schemas.ts";
import { attachmentKinds, awaiteds, type ConversationMessage } from "#core/conversation/input.ts";
import { factWhats, refusalReasons } from "#core/orders/fact.ts";
import { orderStatuses, paymentStatuses } from "#core/orders/order.ts";
import type { PaymentsMessage } from "#core/payments/message.ts";
import { locales } from "#core/values/locale.ts";
import { currencies } from "#core/values/money.ts";

const text = (most: number) => z.string().max(most);

const address = z.object({
  name: text(200).exactOptional(),
  line1: text(300),
  line2: text(300).exactOptional(),
  postalCode: text(40),
  city: text(200),
  state: text(100).exactOptional(),
  country: text(2),
  instructions: text(500).exactOptional(),
});

const orderView = z.object({
  orderId,
  locale: z.enum(locales),
  status: z.enum(orderStatuses),
  paymentStatus: z.enum(paymentStatuses),
  lines: z.array(
    z.object({
      sku,
      title: text(300),
      options: text(200).exactOptional(),
      quantity: z.number().int().positive(),
      total: minor,
      picture: text(2000).exactOptional(),
    }),
  ),
  subtotal: minor,
  shippingTotal: minor,
  taxTotal: minor,
  total: minor,
  currency: z.enum(currencies),
  deliveryMethod: text(64),
  promisedBy: text(40),
  placedAt: text(40),
  payBy: text(40),
  paidAt: text(40).exactOptional(),
  paymentMethod: text(100).exactOptional(),
  customerFirstName: text(200).exactOptional(),
  customerName: text(300).exactOptional(),
  shippingAddress: address.exactOptional(),
});

const fact = z.object({
  what: z.enum(factWhats),
  sequence: z.number().int().positive(),
  order: orderView,
  reason: z.enum(refusalReasons).exactOptional(),
  soldOut: z.array(z.object({ sku, available: z.number().int() })).exactOptional(),
  declineCode: text(100).exactOptional(),
});

const input = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("text"), text: z.string() }),
  z.object({ kind: z.literal("tap"), payload: text(1000), title: text(200).exactOptional() }),
  z.object({ kind: z.literal("attachment"), what: z.enum(attachmentKinds) }),
  z.object({
    kind: z.literal("referral"),
    ref: text(2083).exactOptional(),
    source: text(100).exactOptional(),
    adId: text(100).exactOptional(),
    followed: z.literal(true).exactOptional(),
  }),
]);

const addressed = { v: z.literal(1), id: inputId, pageId, psid, at: instant };

const conversationMessage = z.discriminatedUnion("kind", [
  z.object({ ...addressed, kind: z.literal("shopper-input"), input }),
  z.object({ ...addressed, kind: z.literal("order-fact"), fact }),
  z.object({ ...addressed, kind: z.literal("order-delay"), orderId, awaited: z.enum(awaiteds) }),
]);

const numbered = { v: z.literal(1), id: z.string().min(1).max(512) };
const asked = { ...numbered, pageId, psid, at: instant };

const paymentsMessage = z.discriminatedUnion("kind", [
  z.object({
    ...asked,
    kind: z.literal("place-order"),
    orderId,
    locale: z.enum(locales),
    lines: z
      .array(z.object({ sku, quantity: z.number().int().positive() }))
      .min(1)
      .max(50),
    deliveryMethod: text(64),
    shownTotal: minor,
    currency: z.enum(currencies),
    promisedBy: instant.exactOptional(),
    payTokenHash,
    termsVersion: text(64),
    validUntil: instant,
    source: z
      .object({ kind: text(100), ref: text(2083).exactOptional(), adId: text(100).exactOptional() })
      .exactOptional(),
  }),
  z.object({ ...asked, kind: z.literal("cancel-order"), orderId, validUntil: instant }),
  z.object({ ...asked, kind: z.literal("note-untold"), orderId, what: text(200) }),
  z.object({
    ...numbered,
    kind: z.literal("stripe-event"),
    type: text(100),
    livemode: z.boolean(),
    createdAt: instant,
    sessionId: text(255).exactOptional(),
    paymentIntentId: text(255).exactOptional(),
    orderId: orderId.exactOptional(),
    declineCode: text(100).exactOptional(),
  }),
  z.object({ ...numbered, kind: z.literal("check"), orderId }),
  z.object({ ...numbered, kind: z.literal("sweep") }),
  z.object({ ...numbered, kind: z.literal("set-stock"), sku, available: z.number().int().nonnegative() }),
]);

/** A conversation message from a queue's body already read as JSON; zod's error for anything else. */
export const parseConversationMessage = (body: unknown): ConversationMessage => conversationMessage.parse(body);
/** A payments message from a queue's body already read as JSON; zod's error for anything else. */
export const parsePaymentsMessage = (body: unknown): PaymentsMessage => paymentsMessage.parse(body);
