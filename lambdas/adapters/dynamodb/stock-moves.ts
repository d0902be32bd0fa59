/** Movements of stock as actions of a transaction, none of which can make a count negative. */
import type { TransactWriteCommandInput } from "@aws-sdk/lib-dynamodb";
import type { StockMovement } from "#core/orders/change.ts";

export type Action = NonNullable<TransactWriteCommandInput["TransactItems"]>[number];

const moves: Readonly<Record<StockMovement["kind"], { readonly update: string; readonly condition: string }>> = {
  reserve: {
    update: "SET available = available - :quantity, reserved = reserved + :quantity",
    condition: "available >= :quantity",
  },
  release: {
    update: "SET available = available + :quantity, reserved = reserved - :quantity",
    condition: "reserved >= :quantity",
  },
  sell: { update: "SET reserved = reserved - :quantity", condition: "reserved >= :quantity" },
  "take-again": { update: "SET available = available - :quantity", condition: "available >= :quantity" },
};

/** One action per SKU, in the movement's order. */
export function stockActions(table: string, movement: StockMovement | undefined): Action[] {
  if (!movement) return [];
  const { update, condition } = moves[movement.kind];
  return movement.items.map(({ sku, quantity }) => ({
    Update: {
      TableName: table,
      Key: { sku },
      UpdateExpression: update,
      ConditionExpression: condition,
      ExpressionAttributeValues: { ":quantity": quantity },
      ReturnValuesOnConditionCheckFailure: "ALL_OLD" as const,
    },
  }));
}
