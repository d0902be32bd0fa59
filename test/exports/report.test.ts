import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import type { Page } from "playwright-core";
import { afterAll, describe, expect, test, vi } from "vitest";
import { browserOfFile } from "#test/support/browser.ts";
import { type Answer, commandLine } from "#test/support/command-line.ts";
import { type PlainItem, writeFullExport } from "#test/support/export-folder.ts";
import { anOrder } from "#test/support/orders.ts";
import { sampleOrder } from "#test/support/sample-orders.ts";

/** 22 November 2026, a Sunday, 8:12 in Paris. */
const morning = Date.UTC(2026, 10, 22, 7, 12);
const folder = mkdtempSync(join(tmpdir(), "comptoir-report-"));
const browser = browserOfFile();

afterAll(() => rmSync(folder, { recursive: true, force: true }));

let number = 0;

/** Two lamps for 138.00, paid at this time; the rest of what is to be true of it. */
function paid(paidAt: string, more: Record<string, unknown> = {}): PlainItem {
  number += 1;
  return {
    ...anOrder(),
    orderId: `O-00001-${String(number).padStart(5, "0")}`,
    livemode: true,
    status: "to-ship",
    paymentStatus: "paid",
    placedAt: paidAt,
    paidAt,
    paymentMethod: "Visa 4242",
    customerFirstName: "Zoé",
    customerLastName: "Lefèvre",
    email: "zoe.lefevre@exemple.example",
    shippingAddress: {
      name: "Zoé Lefèvre",
      line1: "3 rue des Tanneurs",
      postalCode: "69001",
      city: "Lyon",
      country: "FR",
    },
    ...more,
  };
}

const refunded = {
  refunds: [{ at: "2026-11-21T15:00:00Z", amount: 4_600, reason: "broken", reference: "re_1" }],
  refundedAmount: 4_600,
  paymentStatus: "partly-refunded",
};

/** Two weeks' business: yesterday two orders, and a refund of an earlier one. */
const business: readonly PlainItem[] = [
  paid("2026-11-10T10:00:00Z"),
  paid("2026-11-16T09:30:00Z", { ...refunded, source: { kind: "link", ref: "newsletter" } }),
  paid("2026-11-20T23:30:00Z", { paymentMethod: "PayPal" }),
  paid("2026-11-21T09:10:00Z", { source: { kind: "ADS", adId: "238" } }),
  { ...anOrder(), orderId: "O-00002-00001", livemode: true, status: "expired", placedAt: "2026-11-19T10:00:00Z" },
  { ...anOrder(), orderId: "O-00002-00002", livemode: false, placedAt: "2026-11-19T10:00:00Z" },
];

interface Reported {
  readonly answer: Answer;
  readonly file: string;
  readonly html: string;
}

async function reportOf(name: string, items: readonly PlainItem[], ...words: readonly string[]): Promise<Reported> {
  const place = join(folder, name);
  await writeFullExport(place, { exportTime: morning, items, files: 2 });
  const file = join(folder, `${name}.html`);
  // Figures end with the present day, where it is before the export's.
  vi.useFakeTimers({ now: morning, toFake: ["Date"] });
  const answer = await commandLine(["report", place, "--out", file, "--threads", "1", ...words]);
  vi.useRealTimers();
  return { answer, file, html: answer.code === 0 ? readFileSync(file, "utf8") : "" };
}

/** The report in a browser that runs no script and notes every request. */
async function opened(
  { file }: Reported,
  size = { width: 1280, height: 900 },
): Promise<{ page: Page; asked: string[] }> {
  const context = await browser().newContext({ javaScriptEnabled: false, viewport: size });
  const page = await context.newPage();
  const asked: string[] = [];
  page.on("request", (request) => asked.push(request.url()));
  await page.goto(`file://${file}`);
  return { page, asked };
}

/** The cells of a section's tables, as they are read. */
async function rowsOf(page: Page, section: string): Promise<string[][]> {
  const rows = await page.locator(`${section} table tbody tr, ${section} table tfoot tr`).all();
  return Promise.all(rows.map(async (row) => (await row.locator("th, td").allTextContents()).map(plain)));
}

/** Spaces of any kind as plain ones, none around a dash. */
const plain = (text: string | null): string => (text ?? "").replaceAll(/\s+/g, " ").replaceAll(" – ", "–").trim();

