/**
 * Every limit that the stand-in holds the shop to, with the page of Meta's Messenger Platform documentation that states
 * it ("MP" is https://developers.facebook.com/documentation/business-messaging/messenger-platform). "Undocumented" marks
 * a value on which the pages are silent and the stand-in takes the careful side. Lengths count characters, not bytes.
 */

export interface Limit {
  readonly value: number;
  /** Where Meta says so. */
  readonly source: string;
}

const limit = (value: number, source: string): Limit => ({ value, source });

export const limits = {
  textCharacters: limit(1999, "less than 2,000 characters: MP/reference/send-api"),
  metadataCharacters: limit(999, "less than 1,000 characters: MP/reference/send-api"),

  quickReplies: limit(13, "MP/send-messages/quick-replies"),
  quickReplyTitle: limit(20, "MP/send-messages/quick-replies"),
  quickReplyPayload: limit(1000, "MP/send-messages/quick-replies"),

  buttons: limit(3, "MP/send-messages/template/button, MP/send-messages/template/generic"),
  buttonTitle: limit(20, "MP/send-messages/buttons"),
  buttonPayload: limit(1000, "MP/send-messages/buttons"),
  buttonTemplateText: limit(640, "MP/send-messages/template/button"),

  genericElements: limit(10, "MP/send-messages/template/generic"),
  genericTitle: limit(80, "MP/send-messages/template/generic"),
  genericSubtitle: limit(80, "MP/send-messages/template/generic"),

  receiptElements: limit(100, "MP/send-messages/template/receipt"),
  receiptDecimals: limit(2, "most currencies have two decimals: MP/send-messages/template/receipt"),
  receiptLatestSecond: limit(
    99_999_999_999,
    "timestamp in seconds, not milliseconds: MP/send-messages/template/receipt",
  ),

  windowMs: limit(24 * 3_600_000, "24 hours after the person's last action: MP/send-messages"),
  sendsPerSecond: limit(300, "texts, links, reactions and stickers per Page: MP/overview/rate-limiting"),

  profileCalls: limit(10, "Messenger Profile calls per Page in ten minutes: MP/reference/messenger-profile-api"),
  profileCallsMs: limit(600_000, "Messenger Profile calls per Page in ten minutes: MP/reference/messenger-profile-api"),
  getStartedPayload: limit(1000, "as for buttons; undocumented on MP/discovery/welcome-screen"),
  greetingCharacters: limit(160, "older text of MP/reference/messenger-profile-api"),
  menuItems: limit(20, "MP/send-messages/persistent-menu"),
  menuTitle: limit(30, "MP/send-messages/persistent-menu"),
  menuPayload: limit(1000, "MP/send-messages/persistent-menu"),
  iceBreakers: limit(4, "MP/send-messages/ice-breakers"),
  iceBreakerPayload: limit(1000, "as for buttons; undocumented on MP/send-messages/ice-breakers"),

  webhookAnswerMs: limit(5000, "200 within 5 seconds: MP/webhooks"),
  webhookUnsubscribeMs: limit(3_600_000, "unsubscribed after an hour of failure: MP/webhooks"),
  typingMs: limit(20_000, "the indicator goes out by itself; undocumented on MP/send-messages/sender-actions"),
} as const;

/** Waiting times in milliseconds between the attempts at one webhook: "immediately, then a few more times" (MP/webhooks). */
export const webhookRetryGaps: readonly number[] = [0, 1000, 4000, 15_000, 30_000];

/** The Graph API version that the shop calls; Meta keeps older ones alive for two years, the stand-in knows one. */
export const graphVersion = "v26.0";
