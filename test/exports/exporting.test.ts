/** Orders are placed, exported whole and by what changed, and become files that a merchant opens; nothing lost, nothing twice. */
import { DescribeExportCommand, DynamoDBClient, ExportTableToPointInTimeCommand } from "@aws-sdk/client-dynamodb";
import { GetObjectCommand, ListObjectsV2Command, S3Client } from "@aws-sdk/client-s3";
import { GetCommand, PutCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { parse } from "csv-parse/sync";
import { parquetReadObjects } from "hyparquet";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { exportsByHand } from "#core/exports/progress.ts";
import { dayOf, startOfDay } from "#core/exports/shop-days.ts";
import { days, instant, minutes } from "#core/values/instant.ts";
import { fixedValues } from "#local/fixed-values.ts";
import { eventually, inTable, scheduleAt } from "#test/support/every-path.ts";
import { proxies, type Verdict } from "#test/support/proxy.ts";
import { ordered, sessionOf } from "#test/support/purchase.ts";
import { openShop, type ShopUnderTest } from "#test/support/shop-under-test.ts";

/** An hour of the shop's clock so many days ago: no midnight, whatever the time is now. */
const daysAgo = (count: number, hour: number): number =>
  startOfDay(dayOf(instant(Date.now() - days(count)), "Europe/Paris"), "Europe/Paris") + minutes(60 * hour);

const credentials = { accessKeyId: "TEST", secretAccessKey: "test" };
let shop: ShopUnderTest | undefined;
let s3: S3Client;
let dynamodb: DynamoDBClient;
/** What becomes of what DynamoDB writes in a function's name. */
let onExport: () => Verdict = () => ({ do: "pass" });
/** What becomes of the readable files' uploads. */
let onUpload: () => Verdict = () => ({ do: "pass" });
const between = proxies({
  functions: () => shop?.runner.resources.functions ?? [],
  onCall: ({ service, operation, resources: [object = ""] }) => {
    if (service !== "s3" || operation !== "PutObject") return { do: "pass" };
    return object.includes("/readable/") ? onUpload() : onExport();
  },
});

beforeAll(async () => {
  shop = await openShop({ between: between.between });
  const { s3: endpoint, region, dynamodb: database } = shop.endpoints;
  s3 = new S3Client({ endpoint, region, credentials });
  dynamodb = new DynamoDBClient({ endpoint: database, region, credentials });
});
afterAll(async () => {
  s3.destroy();
  dynamodb.destroy();
  await shop?.stop();
  await between.stop();
});

const open = (): ShopUnderTest => shop ?? expect.fail("the shop is closed");

async function keys(prefix: string): Promise<readonly string[]> {
  const Bucket = open().endpoints.buckets.exports;
  const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket, Prefix: prefix }));
  return Contents.map(({ Key = "" }) => Key);
}

async function bytes(Key: string): Promise<Uint8Array> {
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: open().endpoints.buckets.exports, Key }));
  return (await Body?.transformToByteArray()) ?? new Uint8Array();
}

async function csv(key: string): Promise<readonly Readonly<Record<string, string>>[]> {
  const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(await bytes(key));
  expect(text.startsWith("\ufeffCommande;")).toBe(true);
  return z.array(z.record(z.string(), z.string())).parse(parse(text, { bom: true, columns: true, delimiter: ";" }));
}

async function parquet(key: string): Promise<readonly Record<string, unknown>[]> {
  const file = await bytes(key);
  return parquetReadObjects({ file: file.slice().buffer });
}

const said = (line: string): number => open().lines.filter((each) => each.includes(`"${line}"`)).length;
const readable = (personal: "with" | "without", file: string): string =>
  `readable/${personal}-personal-data/${fixedValues.pageId}/${file}`;
/** The file of the last day on which orders were written: midnight may come at any moment of a test. */
async function lastDay(personal: "with" | "without", kind: "orders" | "test-orders", format: string): Promise<string> {
  const files = await keys(readable(personal, ""));
  const ofDays = files.filter((key) => new RegExp(`/\\d{4}/\\d\\d/${kind}-[0-9-]{10}\\.${format}$`).test(key));
  return ofDays.at(-1) ?? "";
}

