/** What the payments stage's functions are made of, put together once per process. */
import { setTimeout as wait } from "node:timers/promises";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { dynamoOrders } from "#adapters/dynamodb/orders.ts";
import { dynamoStock } from "#adapters/dynamodb/stock.ts";
import { bundledShop } from "#adapters/shop/bundled-shop.ts";
import { conversationOutlet, paymentsOutlet } from "#adapters/sqs/outlet.ts";
import { stripeCheckout } from "#adapters/stripe/checkout.ts";
import { stripeAccess } from "#adapters/stripe/stripe-access.ts";
import { icuWords } from "#adapters/wording/icu-words.ts";
import { awsClientSettings, sqsClient } from "#runtime/aws-clients.ts";
import { refreshSecret, secret } from "#runtime/secrets.ts";
import { readSettings } from "#runtime/settings.ts";
import { now } from "#runtime/system.ts";
import type { PayDeps } from "./pay-deps.ts";
import { type PaySettings, paymentsSettings, paySettings } from "./settings.ts";
import type { WorkerDeps } from "./worker-deps.ts";

/** The worker's world. */
export async function wireWorker(): Promise<WorkerDeps> {
  const settings = readSettings(paymentsSettings);
  const client = documentClient();
  return {
    shop: bundledShop(),
    orders: dynamoOrders(client, { orders: settings.ORDERS_TABLE, stock: settings.STOCK_TABLE, pause }),
    stock: dynamoStock(client, settings.STOCK_TABLE),
    checkout: checkout(settings),
    conversation: conversationOutlet(sqsClient(), settings.CONVERSATION_QUEUE_URL),
    payments: paymentsOutlet(sqsClient(), settings.PAYMENTS_QUEUE_URL),
    now,
  };
}

/** The pay page's world. */
export function wirePay(): PayDeps {
  const settings = readSettings(paySettings);
  const shop = bundledShop();
  return {
    shop,
    words: icuWords(shop.wording),
    // The pay page moves no stock, so it knows no table of it.
    orders: dynamoOrders(documentClient(), { orders: settings.ORDERS_TABLE, stock: "none", pause }),
    checkout: checkout(settings),
    payments: paymentsOutlet(sqsClient(), settings.PAYMENTS_QUEUE_URL),
    publicUrl: settings.PUBLIC_URL,
    messengerLinkUrl: settings.MESSENGER_LINK_URL,
    now,
  };
}

const documentClient = (): DynamoDBDocumentClient =>
  DynamoDBDocumentClient.from(new DynamoDBClient(awsClientSettings), {
    marshallOptions: { removeUndefinedValues: true },
  });

/** Scattered, so that two transactions that met do not meet again. */
const pause = async (attempt: number): Promise<void> => {
  await wait(Math.random() * 50 * 2 ** attempt);
};

const checkout = (settings: Pick<PaySettings, "STRIPE_KEY_PARAMETER" | "STRIPE_API_URL">) =>
  stripeCheckout(
    stripeAccess({
      keys: () => secret(settings.STRIPE_KEY_PARAMETER),
      refreshedKeys: () => refreshSecret(settings.STRIPE_KEY_PARAMETER),
      apiUrl: settings.STRIPE_API_URL,
    }),
  );
