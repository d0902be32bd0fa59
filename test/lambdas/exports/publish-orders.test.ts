import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parquetReadObjects } from "hyparquet";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { openFolder } from "#adapters/exports/folder-place.ts";
import { keyOf, pageOf } from "#core/exports/readable-files.ts";
import { instant } from "#core/values/instant.ts";
import { type PublishDeps, publishOrders } from "#lambdas/exports/publish-orders.ts";
import { writeFullExport, writeIncrementalExport } from "#test/support/export-folder.ts";

/** A folder with exports in place of the bucket, and what was uploaded. */
class Bucket {
  readonly root = mkdtempSync(join(tmpdir(), "comptoir-publish-"));
  readonly files = new Map<string, string>();
  readonly abandoned: string[] = [];
  noted = 0;
  mostItems = 100_000;
  /** Done when the first file is whole. */
  meanwhile: (() => Promise<unknown>) | undefined;

  async publish(folder: string): Promise<void> {
    const key = `${folder}/manifest-summary.json`;
    await publishOrders({ source: "aws.s3", detail: { bucket: { name: "x" }, object: { key } } }, await this.deps());
  }

  async deps(): Promise<PublishDeps> {
    const place = await openFolder(this.root);
    return {
      timeZone: "Europe/Paris",
      locale: "en",
      open: (within) => ({ ...place, within }),
      upload: (key) => {
        const parts: Uint8Array[] = [];
        return {
          write: (bytes) => Promise.resolve(void parts.push(bytes)),
          end: async () => {
            const before = this.meanwhile;
            this.meanwhile = undefined;
            await before?.();
            this.files.set(key, Buffer.concat(parts).toString("latin1"));
          },
          abandon: () => Promise.resolve(void this.abandoned.push(key)),
        };
      },
      mostItems: this.mostItems,
      ledger: {
        noteExport: () => {
          this.noted += 1;
          return Promise.resolve();
        },
      },
      now: () => instant(0),
    };
  }

  /** Number and status of the orders in a CSV. */
  orders(key: string): readonly string[] {
    const [head = "", ...lines] = (this.files.get(key) ?? "no file").trimEnd().split("\r\n");
    const names = head.split(",");
    const status = names.indexOf("Status");
    return lines.map((line) => `${line.split(",")[0]} ${line.split(",")[status]}`);
  }
}

const at = (time: string): number => Date.parse(time);
const order = (orderId: string, status: string, more: object = {}) => ({
  orderId,
  schemaVersion: 1,
  livemode: true,
  pageId: "42",
  status,
  placedAt: "2026-11-21T10:00:00.000Z",
  currency: "EUR",
  total: 100,
  ...more,
});
const change = (time: string, orderId: string, status: string, more: object = {}) => ({
  keys: { orderId },
  newImage: order(orderId, status, more),
  writtenAt: at(time),
});

const printed: string[] = [];
let bucket: Bucket;
beforeEach(() => {
  bucket = new Bucket();
  // A bucket has no folders that could be missing.
  for (const kind of ["by-hand", "incremental"])
    mkdirSync(join(bucket.root, "exports/orders", kind), { recursive: true });
  printed.length = 0;
  for (const stream of [process.stdout, process.stderr])
    vi.spyOn(stream, "write").mockImplementation((line) => {
      printed.push(String(line));
      return true;
    });
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(bucket.root, { recursive: true });
});

async function increment(from: string, to: string, changes: readonly ReturnType<typeof change>[]): Promise<string> {
  const name = (time: string): string => `${new Date(at(time)).toISOString().slice(0, 16).replace(":", "")}Z`;
  const prefix = `exports/orders/incremental/${name(from)}--${name(to)}`;
  const { folder } = await writeIncrementalExport(bucket.root, { prefix, from: at(from), to: at(to), changes });
  return folder;
}

const day = (of: string): string =>
  keyOf({ personalData: true, page: "42", test: false, of, all: false, format: "csv" });

