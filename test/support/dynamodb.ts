/** DynamoDB in memory with the payments stage's tables, for one test file. */
import { CreateTableCommand, DeleteTableCommand, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { indexedOrder } from "#adapters/dynamodb/order-reader.ts";
import { startDynamoDb } from "#local/services/dynamodb.ts";

export interface TestTables {
  readonly client: DynamoDBDocumentClient;
  readonly orders: string;
  readonly stock: string;
  /** Takes everything out of both tables. */
  empty(): Promise<void>;
  stop(): Promise<void>;
}

/** Starts it with empty tables. */
export async function startTables(): Promise<TestTables> {
  const service = await startDynamoDb();
  const credentials = { accessKeyId: "local", secretAccessKey: "local" };
  const plain = new DynamoDBClient({ endpoint: service.endpoint, region: "eu-west-3", credentials });
  const suffix = Math.floor(performance.now() * 1000).toString(36);
  const names = { orders: `Orders-${suffix}`, stock: `Stock-${suffix}` };
  const create = async (): Promise<void> => {
    await plain.send(createOrders(names.orders));
    await plain.send(keyedBy(names.stock, "sku"));
  };
  await create();
  return {
    client: DynamoDBDocumentClient.from(plain, { marshallOptions: { removeUndefinedValues: true } }),
    ...names,
    empty: async () => {
      for (const TableName of Object.values(names)) await plain.send(new DeleteTableCommand({ TableName }));
      await create();
    },
    stop: () => {
      plain.destroy();
      return service.stop();
    },
  };
}

const keyedBy = (table: string, key: string): CreateTableCommand =>
  new CreateTableCommand({
    TableName: table,
    BillingMode: "PAY_PER_REQUEST",
    KeySchema: [{ AttributeName: key, KeyType: "HASH" }],
    AttributeDefinitions: [{ AttributeName: key, AttributeType: "S" }],
  });

/** No more than the readers need: an attribute that an index lacks must not be needed. */
const indexed = {
  shopper: Object.keys(indexedOrder.shape).filter((name) => !["orderId", "placedAt"].includes(name)),
  pageStatus: ["status", "payBy"],
};

const createOrders = (table: string): CreateTableCommand =>
  new CreateTableCommand({
    TableName: table,
    BillingMode: "PAY_PER_REQUEST",
    KeySchema: [{ AttributeName: "orderId", KeyType: "HASH" }],
    AttributeDefinitions: ["orderId", "placedAt", "shopper", "pageStatus"].map((name) => ({
      AttributeName: name,
      AttributeType: "S" as const,
    })),
    GlobalSecondaryIndexes: (["shopper", "pageStatus"] as const).map((name) => ({
      IndexName: name,
      KeySchema: [
        { AttributeName: name, KeyType: "HASH" as const },
        { AttributeName: "placedAt", KeyType: "RANGE" as const },
      ],
      Projection: { ProjectionType: "INCLUDE" as const, NonKeyAttributes: indexed[name] },
    })),
  });
