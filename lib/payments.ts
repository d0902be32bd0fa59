/** Payments: the worker and the pay page; they alone write orders and stock and call Stripe. */
import { HttpMethod } from "aws-cdk-lib/aws-apigatewayv2";
import { Construct } from "constructs";
import type { PaymentsSettings, PaySettings } from "#lambdas/payments/settings.ts";
import type { FunctionAssets } from "./function-assets.ts";
import { NodeLambda, pageTimeout, workerTimeout } from "./parts/node-lambda.ts";
import { QuarterHourly } from "./parts/quarter-hourly.ts";
import { SecretParameter } from "./parts/secret-parameter.ts";
import { allowItems, allowQuery } from "./parts/table-access.ts";
import type { WorkQueue } from "./parts/work-queue.ts";
import type { PublicApi } from "./public-api.ts";
import type { Deployment } from "./settings.ts";
import type { Storage } from "./storage.ts";

export interface PaymentsProps {
  readonly deployment: Deployment;
  readonly assets: FunctionAssets;
  readonly api: PublicApi;
  readonly storage: Storage;
  readonly conversationQueue: WorkQueue;
  readonly paymentsQueue: WorkQueue;
}

export class Payments extends Construct {
  readonly worker: NodeLambda;
  readonly payPage: NodeLambda;
  readonly check: QuarterHourly;

  constructor(scope: Construct, id: string, props: PaymentsProps) {
    super(scope, id);
    const stripeKey = new SecretParameter(this, props.deployment.environment, "stripe/key");
    this.worker = this.workOn(props, stripeKey);
    this.payPage = this.openPayPage(props, stripeKey);
    this.check = new QuarterHourly(this, "Check", {
      queue: props.paymentsQueue,
      message: { v: 1, kind: "sweep", id: `sweep:${QuarterHourly.time}` },
      group: "sweep",
    });
  }

  private workOn(props: PaymentsProps, stripeKey: SecretParameter): NodeLambda {
    const { deployment, assets, storage, conversationQueue, paymentsQueue } = props;
    const worker = new NodeLambda(this, "Worker", {
      entry: "payments/payments.lambda.ts",
      description: "Places, settles and ends orders",
      deployment,
      assets,
      timeout: workerTimeout,
      environment: {
        ORDERS_TABLE: storage.orders.tableName,
        STOCK_TABLE: storage.stock.tableName,
        PAYMENTS_QUEUE_URL: paymentsQueue.queue.queueUrl,
        PAYMENTS_DEAD_LETTER_QUEUE_URL: paymentsQueue.deadLetters.queueUrl,
        CONVERSATION_QUEUE_URL: conversationQueue.queue.queueUrl,
        STRIPE_KEY_PARAMETER: stripeKey.name,
        STRIPE_API_URL: deployment.stripeUrl,
        MAX_RECEIVE_COUNT: String(paymentsQueue.maxReceiveCount),
      } satisfies Record<keyof PaymentsSettings, string>,
    });
    stripeKey.grantRead(worker.function);
    allowItems(worker, storage.orders, ["GetItem", "PutItem"]);
    allowQuery(worker, storage.orders, "pageStatus");
    allowItems(worker, storage.stock, ["PutItem", "UpdateItem"]);
    conversationQueue.grantSend(worker.function);
    paymentsQueue.grantSend(worker.function);
    // Stripe takes 25 calls a second with a test key, 100 with a live one.
    paymentsQueue.feed(worker, 10);
    return worker;
  }

  private openPayPage(props: PaymentsProps, stripeKey: SecretParameter): NodeLambda {
    const { deployment, assets, api, storage, paymentsQueue } = props;
    const payPage = new NodeLambda(this, "PayPage", {
      entry: "payments/pay.lambda.ts",
      description: "Leads from the Pay button to Stripe's page and back to the chat",
      deployment,
      assets,
      timeout: pageTimeout,
      environment: {
        ORDERS_TABLE: storage.orders.tableName,
        PAYMENTS_QUEUE_URL: paymentsQueue.queue.queueUrl,
        STRIPE_KEY_PARAMETER: stripeKey.name,
        STRIPE_API_URL: deployment.stripeUrl,
        PUBLIC_URL: api.url,
        MESSENGER_LINK_URL: deployment.messengerLinkUrl,
      } satisfies Record<keyof PaySettings, string>,
    });
    stripeKey.grantRead(payPage.function);
    allowItems(payPage, storage.orders, ["GetItem", "PutItem"]);
    paymentsQueue.grantSend(payPage.function);
    const open = "The path holds 128 random bits that only this order's shopper was given.";
    const throttle = { rate: 20, burst: 40 };
    api.route({ method: HttpMethod.GET, path: "/pay/{token}", to: payPage, throttle, open });
    api.route({ method: HttpMethod.GET, path: "/pay/{token}/{outcome}", to: payPage, throttle, open });
    return payPage;
  }
}
