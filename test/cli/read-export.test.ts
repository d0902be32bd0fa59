import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import { asyncBufferFromFile, parquetReadObjects } from "hyparquet";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ExactNumber, ItemSet } from "#core/exports/item.ts";
import { commandLine } from "#test/support/command-line.ts";
import { writeFullExport, writeIncrementalExport } from "#test/support/export-folder.ts";

const folder = mkdtempSync(join(tmpdir(), "comptoir-raw-"));
const noon = Date.UTC(2026, 10, 21, 12);
const hour = 3_600_000;

beforeAll(async () => {
  const lamp = {
    sku: "LAMPE",
    available: new ExactNumber("12345678901234567890123456789012345678"),
    seenAt: "2026-11-21T09:00:00.000Z",
  };
  const vase = { sku: "VASE", tags: new ItemSet("texts", ["x", "y"]), more: { deep: [1, null, true] } };
  await writeFullExport(join(folder, "stock"), { exportTime: noon, items: [lamp, vase], table: "Stock" });
  await writeIncrementalExport(join(folder, "stock"), {
    from: noon,
    to: noon + hour,
    table: "Stock",
    changes: [
      { keys: { sku: "VASE" }, oldImage: vase, writtenAt: noon + 1000 },
      { keys: { sku: "LAMPE" }, oldImage: lamp, newImage: { sku: "LAMPE", available: 2 }, writtenAt: noon + 2000 },
      { keys: { sku: "BOL" }, newImage: { sku: "BOL", available: 0 }, writtenAt: noon + 3000 },
    ],
  });
  await writeFullExport(join(folder, "full"), { exportTime: noon, items: [lamp, vase], table: "Stock" });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("npx comptoir export read", () => {
  it("reads any table, its attributes as columns with every digit", async () => {
    const { out, err, code } = await commandLine(["export", "read", "--raw", join(folder, "full"), "--format", "csv"]);
    expect(code).toBe(0);
    expect(err).toBe("2 items\n");
    expect(parse(out, { columns: true })).toEqual([
      {
        available: "12345678901234567890123456789012345678",
        more: "",
        seenAt: "2026-11-21T09:00:00.000Z",
        sku: "LAMPE",
        tags: "",
      },
      { available: "", more: '{"deep":[1,null,true]}', seenAt: "", sku: "VASE", tags: '["x","y"]' },
    ]);
  });

  it("reads it as JSON that keeps what is nested", async () => {
    const { out } = await commandLine(["export", "read", join(folder, "full"), "--raw", "--format", "jsonl"]);
    expect(out).toContain('"available":12345678901234567890123456789012345678');
    expect(out).toContain('"tags":["x","y"],"more":{"deep":[1,null,true]}');
  });

  it("writes it as Parquet, its attributes as columns", async () => {
    const out = join(folder, "stock.parquet");
    const { err, code } = await commandLine(["export", "read", "--raw", join(folder, "full"), "--out", out]);
    expect([err, code]).toEqual([`2 items: ${out}\n`, 0]);
    const rows = await parquetReadObjects({ file: await asyncBufferFromFile(out) });
    expect(rows).toMatchObject([
      { sku: "LAMPE", tags: null },
      { sku: "VASE", tags: '["x","y"]' },
    ]);
  });

  it("shows the present state that a full export and its increments come to", async () => {
    const { out } = await commandLine(["export", "read", "--raw", join(folder, "stock"), "--format", "jsonl"]);
    const items = out
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as { sku: string });
    expect(items.map(({ sku }) => sku).sort()).toEqual(["BOL", "LAMPE"]);
    expect(out).toContain('"available":2');
  });

  it("shows each change when asked to", async () => {
    const words = ["export", "read", "--raw", join(folder, "stock"), "--changes", "--format"];
    const { out, err, code } = await commandLine([...words, "csv"]);
    const rows = parse<Record<string, string>>(out, { columns: true });
    expect(code).toBe(0);
    expect(err).toContain("3 changes\n");
    expect(rows.map((row) => [row["(change)"], row["sku"], row["available"], row["(writtenAt)"]])).toEqual([
      ["removed", "VASE", "", "2026-11-21T12:00:01.000Z"],
      ["changed", "LAMPE", "2", "2026-11-21T12:00:02.000Z"],
      ["written", "BOL", "0", "2026-11-21T12:00:03.000Z"],
    ]);
    const nested = await commandLine([...words, "jsonl"]);
    expect(JSON.parse(nested.out.split("\n")[0] ?? "")).toMatchObject({
      keys: { sku: "VASE" },
      oldImage: { sku: "VASE" },
    });
  });
});