describe("the report", () => {
  test("tells yesterday, the week and the month, and what they stand against", async () => {
    const { page } = await opened(await reportOf("glances", business, "--lang", "en"));
    const cards = (await page.locator(".glance").allTextContents()).map(plain);
    expect(cards).toEqual([
      "YesterdaySaturday, 21 November 2026 €276.00 2 orders · average basket €138.00 · refunded €46.00–the day before: €0.00– same day a week before: €0.00",
      "Week so far16–22 November 2026 €414.00 3 orders · average basket €138.00 · refunded €46.00 +200% week before, by the same hour: €138.00",
      "Month so far1–22 November 2026 €552.00 4 orders · average basket €138.00 · refunded €46.00 No earlier period to compare with yet",
    ]);
  });

  test("counts each payment and each refund on its own date on the merchant's clock", async () => {
    const { page } = await opened(await reportOf("days", business, "--lang", "en"));
    expect(await rowsOf(page, ".days")).toEqual([
      ["Tue 10", "1", "€138.00", "–", "€138.00"],
      ["Mon 16", "1", "€138.00", "–", "€138.00"],
      ["Sat 21", "2", "€276.00", "€46.00", "€230.00"],
      ["Total", "4", "€552.00", "€46.00", "€506.00"],
    ]);
    expect(await rowsOf(page, ".weeks")).toEqual([
      ["46 (9–15 Nov 2026)", "1", "€138.00", "–", "€138.00", "€23.00"],
      ["47 (16–22 Nov 2026)", "3", "€414.00", "€46.00", "€368.00", "€61.33"],
      ["Total", "4", "€552.00", "€46.00", "€506.00", "€84.33"],
    ]);
    expect(await rowsOf(page, ".taxes")).toEqual([
      ["France, 20%", "€421.67", "€92.00", "€7.67", "€84.33"],
      ["Total", "€421.67", "€92.00", "€7.67", "€84.33"],
    ]);
  });

  test("says what sold, where orders came from, how and when they were paid", async () => {
    const { page } = await opened(await reportOf("shares", business, "--lang", "en"));
    const [seller] = await rowsOf(page, ".sellers");
    expect(seller?.slice(1)).toEqual(["8", "€552.00"]);
    expect(await rowsOf(page, ".sources")).toEqual([
      ["No link or ad", "2", "€276.00", "50%"],
      ["Ad · 238", "1", "€138.00", "25%"],
      ["Link · newsletter", "1", "€138.00", "25%"],
    ]);
    expect(await rowsOf(page, ".methods")).toEqual([
      ["Visa", "3", "€414.00", "75%"],
      ["PayPal", "1", "€138.00", "25%"],
    ]);
    expect((await rowsOf(page, ".hours")).map(([hour, orders]) => `${hour} ${orders}`)).toEqual([
      "00:00–01:00 1",
      "10:00–11:00 2",
      "11:00–12:00 1",
    ]);
    expect((await rowsOf(page, ".weekdays")).map(([day, orders]) => `${day} ${orders}`)).toEqual([
      "Monday 1",
      "Tuesday 1",
      "Saturday 2",
    ]);
  });

  test("says what it counts and what it leaves out", async () => {
    const reported = await reportOf("counted", business, "--lang", "en");
    const { page } = await opened(reported);
    const sentences = (await page.locator(".counted li").allTextContents()).map(plain);
    expect(sentences).toEqual([
      "Paid orders, each on the day and hour it was paid, and refunds that were made, on their own date.",
      "Not counted: 1 expired unpaid.",
      "1 test order is left out; --test-orders includes them.",
    ]);
    expect(reported.answer.err.split("\n").slice(1)).toEqual([
      "Left out: 1 test order, paid with test money. --test-orders includes them.",
      "",
    ]);
  });

  test("comes to the same as the accountant's rows, in the shop's own language", async () => {
    const shop = { seed: 5, start: Date.UTC(2026, 9, 20), end: morning, orders: 150 };
    const items = Array.from({ length: shop.orders }, (_, order) => ({ ...sampleOrder(shop, order, morning) }));
    const reported = await reportOf("accountant", items);
    const words = ["--for", "accountant", "--format", "csv", "--dialect", "international", "--lang", "en"];
    const { out } = await commandLine(["orders", "read", join(folder, "accountant"), "--threads", "1", ...words]);
    const rows: Record<string, string>[] = parse(out, { columns: true, bom: true });
    const cents = (kind: string): number =>
      rows.filter((row) => row["kind"] === kind).reduce((sum, row) => sum + Math.round(Number(row["amount"]) * 100), 0);
    const { page } = await opened(reported);
    const figures = await page.locator(".figures dd:not(.hint)").allTextContents();
    const [gross, refunds, net] = figures.map((text) => Number(text.replaceAll(/[^\d,]/g, "").replace(",", "")));
    expect([gross, refunds, net]).toEqual([cents("sale"), -cents("refund"), cents("sale") + cents("refund")]);
    expect(gross).toBeGreaterThan(0);
    expect(await page.locator("html").getAttribute("lang")).toBe("fr");
    expect(await page.locator("h1").textContent()).toBe("Rapport des commandes");
  });

  test("needs no script and asks nothing of any network", async () => {
    for (const language of ["fr", "en"]) {
      const reported = await reportOf(`alone-${language}`, business, "--lang", language);
      const { page, asked } = await opened(reported);
      await page.waitForLoadState("networkidle");
      expect(asked).toEqual([`file://${reported.file}`]);
      expect(await page.locator("script, link, img, iframe, object, [src], [href], [onload]").count()).toBe(0);
      await page.locator(".days summary").click();
      expect(await page.locator(".days table").first().isVisible()).toBe(true);
    }
  });

  test("opens every table on paper, and fits A4", async () => {
    const { page } = await opened(await reportOf("paper", business));
    expect(await page.locator(".weeks table").isVisible()).toBe(false);
    await page.emulateMedia({ media: "print" });
    const tables = await page.locator("table").all();
    expect(tables.length).toBeGreaterThan(7);
    for (const table of tables) expect(await table.isVisible()).toBe(true);
    const pdf = await page.pdf({ preferCSSPageSize: true });
    const sizes = [...pdf.toString("latin1").matchAll(/\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/g)];
    expect(sizes.length).toBeGreaterThan(1);
    expect(sizes.length).toBeLessThan(6);
    for (const [, width, height] of sizes)
      expect([Math.round(Number(width)), Math.round(Number(height))]).toEqual([595, 842]);
  });

  test("fits a phone", async () => {
    const { page } = await opened(await reportOf("phone", business), { width: 360, height: 800 });
    const parts = await page.locator("body, header, .glance, .figures, section, figure svg").all();
    const boxes = await Promise.all(parts.map((part) => part.boundingBox()));
    const ends = boxes.flatMap((box) => (box === null ? [] : [box.x + box.width]));
    expect(ends.length).toBeGreaterThan(15);
    expect(Math.max(...ends)).toBeLessThanOrEqual(360);
  });

  test("names every chart and table for those who do not see it", async () => {
    const { page } = await opened(await reportOf("names", business));
    const charts = await page.locator("svg").all();
    expect(charts.length).toBeGreaterThan(8);
    for (const chart of charts) {
      expect(await chart.getAttribute("role")).toBe("img");
      expect(await chart.getAttribute("aria-label")).toMatch(/\w/);
      expect(await chart.locator("> title").textContent()).toBe(await chart.getAttribute("aria-label"));
    }
    const tables = await page.locator("table").count();
    expect(await page.locator("table > caption").count()).toBe(tables);
    expect(await page.locator("thead th:not([scope=col])").count()).toBe(0);
    expect(await page.locator("h1").count()).toBe(1);
  });

  test("holds no name, address, card number or other trace of a shopper", async () => {
    const { html } = await reportOf("privacy", business);
    for (const trace of ["Zoé", "Lefèvre", "zoe.", "Tanneurs", "69001", "4242", "7000000000000001", "O-00001"]) {
      expect(html).not.toContain(trace);
    }
  });

  test("shows whatever an article, a link or a way of paying is called as text", async () => {
    const evil = `<img src=x onerror="document.title='taken'">]]></style></svg></title><script>1</script>{b|c} 'q' & "q"`;
    const [line] = anOrder().lines;
    const items = [
      paid("2026-11-21T09:10:00Z", {
        lines: [{ ...line, sku: evil, title: evil }],
        source: { kind: evil, ref: evil },
        paymentMethod: evil,
        taxLines: [{ country: "<b", rate: 20, base: 11_500, tax: 2_300 }],
      }),
    ];
    const { page, asked } = await opened(await reportOf("evil", items));
    expect(asked).toHaveLength(1);
    expect(await page.locator("img, script, b:not(.glance b), style:not(head style)").count()).toBe(0);
    expect(await page.locator(".sellers tbody th").textContent()).toContain("<script>1</script>");
    expect(await page.locator("footer").textContent()).toContain("evil");
  });

  test("adds up no currencies: each has its own figures", async () => {
    const items = [...business, paid("2026-11-21T09:10:00Z", { currency: "CHF", total: 5_000, taxLines: [] })];
    const { page } = await opened(await reportOf("currencies", items, "--lang", "en"));
    expect(await page.locator("h2").allTextContents()).toEqual(["Euro (EUR)", "Swiss Franc (CHF)"]);
    const gross = (await page.locator(".figures div:first-child dd:not(.hint)").allTextContents()).map(plain);
    expect(gross).toEqual(["€552.00", "CHF 50.00"]);
    expect(await page.locator(".counted").textContent()).toContain("Currencies are never added up.");
  });
});

