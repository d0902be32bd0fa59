/** Every documented shape of what the two senders send, to be bent out of shape. */
import { at, item, page, psid } from "#test/lambdas/intake/deliveries.ts";

type Loose = Readonly<Record<string, unknown>>;

const attachment = (type: string, payload: unknown, more: Loose = {}): Loose => ({
  message: { mid: "m_AbC-123", attachments: [{ type, payload }], ...more },
});
const referral = {
  ref: "lamp",
  source: "SHORTLINK",
  type: "OPEN_THREAD",
  ad_id: 6045246247433,
  referer_uri: "https://x",
};

/** Items of `messaging`, one of each documented kind. */
export const messengerItems: readonly Loose[] = [
  { message: { mid: "m_1", text: "Bonjour 👋", nlp: { traits: { a: [{ value: "x", confidence: 0.5 }] } } } },
  { message: { mid: "m_2", text: "celle-ci", reply_to: { mid: "m_0", is_self_reply: false } } },
  { message: { mid: "m_3", text: "Red", quick_reply: { payload: "add:RED" } } },
  { message: { mid: "m_4", text: "from an ad", referral } },
  { message: { mid: "m_5", is_echo: true, app_id: 1517776481860111, metadata: "m_1:1", text: "echo" } },
  { message: { mid: "m_6", is_deleted: true } },
  { message: { admin_text: "handed back" } },
  attachment("image", { url: "https://cdn.example/x.jpg" }),
  attachment("sticker", { url: "https://cdn.example/s.png", sticker_id: 369239263222822 }),
  attachment("image", { url: "https://cdn.example/s.png" }, { sticker_id: 369239343222814 }),
  attachment("location", { coordinates: { lat: 48.8, long: 2.3 } }),
  attachment("fallback", { url: "https://example.org", title: "x" }, { text: "https://example.org/a?b=c" }),
  attachment("template", { product: { elements: [{ id: "1", retailer_id: "LAMP", title: "t" }] } }),
  attachment("reel", { url: "https://example.org", reel_video_id: 1234567890123456 }),
  { postback: { mid: "m_7", title: "Panier", payload: "cart" } },
  { postback: { mid: "m_8", title: "Démarrer", payload: "start", referral } },
  { referral },
  { delivery: { mids: ["m_1", "m_2"], watermark: at } },
  { read: { watermark: at } },
  { reaction: { reaction: "love", emoji: "❤", action: "react", mid: "m_1" } },
  { message_edit: { mid: "m_1", text: "autre", num_edit: 1 } },
  { template: { type: "coupon", payload: "x", coupon_code: "SPRING" } },
  { order: { products: [{ id: "1", unit_price: 0.01, quantity: 9 }], note: "vite" } },
  { optin: { type: "notification_messages", payload: "p", notification_messages_token: "t" } },
  { pass_thread_control: { new_owner_app_id: 1, metadata: "m" } },
  { app_roles: { "123456": ["primary_receiver"] } },
  { account_linking: { status: "linked", authorization_code: "c" } },
  { "policy-enforcement": { action: "block", reason: "r" } },
  { messaging_feedback: { feedback_screens: [{ screen_id: 0, questions: { q: { type: "csat", payload: "1" } } }] } },
  { sender: { user_ref: "r" }, postback: { mid: "m_9", payload: "cart" } },
];

/** A delivery of one of these items, as Messenger wraps it. */
export const messengerDelivery = (event: Loose): Loose => ({
  object: "page",
  entry: [{ id: page, time: at + 40, messaging: [item(event)], standby: [], changes: [] }],
});

const orderId = "O-7K3M2-4QZ8T";
/** As it stands in an event, and as it is fetched. */
export const checkoutSession = {
  id: "cs_test_a1b2c3",
  object: "checkout.session",
  amount_total: 6900,
  amount_subtotal: 6900,
  client_reference_id: orderId,
  currency: "eur",
  customer_details: { email: "ada@example.org", name: "Ada", phone: null, address: { country: "FR" } },
  expires_at: 1763003600,
  livemode: false,
  metadata: { orderId },
  payment_intent: "pi_3AbC",
  payment_status: "paid",
  status: "complete",
};
const paymentIntent = {
  id: "pi_3AbC",
  object: "payment_intent",
  amount: 6900,
  currency: "eur",
  last_payment_error: { code: "card_declined", decline_code: "insufficient_funds", payment_method: { id: "pm_1" } },
  metadata: { orderId },
};

const stripeEvent = (type: string, object: Loose): Loose => ({
  id: "evt_1AbC",
  object: "event",
  api_version: "2026-10-28",
  created: 1763000000 - 3,
  data: { object, previous_attributes: {} },
  livemode: false,
  pending_webhooks: 1,
  request: { id: "req_1", idempotency_key: `cs:${orderId}:1` },
  type,
});

/** One event of each type that moves an order, and some that move none. */
export const stripeEvents: readonly Loose[] = [
  ...["completed", "expired", "async_payment_succeeded", "async_payment_failed"].map((what) =>
    stripeEvent(`checkout.session.${what}`, checkoutSession),
  ),
  stripeEvent("checkout.session.completed", { ...checkoutSession, payment_intent: paymentIntent }),
  stripeEvent("payment_intent.payment_failed", paymentIntent),
  stripeEvent("charge.refunded", { id: "ch_1", object: "charge", payment_intent: "pi_3AbC", amount_refunded: 6900 }),
  stripeEvent("charge.dispute.created", { id: "dp_1", object: "dispute", payment_intent: "pi_3AbC" }),
  stripeEvent("customer.created", { id: "cus_1", object: "customer", shopper: psid }),
];