/** What changed in the last so many minutes, exported as a person asks for it; resolves when it is readable. */
async function exportSince(count: number): Promise<void> {
  const to = Math.ceil(Date.now() / 1000) * 1000;
  const from = to - minutes(count);
  const time = (at: number): string => new Date(at).toISOString().slice(0, 16).replace(":", "");
  const { ExportDescription } = await dynamodb.send(
    new ExportTableToPointInTimeCommand({
      TableArn: open().runner.resources.tables.find(({ path }) => path.endsWith("/Orders"))?.arn,
      S3Bucket: open().endpoints.buckets.exports,
      S3Prefix: `${exportsByHand}${time(from)}Z--${time(to)}Z-${crypto.randomUUID()}`,
      ExportType: "INCREMENTAL_EXPORT",
      IncrementalExportSpecification: { ExportFromTime: new Date(from), ExportToTime: new Date(to) },
    }),
  );
  const id = ExportDescription?.ExportArn?.split("/").at(-1);
  await eventually(() => expect(said(`exportId":"${id}`)).toBe(1));
}

describe("orders that were placed", () => {
  let orderId: string;

  test("are all in the files of a full export, those with personal data apart", async () => {
    const shopper = open().shopper();
    const session = await sessionOf(open(), await ordered(shopper, ["GOUTTE"]));
    await open().pay(session);
    await shopper.hears("receipt O-");
    const [order] = await open().ordersOf(shopper);
    orderId = order?.orderId ?? "";
    await open().runner.invokeSchedule(scheduleAt(open(), "/Exports/FullSchedule"));
    await eventually(() => expect(said("an export is readable")).toBe(1));
    const files = await keys("readable/");
    expect(files.map((file) => file.replace(/\d{4}-\d\d-\d\d-\d{4}(\.\w+)$/, "MINUTE$1"))).toEqual(
      (["with", "without"] as const).flatMap((personal) => [
        readable(personal, "all/test-orders-MINUTE.csv"),
        readable(personal, "all/test-orders-MINUTE.parquet"),
      ]),
    );
    const [withCsv = "", withParquet = "", withoutCsv = "", withoutParquet = ""] = files;
    expect(await csv(withCsv)).toMatchObject([
      { Commande: orderId, "E-mail": "julie@example.com", État: "à expédier" },
    ]);
    const [personal] = await parquet(withParquet);
    expect(personal).toMatchObject({ orderId, email: "julie@example.com", livemode: false });
    const apart = JSON.stringify([await csv(withoutCsv), (await parquet(withoutParquet)).map(inWords)]);
    expect(apart).toContain(orderId);
    expect(apart).not.toMatch(/julie|martin|capucins|69001|visa/i);
  });

  test("are in the file of their day as they are now, each once, however often it is exported", async () => {
    await exportSince(30);
    expect(await csv(await lastDay("with", "test-orders", "csv"))).toMatchObject([
      { Commande: orderId, État: "à expédier" },
    ]);
    await inTable(open(), (tables) =>
      tables.send(
        new UpdateCommand({
          TableName: open().endpoints.tables.orders,
          Key: { orderId },
          UpdateExpression: "SET #status = :shipped, version = version + :one",
          ExpressionAttributeNames: { "#status": "status" },
          ExpressionAttributeValues: { ":shipped": "shipped", ":one": 1 },
        }),
      ),
    );
    await inTable(open(), async (tables) => {
      const { Item } = await tables.send(
        new GetCommand({ TableName: open().endpoints.tables.orders, Key: { orderId } }),
      );
      await tables.send(
        new PutCommand({
          TableName: open().endpoints.tables.orders,
          Item: { ...Item, orderId: "O-AAAAA-AAAAA", livemode: true, total: 123_456 },
        }),
      );
    });
    await exportSince(20);
    await exportSince(60);
    expect(await csv(await lastDay("with", "test-orders", "csv"))).toMatchObject([
      { Commande: orderId, État: "expédiée" },
    ]);
    // What was paid for with real money lies apart from tests.
    expect(await csv(await lastDay("without", "orders", "csv"))).toMatchObject([
      { Commande: "O-AAAAA-AAAAA", Total: "1234,56" },
    ]);
    expect(await parquet(await lastDay("without", "orders", "parquet"))).toMatchObject([
      { orderId: "O-AAAAA-AAAAA", status: "shipped" },
    ]);
  });
});