describe("an export", () => {
  test("without any order makes a report that says so kindly", async () => {
    const reported = await reportOf("empty", [], "--lang", "en");
    const { page } = await opened(reported);
    expect(reported.answer.code).toBe(0);
    expect(plain(await page.locator(".empty").textContent())).toBe(
      "No paid order yet. The report fills up with the first sale. Have a good day!",
    );
    expect(await page.locator("svg").count()).toBe(0);
  });

  test("without an order in the period says that", async () => {
    const { page } = await opened(await reportOf("elsewhen", business, "--lang", "en", "--until", "2026-11-01"));
    expect(plain(await page.locator(".empty").textContent())).toBe("No paid order in this period.");
  });

  test("with one order is told like any other", async () => {
    const { page } = await opened(await reportOf("one", [paid("2026-11-21T09:10:00Z")], "--lang", "en"));
    expect(await rowsOf(page, ".months")).toEqual([
      ["November 2026", "1", "€138.00", "–", "€138.00", "€23.00"],
      ["Total", "1", "€138.00", "–", "€138.00", "€23.00"],
    ]);
  });

  test("of a period tells that period only", async () => {
    const words = ["--lang", "en", "--since", "2026-11-20", "--until", "2026-11-21"];
    const { page } = await opened(await reportOf("period", business, ...words));
    expect((await rowsOf(page, ".months")).at(-1)).toEqual(["Total", "2", "€276.00", "€46.00", "€230.00", "€38.33"]);
    expect(plain(await page.locator("header p:not(.shop)").first().textContent())).toBe(
      "20–21 November 2026 · Europe/Paris time",
    );
    expect(plain(await page.locator(".glance").first().textContent())).toContain("Saturday, 21 November 2026 €276.00");
  });

  test("of several Pages tells the one that is asked for", async () => {
    const items = [...business, paid("2026-11-21T09:10:00Z", { pageId: "100000000000002" })];
    const { page } = await opened(await reportOf("page", items, "--lang", "en", "--page", "100000000000002"));
    expect((await rowsOf(page, ".months")).at(-1)).toEqual(["Total", "1", "€138.00", "–", "€138.00", "€23.00"]);
  });

  test("that holds test orders only is told with them, and says that no money moved", async () => {
    const items = business.map((order) => ({ ...order, livemode: false }));
    const { page } = await opened(await reportOf("tests", items, "--lang", "en"));
    expect(await page.locator(".alert").textContent()).toBe(
      "This export holds nothing but test orders: all 6 are included. No real money moved.",
    );
    expect(await page.locator(".figures dd").first().textContent()).toBe("€552.00");
  });

  test("counts test orders with the others when asked to", async () => {
    const items = [...business, paid("2026-11-21T09:10:00Z", { livemode: false })];
    const { page } = await opened(await reportOf("with-tests", items, "--lang", "en", "--test-orders"));
    expect(await page.locator(".figures dd").first().textContent()).toBe("€690.00");
    expect(await page.locator(".counted").textContent()).toContain("2 test orders are included.");
  });

  test("that is damaged makes no report, or one that says what is missing", async () => {
    const place = join(folder, "damaged");
    const { dataFiles } = await writeFullExport(place, { exportTime: morning, items: business, files: 2 });
    const damaged = dataFiles[0] ?? "";
    writeFileSync(join(place, damaged), "no gzip");
    const file = join(folder, "damaged.html");
    const words = ["report", place, "--out", file, "--lang", "en", "--threads", "1"];
    const strict = await commandLine(words);
    expect(strict.code).toBe(1);
    expect(strict.err).toContain(damaged);
    expect(readdirSync(folder).filter((name) => name.includes("damaged.html"))).toEqual([]);
    expect((await commandLine([...words, "--lenient"])).code).toBe(0);
    expect(readFileSync(file, "utf8")).toContain(damaged);
  });

  test("of another table makes no report", async () => {
    const { answer } = await reportOf("stock", [{ sku: "LAMPE", available: 3 }]);
    expect(answer).toMatchObject({ code: 1, out: "" });
    expect(answer.err).toContain("orderId");
  });
});
