/** The Stock table outside of orders: first counts of new SKUs, and counts from the merchant. */
import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";
import { type DynamoDBDocumentClient, PutCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import type { Sku } from "#core/values/ids.ts";
import { toIso } from "#core/values/instant.ts";
import type { StockStore } from "#ports/orders.ts";
import { worldly } from "./aws-failure.ts";

/** The merchant's counts over the table. */
export const dynamoStock = (client: DynamoDBDocumentClient, table: string): StockStore => ({
  set: (sku, available, { id, sentAt }) =>
    worldly("set a stock count", () =>
      unlessRefused(
        client.send(
          new UpdateCommand({
            TableName: table,
            Key: { sku },
            UpdateExpression:
              "SET available = :available, reserved = if_not_exists(reserved, :none), countedBy = :by, countedAt = :at",
            // The same message again would bring back pieces that were sold since; so would an older message whose write
            // timed out and arrives only now.
            ConditionExpression:
              "attribute_not_exists(countedBy) OR (countedBy <> :by AND (attribute_not_exists(countedAt) OR countedAt <= :at))",
            ExpressionAttributeValues: { ":available": available, ":none": 0, ":by": id, ":at": toIso(sentAt) },
          }),
        ),
      ),
    ),
});

/** Opens a SKU's record with its first count; whoever was faster wins. */
export const openStock = (client: DynamoDBDocumentClient, table: string, sku: Sku, available: number): Promise<void> =>
  worldly("open a stock record", () =>
    unlessRefused(
      client.send(
        new PutCommand({
          TableName: table,
          Item: { sku, available, reserved: 0 },
          ConditionExpression: "attribute_not_exists(sku)",
        }),
      ),
    ),
  );

async function unlessRefused(write: Promise<unknown>): Promise<void> {
  try {
    await write;
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
  }
}
