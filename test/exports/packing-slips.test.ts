import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { afterAll, describe, expect, test } from "vitest";
import { browserOfFile } from "#test/support/browser.ts";
import { commandLine } from "#test/support/command-line.ts";
import { type PlainItem, writeFullExport } from "#test/support/export-folder.ts";
import { anOrder } from "#test/support/orders.ts";

const folder = mkdtempSync(join(tmpdir(), "comptoir-slips-"));
const browser = browserOfFile();

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const [line] = anOrder().lines;
const toShip = {
  ...anOrder(),
  status: "to-ship",
  paymentStatus: "paid",
  shippingAddress: { name: "Zoé Lefèvre", line1: "3 rue des Tanneurs", city: "Lyon", country: "FR" },
};

/** A long slip, and one with words that are longer than a line. */
const orders: readonly PlainItem[] = [
  {
    ...toShip,
    orderId: "O-00001-00001",
    lines: Array.from({ length: 40 }, (_, index) => ({ ...line, lineId: String(index + 1) })),
  },
  {
    ...toShip,
    orderId: "O-00001-00002",
    note: "Z".repeat(300),
    shippingAddress: { ...toShip.shippingAddress, line1: "X".repeat(100) },
    lines: [{ ...line, title: "Lampe coquelicot à poser", options: "Y".repeat(80), sku: "LAMPE-COQUELICOT-LIN" }],
  },
];

async function slipsOf(
  name: string,
  items: readonly PlainItem[],
  size: { width: number; height: number },
): Promise<Page> {
  const place = join(folder, name);
  await writeFullExport(place, { exportTime: Date.UTC(2026, 10, 22, 7), items });
  const file = join(folder, `${name}.html`);
  const { code } = await commandLine(["orders", "read", place, "--for", "packing", "--lang", "en", "--out", file]);
  expect(code).toBe(0);
  const page = await (await browser().newContext({ javaScriptEnabled: false, viewport: size })).newPage();
  await page.goto(`file://${file}`);
  return page;
}

describe("packing slips in a browser", () => {
  test("fit a phone, with whole words of an article's name on each line", async () => {
    const page = await slipsOf("phone", orders, { width: 360, height: 800 });
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(360);
    const article = await page.locator("section:last-of-type td:nth-child(3)").boundingBox();
    expect(article?.width).toBeGreaterThan(180);
  });

  test("begin a sheet of paper each, in the same size whatever stands on them, and name the order on every sheet", async () => {
    const page = await slipsOf("paper", orders, { width: 703, height: 1000 });
    await page.emulateMedia({ media: "print" });
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(703);
    expect(await page.locator("thead", { hasText: "O-00001-00001" }).locator(".order").isVisible()).toBe(true);
    const pdf = await page.pdf({ preferCSSPageSize: true });
    const sheets = pdf.toString("latin1").match(/\/Type \/Page\b/g) ?? [];
    expect(sheets.length).toBeGreaterThan(2);
  });

  test("say so when there is nothing to ship", async () => {
    const shipped = [{ ...toShip, status: "shipped" }];
    const page = await slipsOf("nothing", shipped, { width: 1280, height: 800 });
    expect(await page.evaluate("getComputedStyle(document.body, '::before').content")).toBe('"Nothing to ship."');
    const some = await slipsOf("something", orders, { width: 1280, height: 800 });
    expect(await some.evaluate("getComputedStyle(document.body, '::before').content")).toBe("none");
  });
});
