import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DynamoDBClient, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Emulators, lambdaResource, startApp, startEmulators } from "./small-app.ts";

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

const resources = (properties: object) => ({
  Table: {
    Type: "AWS::DynamoDB::Table",
    Properties: {
      AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
      KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
      StreamSpecification: { StreamViewType: "NEW_AND_OLD_IMAGES" },
    },
  },
  Dead: { Type: "AWS::SQS::Queue" },
  Reader: lambdaResource("Reader"),
  Mapping: {
    Type: "AWS::Lambda::EventSourceMapping",
    Properties: {
      EventSourceArn: { "Fn::GetAtt": ["Table", "StreamArn"] },
      FunctionName: { "Fn::GetAtt": ["Reader", "Arn"] },
      StartingPosition: "TRIM_HORIZON",
      BatchSize: 10,
      ...properties,
    },
  },
});

const put = (stack: string, id: string, more: object = {}) =>
  dynamodb.send(new PutItemCommand({ TableName: `${stack}-Table`, Item: { id: { S: id }, ...more } }));

it("hands over changes in order, in Lambda's shape", async () => {
  const app = await startApp(emulators, {
    stacks: { Shape: { Resources: resources({}) } },
    code: {
      Reader: `export const handler = async ({ Records }) => { for (const r of Records) console.log("record " + JSON.stringify(r)); };`,
    },
  });
  await put("Shape", "a", { data: { B: Buffer.from("é") }, tags: { SS: ["x"] } });
  await put("Shape", "a", { count: { N: "2" } });
  const [first, second] = (await app.said("record", 2)).map((line) => JSON.parse(line) as unknown);
  expect(first).toMatchObject({
    eventName: "INSERT",
    eventSource: "aws:dynamodb",
    awsRegion: "us-east-1",
    dynamodb: {
      ApproximateCreationDateTime: expect.any(Number),
      Keys: { id: { S: "a" } },
      NewImage: { id: { S: "a" }, data: { B: "w6k=" }, tags: { SS: ["x"] } },
      StreamViewType: "NEW_AND_OLD_IMAGES",
    },
  });
  expect(second).toMatchObject({
    eventName: "MODIFY",
    dynamodb: { OldImage: { data: { B: "w6k=" } }, NewImage: { count: { N: "2" } } },
  });
  await app.stop();
});

it("tries a failing batch again, halves it, and tells the destination where the bad record stands", async () => {
  const app = await startApp(emulators, {
    stacks: {
      Halved: {
        Resources: resources({
          BisectBatchOnFunctionError: true,
          MaximumRetryAttempts: 1,
          DestinationConfig: { OnFailure: { Destination: { "Fn::GetAtt": ["Dead", "Arn"] } } },
          Enabled: true,
        }),
      },
    },
    code: {
      Reader: `export const handler = async ({ Records }) => {
        const ids = Records.map((r) => r.dynamodb.Keys.id.S);
        if (ids.includes("bad")) throw new Error("bad among " + ids.length);
        console.log("done " + ids.join(","));
      };`,
    },
  });
  for (const id of ["one", "bad", "two", "three"]) await put("Halved", id);
  const report = JSON.parse((await app.next("Dead")).Body ?? "") as Record<string, unknown>;
  expect(report).toMatchObject({
    requestContext: { condition: "RetryAttemptsExhausted", approximateInvokeCount: 2 },
    DDBStreamBatchInfo: { batchSize: 1, startSequenceNumber: expect.any(String) },
  });
  await expect
    .poll(async () => (await app.said("done")).flatMap((line) => line.split(",")), { timeout: 5000 })
    .toEqual(["one", "two", "three"]);
  await app.stop();
});

it("goes on from the first record that a function reports as failed", async () => {
  const app = await startApp(emulators, {
    stacks: { Reported: { Resources: resources({ FunctionResponseTypes: ["ReportBatchItemFailures"] }) } },
    code: {
      Reader: `
        let failed = false;
        export const handler = async ({ Records }) => {
          for (const { dynamodb } of Records) {
            if (dynamodb.Keys.id.S === "b" && !failed) {
              failed = true;
              return { batchItemFailures: [{ itemIdentifier: dynamodb.SequenceNumber }] };
            }
            console.log("done " + dynamodb.Keys.id.S);
          }
        };`,
    },
  });
  for (const id of ["a", "b", "c"]) await put("Reported", id);
  expect(await app.said("done", 3)).toEqual(["a", "b", "c"]);
  await app.stop();
});

it("goes on after a restart where it ended", async () => {
  const stateFolder = mkdtempSync(join(tmpdir(), "comptoir-positions-"));
  const parts = {
    stacks: { Again: { Resources: resources({}) } },
    code: {
      Reader: `export const handler = async ({ Records }) => { for (const r of Records) console.log("done " + r.dynamodb.Keys.id.S); };`,
    },
  };
  const first = await startApp(emulators, parts, { stateFolder });
  await put("Again", "before");
  await first.said("done");
  await first.stop();
  await put("Again", "between");
  const second = await startApp(emulators, parts, { stateFolder });
  await put("Again", "after");
  expect(await second.said("done", 2)).toEqual(["between", "after"]);
  await second.stop();
  rmSync(stateFolder, { recursive: true, force: true });
});
