/** What a shopper does in the Messenger app: it lands in the thread and goes to the shop as a webhook. */
import { z } from "zod";
import { Refused } from "./exchange.ts";
import type { ThreadItem } from "./journal.ts";
import type { Messenger } from "./messenger.ts";
import { newMid } from "./threads.ts";
import { messageEvent, postbackEvent, type Referral, readEvent, referralEvent } from "./webhook-events.ts";

const source = { ref: z.string().max(2083).optional(), adId: z.string().optional() };

export const writing = z.strictObject({ text: z.string().min(1).max(100_000) });
export const tapping = z.strictObject({
  as: z.enum(["postback", "quick-reply", "get-started"]),
  payload: z.string().min(1).max(1000).optional(),
  title: z.string().optional(),
  ofMid: z.string().optional(),
  ...source,
});
export const attaching = z.strictObject({
  type: z.enum(["image", "audio", "video", "file", "sticker", "thumbs-up", "location", "link"]),
  url: z.url().optional(),
});
export const following = z.strictObject(source);

type Tap = z.output<typeof tapping>;

/** Sends words. */
export function write(messenger: Messenger, psid: string, { text }: z.output<typeof writing>): ThreadItem {
  return say(messenger, psid, { text });
}

/** Taps a quick reply, a button, a menu item or Get Started. */
export function tap(messenger: Messenger, psid: string, act: Tap): ThreadItem {
  if (act.as === "quick-reply") return tapQuickReply(messenger, psid, act);
  const payload = act.payload ?? (act.as === "get-started" ? messenger.profile.getStarted : undefined);
  if (payload === undefined) throw new Refused(400, "payload is missing, and the Page has no Get Started payload");
  const title = act.title ?? (act.as === "get-started" ? "Get Started" : payload);
  if (act.ofMid !== undefined) checkButton(messenger, psid, act.ofMid, payload);
  const isNew = !messenger.threads.isKnown(psid);
  enter(messenger, psid);
  const mid = newMid();
  const item = messenger.threads.add(psid, { from: "shopper", mid, text: title, tap: { payload, as: act.as } });
  const referral = isNew ? referralOf(act) : undefined;
  const postback = { mid, title, payload, ...(referral === undefined ? {} : { referral }) };
  messenger.webhooks.send(psid, postbackEvent({ pageId: messenger.page.id, psid, at: item.at }, postback));
  return item;
}

/** Sends a picture, a sticker, a place or the like. */
export function attach(messenger: Messenger, psid: string, act: z.output<typeof attaching>): ThreadItem {
  const url = act.url ?? "https://www.example.com/shared";
  return say(messenger, psid, {
    ...(act.type === "link" ? { text: url } : {}),
    attachment: attachmentOf(act.type, url),
  });
}

/** Follows an m.me link or an ad into the thread; it reaches the shop only where the thread exists already. */
export function follow(messenger: Messenger, psid: string, act: z.output<typeof following>): void {
  const referral = referralOf(act);
  if (referral === undefined) throw new Refused(400, "ref or adId is missing");
  if (!messenger.threads.isKnown(psid)) {
    throw new Refused(409, "a new thread brings its referral with the get-started tap: give ref or adId there");
  }
  enter(messenger, psid);
  messenger.threads.hear(psid);
  const between = { pageId: messenger.page.id, psid, at: messenger.clock.now() };
  messenger.webhooks.send(psid, referralEvent(between, referral));
}

function tapQuickReply(messenger: Messenger, psid: string, { payload, title, ofMid }: Tap): ThreadItem {
  if (payload === undefined) throw new Refused(400, "payload is missing");
  const { threads, switches } = messenger;
  const shown = threads.showingQuickReplies(psid);
  const meant = ofMid === undefined ? shown : threads.find(psid, ofMid);
  const isOld = meant === undefined || meant.mid !== shown?.mid;
  if (isOld && !switches.oldQuickReplies) {
    throw new Refused(409, "this quick reply is no longer shown: quick replies vanish with the next message");
  }
  const choice = meant === undefined ? undefined : choiceOf(meant, payload);
  if (choice === undefined && (meant !== undefined || !switches.oldQuickReplies)) {
    throw new Refused(409, `no quick reply with the payload ${payload} is shown`);
  }
  return say(messenger, psid, { text: title ?? choice ?? payload, tap: { payload, as: "quick-reply" } });
}

function say(messenger: Messenger, psid: string, content: Pick<ThreadItem, "text" | "tap" | "attachment">): ThreadItem {
  enter(messenger, psid);
  const item = messenger.threads.add(psid, { from: "shopper", mid: newMid(), ...content });
  messenger.webhooks.send(psid, messageEvent({ pageId: messenger.page.id, psid, at: item.at }, item));
  return item;
}

/** Who acts has the thread open: what was unread is read. */
function enter(messenger: Messenger, psid: string): void {
  if (messenger.blocked.has(psid)) throw new Refused(409, "this person has blocked the Page");
  if (!messenger.threads.markRead(psid)) return;
  messenger.webhooks.send(psid, readEvent({ pageId: messenger.page.id, psid, at: messenger.clock.now() }));
}

/** The title of the quick reply with this payload in a message of the Page. */
function choiceOf(item: ThreadItem, payload: string): string | undefined {
  const replies = z
    .array(z.object({ title: z.string().optional(), payload: z.string().optional(), content_type: z.string() }))
    .safeParse(item.message?.["quick_replies"]);
  if (!replies.success) return undefined;
  const reply = replies.data.find((one) => one.payload === payload || one.content_type !== "text");
  return reply === undefined ? undefined : (reply.title ?? payload);
}

/** Buttons stay for ever, but only where they were. */
function checkButton({ threads }: Messenger, psid: string, ofMid: string, payload: string): void {
  const message = threads.find(psid, ofMid)?.message;
  if (message === undefined) throw new Refused(409, "no message of the Page has the mid given as ofMid");
  const template = JSON.stringify(message["attachment"] ?? null);
  if (!template.includes(`"payload":${JSON.stringify(payload)}`)) {
    throw new Refused(409, `that message has no button with the payload ${payload}`);
  }
}

function referralOf({ ref, adId }: z.output<typeof following>): Referral | undefined {
  if (ref === undefined && adId === undefined) return undefined;
  const from = { ...(ref === undefined ? {} : { ref }), ...(adId === undefined ? {} : { ad_id: adId }) };
  return { ...from, source: adId === undefined ? "SHORTLINK" : "ADS", type: "OPEN_THREAD" };
}

/** Since 30 August 2026 stickers come as `sticker`; the first number is the thumbs-up. */
const stickers = { "thumbs-up": 369239263222822, sticker: 1458992487498 };

function attachmentOf(type: z.output<typeof attaching>["type"], url: string): Record<string, unknown> {
  switch (type) {
    case "sticker":
    case "thumbs-up":
      return { type: "sticker", payload: { url: "https://scontent.example.com/sticker", sticker_id: stickers[type] } };
    case "location":
      return { type, payload: { coordinates: { lat: 45.764, long: 4.8357 } } };
    case "link":
      return { type: "fallback", payload: { url, title: "A shared page" } };
    case "image":
    case "audio":
    case "video":
    case "file":
      return { type, payload: { url } };
  }
}
