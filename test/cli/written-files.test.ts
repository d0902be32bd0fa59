import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { unzipSync } from "fflate";
import { parquetReadObjects } from "hyparquet";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { xlsxFormat } from "#cli/formats/xlsx-file.ts";
import { ExactNumber } from "#core/exports/item.ts";
import { orderView } from "#core/exports/order-columns.ts";
import { commandLine } from "#test/support/command-line.ts";
import { writeFullExport } from "#test/support/export-folder.ts";
import { itemOf } from "#test/support/items.ts";
import { parquetBytes } from "#test/support/parquet-bytes.ts";
import { sampleOrder } from "#test/support/sample-orders.ts";

const folder = mkdtempSync(join(tmpdir(), "comptoir-files-"));
const end = Date.UTC(2026, 10, 22);
const shop = { seed: 5, start: Date.UTC(2026, 9, 1), end, orders: 30 };
const orders = Array.from({ length: 30 }, (_, number) => sampleOrder(shop, number, end)).filter(
  (each) => each !== undefined,
);
const total = orders.reduce((sum, order) => sum + order.total, 0);
const source = join(folder, "shop");

beforeAll(async () => {
  await writeFullExport(source, { exportTime: end, items: orders.map((order) => ({ ...order })), files: 2 });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("an Excel file of orders", () => {
  it("has dates as dates, amounts as numbers and everything else as text", async () => {
    const { sheet, workbook } = await writtenSheet("orders.xlsx", "--lang", "en");
    const rows = cellsOf(sheet);
    expect(workbook).toContain('<sheet name="Orders" sheetId="1" r:id="rId1"/>');
    expect(rows[0]?.["A"]).toEqual({ text: "Order" });
    expect(rows).toHaveLength(31);
    const columnOf = (label: string): string =>
      Object.entries(rows[0] ?? {}).find(([, cell]) => cell.text === label)?.[0] ?? "";
    const sum = rows.slice(1).reduce((all, row) => all + Number(row[columnOf("Total")]?.number), 0);
    expect(Math.round(sum * 100)).toBe(total);
    const placed = Number(rows[1]?.[columnOf("Placed")]?.number);
    const summer = 2 * 3_600_000;
    expect(Math.abs((placed - 25_569) * 86_400_000 - summer - Date.parse(orders[0]?.placedAt ?? ""))).toBeLessThan(
      1001,
    );
    expect(rows[1]?.[columnOf("Page")]).toEqual({ text: orders[0]?.pageId });
    expect(rows[1]?.[columnOf("Real money")]).toEqual({ number: "1" });
  });

  it("keeps its heading and its orders' numbers in view, filters, and prints both on each page", async () => {
    const { sheet, workbook } = await writtenSheet("look.xlsx");
    expect(sheet).toContain('<pane xSplit="1" ySplit="1" topLeftCell="B2" activePane="bottomRight" state="frozen"/>');
    expect(sheet).toMatch(/<autoFilter ref="A1:[A-Z]+31"\/>/);
    expect(workbook).toContain(
      `<definedName name="_xlnm.Print_Titles" localSheetId="0">'Commandes'!$A:$A,'Commandes'!$1:$1<`,
    );
    expect(sheet).toMatch(/<pageSetup paperSize="9" orientation="landscape" fitToWidth="[2-9]" fitToHeight="0"\/>/);
    expect(sheet).toMatch(/^<\?xml[^>]*\?>\n<worksheet[^>]*>.*<\/worksheet>$/s);
  });

  it("is whole also where a table has neither rows nor columns", async () => {
    const none = join(folder, "none");
    await writeFullExport(none, { exportTime: end, items: [] });
    const file = join(folder, "none.xlsx");
    expect((await commandLine(["export", "read", "--raw", none, "--lenient", "--out", file])).code).toBe(0);
    const files = unzipSync(readFileSync(file));
    const workbook = new TextDecoder().decode(files["xl/workbook.xml"]);
    expect(workbook).toContain("'Table'!$A$1:$A$1<");
    expect(workbook).toContain("<bookViews><workbookView/></bookViews>");
  });

  it("begins another sheet where one is full", async () => {
    const parts: Uint8Array[] = [];
    const out = {
      write: async (bytes: Uint8Array) => void parts.push(bytes),
      commit: async () => {},
      abandon: async () => {},
    };
    const row = '<row r="\u0001"><c r="A\u0001"><v>7</v></c></row>';
    const format = xlsxFormat(out, { title: "Orders", sheet: { header: row, widths: [9] }, rowsPerSheet: 3 });
    const bytes = new TextEncoder().encode(row.repeat(5));
    const ends = Uint32Array.from([1, 2, 3, 4, 5], (count) => count * row.length);
    await format.begin();
    await format.add({ bytes, ends, times: new Float64Array(5) });
    await format.end();
    const files = unzipSync(Buffer.concat(parts));
    expect(Object.keys(files).filter((name) => name.includes("sheets/"))).toHaveLength(3);
    const last = new TextDecoder().decode(files["xl/worksheets/sheet3.xml"]);
    expect(last).toContain('<row r="2"><c r="A2"><v>7</v></c></row></sheetData><autoFilter ref="A1:A2"/>');
  });

  it("is an archive that other programs unpack, and XML that they parse, whatever a text holds", async () => {
    const odd = join(folder, "odd");
    const [order] = orders;
    const texts = ["\u0000\u0008<&>\"'", "_x0041_ ]]>", "\ud800 half", "a\r\nb\t", "=1+1", "y".repeat(40_000), "😀é"];
    const items = texts.map((review, index) => ({ ...order, orderId: `O-0000${index}-00000`, review }));
    await writeFullExport(odd, { exportTime: end, items });
    const { sheet, err } = await writtenSheet("odd.xlsx", "--lang", "en", odd);
    expect(err).toContain("Cut short: 1 text of more than the 32,767 characters of a cell; csv and jsonl have all.\n");
    const told = cellsOf(sheet)
      .slice(1)
      .map((row) => row["E"]?.text);
    expect(told).toEqual([
      "_x0000__x0008_<&>\"'",
      "_x005F_x0041_ ]]>",
      "\ufffd half",
      "a_x000D_\nb\t",
      "=1+1",
      `${"y".repeat(32_766)}…`,
      "😀é",
    ]);
  });
});

describe("a Parquet file of orders", () => {
  it("is read by DuckDB with amounts as decimals and times as moments", async () => {
    const file = join(folder, "orders.parquet");
    await commandLine(["orders", "read", source, "--out", file]);
    const rows = await query(
      `select count(*)::int n, sum(total)::varchar total, epoch_ms(min(placedAt))::varchar, typeof(any_value(total)) money,
       typeof(any_value(placedAt)) moment, typeof(any_value(livemode)) truth from '${file}'`,
    );
    const first = String(Date.parse(orders[0]?.placedAt ?? ""));
    expect(rows).toEqual([
      [30, (total / 100).toFixed(2), first, "DECIMAL(18,2)", "TIMESTAMP WITH TIME ZONE", "BOOLEAN"],
    ]);
  });

  it("is read the same by another reader, and through CSV", async () => {
    const bytes = parquetBytes(
      orderView,
      orders.map((order) => itemOf(JSON.parse(JSON.stringify(order)) as object)),
    );
    const rows = await parquetReadObjects({ file: bufferOf(bytes) });
    expect(rows.map((row): unknown => row["orderId"])).toEqual(orders.map((order) => order.orderId));
    expect(rows[0]).toMatchObject({
      total: (orders[0]?.total ?? 0) / 100,
      placedAt: new Date(orders[0]?.placedAt ?? ""),
    });
    const csv = join(folder, "orders.csv");
    await commandLine(["orders", "read", source, "--dialect", "international", "--out", csv]);
    expect(await query(`select count(*)::int, round(sum(total), 2)::varchar from read_csv('${csv}')`)).toEqual([
      [30, String(Number((total / 100).toFixed(2)))],
    ]);
  });

  it("widens its decimals for an amount that needs it", async () => {
    const wide = join(folder, "wide");
    const [order] = orders;
    await writeFullExport(wide, {
      exportTime: end,
      items: [
        { ...order, currency: "KWD", total: 1234 },
        { ...order, total: new ExactNumber("12345678901234567890123") },
        { ...order, total: "unknown" },
      ],
    });
    const file = join(folder, "wide.parquet");
    const { err } = await commandLine(["orders", "read", wide, "--out", file]);
    expect(await query(`select total::varchar, typeof(total) from '${file}'`)).toEqual([
      ["1.234", "DECIMAL(38,3)"],
      ["123456789012345678901.230", "DECIMAL(38,3)"],
      [null, "DECIMAL(38,3)"],
    ]);
    expect(err).toContain("Left empty: 1 value");
  });

  it("is one even without a row", async () => {
    const file = join(folder, "none.parquet");
    await commandLine(["orders", "read", source, "--since", "2030-01-01", "--out", file]);
    expect(await query(`select count(*)::int from '${file}'`)).toEqual([[0]]);
  });
});

describe("packing slips", () => {
  it("are one for each order that is to be shipped, escaped, in the order's language", async () => {
    const place = join(folder, "slips");
    const [order] = orders;
    const paid = { ...order, status: "to-ship", paymentStatus: "paid", livemode: true };
    const items = [
      {
        ...paid,
        orderId: "O-00001-FRENC",
        locale: "fr",
        shippingAddress: { name: "<b>Zoé</b>", line1: "1 & 2", country: "FR" },
      },
      { ...paid, orderId: "O-00002-ENGLS", locale: "en" },
      { ...paid, orderId: "O-00003-GONE0", status: "shipped" },
      { ...paid, orderId: "O-00004-UNPAD", paymentStatus: "unpaid" },
    ];
    await writeFullExport(place, { exportTime: end, items });
    const { out } = await commandLine(["orders", "read", place, "--for", "packing"]);
    expect(out.match(/<section lang="\w+">/g)).toEqual(['<section lang="fr">', '<section lang="en">']);
    expect(out).toContain("&lt;b&gt;Zoé&lt;/b&gt;");
    expect(out).toContain("Bon de préparation");
    expect(out).toContain("Packing slip");
    expect(out).not.toMatch(/<b>Zoé|https?:|GONE0|UNPAD/);
    expect(out).toContain("default-src 'none'; style-src 'unsafe-inline'");
    expect(out).toMatch(/<thead>.*O-00001-FRENC.*<\/thead>/);
  });
});

async function writtenSheet(
  name: string,
  ...options: readonly string[]
): Promise<{ sheet: string; workbook: string; err: string }> {
  const file = join(folder, name);
  const [place = source] = options.filter((option) => option.startsWith(folder));
  const others = options.filter((option) => option !== place);
  const { err } = await commandLine(["orders", "read", place, "--out", file, ...others]);
  const files = unzipSync(readFileSync(file));
  const text = (part: string): string => new TextDecoder("utf-8", { fatal: true }).decode(files[part]);
  return { sheet: text("xl/worksheets/sheet1.xml"), workbook: text("xl/workbook.xml"), err };
}

/** The cells of a sheet by their letters, read without the writer's help. */
function cellsOf(sheet: string): Record<string, { text?: string; number?: string }>[] {
  return Array.from(sheet.matchAll(/<row r="(\d+)">(.*?)<\/row>/gs), ([, number, row = ""]) =>
    Object.fromEntries(
      Array.from(row.matchAll(/<c r="([A-Z]+)(\d+)"[^>]*>(.*?)<\/c>/gs), ([, letters = "", at, inner = ""]) => {
        expect(at).toBe(number);
        const text = /^<is><t xml:space="preserve">(.*)<\/t><\/is>$/s.exec(inner)?.[1];
        const value = /^<v>(.*)<\/v>$/.exec(inner)?.[1];
        return [letters, text === undefined ? { number: value ?? "" } : { text: plain(text) }];
      }),
    ),
  );
}

const plain = (xml: string): string =>
  xml.replace(
    /&(lt|gt|quot|amp);/g,
    (_, name: "lt" | "gt" | "quot" | "amp") => ({ lt: "<", gt: ">", quot: '"', amp: "&" })[name],
  );

const bufferOf = (bytes: Uint8Array): ArrayBuffer => new Uint8Array(bytes).buffer;

async function query(sql: string): Promise<readonly unknown[]> {
  const connection = await (await DuckDBInstance.create()).connect();
  try {
    return (await connection.runAndReadAll(sql)).getRows();
  } finally {
    connection.closeSync();
  }
}
