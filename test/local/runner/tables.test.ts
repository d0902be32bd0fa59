import {
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
} from "@aws-sdk/client-dynamodb";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Emulators, startApp, startEmulators } from "./small-app.ts";

let emulators: Emulators;
let dynamodb: DynamoDBClient;
beforeAll(async () => {
  emulators = await startEmulators();
  dynamodb = new DynamoDBClient({
    endpoint: emulators.endpoints.dynamodb,
    region: "us-east-1",
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
  });
});
afterAll(async () => {
  dynamodb.destroy();
  await emulators.stop();
});

const attribute = (name: string) => ({ AttributeName: name, AttributeType: "S" });
const hash = (name: string) => ({ AttributeName: name, KeyType: "HASH" });
const range = (name: string) => ({ AttributeName: name, KeyType: "RANGE" });

const orders = (projected: readonly string[] = ["status"]) => ({
  Type: "AWS::DynamoDB::GlobalTable",
  Metadata: { "aws:cdk:path": "Shop/Storage/Orders/Resource" },
  Properties: {
    AttributeDefinitions: ["orderId", "shopper", "placedAt"].map(attribute),
    BillingMode: "PAY_PER_REQUEST",
    GlobalSecondaryIndexes: [
      {
        IndexName: "shopper",
        KeySchema: [hash("shopper"), range("placedAt")],
        Projection: { ProjectionType: "INCLUDE", NonKeyAttributes: projected },
      },
    ],
    KeySchema: [hash("orderId")],
    Replicas: [
      {
        Region: { Ref: "AWS::Region" },
        DeletionProtectionEnabled: true,
        GlobalSecondaryIndexes: [{ IndexName: "shopper" }],
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
        Tags: [{ Key: "a", Value: "b" }],
      },
    ],
    SSESpecification: { SSEEnabled: true },
    StreamSpecification: { StreamViewType: "NEW_AND_OLD_IMAGES" },
    TimeToLiveSpecification: { AttributeName: "expiresAt", Enabled: true },
  },
});

const start = (stack: string, Resources: Parameters<typeof startApp>[1]["stacks"][string]["Resources"]) =>
  startApp(emulators, { stacks: { [stack]: { Resources } } });

it("makes a table with keys, indexes, stream, expiry and protection", async () => {
  const app = await start("Made", { OrdersA1: orders() });
  const [table] = app.runner.resources.tables;
  expect(table).toMatchObject({
    stack: "Made",
    logicalId: "OrdersA1",
    path: "Shop/Storage/Orders",
    name: "Made-OrdersA1",
  });
  const TableName = table?.name ?? "";
  const { Table } = await dynamodb.send(new DescribeTableCommand({ TableName }));
  expect(Table).toMatchObject({
    KeySchema: [hash("orderId")],
    DeletionProtectionEnabled: true,
    StreamSpecification: { StreamEnabled: true, StreamViewType: "NEW_AND_OLD_IMAGES" },
    GlobalSecondaryIndexes: [
      {
        IndexName: "shopper",
        KeySchema: [hash("shopper"), range("placedAt")],
        Projection: { ProjectionType: "INCLUDE", NonKeyAttributes: ["status"] },
      },
    ],
  });
  const { TimeToLiveDescription } = await dynamodb.send(new DescribeTimeToLiveCommand({ TableName }));
  expect(TimeToLiveDescription).toMatchObject({ AttributeName: "expiresAt", TimeToLiveStatus: "ENABLED" });
  await app.stop();
});

it("finds tables and queues of the last start, with what is in them", async () => {
  const resources = {
    Orders: orders(),
    Plain: {
      Type: "AWS::DynamoDB::Table",
      Properties: {
        AttributeDefinitions: [attribute("id")],
        KeySchema: [hash("id")],
        BillingMode: "PAY_PER_REQUEST",
      },
    },
    Queue: { Type: "AWS::SQS::Queue", Properties: { FifoQueue: true, VisibilityTimeout: 30 } },
  };
  const first = await start("Kept", resources);
  const Item = { id: { S: "1" }, kept: { BOOL: true } };
  await dynamodb.send(new PutItemCommand({ TableName: "Kept-Plain", Item }));
  await first.send("Queue", { MessageBody: "kept", MessageGroupId: "a", MessageDeduplicationId: "a" });
  await first.stop();

  const second = await start("Kept", {
    ...resources,
    Queue: { Type: "AWS::SQS::Queue", Properties: { FifoQueue: true, VisibilityTimeout: 60 } },
  });
  expect(second.runner.resources.tables).toEqual(first.runner.resources.tables);
  expect(second.runner.resources.queues).toEqual(first.runner.resources.queues);
  expect((await dynamodb.send(new GetItemCommand({ TableName: "Kept-Plain", Key: { id: { S: "1" } } }))).Item).toEqual(
    Item,
  );
  expect((await second.next("Queue")).Body).toBe("kept");
  await second.stop();
});

it("says how to begin anew when keys or indexes have changed since the last start", async () => {
  const first = await start("Changed", { Orders: orders() });
  await first.stop();
  await expect(start("Changed", { Orders: orders(["status", "total"]) })).rejects.toThrow(
    "Stack Changed, Orders (AWS::DynamoDB::GlobalTable): the table Changed-Orders was made with other keys or indexes; begin anew with npm start -- --fresh.",
  );
});

it("keeps a name within AWS's limits, and the .fifo of a queue", async () => {
  const logicalId = `Queue${"Long".repeat(30)}`;
  const app = await start("Names", { [logicalId]: { Type: "AWS::SQS::Queue", Properties: { FifoQueue: true } } });
  const [queue] = app.runner.resources.queues;
  expect(queue?.name).toMatch(/^Names-QueueLong.*-[0-9a-f]{8}\.fifo$/);
  expect(queue?.name.length).toBe(80);
  expect(queue?.url).toBe(`${emulators.endpoints.sqs}/000000000000/${queue?.name}`);
  await app.stop();
});
