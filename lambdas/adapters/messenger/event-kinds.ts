/** Every kind of event Messenger sends, and what becomes of it: queued for the conversation, or dropped because. */

/** Why an event is dropped; a label of logs, never of metrics. */
export type DropReason =
  | "our-own-words"
  | "status-nobody-needs"
  | "asks-nothing"
  | "belongs-to-another-app"
  | "not-used-by-this-shop"
  | "about-the-page"
  | "nobody-to-answer"
  | "unknown";

/** What becomes of each kind. Kinds are Messenger's own keys, those within `message` apart. */
export const eventKinds = {
  text: "queued",
  "quick-reply": "queued",
  attachment: "queued",
  postback: "queued",
  referral: "queued",
  /** "Reveal code" on a coupon: a message without words. */
  template: "queued",
  /** A cart from the Page's Meta shop: its prices are not ours, so it only tells that somebody wants to buy. */
  order: "queued",

  echo: "our-own-words",
  delivery: "status-nobody-needs",
  read: "status-nobody-needs",
  messaging_seen: "status-nobody-needs",
  reaction: "asks-nothing",
  /** Nothing is priced anew because an old message was edited; the shopper says so in a new one. */
  message_edit: "asks-nothing",
  "deleted-message": "asks-nothing",
  "admin-notice": "about-the-page",
  standby: "belongs-to-another-app",
  "postback-of-another-app": "belongs-to-another-app",
  pass_thread_control: "belongs-to-another-app",
  take_thread_control: "belongs-to-another-app",
  request_thread_control: "belongs-to-another-app",
  app_roles: "belongs-to-another-app",
  optin: "not-used-by-this-shop",
  optout: "not-used-by-this-shop",
  messaging_customer_information: "not-used-by-this-shop",
  messaging_feedback: "not-used-by-this-shop",
  response_feedback: "not-used-by-this-shop",
  account_linking: "not-used-by-this-shop",
  game_play: "not-used-by-this-shop",
  form: "not-used-by-this-shop",
  policy_enforcement: "about-the-page",
  changes: "about-the-page",
  "without-sender": "nobody-to-answer",
  "not-a-page": "unknown",
  unknown: "unknown",
} as const satisfies Readonly<Record<string, "queued" | DropReason>>;

export type EventKind = keyof typeof eventKinds;
/** The kinds that are known by a key of the event beside `message`. */
export const kindsByKey: readonly EventKind[] = [
  "postback",
  "referral",
  "template",
  "order",
  "delivery",
  "read",
  "messaging_seen",
  "reaction",
  "message_edit",
  "pass_thread_control",
  "take_thread_control",
  "request_thread_control",
  "app_roles",
  "optin",
  "optout",
  "messaging_customer_information",
  "messaging_feedback",
  "response_feedback",
  "account_linking",
  "game_play",
  "form",
  "policy_enforcement",
];
