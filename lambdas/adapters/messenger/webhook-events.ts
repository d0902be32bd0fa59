/** A delivery of Messenger taken apart: one message for the conversation per event, or the reason why there is none. */
import { createHash } from "node:crypto";
import { hasKey, type Loose, objectAt, objectsAt, textAt } from "#adapters/json/loose-json.ts";
import type { Input, ShopperInput } from "#core/conversation/input.ts";
import { inputId, isPageId, isPsid, type PageId, type Psid } from "#core/values/ids.ts";
import { days, type Instant, instant } from "#core/values/instant.ts";
import { type EventKind, kindsByKey } from "./event-kinds.ts";
import { kindOfMessage, readMessage, readReferral } from "./webhook-message.ts";

export interface WebhookEvent {
  readonly kind: EventKind;
  /** In the order in which they are to be heard; none for an event that is dropped. */
  readonly messages: readonly ShopperInput[];
}

/**
 * The events of a delivery in their order, whatever its shape; `receivedAt` stands in for a missing time. Ids and times
 * may be numbers or text, times seconds or milliseconds.
 */
export function readDelivery(body: Loose, receivedAt: Instant): readonly WebhookEvent[] {
  if (textAt(body, "object", 40) !== "page") return [dropped("not-a-page")];
  return objectsAt(body, "entry").flatMap((entry) => readEntry(entry, receivedAt));
}

function readEntry(entry: Loose, receivedAt: Instant): readonly WebhookEvent[] {
  return [
    ...objectsAt(entry, "messaging").map((item) => readItem(item, entry, receivedAt)),
    ...objectsAt(entry, "standby").map(() => dropped("standby")),
    ...objectsAt(entry, "changes").map(() => dropped("changes")),
  ];
}

function readItem(item: Loose, entry: Loose, receivedAt: Instant): WebhookEvent {
  const kind = kindOfItem(item);
  const heard = inputsOf(item, kind);
  if (heard.length === 0) return dropped(kind === "postback" ? "postback-of-another-app" : kind);
  const between = addressOf(item, entry);
  if (!between) return dropped("without-sender");
  const at = timeOf(item, receivedAt) ?? timeOf({ timestamp: entry["time"] }, receivedAt) ?? receivedAt;
  const id = midOf(item) ?? hashOf([between.pageId, between.psid, at, heard]);
  const messages = heard.map((input, index): ShopperInput => {
    const own = index === heard.length - 1 ? id : `${id}:referral`;
    return { v: 1, kind: "shopper-input", id: inputId(own), ...between, at, input };
  });
  return { kind, messages };
}

const dropped = (kind: EventKind): WebhookEvent => ({ kind, messages: [] });

function kindOfItem(item: Loose): EventKind {
  const message = objectAt(item, "message");
  if (message) return kindOfMessage(message);
  return kindsByKey.find((key) => hasKey(item, key)) ?? "unknown";
}

/** What the shopper did; what led here comes before what was done with it. Nothing for an event that is dropped. */
function inputsOf(item: Loose, kind: EventKind): readonly Input[] {
  const message = objectAt(item, "message");
  if (message) return withReferral(message, readMessage(message, kind));
  const postback = objectAt(item, "postback");
  if (kind === "postback" && postback) return withReferral(postback, readPostback(postback));
  if (kind === "referral") return [readReferral(objectAt(item, "referral")) ?? { kind: "referral" }];
  if (kind === "template") return [{ kind: "attachment", what: "other" }];
  return kind === "order" ? [{ kind: "attachment", what: "product" }] : [];
}

function withReferral(from: Loose, input: Input | undefined): readonly Input[] {
  if (!input) return [];
  const referral = readReferral(objectAt(from, "referral"));
  return referral ? [{ ...referral, followed: true }, input] : [input];
}

/** Without its payload a postback is another app's (https://developers.facebook.com/docs/messenger-platform/webhooks). */
function readPostback(postback: Loose): Input | undefined {
  const payload = textAt(postback, "payload", 1000);
  if (payload === undefined) return undefined;
  const title = textAt(postback, "title", 200);
  return { kind: "tap", payload, ...(title !== undefined && { title }) };
}

interface Between {
  readonly pageId: PageId;
  readonly psid: Psid;
}

/** Who wrote to which Page; the Page is the recipient, or else the one whose entry it is. */
function addressOf(item: Loose, entry: Loose): Between | undefined {
  const sender = textAt(objectAt(item, "sender") ?? {}, "id", 129);
  const pageId = [textAt(objectAt(item, "recipient") ?? {}, "id", 33), textAt(entry, "id", 33)].find(
    (id) => id !== undefined && isPageId(id),
  );
  if (sender === undefined || sender === pageId || !isPsid(sender)) return undefined;
  return pageId !== undefined && isPageId(pageId) ? { pageId, psid: sender } : undefined;
}

/** Below this a time is in seconds: in milliseconds it would be March 1973. */
const leastMilliseconds = 100_000_000_000;

/** A time that cannot be read, or lies a day ahead of ours, is no time. */
function timeOf(item: Loose, receivedAt: Instant): Instant | undefined {
  const value = Number(textAt(item, "timestamp", 20) ?? Number.NaN);
  if (!(value > 0)) return undefined;
  const milliseconds = Math.trunc(value < leastMilliseconds ? value * 1000 : value);
  return milliseconds > receivedAt + days(1) ? undefined : instant(milliseconds);
}

/** A queue's body takes ids of at most 512 characters; longer ones are told apart by their hash. */
function midOf(item: Loose): string | undefined {
  const holder = objectAt(item, "message") ?? objectAt(item, "postback");
  const mid = holder && textAt(holder, "mid", 4000);
  if (mid === undefined || mid === "") return undefined;
  return mid.length > 400 ? hashOf([mid]) : mid;
}

const hashOf = (parts: readonly unknown[]): string => createHash("sha256").update(JSON.stringify(parts)).digest("hex");