describe("the schedule of increments", () => {
  const increment = (): Promise<void> => open().runner.invokeSchedule(scheduleAt(open(), "/Exports/IncrementSchedule"));
  const exportedUntil = (at: number): Promise<void> =>
    inTable(open(), (tables) =>
      tables.send(
        new UpdateCommand({
          TableName: open().endpoints.tables.exports,
          Key: { exported: "orders" },
          UpdateExpression: "SET exportedUntil = :then",
          ExpressionAttributeValues: { ":then": new Date(at).toISOString() },
        }),
      ),
    );
  const summaries = async (): Promise<readonly string[]> =>
    (await keys("exports/orders/incremental/")).filter((key) => key.endsWith("/manifest-summary.json"));

  test("makes up for an outage of days, window after window, and begins nothing twice", async () => {
    await increment();
    const stoodStillSince = daysAgo(6, 6);
    await exportedUntil(stoodStillSince);
    await Promise.all([increment(), increment()]);
    await increment();
    await eventually(async () => expect((await summaries()).length).toBeGreaterThanOrEqual(5));
    await increment();
    // One full export by the schedule, three asked for, and the one that increments begin with.
    await eventually(async () => expect(said("an export is readable")).toBe((await summaries()).length + 5));
    const windows = (await summaries()).map((key) => key.split("/")[3]?.split("--") ?? []);
    expect(windows[0]?.[0]).toBe(`${new Date(stoodStillSince).toISOString().slice(0, 16).replace(":", "")}Z`);
    for (const [index, [from]] of windows.entries()) expect(from).toBe(windows[index - 1]?.[1] ?? from);
  });

  test("begins an export again that failed, in a place of its own", async () => {
    // A window that no export has told of yet: the same one again would be known by its token.
    await exportedUntil(daysAgo(3, 9));
    onExport = () => ({
      do: "answer",
      when: "before",
      answer: { status: 403, headers: {}, body: "<Error><Code>AccessDenied</Code></Error>" },
    });
    await increment();
    const [failed] = await pendingExports();
    await eventually(async () => {
      const { ExportDescription } = await dynamodb.send(new DescribeExportCommand({ ExportArn: failed }));
      expect(ExportDescription).toMatchObject({ ExportStatus: "FAILED", FailureCode: "S3AccessDenied" });
    });
    onExport = () => ({ do: "pass" });
    await increment();
    expect(said("an export failed and is begun again")).toBeGreaterThan(0);
    await eventually(async () =>
      expect((await summaries()).filter((key) => key.includes("-attempt-2/"))).not.toHaveLength(0),
    );
    await eventually(async () => {
      await increment();
      expect(await pendingExports()).toEqual([]);
    });
  });

  async function pendingExports(): Promise<readonly string[]> {
    let found: unknown;
    await inTable(open(), async (tables) => {
      const { Item } = await tables.send(
        new GetCommand({ TableName: open().endpoints.tables.exports, Key: { exported: "orders" } }),
      );
      found = Item?.["pending"];
    });
    const pending = z.array(z.object({ exportArn: z.string() })).parse(found);
    return pending.map(({ exportArn }) => exportArn);
  }
});

test("an upload that fails is tried again, and a file is never half there", async () => {
  let failures = 0;
  onUpload = () => {
    failures += 1;
    return failures > 4 ? { do: "pass" } : { do: "reset", when: "before" };
  };
  await exportSince(45);
  expect(failures).toBeGreaterThan(4);
  expect(await csv(await lastDay("with", "test-orders", "csv"))).toHaveLength(1);
});

/** JSON knows no big integers. */
const inWords = (row: Record<string, unknown>): Record<string, string> =>
  Object.fromEntries(Object.entries(row).map(([name, value]) => [name, String(value)]));
