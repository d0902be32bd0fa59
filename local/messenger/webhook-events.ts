/** The events that Meta sends, in the shapes of https://developers.facebook.com/docs/messenger-platform/webhooks. */
import type { ThreadItem } from "./journal.ts";

/** The field to which a Page must be subscribed for the event to be sent. */
export const webhookFields = [
  "messages",
  "messaging_postbacks",
  "messaging_referrals",
  "message_deliveries",
  "message_reads",
  "message_echoes",
] as const;
export type WebhookField = (typeof webhookFields)[number];

/** One item of `entry[].messaging[]` and the field it belongs to. */
export interface WebhookEvent {
  readonly field: WebhookField;
  readonly item: Readonly<Record<string, unknown>>;
}

/** Where a person came from: an m.me link or an ad. */
export interface Referral {
  readonly ref?: string | undefined;
  readonly source: "SHORTLINK" | "ADS";
  readonly type: "OPEN_THREAD";
  readonly ad_id?: string | undefined;
}

/** The app that sends for the Page, as echoes name it. */
export const appId = 200000000000002;

interface Between {
  readonly pageId: string;
  readonly psid: string;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** One event in its envelope; Meta sends each by itself. */
export const envelope = ({ pageId, at }: Between, event: WebhookEvent): object => ({
  object: "page",
  entry: [{ id: pageId, time: at, messaging: [event.item] }],
});

const fromShopper = ({ pageId, psid, at }: Between) => ({
  sender: { id: psid },
  recipient: { id: pageId },
  timestamp: at,
});

/** Words, a quick-reply tap or an attachment of the shopper. */
export function messageEvent(between: Between, item: ThreadItem): WebhookEvent {
  const { mid, text, tap, attachment } = item;
  const message = {
    mid,
    ...(text === undefined ? {} : { text }),
    ...(tap === undefined ? {} : { quick_reply: { payload: tap.payload } }),
    ...(attachment === undefined ? {} : { attachments: [attachment] }),
  };
  return { field: "messages", item: { ...fromShopper(between), message } };
}

/** A button, a menu item or Get Started; with a referral only when it opens a new thread. */
export function postbackEvent(
  between: Between,
  tap: { readonly mid: string; readonly title: string; readonly payload: string; readonly referral?: Referral },
): WebhookEvent {
  return { field: "messaging_postbacks", item: { ...fromShopper(between), postback: tap } };
}

/** An m.me link or an ad that leads into a thread that exists. */
export const referralEvent = (between: Between, referral: Referral): WebhookEvent => ({
  field: "messaging_referrals",
  item: { ...fromShopper(between), referral },
});

export const deliveryEvent = (between: Between, mid: string): WebhookEvent => ({
  field: "message_deliveries",
  item: { ...fromShopper(between), delivery: { mids: [mid], watermark: between.at } },
});

export const readEvent = (between: Between): WebhookEvent => ({
  field: "message_reads",
  item: { ...fromShopper(between), read: { watermark: between.at } },
});

/** What the Page itself sent, told to every app of the Page. */
export function echoEvent({ pageId, psid, at }: Between, item: ThreadItem): WebhookEvent {
  const { text, attachment, metadata } = item.message ?? {};
  const message = {
    mid: item.mid,
    is_echo: true,
    app_id: appId,
    ...(metadata === undefined ? {} : { metadata }),
    ...(text === undefined ? {} : { text }),
    ...(attachment === undefined ? {} : { attachments: [attachment] }),
  };
  return {
    field: "message_echoes",
    item: { sender: { id: pageId }, recipient: { id: psid }, timestamp: at, message },
  };
}
