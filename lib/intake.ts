/** Intake: the webhooks of Messenger and Stripe, each with one secret, one queue, one role. */
import { HttpMethod } from "aws-cdk-lib/aws-apigatewayv2";
import { Construct } from "constructs";
import type { MessengerWebhookSettings, StripeWebhookSettings } from "#lambdas/intake/settings.ts";
import type { FunctionAssets } from "./function-assets.ts";
import { answerTimeout, NodeLambda } from "./parts/node-lambda.ts";
import { SecretParameter } from "./parts/secret-parameter.ts";
import type { WorkQueue } from "./parts/work-queue.ts";
import type { PublicApi } from "./public-api.ts";
import type { Deployment } from "./settings.ts";

export interface IntakeProps {
  readonly deployment: Deployment;
  readonly assets: FunctionAssets;
  readonly api: PublicApi;
  readonly conversationQueue: WorkQueue;
  readonly paymentsQueue: WorkQueue;
}

export class Intake extends Construct {
  readonly messengerWebhook: NodeLambda;
  readonly stripeWebhook: NodeLambda;

  constructor(scope: Construct, id: string, props: IntakeProps) {
    super(scope, id);
    this.messengerWebhook = this.forMessenger(props);
    this.stripeWebhook = this.forStripe(props);
  }

  private forMessenger({ deployment, assets, api, conversationQueue }: IntakeProps): NodeLambda {
    const appSecret = new SecretParameter(this, deployment.environment, "meta/app-secret");
    const verifyToken = new SecretParameter(this, deployment.environment, "meta/verify-token");
    const webhook = new NodeLambda(this, "MessengerWebhook", {
      entry: "intake/messenger-webhook.lambda.ts",
      description: "Checks what Messenger sends and queues one message per event",
      deployment,
      assets,
      timeout: answerTimeout,
      environment: {
        CONVERSATION_QUEUE_URL: conversationQueue.queue.queueUrl,
        META_APP_SECRET_PARAMETER: appSecret.name,
        META_VERIFY_TOKEN_PARAMETER: verifyToken.name,
      } satisfies Record<keyof MessengerWebhookSettings, string>,
    });
    appSecret.grantRead(webhook.function);
    verifyToken.grantRead(webhook.function);
    conversationQueue.grantSend(webhook.function);
    const path = "/webhooks/messenger";
    api.route({
      method: HttpMethod.GET,
      path,
      to: webhook,
      throttle: { rate: 5, burst: 10 },
      open: "Meta's handshake proves itself by the verify token.",
    });
    api.route({
      method: HttpMethod.POST,
      path,
      to: webhook,
      throttle: { rate: 300, burst: 600 },
      open: "Each delivery is signed with the app secret; an unsigned one is refused.",
    });
    return webhook;
  }

  private forStripe({ deployment, assets, api, paymentsQueue }: IntakeProps): NodeLambda {
    const webhookSecret = new SecretParameter(this, deployment.environment, "stripe/webhook-secret");
    const webhook = new NodeLambda(this, "StripeWebhook", {
      entry: "intake/stripe-webhook.lambda.ts",
      description: "Checks what Stripe sends and queues the events that concern an order",
      deployment,
      assets,
      timeout: answerTimeout,
      environment: {
        PAYMENTS_QUEUE_URL: paymentsQueue.queue.queueUrl,
        STRIPE_WEBHOOK_SECRET_PARAMETER: webhookSecret.name,
      } satisfies Record<keyof StripeWebhookSettings, string>,
    });
    webhookSecret.grantRead(webhook.function);
    paymentsQueue.grantSend(webhook.function);
    api.route({
      method: HttpMethod.POST,
      path: "/webhooks/stripe",
      to: webhook,
      throttle: { rate: 50, burst: 100 },
      open: "Each event is signed with the endpoint's secret; an unsigned one is refused.",
    });
    return webhook;
  }
}
