/** A session as the table keeps it, checked when it is read: an older release may have written it. */
import * as z from "zod";
import {
  branded,
  instant,
  minorUnits as minor,
  orderId,
  payToken,
  payTokenHash,
  postalAddress,
  sku,
} from "#adapters/json/value-schemas.ts";
import type { OutboxEntry } from "#core/conversation/effect.ts";
import type { Button, Card, Speech } from "#core/conversation/speech.ts";
import type { ConversationState } from "#core/conversation/state.ts";
import type { EffectId } from "#core/values/ids.ts";
import { locales } from "#core/values/locale.ts";
import { currencies } from "#core/values/money.ts";

const locale = z.enum(locales);
const lines = z.array(z.object({ sku, quantity: z.number().int().positive() }));
const source = z.object({ kind: z.string(), ref: z.string().exactOptional(), adId: z.string().exactOptional() });

const waiting = { orderId, total: minor, payBy: instant, pending: z.boolean() };

/** What the session knows of the visit. */
export const stateAttribute: z.ZodType<ConversationState> = z.object({
  language: z.object({ locale, by: z.enum(["default", "words", "choice"]) }),
  met: z.boolean(),
  cart: lines,
  delivery: z.string().exactOptional(),
  step: z.discriminatedUnion("at", [
    z.object({ at: z.literal("shopping"), asked: sku.exactOptional() }),
    z.object({ at: z.literal("placing"), orderId, until: instant }),
    z.object({ at: z.literal("paying"), ...waiting }),
    z.object({ at: z.literal("changing"), ...waiting, until: instant }),
  ]),
  unclear: z.number().int().nonnegative(),
  orders: z.array(z.object({ orderId, heard: z.number().int(), payToken: payToken.exactOptional() })),
  landing: z.string().max(64).exactOptional(),
  source: source.exactOptional(),
});

const choices = z.array(z.object({ label: z.string(), payload: z.string() })).exactOptional();
const button: z.ZodType<Button> = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("tap"), label: z.string(), payload: z.string() }),
  z.object({ kind: z.literal("open"), label: z.string(), url: z.string() }),
]);
const card: z.ZodType<Card> = z.object({
  title: z.string(),
  subtitle: z.string().exactOptional(),
  picture: z.string().exactOptional(),
  buttons: z.array(button),
});
const sum = z.object({ amount: minor, currency: z.enum(currencies) });
const speech: z.ZodType<Speech> = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("text"), text: z.string(), choices }),
  z.object({ kind: z.literal("buttons"), text: z.string(), buttons: z.array(button), choices }),
  z.object({ kind: z.literal("cards"), cards: z.array(card), choices }),
  z.object({
    kind: z.literal("receipt"),
    recipientName: z.string(),
    orderNumber: z.string(),
    merchantName: z.string(),
    paymentMethod: z.string(),
    timestamp: z.number(),
    lines: z.array(
      z.object({
        title: z.string(),
        subtitle: z.string().exactOptional(),
        quantity: z.number(),
        total: sum,
        picture: z.string().exactOptional(),
      }),
    ),
    address: postalAddress.exactOptional(),
    subtotal: sum,
    shipping: sum,
    tax: sum,
    total: sum,
  }),
]);
const command = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("place-order"),
    orderId,
    locale,
    lines,
    deliveryMethod: z.string(),
    shownTotal: minor,
    currency: z.enum(currencies),
    promisedBy: instant.exactOptional(),
    payTokenHash,
    termsVersion: z.string(),
    validUntil: instant,
    source: source.exactOptional(),
  }),
  z.object({ kind: z.literal("cancel-order"), orderId, validUntil: instant }),
  z.object({ kind: z.literal("note-untold"), orderId, what: z.string() }),
]);
const id = branded<EffectId>((text) => text.length > 0);
/** An effect decided and not known to be done. */
export const outboxEntry: z.ZodType<OutboxEntry> = z.discriminatedUnion("kind", [
  z.object({ id, kind: z.literal("command"), command }),
  z.object({ id, kind: z.literal("say"), speech, about: orderId.exactOptional() }),
]);

/** The attributes of an item of the Sessions table; what releases may change is checked apart, so that the rest survives. */
export const sessionAttributes = z.object({
  shopper: z.string(),
  version: z.number().int().positive(),
  state: z.unknown(),
  outbox: z.array(z.unknown()),
  /** `<hash>@<milliseconds>`, oldest first. */
  recent: z.array(z.string().regex(/^[\w-]+@\d+$/)),
  floor: instant,
  locale,
  lastHeardAt: instant.exactOptional(),
  /** Seconds since 1970: DynamoDB deletes the item some time after. */
  expiresAt: z.number(),
});
export type SessionItem = z.infer<typeof sessionAttributes>;
