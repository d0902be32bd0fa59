/** Orders and stock as the conversation may read them. */
import { BatchGetCommand, type DynamoDBDocumentClient, QueryCommand } from "@aws-sdk/lib-dynamodb";
import * as z from "zod";
import { isRefused } from "#core/orders/place.ts";
import { viewOf } from "#core/orders/view.ts";
import type { Sku } from "#core/values/ids.ts";
import { WorldFailure } from "#ports/failures.ts";
import type { OrderReader, StockReader } from "#ports/order-reader.ts";
import { errorFields, log } from "#runtime/log.ts";
import { worldly } from "./aws-failure.ts";
import { orderAttributes } from "./order-item.ts";

type Keys = readonly Readonly<Record<string, string>>[];

/** How many keys one BatchGetItem takes. */
const batchSize = 100;

/** The attributes that the index `shopper` holds of an order, as far as a view needs them. */
export const indexedOrder = orderAttributes.pick({
  orderId: true,
  locale: true,
  status: true,
  paymentStatus: true,
  lines: true,
  subtotal: true,
  shippingTotal: true,
  taxTotal: true,
  total: true,
  currency: true,
  deliveryMethod: true,
  promisedBy: true,
  placedAt: true,
  payBy: true,
  paidAt: true,
  paymentMethod: true,
  customerFirstName: true,
  customerLastName: true,
  shippingAddress: true,
  history: true,
});
const stockItem = z.object({ sku: z.custom<Sku>((value) => typeof value === "string"), available: z.number() });

/** The shopper's orders, from the index, which may lag by a moment; throws a WorldFailure when they cannot be read. */
export const dynamoOrderReader = (client: DynamoDBDocumentClient, table: string): OrderReader => ({
  async recentOrders(shopper, limit) {
    const query = new QueryCommand({
      TableName: table,
      IndexName: "shopper",
      KeyConditionExpression: "shopper = :shopper",
      ExpressionAttributeValues: { ":shopper": shopper },
      ScanIndexForward: false,
      // Room for refusals, which are read and left out.
      Limit: limit * 2 + 5,
    });
    const { Items = [] } = await worldly("list a shopper's orders", () => client.send(query));
    return Items.flatMap(readable)
      .filter((order) => !isRefused(order))
      .slice(0, limit)
      .map(viewOf);
  },
});

/** One order that cannot be read must not keep the shopper from the others. */
function readable(item: unknown): z.infer<typeof indexedOrder>[] {
  const read = indexedOrder.safeParse(item);
  if (read.success) return [read.data];
  log.error("an order cannot be read from the index", { reason: errorFields(read.error) });
  return [];
}

/** What can be sold now; throws a WorldFailure when it cannot be read. */
export const dynamoStockReader = (client: DynamoDBDocumentClient, table: string): StockReader => ({
  async available(skus) {
    const keys = [...new Set(skus)].map((sku) => ({ sku }));
    const found = new Map<Sku, number>();
    for (let start = 0; start < keys.length; start += batchSize) {
      for (const item of await batchGet(client, table, keys.slice(start, start + batchSize))) {
        const { sku, available } = stockItem.parse(item);
        found.set(sku, available);
      }
    }
    return found;
  },
});

/** Items by key, in no order; DynamoDB may leave some for the next call when it is busy. */
async function batchGet(client: DynamoDBDocumentClient, table: string, keys: Keys): Promise<readonly unknown[]> {
  const found: unknown[] = [];
  let left: Keys = keys;
  for (let attempt = 1; left.length > 0; attempt += 1) {
    if (attempt > 5) throw new WorldFailure("DynamoDB leaves items unread");
    const request = { RequestItems: { [table]: { Keys: [...left] } } };
    const answer = await worldly("read items", () => client.send(new BatchGetCommand(request)));
    found.push(...(answer.Responses?.[table] ?? []));
    left = (answer.UnprocessedKeys?.[table]?.Keys ?? []) as Keys;
  }
  return found;
}
