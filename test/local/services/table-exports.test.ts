import { createHash } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import {
  CreateTableCommand,
  DeleteItemCommand,
  DescribeContinuousBackupsCommand,
  DescribeExportCommand,
  DynamoDBClient,
  ExportTableToPointInTimeCommand,
  type ExportTableToPointInTimeCommandInput,
  GetItemCommand,
  ListExportsCommand,
  PutItemCommand,
  UpdateContinuousBackupsCommand,
} from "@aws-sdk/client-dynamodb";
import {
  CreateBucketCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  S3Client,
} from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { type LocalService, startDynamoDb } from "#local/services/dynamodb.ts";
import { startTableExports, type TableExports } from "#local/services/exports/table-exports.ts";
import { type ObjectStore, startObjectStore } from "#local/services/object-store.ts";

const own = { region: "eu-west-3", credentials: { accessKeyId: "TEST", secretAccessKey: "test" } };
const folder = mkdtempSync(join(tmpdir(), "comptoir-exports-"));
const minute = 60_000;
let database: LocalService;
let objects: ObjectStore;
let front: TableExports;
let dynamodb: DynamoDBClient;
let s3: S3Client;
let tableArn: string;

const startFront = async (): Promise<void> => {
  front = await startTableExports({ database, s3: objects.endpoint, folder });
  dynamodb = new DynamoDBClient({ ...own, endpoint: front.endpoint });
};

beforeAll(async () => {
  [database, objects] = await Promise.all([startDynamoDb(), startObjectStore()]);
  await startFront();
  s3 = new S3Client({ ...own, endpoint: objects.endpoint });
  await s3.send(new CreateBucketCommand({ Bucket: "orders-bucket" }));
  tableArn = await aTable("Orders", true);
  for (const id of ["a", "b", "c"]) await put(id, { count: { N: "1" } });
  await put("b", { count: { N: "2" }, size: { N: "1.50" } });
  await dynamodb.send(new DeleteItemCommand({ TableName: "Orders", Key: { id: { S: "c" } } }));
});
afterAll(async () => {
  dynamodb.destroy();
  s3.destroy();
  await front.stop();
  await objects.stop();
  await database.stop();
  rmSync(folder, { recursive: true });
});

async function aTable(TableName: string, isBackedUp: boolean): Promise<string> {
  const { TableDescription } = await dynamodb.send(
    new CreateTableCommand({
      TableName,
      BillingMode: "PAY_PER_REQUEST",
      KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
      AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
    }),
  );
  const PointInTimeRecoverySpecification = { PointInTimeRecoveryEnabled: isBackedUp };
  if (isBackedUp)
    await dynamodb.send(new UpdateContinuousBackupsCommand({ TableName, PointInTimeRecoverySpecification }));
  return TableDescription?.TableArn ?? "";
}

const put = (id: string, more: NonNullable<PutItemCommand["input"]["Item"]>, TableName = "Orders") =>
  dynamodb.send(new PutItemCommand({ TableName, Item: { id: { S: id }, ...more } }));

const start = (input: Partial<ExportTableToPointInTimeCommandInput>) =>
  dynamodb.send(new ExportTableToPointInTimeCommand({ TableArn: tableArn, S3Bucket: "orders-bucket", ...input }));

/** Begins an export and waits for its end. */
async function exported(input: Partial<ExportTableToPointInTimeCommandInput>) {
  const { ExportDescription } = await start(input);
  return vi.waitFor(async () => {
    const asked = new DescribeExportCommand({ ExportArn: ExportDescription?.ExportArn });
    const { ExportDescription: described } = await dynamodb.send(asked);
    if (described?.ExportStatus === "IN_PROGRESS") throw new Error("it is running");
    return described;
  }, patience);
}

const patience = { timeout: 8000, interval: 20 };

/** Window up to a moment, from so many minutes before. */
const window = (minutes: number, to = Math.floor(Date.now() / 1000) * 1000 + 1000) => ({
  ExportType: "INCREMENTAL_EXPORT" as const,
  IncrementalExportSpecification: { ExportFromTime: new Date(to - minutes * minute), ExportToTime: new Date(to) },
});

