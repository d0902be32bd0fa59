/** Conversation: the worker that listens to shoppers and speaks to them; it alone writes sessions and calls Messenger. */
import { Construct } from "constructs";
import type { ConversationSettings } from "#lambdas/conversation/settings.ts";
import type { FunctionAssets } from "./function-assets.ts";
import { NodeLambda, workerTimeout } from "./parts/node-lambda.ts";
import { SecretParameter } from "./parts/secret-parameter.ts";
import { allowItems, allowQuery } from "./parts/table-access.ts";
import type { WorkQueue } from "./parts/work-queue.ts";
import type { PublicApi } from "./public-api.ts";
import type { Deployment } from "./settings.ts";
import type { Storage } from "./storage.ts";

export interface ConversationProps {
  readonly deployment: Deployment;
  readonly assets: FunctionAssets;
  readonly api: PublicApi;
  readonly storage: Storage;
  readonly conversationQueue: WorkQueue;
  readonly paymentsQueue: WorkQueue;
}

export class Conversation extends Construct {
  readonly worker: NodeLambda;

  constructor(scope: Construct, id: string, props: ConversationProps) {
    super(scope, id);
    const { deployment, assets, api, storage, conversationQueue, paymentsQueue } = props;
    const pageToken = new SecretParameter(this, deployment.environment, "meta/page-token");
    this.worker = new NodeLambda(this, "Worker", {
      entry: "conversation/conversation.lambda.ts",
      description: "Decides and says what a shopper is answered",
      deployment,
      assets,
      timeout: workerTimeout,
      environment: {
        SESSIONS_TABLE: storage.sessions.tableName,
        ORDERS_TABLE: storage.orders.tableName,
        STOCK_TABLE: storage.stock.tableName,
        CONVERSATION_QUEUE_URL: conversationQueue.queue.queueUrl,
        CONVERSATION_DEAD_LETTER_QUEUE_URL: conversationQueue.deadLetters.queueUrl,
        PAYMENTS_QUEUE_URL: paymentsQueue.queue.queueUrl,
        META_PAGE_TOKEN_PARAMETER: pageToken.name,
        META_GRAPH_URL: deployment.graphUrl,
        PUBLIC_URL: api.url,
        MAX_RECEIVE_COUNT: String(conversationQueue.maxReceiveCount),
      } satisfies Record<keyof ConversationSettings, string>,
    });
    pageToken.grantRead(this.worker.function);
    allowItems(this.worker, storage.sessions, ["GetItem", "PutItem"]);
    allowQuery(this.worker, storage.orders, "shopper");
    allowItems(this.worker, storage.stock, ["BatchGetItem"]);
    paymentsQueue.grantSend(this.worker.function);
    // Graph takes 300 calls a second per Page; twenty shoppers at a time stay well below it.
    conversationQueue.feed(this.worker, 20);
  }
}
