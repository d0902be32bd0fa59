import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parse } from "csv-parse/sync";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { commandLine } from "#test/support/command-line.ts";
import { type PlainItem, writeFullExport } from "#test/support/export-folder.ts";
import { type OrderItem, sampleOrder } from "#test/support/sample-orders.ts";

const folder = mkdtempSync(join(tmpdir(), "comptoir-read-"));
const end = Date.UTC(2026, 10, 22);
const orders = someOrders(40, true);
const tests = someOrders(3, false, 9);
const [first] = orders;
const refused = {
  ...first,
  orderId: "O-00000-REFSD",
  status: "cancelled",
  paymentStatus: "unpaid",
  history: [{ sequence: 1, at: first?.placedAt ?? "", what: "refused", by: "shop", inputId: "x" }],
};

beforeAll(async () => {
  await writeFullExport(join(folder, "shop"), { exportTime: end, items: [...orders, ...tests, refused], files: 3 });
  await writeFullExport(join(folder, "only-tests"), { exportTime: end, items: tests });
  await writeFullExport(join(folder, "empty"), { exportTime: end, items: [] });
  await writeFullExport(join(folder, "stock"), { exportTime: end, items: [{ sku: "LAMPE", available: 3 }] });
  await writeFullExport(join(folder, "mixed"), { exportTime: end, items: [...tests, { sku: "LAMPE", available: 3 }] });
  await writeFullExport(join(folder, "odd"), {
    exportTime: end,
    items: [...orders.slice(0, 2), { ...orders[2], giftMessage: "=HYPERLINK(1)" }, { orderId: "O-00000-EMPTY" }],
  });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("npx comptoir orders read", () => {
  it("prints the orders as CSV, oldest first, and says what it left out", async () => {
    const { out, err, code } = await program("orders", "read", place("shop"), "--format", "csv", "--lang", "en");
    const rows = read(out);
    expect(code).toBe(0);
    expect(rows.map((row) => row["orderId"])).toEqual(orders.map((order) => order.orderId));
    expect(rows[0]?.["total"]).toBe(((orders[0]?.total ?? 0) / 100).toFixed(2));
    expect(err.split("\n")).toEqual([
      "40 orders",
      "Left out: 3 test orders, paid with test money. --test-orders includes them.",
      "Left out: 1 refused order, never made (sold out, price changed). --refused includes them.",
      "",
    ]);
  });

  it("includes test orders and refusals when asked to", async () => {
    const { out, err } = await commandLine([
      "orders",
      "read",
      place("shop"),
      "--format",
      "csv",
      "--dialect",
      "international",
      "--test-orders",
      "--refused",
    ]);
    expect(read(out)).toHaveLength(44);
    expect(err).toBe("44 orders\n");
  });

  it("includes test orders where an export holds nothing else, and says so", async () => {
    const { out, err } = await comptoir("orders", "read", place("only-tests"), "--format", "jsonl");
    expect(out.trim().split("\n")).toHaveLength(3);
    expect(err).toContain("All orders of this export are test orders, paid with test money, so they are included.");
  });

  it("gives attributes that nobody promised columns of their own, without a formula", async () => {
    const { out } = await comptoir("orders", "read", place("odd"), "--format", "csv", "--dialect", "international");
    const rows = read(out);
    expect(rows).toHaveLength(4);
    expect(rows.map((row) => row["giftMessage"])).toEqual(["", "", "'=HYPERLINK(1)", ""]);
    expect(rows[3]?.["orderId"]).toBe("O-00000-EMPTY");
  });

  it("speaks French to a French spreadsheet unless told otherwise, as the shop does", async () => {
    const { out } = await comptoir("orders", "read", place("shop"), "--format", "csv");
    expect(out.startsWith("\ufeffCommande;Passée le;")).toBe(true);
  });

  it("chooses by day in the merchant's zone, state, Page and article", async () => {
    const chosen = async (...options: string[]) =>
      read((await comptoir("orders", "read", place("shop"), "--format", "csv", "--lang", "en", ...options)).out);
    const sku = orders[0]?.lines[0]?.sku ?? "";
    const pageId = orders[0]?.pageId ?? "";
    expect((await chosen("--sku", sku)).map((row) => row["orderId"])).toEqual(
      orders.filter((order) => order.lines.some((line) => line.sku === sku)).map((order) => order.orderId),
    );
    expect(await chosen("--page", pageId)).toHaveLength(orders.filter((order) => order.pageId === pageId).length);
    expect(await chosen("--status", "delivered,paid")).toHaveLength(
      orders.filter((order) => order.status === "delivered" && order.paymentStatus === "paid").length,
    );
    const day = (await chosen("--since", "2026-10-10", "--until", "2026-10-20")).map((row) => row["placedAt"] ?? "");
    expect(day.every((placed) => placed >= "2026-10-10 00:00:00" && placed < "2026-10-21")).toBe(true);
    expect(day.length).toBeGreaterThan(2);
    const lines = await chosen("--lines", "--sku", sku);
    expect(new Set(lines.map((row) => row["sku"]))).toEqual(new Set([sku]));
  });

  it("writes a JSON list that every reader of JSON takes", async () => {
    const file = join(folder, "orders.json");
    const { err } = await comptoir("orders", "read", place("shop"), "--out", file);
    const read = JSON.parse(readFileSync(file, "utf8")) as { orderId: string }[];
    expect(read.map((order) => order.orderId)).toEqual(orders.map((order) => order.orderId));
    expect(err).toContain(`40 orders: ${file}`);
  });

  it("leaves an earlier file as it was, and nothing half written, where the export is damaged", async () => {
    const target = join(folder, "kept");
    await writeFullExport(join(target, "export"), { exportTime: end, items: orders });
    const file = join(target, "orders.csv");
    await comptoir("orders", "read", join(target, "export"), "--out", file);
    const before = readFileSync(file);
    const { folder: damaged } = await writeFullExport(join(target, "export"), { exportTime: end + 1, items: orders });
    rmSync(join(target, "export", damaged, "data"), { recursive: true });
    const { code, err } = await comptoir("orders", "read", join(target, "export"), "--out", file);
    expect(code).toBe(1);
    expect(err).toContain("missing");
    expect(readFileSync(file)).toEqual(before);
    expect(readdirSync(target).sort()).toEqual(["export", "orders.csv"]);
  });

  it("reads what is complete beside an export that still runs or failed, with a note, and refuses that one alone", async () => {
    const shop = join(folder, "one-unfinished");
    const begun = join(shop, "AWSDynamoDB", `${String(end + 1).padStart(14, "0")}-0a0b0c0d`);
    await writeFullExport(shop, { exportTime: end, items: orders });
    mkdirSync(begun);
    writeFileSync(join(begun, "_started"), "");
    const { code, err } = await comptoir("orders", "read", shop, "--format", "csv");
    expect([code, err.split("\n")]).toEqual([
      0,
      [
        "40 orders",
        expect.stringMatching(
          `^Note: ${begun}/: This export is not complete: it is still running, or failed. What changed`,
        ),
        "",
      ],
    ]);
    expect((await comptoir("orders", "read", begun)).code).toBe(1);
  });

  it.each([
    [["orders", "read"], 2, "Say where the export is"],
    [["orders", "read", "WHERE", "--formt", "csv"], 2, "--formt: there is no such option. Did you mean --format?"],
    [
      ["orders", "read", "WHERE", "--format", "word"],
      2,
      "--format word: there is no such one. Choose one of table, csv",
    ],
    [["orders", "read", "WHERE", "--since", "2026-02-30"], 2, "--since 2026-02-30: this day is in no calendar"],
    [["orders", "read", "WHERE", "--since", "constructor"], 2, "--since constructor: this is no day"],
    [["orders", "read", "WHERE", "--since", "soon"], 2, "--since soon: this is no day. Write 2026-11-30"],
    [["orders", "read", "WHERE", "--since", "2026-02-03", "--until", "2026-02-01"], 2, "lies behind"],
    [["orders", "read", "WHERE", "--status", "lost"], 2, "--status lost"],
    [["orders", "read", "WHERE", "--page", "me"], 2, "--page me: a Page's id is a row of digits."],
    [["orders", "read", "WHERE", "--time-zone", "Mars"], 2, "--time-zone Mars: there is no such zone"],
    [["orders", "read", "WHERE", "--lines", "--for", "carrier"], 2, "--lines and --for carrier"],
    [["orders", "read", "WHERE", "other"], 2, "One place at a time"],
    [["orders", "read", "WHERE", "--out"], 2, "--out"],
    [["orders", "raed"], 2, 'There is no command "orders raed". Did you mean orders read?'],
    [["orders", "read", "WHERE/nowhere"], 1, "is not there"],
    [["orders", "read", "EMPTY"], 1, "the export is empty"],
    [["orders", "read", "STOCK"], 1, "line 1: This line holds an item without its key orderId"],
    [["orders", "read", "MIXED"], 1, "If this is no orders table: npx comptoir export read --raw"],
    [["orders", "read", "WHERE", "--out", "WHERE"], 1, "this is a folder"],
    [["orders", "read", "WHERE", "--out", "WHERE/no/such/file.csv"], 1, "its folder is not there"],
  ] as const)("says what is wrong with %j, and exits with %d", async (words, expected, sentence) => {
    const places = { WHERE: "shop", EMPTY: "empty", STOCK: "stock", MIXED: "mixed" } as const;
    const args = words.map((word) =>
      word.replace(/^(WHERE|EMPTY|STOCK|MIXED)/, (name) => place(places[name as "WHERE"])),
    );
    const { code, err, out } = await comptoir(...args);
    expect(err).toContain(sentence);
    expect(err).not.toContain("    at ");
    expect(code).toBe(expected);
    expect(out).toBe("");
  });

  it("leaves out what is no order when told to go on", async () => {
    const { err, code } = await comptoir("orders", "read", place("mixed"), "--lenient", "--format", "csv");
    expect(err).toContain("line 4: This line holds an item without its key orderId");
    expect(code).toBe(0);
  });
});

describe("npx comptoir", () => {
  it.each([[[]], [["help"]], [["--help"]], [["help", "orders", "read"]], [["orders", "read", "--help"]]])(
    "helps with %j",
    async (words) => {
      const { out, code } = await comptoir(...words);
      expect(out).toContain("npx comptoir orders read");
      expect(code).toBe(0);
    },
  );

  it("tells its version", async () => {
    expect((await program("--version")).out).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
});

const place = (name: string): string => join(folder, name);

const read = (csv: string): Record<string, string>[] => parse(csv, { columns: true, bom: true });

function someOrders(count: number, livemode: boolean, seed = 4): (OrderItem & PlainItem)[] {
  const shop = { seed, start: Date.UTC(2026, 9, 1), end, orders: count, livemode };
  return Array.from({ length: count }, (_, number) => sampleOrder(shop, number, end))
    .filter((each) => each !== undefined)
    .map((each) => ({ ...each }));
}

const comptoir = async (...words: readonly string[]) => await commandLine(words);

/** The program itself, as `npx` calls it. */
async function program(...words: readonly string[]): Promise<{ out: string; err: string; code: number }> {
  const file = fileURLToPath(new URL("../../bin/comptoir.js", import.meta.url));
  return await new Promise((resolve) => {
    const child = execFile(process.execPath, [file, ...words], { maxBuffer: 1e8 }, (_error, out, err) =>
      resolve({ out, err, code: child.exitCode ?? -1 }),
    );
  });
}
