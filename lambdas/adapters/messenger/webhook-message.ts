/** What somebody sent, as the conversation hears it: words, a tap on a quick reply, or something it can only name. */

import { hasKey, type Loose, objectAt, objectsAt, textAt } from "#adapters/json/loose-json.ts";
import type { AttachmentKind, Input } from "#core/conversation/input.ts";
import type { EventKind } from "./event-kinds.ts";

/** Far more than anybody types; what is longer is cut, so that no message outgrows the queue. */
const mostText = 16_000;

/** The kind of a `message`. */
export function kindOfMessage(message: Loose): EventKind {
  if (message["is_echo"] === true) return "echo";
  if (message["is_deleted"] === true) return "deleted-message";
  if (isAdminNotice(message)) return "admin-notice";
  if (hasKey(objectAt(message, "quick_reply") ?? {}, "payload")) return "quick-reply";
  return wordsOf(message) === undefined ? "attachment" : "text";
}

/** The message as an input, or undefined for a kind that is dropped. */
export function readMessage(message: Loose, kind: EventKind): Input | undefined {
  const words = wordsOf(message);
  if (kind === "quick-reply") {
    const payload = textAt(objectAt(message, "quick_reply") ?? {}, "payload", 1000) ?? "";
    const title = textAt(message, "text", 200);
    return { kind: "tap", payload, ...(title !== undefined && { title }) };
  }
  if (kind === "text" && words !== undefined) return { kind: "text", text: words };
  return kind === "attachment" ? { kind: "attachment", what: attachmentOf(message) } : undefined;
}

/** The link or ad that led the shopper here, or undefined. */
export function readReferral(referral: Loose | undefined): Extract<Input, { kind: "referral" }> | undefined {
  if (!referral) return undefined;
  const ref = textAt(referral, "ref", 2083);
  const source = textAt(referral, "source", 100);
  const adId = textAt(referral, "ad_id", 100);
  if (ref === undefined && source === undefined && adId === undefined) return undefined;
  return {
    kind: "referral",
    ...(ref !== undefined && { ref }),
    ...(source !== undefined && { source }),
    ...(adId !== undefined && { adId }),
  };
}

/** Written by Meta when its own assistant hands a chat back: nobody's words. */
const isAdminNotice = (message: Loose): boolean => hasKey(message, "admin_text") && !hasKey(message, "mid");

/** The words of a message; a shared link repeats its address as text, which is no word of the shopper's. */
function wordsOf(message: Loose): string | undefined {
  const text = textAt(message, "text", mostText);
  if (text === undefined || text === "") return undefined;
  const isShared = objectsAt(message, "attachments").some((each) => each["type"] === "fallback");
  return isShared && /^https?:\/\/\S+$/.test(text.trim()) ? undefined : text;
}

/** The three sizes of Messenger's thumbs-up (facts of the sticker API, 2026). */
const thumbsUp = new Set(["369239263222822", "369239343222814", "369239383222810"]);

const attachmentKindByType = new Map<string, AttachmentKind>([
  ["image", "image"],
  ["audio", "audio"],
  ["video", "video"],
  ["file", "file"],
  ["sticker", "sticker"],
  ["location", "location"],
  ["fallback", "link"],
  ["share", "link"],
  ["post", "link"],
  ["ig_post", "link"],
  ["reel", "link"],
  ["ig_reel", "link"],
]);

/** What the first attachment is; "other" for none that is known, so that the shopper is answered. */
function attachmentOf(message: Loose): AttachmentKind {
  const [first] = objectsAt(message, "attachments");
  const payload = objectAt(first ?? {}, "payload") ?? {};
  const sticker = textAt(payload, "sticker_id", 40) ?? textAt(message, "sticker_id", 40);
  if (sticker !== undefined) return thumbsUp.has(sticker) ? "thumbs-up" : "sticker";
  const type = textAt(first ?? {}, "type", 40) ?? "";
  if (type === "template") return hasKey(payload, "product") ? "product" : "other";
  return attachmentKindByType.get(type) ?? "other";
}
