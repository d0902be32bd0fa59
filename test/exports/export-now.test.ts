/** A merchant exports now, by the command and by the button, and finds the files. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { text } from "node:stream/consumers";
import { PutCommand } from "@aws-sdk/lib-dynamodb";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { comptoir } from "#cli/main.ts";
import { launchBrowser } from "#local/browser.ts";
import { windowsFrom } from "#local/exports/local-exports.ts";
import { inTable } from "#test/support/every-path.ts";
import { openShop, type ShopUnderTest } from "#test/support/shop-under-test.ts";

let shop: ShopUnderTest;
const folder = mkdtempSync(join(tmpdir(), "comptoir-export-now-"));
const state = join(folder, "state");

beforeAll(async () => {
  shop = await openShop({ folder: state });
  await anOrder("O-AAAAA-AAAAA", 6900);
  await anOrder("O-BBBBB-BBBBB", 12_050);
});
afterAll(async () => {
  await shop.stop();
  rmSync(folder, { recursive: true, force: true });
});

const anOrder = (orderId: string, total: number): Promise<void> =>
  inTable(shop, (tables) =>
    tables.send(
      new PutCommand({
        TableName: shop.endpoints.tables.orders,
        Item: {
          orderId,
          schemaVersion: 1,
          livemode: false,
          pageId: "100000000000001",
          shopper: "100000000000001:7",
          pageStatus: "100000000000001#to-ship",
          status: "to-ship",
          paymentStatus: "paid",
          placedAt: new Date().toISOString(),
          currency: "EUR",
          total,
          email: "julie@example.com",
          lines: [],
        },
      }),
    ),
  );

async function command(...words: readonly string[]): Promise<{ code: number; out: string; err: string }> {
  const [out, err] = [new PassThrough(), new PassThrough()];
  const code = await comptoir(words, { out, err, env: {} });
  out.end();
  err.end();
  return { code, out: await text(out), err: await text(err) };
}

const filesIn = (below: string): readonly string[] =>
  readdirSync(below, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(below.length + 1))
    .sort();

describe("npx comptoir export", () => {
  test("exports every order, names the files for people, and copies all of it", async () => {
    const out = join(folder, "full");
    const done = await command("export", "--shop", state, "--out", out);
    expect(done).toMatchObject({
      code: 0,
      err: expect.stringContaining("2 orders exported to exports/orders/by-hand/"),
    });
    expect(done.out.trim().split("\n")).toHaveLength(4);
    const files = filesIn(out);
    expect(files).toEqual(expect.arrayContaining(done.out.trim().split("\n")));
    expect(files.filter((file) => file.endsWith("manifest-summary.json"))).toHaveLength(1);
    expect(files.filter((file) => file.endsWith(".new"))).toEqual([]);
    const csv = files.find((file) => /with-personal-data.*\.csv$/.test(file)) ?? "";
    expect(readFileSync(join(out, csv), "utf8")).toContain("julie@example.com");
    // The reader reads it as it reads what comes from AWS.
    const read = await command("orders", "read", join(out, "exports/orders"), "--format", "csv");
    expect(read.code).toBe(0);
    expect(read.out).toContain("O-BBBBB-BBBBB");
  });

  test("exports what changed since a day", async () => {
    const done = await command("export", "--shop", state, "--since", "yesterday");
    expect(done).toMatchObject({ code: 0, err: expect.stringMatching(/Changes of \d+ orders exported to /) });
    expect(done.out).toMatch(/without-personal-data\/100000000000001\/\d{4}\/\d\d\/test-orders-\d{4}-\d\d-\d\d\.csv/);
  });

  test.each([
    [["--full", "--since", "today"], 2, "Either --full or --since, not both."],
    [["--sinse", "today"], 2, "Did you mean --since?"],
    [["orders"], 2, "one word too many"],
    [["--since", "someday"], 2, "this is no day"],
    [["--since", new Date(Date.now() - 60_000).toISOString()], 1, "15 minutes at least"],
    [["--shop", "/nowhere"], 1, "No shop runs on this machine: start it with npm start"],
  ])("says of %j what is wrong", async (words, code, sentence) => {
    const given = words.includes("--shop") ? words : [...words, "--shop", state];
    const done = await command("export", ...given);
    expect(done.code).toBe(code);
    expect(done.err).toContain(sentence);
    expect(done.out).toBe("");
  });

  test("cuts a long time into windows that DynamoDB takes, up to now", () => {
    const now = Date.parse("2026-11-22T06:00:00.500Z");
    for (const minutes of [15, 16, 24 * 60, 24 * 60 + 1, 24 * 60 + 14, 48 * 60 + 3, 5000]) {
      const windows = windowsFrom(now - minutes * 60_000, now);
      expect(windows.at(-1)?.to).toBe(Date.parse("2026-11-22T06:00:01Z"));
      for (const [index, { from, to }] of windows.entries()) {
        expect(from).toBe(windows[index - 1]?.to ?? from);
        expect(to - from).toBeGreaterThanOrEqual(15 * 60_000);
        expect(to - from).toBeLessThanOrEqual(24 * 60 * 60_000);
      }
    }
  });
});

describe("the merchant's view", () => {
  test("exports now by a button, and leads to the files", async () => {
    const browser = await launchBrowser();
    try {
      const page = await browser.newPage({ viewport: { width: 1280, height: 1400 }, locale: "en-GB" });
      await page.goto(shop.endpoints.shop);
      const box = page.locator(".exports");
      await box.getByRole("button").click();
      const link = box.getByRole("link", { name: /^test-orders-.*\.csv$/ }).first();
      await link.waitFor();
      await box.getByRole("button", { name: "Export now" }).waitFor();
      await picture(page);
      const response = await page.request.get(
        new URL((await link.getAttribute("href")) ?? "", shop.endpoints.shop).href,
      );
      expect(response.status()).toBe(200);
      expect(response.headers()["content-disposition"]).toMatch(/^attachment; filename="test-orders-/);
      expect(await response.text()).toContain("O-AAAAA-AAAAA");
    } finally {
      await browser.close();
    }
  });

  test("gives nothing but files for people, and exports for no page from elsewhere", async () => {
    const get = (path: string, init?: RequestInit) => fetch(`${shop.endpoints.shop}${path}`, init);
    const raw = await (await get("/local/exports")).json();
    expect(raw).toMatchObject({ files: expect.any(Array) });
    for (const key of ["exports/orders/full/x", "readable/../exports/x", "readable/none.csv", ""])
      expect((await get(`/local/exports/file?key=${encodeURIComponent(key)}`)).status).toBe(404);
    expect((await get("/local/exports", { method: "POST", body: "{}" })).status).toBe(415);
    expect((await get("/local/exports/file", { method: "POST" })).status).toBe(405);
  });
});

const picture = async (page: Page): Promise<void> => {
  const path = process.env["PICTURE"];
  if (path) await page.screenshot({ path });
};