describe("the orders of a day", () => {
  test("are those that were written on it by the shop's clock, as they were at its end", async () => {
    const first = await increment("2026-11-20T23:00:00Z", "2026-11-21T23:00:00Z", [
      change("2026-11-21T22:59:59Z", "O-1", "awaiting-payment"),
      change("2026-11-21T08:00:00Z", "O-2", "to-ship"),
    ]);
    const second = await increment("2026-11-21T23:00:00Z", "2026-11-22T23:00:00Z", [
      change("2026-11-21T23:00:00Z", "O-1", "to-ship"),
    ]);
    await bucket.publish(second);
    await bucket.publish(first);
    expect(bucket.orders(day("2026-11-21"))).toEqual(["O-1 awaiting payment", "O-2 to ship"]);
    expect(bucket.orders(day("2026-11-22"))).toEqual(["O-1 to ship"]);
  });

  test("come together from all the day's windows in any order, overlapping ones too, each order once and as it was last", async () => {
    const folders = [
      await increment("2026-11-21T08:00:00Z", "2026-11-21T09:00:00Z", [
        change("2026-11-21T08:30:00Z", "O-1", "to-ship"),
      ]),
      await increment("2026-11-21T09:00:00Z", "2026-11-21T10:00:00Z", [
        change("2026-11-21T09:30:00Z", "O-1", "shipped"),
      ]),
      await increment("2026-11-21T07:00:00Z", "2026-11-21T09:45:00Z", [
        change("2026-11-21T09:30:00Z", "O-1", "shipped"),
        change("2026-11-21T07:30:00Z", "O-0", "cancelled"),
      ]),
    ];
    for (const folder of [...folders.toReversed(), ...folders]) {
      await bucket.publish(folder);
      expect(bucket.orders(day("2026-11-21"))).toEqual(["O-0 cancelled", "O-1 shipped"]);
    }
    expect(bucket.noted).toBe(6);
    const once = new Map(bucket.files);
    await bucket.publish(folders[0] ?? "");
    expect(bucket.files).toEqual(once);
  });

  test("are published all the same where a full export lies among the windows", async () => {
    const [from, to] = ["2026-11-21T08:00:00Z", "2026-11-21T09:00:00Z"] as const;
    const first = await increment(from, to, [change("2026-11-21T08:30:00Z", "O-1", "to-ship")]);
    const prefix = "exports/orders/incremental/2026-11-21T1000Z--2026-11-21T1100Z";
    await writeFullExport(bucket.root, { exportTime: at(to), items: [order("O-9", "shipped")], prefix });
    await bucket.publish(first);
    expect(bucket.orders(day("2026-11-21"))).toEqual(["O-1 to ship"]);
  });

  test("are not put back by a run that knew of fewer exports", async () => {
    const first = await increment("2026-11-21T08:00:00Z", "2026-11-21T09:00:00Z", [
      change("2026-11-21T08:30:00Z", "O-1", "to-ship"),
    ]);
    // While the files of the first are written, the second becomes complete, and another run publishes both.
    bucket.meanwhile = async () => {
      const changes = [change("2026-11-21T09:30:00Z", "O-2", "shipped")];
      await bucket.publish(await increment("2026-11-21T09:00:00Z", "2026-11-21T10:00:00Z", changes));
    };
    await bucket.publish(first);
    expect(bucket.orders(day("2026-11-21"))).toEqual(["O-1 to ship", "O-2 shipped"]);
  });

  test("lie apart by Page, and those of test money and of no Page too", async () => {
    const folder = await increment("2026-11-21T08:00:00Z", "2026-11-21T09:00:00Z", [
      change("2026-11-21T08:30:00Z", "O-1", "to-ship"),
      change("2026-11-21T08:31:00Z", "O-2", "to-ship", { pageId: "43" }),
      change("2026-11-21T08:32:00Z", "O-3", "to-ship", { livemode: false }),
      change("2026-11-21T08:33:00Z", "O-4", "to-ship", { pageId: "../../x" }),
    ]);
    await bucket.publish(folder);
    const month = "2026/11";
    expect([...bucket.files.keys()].filter((key) => /^readable\/with-.*csv$/.test(key)).sort()).toEqual([
      `readable/with-personal-data/42/${month}/orders-2026-11-21.csv`,
      `readable/with-personal-data/42/${month}/test-orders-2026-11-21.csv`,
      `readable/with-personal-data/43/${month}/orders-2026-11-21.csv`,
      `readable/with-personal-data/no-page/${month}/orders-2026-11-21.csv`,
    ]);
    expect(pageOf(42)).toBe("no-page");
  });
});

