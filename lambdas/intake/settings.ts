/** What the two webhooks read from their environment. */
import * as z from "zod/mini";

const filled = z.string().check(z.minLength(1));

export const messengerWebhookSettings = z.object({
  CONVERSATION_QUEUE_URL: filled,
  META_APP_SECRET_PARAMETER: filled,
  META_VERIFY_TOKEN_PARAMETER: filled,
});
export type MessengerWebhookSettings = z.infer<typeof messengerWebhookSettings>;

export const stripeWebhookSettings = z.object({
  PAYMENTS_QUEUE_URL: filled,
  STRIPE_WEBHOOK_SECRET_PARAMETER: filled,
});
export type StripeWebhookSettings = z.infer<typeof stripeWebhookSettings>;
