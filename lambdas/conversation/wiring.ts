/** What the conversation worker is made of, put together once per process. */
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { dynamoOrderReader, dynamoStockReader } from "#adapters/dynamodb/order-reader.ts";
import { dynamoSessions } from "#adapters/dynamodb/sessions.ts";
import { sendApi } from "#adapters/messenger/send-api.ts";
import { bundledShop } from "#adapters/shop/bundled-shop.ts";
import { paymentsOutlet } from "#adapters/sqs/outlet.ts";
import { icuWords } from "#adapters/wording/icu-words.ts";
import { awsClientSettings, sqsClient } from "#runtime/aws-clients.ts";
import { log } from "#runtime/log.ts";
import { count } from "#runtime/metrics.ts";
import { refreshSecret, secret } from "#runtime/secrets.ts";
import { readSettings } from "#runtime/settings.ts";
import { now, randomBytes } from "#runtime/system.ts";
import type { ConversationDeps } from "./conversation-deps.ts";
import { conversationSettings } from "./settings.ts";

/** The worker's world. */
export async function wire(): Promise<ConversationDeps> {
  const settings = readSettings(conversationSettings);
  const client = DynamoDBDocumentClient.from(new DynamoDBClient(awsClientSettings), {
    marshallOptions: { removeUndefinedValues: true },
  });
  const shop = bundledShop();
  return {
    shop,
    words: icuWords(shop.wording),
    sessions: dynamoSessions(client, settings.SESSIONS_TABLE, { now, onUnreadable: () => count("SessionsUnreadable") }),
    orders: dynamoOrderReader(client, settings.ORDERS_TABLE),
    stock: dynamoStockReader(client, settings.STOCK_TABLE),
    payments: paymentsOutlet(sqsClient(), settings.PAYMENTS_QUEUE_URL),
    messenger: sendApi({
      graphUrl: settings.META_GRAPH_URL,
      tokens: () => secret(settings.META_PAGE_TOKEN_PARAMETER),
      refreshedTokens: () => refreshSecret(settings.META_PAGE_TOKEN_PARAMETER),
      onPageBlocked: (why) => {
        count("PageBlocked");
        log.error("Messenger sends nothing for the Page", { why });
      },
    }),
    publicUrl: settings.PUBLIC_URL,
    now,
    randomBytes,
  };
}
