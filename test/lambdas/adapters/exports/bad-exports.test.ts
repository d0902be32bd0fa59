import { createHash } from "node:crypto";
import { chmod, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { instant } from "#core/values/instant.ts";
import {
  type ExportOptions,
  type WrittenExport,
  writeFullExport,
  writeIncrementalExport,
} from "#test/support/export-folder.ts";
import { complaint, inFolder, readAll } from "./export-trial.ts";

const exportTime = Date.UTC(2026, 10, 20);
const someItems = Array.from({ length: 6 }, (_, number) => ({ orderId: `O-${number}`, total: number * 100 }));
const fullExport = (root: string, options: ExportOptions = {}): Promise<WrittenExport> =>
  writeFullExport(root, { exportTime, items: someItems, files: 2, ...options });

/** Changes a data file's text and makes its manifest agree with that again, so that only the text is wrong. */
async function rewrite(root: string, written: WrittenExport, change: (text: string) => string): Promise<void> {
  const key = written.dataFiles[0] ?? "";
  const packed = gzipSync(change(gunzipSync(await readFile(join(root, key))).toString("latin1")).replace(/^/, ""));
  await replaceFile(root, written, packed);
}

async function replaceFile(root: string, written: WrittenExport, packed: Buffer): Promise<void> {
  const key = written.dataFiles[0] ?? "";
  const manifest = join(root, written.folder, "manifest-files.json");
  const before = createHash("md5")
    .update(await readFile(join(root, key)))
    .digest("base64");
  const text = (await readFile(manifest, "utf8")).replace(before, createHash("md5").update(packed).digest("base64"));
  await writeFile(join(root, key), packed);
  await writeFile(manifest, text);
  await writeFile(join(root, written.folder, "manifest-files.md5"), createHash("md5").update(text).digest("base64"));
}

/** What a strict reading says, with the folder's own path cut out; and what is left with `lenient`. */
async function read(root: string, options: { keyNames?: string[] } = {}) {
  const strict = (await complaint(readAll(root, options))).replaceAll(`${root}/`, "");
  const lenient = await readAll(root, { ...options, lenient: true });
  return { strict, items: lenient.items.length, leftOut: lenient.leftOut, findings: lenient.findings.length };
}

describe("a reading says what is wrong with its place, and goes on without it when asked to", () => {
  test("a data file that is cut short", () =>
    inFolder(async (root) => {
      const written = await fullExport(root);
      const packed = await readFile(join(root, written.dataFiles[0] ?? ""));
      await replaceFile(root, written, packed.subarray(0, packed.length - 12));
      const { strict, ...rest } = await read(root);
      expect(strict).toMatch(`${written.dataFiles[0]}: This gzip file is cut short.`);
      // Its manifest agrees with it, so lines that are whole are believed.
      expect(rest.items + rest.leftOut.items).toBe(6);
      expect(rest).toMatchObject({ leftOut: { findings: 1 }, findings: 1 });
    }));

  test("a data file that is no gzip", () =>
    inFolder(async (root) => {
      const written = await fullExport(root);
      await replaceFile(root, written, Buffer.from("not packed at all"));
      expect((await read(root)).strict).toMatch(/: This file is damaged, or no gzip file\./);
    }));

  test("a data file with another MD5", () =>
    inFolder(async (root) => {
      const written = await fullExport(root);
      await writeFile(
        join(root, written.dataFiles[1] ?? ""),
        gzipSync('{"Item":{"orderId":{"S":"forged"}}}\n'.repeat(3)),
      );
      const { strict, ...rest } = await read(root);
      expect(strict).toMatch(`${written.dataFiles[1]}: It is not as DynamoDB wrote it: its MD5 differs`);
      expect(rest).toEqual({ items: 3, leftOut: { findings: 1, items: 3 }, findings: 1 });
    }));

  test("a data file that is missing", () =>
    inFolder(async (root) => {
      const written = await fullExport(root);
      await rm(join(root, written.dataFiles[0] ?? ""));
      const { strict, ...rest } = await read(root);
      expect(strict).toMatch(`${written.dataFiles[0]}: The data file is missing, and with it 3 items.`);
      expect(rest).toEqual({ items: 3, leftOut: { findings: 1, items: 3 }, findings: 1 });
    }));

  test.each([
    ["that is not JSON", (text: string) => text.replace('{"S":"O-1"}', '{"S":"O-1'), "no JSON, from character"],
    [
      "that holds no item",
      (text: string) => text.replace('{"Item":{"orderId":{"S":"O-1"}', '{"Thing":{"orderId":{"S":"O-1"}'),
      "no Item",
    ],
    [
      "with a number too large for a double",
      (text: string) => text.replace('{"N":"100"}', '{"N":"1E+999"}'),
      "a number too large or too small",
    ],
    ["that is not UTF-8", (text: string) => text.replace("O-1", "\u00e9"), "a text that is not UTF-8"],
    [
      "without its key",
      (text: string) => text.replace('"orderId":{"S":"O-1"},', ""),
      "an item without its key orderId",
    ],
  ])("a line %s", (_what, change, says) =>
    inFolder(async (root) => {
      const written = await fullExport(root);
      const key = written.dataFiles[0] ?? "";
      const text = gunzipSync(await readFile(join(root, key))).toString();
      await replaceFile(root, written, gzipSync(Buffer.from(change(text), "latin1")));
      const { strict, ...rest } = await read(root, { keyNames: ["orderId"] });
      expect(strict).toMatch(`${key}, line 2: This line holds ${says}`);
      expect(rest).toEqual({ items: 5, leftOut: { findings: 1, items: 1 }, findings: 1 });
    }),
  );

  test("a data file with a line too few", () =>
    inFolder(async (root) => {
      const written = await fullExport(root);
      await rewrite(root, written, (text) => text.slice(text.indexOf("\n") + 1));
      const { strict, ...rest } = await read(root);
      expect(strict).toMatch(`${written.dataFiles[0]}: It holds 2 items, but its manifest says 3.`);
      expect(rest).toEqual({ items: 5, leftOut: { findings: 1, items: 1 }, findings: 1 });
    }));

  test("a manifest that was changed", () =>
    inFolder(async (root) => {
      const written = await fullExport(root);
      const manifest = join(root, written.folder, "manifest-summary.json");
      await writeFile(manifest, (await readFile(manifest, "utf8")).replace('"itemCount":6', '"itemCount":7'));
      const { strict, findings } = await read(root);
      expect(strict).toMatch(`${written.folder}/manifest-summary.json: This file is not as DynamoDB wrote it`);
      expect(findings).toBe(2);
    }));

  test("nothing but an export that is still running or has failed", () =>
    inFolder(async (root) => {
      const running = join(root, "AWSDynamoDB/01763600000000-0a0b0c0d");
      await mkdir(running, { recursive: true });
      await writeFile(join(running, "_started"), "");
      const { strict, ...rest } = await read(root);
      expect(strict).toMatch(/01763600000000-0a0b0c0d\/: This export has begun but has no manifest-summary\.json/);
      expect(rest).toEqual({ items: 0, leftOut: { findings: 1, items: 0 }, findings: 1 });
    }));

  test("an export in Ion", () =>
    inFolder(async (root) => {
      await fullExport(root, { extra: { outputFormat: "ION" } });
      expect((await read(root)).strict).toMatch(
        /format ION, which cannot be read here\. Export the table again with the format DYNAMODB_JSON\./,
      );
    }));

  test("exports of several tables", () =>
    inFolder(async (root) => {
      await fullExport(root);
      const other = await writeFullExport(root, { exportTime: exportTime - 1000, items: someItems, table: "Stock" });
      const { strict, items } = await read(root);
      expect(strict).toMatch(
        `${other.folder}/manifest-summary.json: This export is of arn:aws:dynamodb:eu-west-3:123456789012:table/Stock`,
      );
      expect(items).toBe(6);
    }));

  test("a gap between increments", () =>
    inFolder(async (root) => {
      const changes = [
        { keys: { orderId: "O-1" }, newImage: { orderId: "O-1", total: 7 }, writtenAt: exportTime + 4_000_000 },
      ];
      await fullExport(root);
      await writeIncrementalExport(root, { from: exportTime + 3_600_000, to: exportTime + 7_200_000, changes });
      const { strict, items } = await read(root);
      expect(strict).toMatch("No export tells what changed from 2026-11-20T00:00:00.000Z to 2026-11-20T01:00:00.000Z.");
      expect(items).toBe(6);
    }));

  test("a change without its key", () =>
    inFolder(async (root) => {
      const writtenAt = exportTime + 1_000;
      const changes = [
        { keys: { orderId: "O-1" }, newImage: { orderId: "O-1" }, writtenAt },
        { keys: { sku: "O-2" }, newImage: { orderId: "O-2" }, writtenAt },
      ];
      await fullExport(root);
      const { dataFiles } = await writeIncrementalExport(root, {
        from: exportTime,
        to: exportTime + 7_200_000,
        changes,
      });
      expect((await read(root)).strict).toMatch(
        `${dataFiles[0]}, line 2: This line holds an item without its key orderId.`,
      );
    }));
});

describe("a reading refuses", () => {
  test("a folder that holds no export, one that is not there, and a file", () =>
    inFolder(async (root) => {
      await writeFile(join(root, "orders.csv"), "");
      expect(await complaint(readAll(root))).toBe(
        `${root} holds no DynamoDB export. Give the folder or prefix below which AWSDynamoDB lies.`,
      );
      expect(await complaint(readAll(join(root, "nowhere")))).toMatch(`${root}/nowhere is not there.`);
      expect(await complaint(readAll(join(root, "orders.csv")))).toMatch(`${root}/orders.csv is a file, not a folder.`);
      expect(await complaint(readAll("s3://Wrong_Bucket/x"))).toMatch("s3://Wrong_Bucket/x is no address of a bucket.");
    }));

  test("a folder that may not be read", () =>
    inFolder(async (root) => {
      await chmod(root, 0o000);
      const said = await asNobody(() => complaint(readAll(root)));
      await chmod(root, 0o700);
      expect(said).toMatch(`${root} may not be read.`);
    }));
});

describe("a reading takes", () => {
  test("an export of nothing", () =>
    inFolder(async (root) => {
      await writeFullExport(root, { exportTime, items: [], emptyFiles: 3, files: 0 });
      const { items, leftOut } = await readAll(root);
      expect([items, leftOut]).toEqual([[], { findings: 0, items: 0 }]);
    }));

  test("items of 400 KB, several to a file", () =>
    inFolder(async (root) => {
      const items = Array.from({ length: 5 }, (_, number) => ({
        orderId: `O-${number}`,
        note: '"é\n'.repeat(100_000),
      }));
      await writeFullExport(root, { exportTime, items });
      expect((await readAll(root)).items).toEqual(items);
    }));

  test("JSON that was written with white space", () =>
    inFolder(async (root) => {
      const written = await fullExport(root);
      await rewrite(root, written, (text) => text.replaceAll(":{", ": {"));
      expect((await readAll(root, { keyNames: ["orderId"] })).items).toEqual(someItems);
    }));

  test("what was placed since a day without looking into older exports", () =>
    inFolder(async (root) => {
      const hours = (count: number): number => exportTime + count * 3_600_000;
      const { dataFiles } = await fullExport(root);
      const change = (id: string, at: number) => ({
        keys: { orderId: id },
        newImage: { orderId: id },
        writtenAt: hours(at),
      });
      await writeIncrementalExport(root, { from: hours(0), to: hours(24), changes: [change("O-7", 3)] });
      await writeIncrementalExport(root, { from: hours(24), to: hours(48), changes: [change("O-8", 30)] });
      for (const key of dataFiles) await writeFile(join(root, key), "damaged");
      expect((await readAll(root, { since: instant(hours(25)) })).items).toEqual([{ orderId: "O-8" }]);
    }));
});

/** Root may read everything: it does this as the user who owns nothing. */
async function asNobody<T>(work: () => Promise<T>): Promise<T> {
  if (process.getuid?.() !== 0) return work();
  process.seteuid?.(65_534);
  try {
    return await work();
  } finally {
    process.seteuid?.(0);
  }
}
