/** What the two webhooks are made of: a secret and a queue each, and nothing else. */
import { conversationOutlet, paymentsOutlet } from "#adapters/sqs/outlet.ts";
import { sqsClient } from "#runtime/aws-clients.ts";
import { refreshSecret, secret } from "#runtime/secrets.ts";
import { readSettings } from "#runtime/settings.ts";
import { now } from "#runtime/system.ts";
import type { MessengerIntake } from "./receive-from-messenger.ts";
import type { StripeIntake } from "./receive-from-stripe.ts";
import type { RotatingSecret } from "./secret-check.ts";
import { messengerWebhookSettings, stripeWebhookSettings } from "./settings.ts";

export function wireMessengerIntake(): MessengerIntake {
  const settings = readSettings(messengerWebhookSettings);
  return {
    appSecret: rotating(settings.META_APP_SECRET_PARAMETER),
    verifyToken: rotating(settings.META_VERIFY_TOKEN_PARAMETER),
    queue: conversationOutlet(sqsClient(), settings.CONVERSATION_QUEUE_URL),
    now,
  };
}

export function wireStripeIntake(): StripeIntake {
  const settings = readSettings(stripeWebhookSettings);
  return {
    webhookSecret: rotating(settings.STRIPE_WEBHOOK_SECRET_PARAMETER),
    queue: paymentsOutlet(sqsClient(), settings.PAYMENTS_QUEUE_URL),
    now,
  };
}

const rotating = (parameterName: string): RotatingSecret => ({
  values: () => secret(parameterName),
  refreshed: () => refreshSecret(parameterName),
});