async function text(Key: string): Promise<string> {
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: "orders-bucket", Key }));
  return (await Body?.transformToString()) ?? "";
}

async function bytes(Key: string): Promise<Uint8Array> {
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: "orders-bucket", Key }));
  return (await Body?.transformToByteArray()) ?? new Uint8Array();
}

const md5 = (data: string | Uint8Array): Buffer => createHash("md5").update(data).digest();

/** Everything of an export, checked against its sums. */
async function contents(folder: string) {
  const summary = await text(`${folder}/manifest-summary.json`);
  const files = await text(`${folder}/manifest-files.json`);
  expect(await text(`${folder}/manifest-summary.md5`)).toBe(md5(summary).toString("base64"));
  expect(await text(`${folder}/manifest-files.md5`)).toBe(md5(files).toString("base64"));
  const entries = files
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as { itemCount: number; md5Checksum: string; etag: string; dataFileS3Key: string });
  const lines: string[] = [];
  for (const entry of entries) {
    expect(Object.keys(entry)).toEqual(["itemCount", "md5Checksum", "etag", "dataFileS3Key"]);
    const data = await bytes(entry.dataFileS3Key);
    expect(entry.md5Checksum).toBe(md5(data).toString("base64"));
    expect(entry.etag).toBe(`${md5(md5(data)).toString("hex")}-1`);
    const { ETag } = await s3.send(new HeadObjectCommand({ Bucket: "orders-bucket", Key: entry.dataFileS3Key }));
    expect(ETag).toBe(`"${entry.etag}"`);
    const own = gunzipSync(data).toString().split("\n").slice(0, -1);
    expect(own).toHaveLength(entry.itemCount);
    expect(data.length === 20).toBe(own.length === 0);
    lines.push(...own);
  }
  const keyed = (line: string): string => /"id":\{"S":"(\w)"/.exec(line)?.[1] ?? "";
  return { summary, entries, lines: lines.sort((one, other) => keyed(one).localeCompare(keyed(other))) };
}

const idOf = (arn = ""): string => arn.split("/").at(-1) ?? "";

describe("a full export", () => {
  test("is laid out to the byte as DynamoDB lays it out", async () => {
    const described = await exported({ S3Prefix: "orders/full" });
    const id = idOf(described?.ExportArn);
    expect(id).toMatch(/^0\d{13}-[0-9a-f]{8}$/);
    const { summary, entries, lines } = await contents(`orders/full/AWSDynamoDB/${id}`);
    expect(JSON.parse(summary)).toEqual({
      version: "2020-06-30",
      exportArn: described?.ExportArn,
      startTime: new Date(Number(id.slice(0, 14))).toISOString(),
      endTime: described?.EndTime?.toISOString(),
      tableArn,
      tableId: described?.TableId,
      exportTime: described?.ExportTime?.toISOString(),
      s3Bucket: "orders-bucket",
      s3Prefix: "orders/full",
      s3SseAlgorithm: "AES256",
      s3SseKmsKeyId: null,
      manifestFilesS3Key: `orders/full/AWSDynamoDB/${id}/manifest-files.json`,
      billedSizeBytes: expect.any(Number),
      itemCount: 2,
      outputFormat: "DYNAMODB_JSON",
    });
    expect(Object.keys(JSON.parse(summary) as object).slice(0, 4)).toEqual([
      "version",
      "exportArn",
      "startTime",
      "endTime",
    ]);
    expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([
      { Item: { id: { S: "a" }, count: { N: "1" } } },
      { Item: { id: { S: "b" }, count: { N: "2" }, size: { N: "1.5" } } },
    ]);
    expect(entries).toHaveLength(4);
    for (const { dataFileS3Key } of entries)
      expect(dataFileS3Key).toMatch(new RegExp(`^orders/full/AWSDynamoDB/${id}/data/[a-z2-7]{26}\\.json\\.gz$`));
    expect(await text(`orders/full/AWSDynamoDB/${id}/_started`)).toBe("");
  });

  test("of an earlier moment holds the table as it was then", async () => {
    const described = await exported({ ExportTime: new Date(Date.now() - 60 * minute) });
    expect(described).toMatchObject({ ExportStatus: "COMPLETED", ItemCount: 0 });
  });

  test("fails without a bucket, and leaves no summary where it breaks off", async () => {
    const described = await exported({ S3Bucket: "nobody" });
    expect(described).toMatchObject({ ExportStatus: "FAILED", FailureCode: "S3NoSuchBucket" });
  });
});