describe("what nobody promised", () => {
  const file = (page: string, personalData: boolean, format: "csv" | "parquet"): string =>
    keyOf({ personalData, page, test: false, of: "2026-11-21", all: false, format });
  const head = (key: string): readonly string[] =>
    (bucket.files.get(key) ?? "no file").split("\r\n")[0]?.split(",") ?? [];
  const rows = (key: string): Promise<readonly Record<string, unknown>[]> => {
    const bytes = Buffer.from(bucket.files.get(key) ?? "", "latin1");
    return parquetReadObjects({ file: new Uint8Array(bytes).buffer });
  };

  test("has columns of its own behind the others, of the Page that has it, and only beside personal data", async () => {
    const folder = await increment("2026-11-21T08:00:00Z", "2026-11-21T09:00:00Z", [
      change("2026-11-21T08:30:00Z", "O-1", "to-ship", { giftMessage: "Joyeux Noël" }),
      change("2026-11-21T08:31:00Z", "O-2", "to-ship", { archivedAt: "2026-11-21T08:31:00Z", schemaVersion: 2 }),
      change("2026-11-21T08:32:00Z", "O-3", "to-ship", { pageId: "43" }),
    ]);
    await bucket.publish(folder);
    expect(head(file("42", true, "csv")).slice(-3)).toEqual(["Schema version", "archivedAt", "giftMessage"]);
    expect(head(file("42", false, "csv")).at(-1)).toBe("Schema version");
    expect(head(file("43", true, "csv")).at(-1)).toBe("Schema version");
    expect(bucket.orders(file("42", true, "csv"))).toEqual(["O-1 to ship", "O-2 to ship"]);
    expect(await rows(file("42", true, "parquet"))).toMatchObject([
      { orderId: "O-1", giftMessage: "Joyeux Noël", schemaVersion: 1n },
      { orderId: "O-2", archivedAt: new Date("2026-11-21T08:31:00Z"), schemaVersion: 2n },
    ]);
    expect(Object.keys((await rows(file("42", false, "parquet")))[0] ?? {})).not.toContain("giftMessage");
  });

  test("are amounts with three decimals, which Parquet holds all the same", async () => {
    const folder = await increment("2026-11-21T08:00:00Z", "2026-11-21T09:00:00Z", [
      change("2026-11-21T08:30:00Z", "O-1", "to-ship", { currency: "KWD", total: 1234, giftMessage: "!" }),
      change("2026-11-21T08:31:00Z", "O-2", "to-ship", { total: 6900 }),
    ]);
    await bucket.publish(folder);
    for (const personal of [true, false])
      expect((await rows(file("42", personal, "parquet"))).map(({ total }) => total)).toEqual([1.234, 69]);
  });
});

describe("a full export", () => {
  test("becomes one file of every order, in the order in which they were placed, named by its minute", async () => {
    const items = Array.from({ length: 12_000 }, (_, index) =>
      order(`O-${index}`, "to-ship", { placedAt: new Date(at("2026-11-20T00:00:00Z") - index * 1000).toISOString() }),
    );
    const { folder } = await writeFullExport(bucket.root, {
      prefix: "exports/orders/full",
      exportTime: at("2026-11-22T05:13:20Z"),
      items,
      files: 3,
    });
    await bucket.publish(folder);
    const orders = bucket.orders(
      keyOf({ personalData: true, page: "42", test: false, of: "2026-11-22-0613", all: true, format: "csv" }),
    );
    expect(new Set(orders).size).toBe(12_000);
    const parquet = keyOf({
      personalData: false,
      page: "42",
      test: false,
      of: "2026-11-22-0613",
      all: true,
      format: "parquet",
    });
    expect(bucket.files.get(parquet)).toMatch(/^PAR1[^]*PAR1$/);
  });

  test("that is damaged leaves the earlier files in their place", async () => {
    const full = {
      prefix: "exports/orders/full",
      exportTime: at("2026-11-22T05:13:20Z"),
      items: [order("O-1", "to-ship")],
    };
    const { folder, dataFiles } = await writeFullExport(bucket.root, full);
    writeFileSync(join(bucket.root, dataFiles[0] ?? ""), "no gzip");
    await expect(bucket.publish(folder)).rejects.toThrow(/damaged|MD5|gzip/);
    expect(bucket.files.size).toBe(0);
    expect(bucket.noted).toBe(0);
  });
});

test("an export or a day with more than the function has time for is left alone, and said to be", async () => {
  bucket.mostItems = 3;
  const items = Array.from({ length: 4 }, (_, number) => order(`O-${number}`, "to-ship"));
  const full = { prefix: "exports/orders/full", exportTime: at("2026-11-22T05:13:20Z"), items };
  await bucket.publish((await writeFullExport(bucket.root, full)).folder);
  const hours = ["08", "09"].map((hour) =>
    increment(`2026-11-21T${hour}:00:00Z`, `2026-11-21T${hour}:30:00Z`, [
      change(`2026-11-21T${hour}:10:00Z`, "O-1", "to-ship"),
      change(`2026-11-21T${hour}:20:00Z`, "O-2", "to-ship"),
    ]),
  );
  for (const folder of await Promise.all(hours)) await bucket.publish(folder);
  expect([bucket.files.size, bucket.noted]).toEqual([0, 3]);
  const said = printed.filter((line) => line.includes("an export is too large to be made readable"));
  expect(said.map((line) => (JSON.parse(line) as { items: unknown }).items)).toEqual([4, 4, 4]);
});

test("what is no export is left alone, and what is no event refused", async () => {
  await bucket.publish("elsewhere/AWSDynamoDB/01768385930622-efd1a093");
  expect([bucket.files.size, bucket.noted]).toEqual([0, 0]);
  await expect(publishOrders({ detail: {} }, await bucket.deps())).rejects.toThrow("no event of a new object");
});
