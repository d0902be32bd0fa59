/** Hostile calls of both webhooks, with the answer that each must get. */
import "./quiet.ts";
import { parseConversationMessage, parsePaymentsMessage } from "#adapters/sqs/messages.ts";
import { conversationOutlet, paymentsOutlet } from "#adapters/sqs/outlet.ts";
import { instant } from "#core/values/instant.ts";
import { rawBody, type WebhookCall } from "#lambdas/intake/raw-request.ts";
import { receiveDelivery } from "#lambdas/intake/receive-from-messenger.ts";
import { receiveEvent } from "#lambdas/intake/receive-from-stripe.ts";
import { appSecret, at } from "#test/lambdas/intake/deliveries.ts";
import { aSecret } from "#test/lambdas/intake/fakes.ts";
import { checkedQueue } from "./checked-queue.ts";
import type { Dice } from "./dice.ts";
import { messengerDelivery, messengerItems, stripeEvents } from "./event-shapes.ts";
import { type Json, quoted, raw, textOf, treeOf } from "./json-tree.ts";
import { bytesOf, large, mutate, surprise } from "./mutations.ts";
import { type Header, metaHeader, stripeHeader } from "./signatures.ts";
import type { Trial } from "./trial.ts";

const webhookSecret = "whsec_local";
const mostMessengerBytes = 3 * 1024 * 1024;
const mostStripeBytes = 256 * 1024;

/** Both webhooks over queues that check what they are given. */
export function intakeTrials() {
  const conversation = checkedQueue(parseConversationMessage);
  const payments = checkedQueue(parsePaymentsMessage);
  const now = () => instant(at);
  const messenger = {
    appSecret: aSecret([appSecret]),
    verifyToken: aSecret(["local-verify-token"]),
    queue: conversationOutlet(conversation.client, "https://queue.example/conversation.fifo"),
    now,
  };
  const stripe = {
    webhookSecret: aSecret([webhookSecret]),
    queue: paymentsOutlet(payments.client, "https://queue.example/payments.fifo"),
    now,
  };
  return {
    queued: () => conversation.queued() + payments.queued(),
    messenger: (dice: Dice): Trial => {
      const bytes = hostileBytes(dice, messengerDelivery(dice.pick(messengerItems)), mostMessengerBytes);
      const header = metaHeader(dice, bytes, appSecret);
      const call = callWith(dice, bytes, "x-hub-signature-256", header);
      const given = rawBody(call);
      const allowed = answersFor(given, header.isGood && given.equals(bytes), mostMessengerBytes, () => true);
      return {
        target: "messenger",
        bytes: given.length + (header.value?.length ?? 0),
        allowed,
        about: about(given),
        ask: () => receiveDelivery(messenger, call),
      };
    },
    stripe: (dice: Dice): Trial => {
      const bytes = hostileBytes(dice, dice.pick(stripeEvents), mostStripeBytes);
      const header = stripeHeader(dice, bytes, webhookSecret, at / 1000);
      const call = callWith(dice, bytes, "stripe-signature", header);
      const given = rawBody(call);
      const allowed = answersFor(given, header.isGood && given.equals(bytes), mostStripeBytes, isEvent);
      return {
        target: "stripe",
        bytes: given.length + (header.value?.length ?? 0),
        allowed,
        about: about(given),
        ask: () => receiveEvent(stripe, call),
      };
    },
  };
}

const about = (bytes: Buffer): string => bytes.subarray(0, 300).toString("utf8");

function hostileBytes(dice: Dice, shape: unknown, most: number): Buffer {
  if (dice.once(5000))
    return Buffer.from(`{"object":"page","x":"${"y".repeat(most - 10 + dice.below(20))}"}`.slice(0, most + 1));
  if (dice.once(2000)) return bytesOf(dice, textOf(large(dice)));
  if (dice.once(50)) return bytesOf(dice, textOf(surprise(dice)));
  const tree = dice.once(20) ? treeOf(shape) : mutate(dice, treeOf(shape));
  return bytesOf(dice, textOf(dice.once(200) ? withLongId(tree) : tree));
}

const withLongId = (tree: Json): Json =>
  tree.kind === "object"
    ? {
        kind: "object",
        members: [...tree.members, ["id", raw("12345678901234567890")], ["type", quoted("x".repeat(5000))]],
      }
    : tree;

/** As API Gateway hands a call over: text as it is, the rest in base 64; sometimes with invalid base 64. */
function callWith(dice: Dice, bytes: Buffer, name: string, header: Header): WebhookCall {
  const isBase64Encoded = !dice.once(2);
  const text = bytes.toString(isBase64Encoded ? "base64" : "utf8");
  const headers = {
    "content-type": dice.pick(["application/json", "text/plain", "", "application/x-www-form-urlencoded", "\u0000"]),
    ...(header.value !== undefined && { [name]: header.value }),
  };
  if (dice.once(100)) return { isBase64Encoded, headers };
  return { isBase64Encoded, headers, body: isBase64Encoded && dice.once(50) ? `${text}=-*` : text };
}

/** What the sender must be told, found out in another way than the handlers do. */
function answersFor(
  bytes: Buffer,
  isSigned: boolean,
  most: number,
  isOfItsKind: (body: object) => boolean,
): readonly number[] {
  if (bytes.length > most) return [413];
  if (!isSigned) return [401];
  try {
    const body: unknown = JSON.parse(bytes.toString("utf8"));
    if (typeof body !== "object" || body === null || Array.isArray(body) || !isOfItsKind(body)) return [400];
    // Ids too long for a number are read by a reviver, for which nesting of thousands of levels may be too deep.
    return /[[{]{900}|(\{"a":){900}/.test(bytes.toString("latin1")) ? [200, 400] : [200];
  } catch {
    return [400];
  }
}

/** An event has an id and a type, as text or as a number. */
function isEvent(body: object): boolean {
  return ["id", "type"].every((key) => {
    const value: unknown = Object.getOwnPropertyDescriptor(body, key)?.value;
    return (typeof value === "string" && value !== "") || (typeof value === "number" && Number.isFinite(value));
  });
}