describe("an incremental export", () => {
  test("tells the net change of each item, in a folder of data that increments share", async () => {
    const described = await exported({ ...window(30), S3Prefix: "orders/inc" });
    const id = idOf(described?.ExportArn);
    expect(id).toMatch(/^0\d{10}000-[0-9a-f]{8}$/);
    const { summary, entries, lines } = await contents(`orders/inc/AWSDynamoDB/${id}`);
    expect(JSON.parse(summary)).toMatchObject({
      version: "2023-08-01",
      exportFromTime: described?.IncrementalExportSpecification?.ExportFromTime?.toISOString(),
      exportToTime: described?.IncrementalExportSpecification?.ExportToTime?.toISOString(),
      billedSizeBytes: 10_000_000,
      itemCount: 2,
      outputView: "NEW_AND_OLD_IMAGES",
      exportType: "INCREMENTAL_EXPORT",
    });
    expect(JSON.parse(summary)).not.toHaveProperty("exportTime");
    for (const { dataFileS3Key } of entries)
      expect(dataFileS3Key).toMatch(/^orders\/inc\/AWSDynamoDB\/data\/[a-z2-7]{26}\.json\.gz$/);
    // What was put in and deleted within the window was never there.
    expect(lines.map((line) => /"Keys":\{"id":\{"S":"(\w)"/.exec(line)?.[1])).toEqual(["a", "b"]);
    for (const line of lines) {
      expect(Object.keys(JSON.parse(line) as object)).toEqual(["Metadata", "Keys", "NewImage"]);
      expect(line).toMatch(/^\{"Metadata":\{"WriteTimestampMicros":\{"N":"\d{16}"\}\},"Keys":/);
    }
  });

  test("tells old images, and of a deleted item its keys alone where new images are all that is asked for", async () => {
    await put("d", { count: { N: "1" } });
    // The window begins behind what was there before.
    await vi.waitFor(() => expect(new Date().getMilliseconds()).toBeLessThan(200), patience);
    const from = Math.floor(Date.now() / 1000) * 1000;
    await vi.waitFor(() => expect(Date.now()).toBeGreaterThanOrEqual(from + 1000), patience);
    await put("a", { count: { N: "3" } });
    await dynamodb.send(new DeleteItemCommand({ TableName: "Orders", Key: { id: { S: "d" } } }));
    const lines = async (view: "NEW_IMAGE" | "NEW_AND_OLD_IMAGES") => {
      const to = from + 1000 + 15 * minute;
      vi.useFakeTimers({ now: to, toFake: ["Date"] });
      const IncrementalExportSpecification = {
        ExportFromTime: new Date(from + 1000),
        ExportToTime: new Date(to),
        ExportViewType: view,
      };
      const described = await exported({ ExportType: "INCREMENTAL_EXPORT", IncrementalExportSpecification });
      vi.useRealTimers();
      const found = await contents(`AWSDynamoDB/${idOf(described?.ExportArn)}`);
      return found.lines.map((line) => JSON.parse(line) as Record<string, unknown>);
    };
    const key = (id: string) => ({ id: { S: id } });
    const item = (id: string, count: string) => ({ id: { S: id }, count: { N: count } });
    expect(await lines("NEW_AND_OLD_IMAGES")).toEqual([
      { Metadata: expect.anything(), Keys: key("a"), OldImage: item("a", "1"), NewImage: item("a", "3") },
      { Metadata: expect.anything(), Keys: key("d"), OldImage: item("d", "1") },
    ]);
    expect(await lines("NEW_IMAGE")).toEqual([
      { Metadata: expect.anything(), Keys: key("a"), NewImage: item("a", "3") },
      { Metadata: expect.anything(), Keys: key("d") },
    ]);
  });
});

describe("what DynamoDB refuses", () => {
  const now = (): number => Math.floor(Date.now() / 1000) * 1000;
  test.each([
    ["a window of 14 minutes", () => window(14), "ValidationException"],
    ["a window of 25 hours", () => window(25 * 60), "ValidationException"],
    ["a window that ends before it begins", () => window(-20), "ValidationException"],
    ["a window in the future", () => window(20, now() + 5 * minute), "InvalidExportTimeException"],
    [
      "a window before what can be restored",
      () => window(60, now() - 40 * 1440 * minute),
      "InvalidExportTimeException",
    ],
    ["a moment in the future", () => ({ ExportTime: new Date(now() + minute) }), "InvalidExportTimeException"],
    ["a window of a full export", () => ({ ...window(30), ExportType: "FULL_EXPORT" as const }), "ValidationException"],
    ["a token with a dollar sign", () => ({ ClientToken: "$1" }), "ValidationException"],
    ["a table that is not there", () => ({ TableArn: `${tableArn}x` }), "TableNotFoundException"],
    ["ION, which nothing here writes", () => ({ ExportFormat: "ION" as const }), "ValidationException"],
  ])("%s", async (_what, input, name) => {
    await expect(start(input())).rejects.toMatchObject({ name, $metadata: { httpStatusCode: 400 } });
  });

  test("a table without continuous backups", async () => {
    const plain = await aTable("Plain", false);
    await expect(start({ TableArn: plain })).rejects.toMatchObject({ name: "PointInTimeRecoveryUnavailableException" });
    const { ContinuousBackupsDescription } = await dynamodb.send(
      new DescribeContinuousBackupsCommand({ TableName: "Plain" }),
    );
    expect(ContinuousBackupsDescription?.PointInTimeRecoveryDescription).toEqual({
      PointInTimeRecoveryStatus: "DISABLED",
    });
  });

  test("an export that it does not know", async () => {
    const unknown = new DescribeExportCommand({ ExportArn: `${tableArn}/export/01700000000000-00000000` });
    await expect(dynamodb.send(unknown)).rejects.toMatchObject({ name: "ExportNotFoundException" });
  });

  test("another export with the same token, while the same one is begun once", async () => {
    const ClientToken = "2026-11-22T00:00:00Z";
    const [one, same] = [await start({ ClientToken }), await start({ ClientToken })];
    expect(same.ExportDescription?.ExportArn).toBe(one.ExportDescription?.ExportArn);
    await expect(start({ ClientToken, S3Prefix: "else" })).rejects.toMatchObject({ name: "ExportConflictException" });
  });
});

test("all other calls reach the database as they are", async () => {
  const { Item } = await dynamodb.send(new GetItemCommand({ TableName: "Orders", Key: { id: { S: "b" } } }));
  expect(Item).toMatchObject({ count: { N: "2" } });
  await expect(dynamodb.send(new GetItemCommand({ TableName: "None", Key: { id: { S: "b" } } }))).rejects.toMatchObject(
    {
      name: "ResourceNotFoundException",
    },
  );
});

test("exports, changes and backups are remembered over a restart, and listed page by page", async () => {
  dynamodb.destroy();
  await front.stop();
  await startFront();
  const described = await exported({ ...window(60), S3Prefix: "later" });
  expect(described?.ItemCount).toBeGreaterThanOrEqual(2);
  const listed: unknown[] = [];
  let next: { readonly NextToken?: string | undefined } = {};
  do {
    const page = await dynamodb.send(new ListExportsCommand({ TableArn: tableArn, MaxResults: 2, ...next }));
    listed.push(...(page.ExportSummaries ?? []));
    next = { NextToken: page.NextToken };
  } while (next.NextToken !== undefined);
  expect(listed).toContainEqual({
    ExportArn: described?.ExportArn,
    ExportStatus: "COMPLETED",
    ExportType: "INCREMENTAL_EXPORT",
  });
  expect(listed).toHaveLength(8);
  const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: "orders-bucket", Prefix: "later/" }));
  expect(Contents.length).toBeGreaterThan(8);
});
