import { parse } from "csv-parse/sync";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { withoutPersonalData } from "#core/exports/column.ts";
import { type CsvDialect, type CsvWriter, csvDialects, csvWriter } from "#core/exports/csv.ts";
import { ExactNumber, type Item } from "#core/exports/item.ts";
import { lineView } from "#core/exports/line-columns.ts";
import { localClock } from "#core/exports/local-clock.ts";
import { orderView } from "#core/exports/order-columns.ts";
import { rawView } from "#core/exports/raw-columns.ts";
import { TextBytes } from "#core/exports/text-bytes.ts";
import { itemOf } from "#test/support/items.ts";

const paris = localClock("Europe/Paris");

const order = {
  orderId: "O-7K3M2-4QZ8T",
  schemaVersion: 1,
  livemode: true,
  placedAt: "2026-11-22T09:05:12.123Z",
  paidAt: "2026-07-01T22:30:00.000Z",
  status: "to-ship",
  paymentStatus: "paid",
  customerFirstName: "Zoé",
  customerLastName: 'de "La" Tour; fils',
  phone: "+33612345678",
  shippingAddress: { line1: "1 rue A\n2e étage", postalCode: "01000", city: "Bourg", country: "FR" },
  lines: [
    { lineId: "1", sku: "LAMPE-1", title: "Lampe Galet", options: "vert", quantity: 2, unitPrice: 6900, total: 13_800 },
    { lineId: "2", sku: "VASE-2", title: "Vase", quantity: 1, unitPrice: 500, taxRate: 5.5, total: 500, note: "gift" },
  ],
  total: 14_300,
  currency: "EUR",
};

describe("an order as CSV", () => {
  it("has its amounts in euros, its times on the merchant's clock and its articles in one cell", () => {
    const [row] = read(order, csvDialects.international);
    expect(row).toMatchObject({
      orderId: "O-7K3M2-4QZ8T",
      placedAt: "2026-11-22 10:05:12",
      paidAt: "2026-07-02 00:30:00",
      total: "143.00",
      refundedAmount: "",
      articles: "2 × Lampe Galet (vert); 1 × Vase",
      pieces: "3",
      shippingLine1: "1 rue A\n2e étage",
      shippingPostalCode: "01000",
      phone: "+33612345678",
      customerLastName: 'de "La" Tour; fils',
      livemode: "true",
    });
  });

  it("speaks French to a French spreadsheet", () => {
    const text = csv(order, csvDialects.fr);
    expect(text.startsWith("\ufeffCommande;Passée le;État;Paiement;")).toBe(true);
    const [row] = read(order, csvDialects.fr);
    expect(row).toMatchObject({
      "Passée le": "22/11/2026 10:05:12",
      Total: "143,00",
      État: "à expédier",
      "Argent réel": "oui",
    });
    expect(text.endsWith("\r\n")).toBe(true);
  });

  it("shows a yen without decimals and a dinar with three", () => {
    expect(read({ ...order, currency: "JPY" }, csvDialects.international)[0]).toMatchObject({ total: "14300" });
    expect(read({ ...order, currency: "KWD" }, csvDialects.international)[0]).toMatchObject({ total: "14.300" });
  });

  it("keeps every digit of a number that no double holds", () => {
    const total = new ExactNumber("12345678901234567890123456789012345678");
    expect(read({ ...order, total }, csvDialects.international)[0]).toMatchObject({
      total: "123456789012345678901234567890123456.78",
    });
  });

  it("has one row for each line, with what is needed of the order", () => {
    const rows = read(order, csvDialects.international, lineView);
    expect(rows).toMatchObject([
      { orderId: "O-7K3M2-4QZ8T", lineId: "1", sku: "LAMPE-1", unitPrice: "69.00", quantity: "2", total: "138.00" },
      { orderId: "O-7K3M2-4QZ8T", lineId: "2", sku: "VASE-2", taxRate: "5.5", shippingCountry: "FR" },
    ]);
  });

  it("keeps attributes that nobody promised in columns of their own", () => {
    const odd = { ...order, giftMessage: "Joyeux Noël", shippedAt: "2026-11-23T09:00:00.000Z", tags: ["a", 1] };
    expect(orderView.surplusOf(itemOf(odd))).toEqual(["giftMessage", "shippedAt", "tags"]);
    const view = orderView.extendedBy(["giftMessage", "shippedAt", "tags"]);
    expect(view.surplusOf(itemOf(odd))).toEqual([]);
    expect(read(odd, csvDialects.international, view)[0]).toMatchObject({
      giftMessage: "Joyeux Noël",
      shippedAt: "2026-11-23 10:00:00",
      tags: '["a",1]',
    });
    expect(lineView.rowsOf(itemOf(order)).flatMap(lineView.surplusOf)).toEqual(["note"]);
  });

  it("says nothing about the shopper in the edition without personal data", () => {
    const text = csv({ ...order, note: "for Zoé" }, csvDialects.international, withoutPersonalData(orderView));
    expect(text).not.toMatch(/Zoé|Tour|336|rue A|Bourg|01000/);
    expect(text).toContain("143.00");
  });
});

describe("a CSV cell", () => {
  const cellOf = (text: string, dialect: CsvDialect = csvDialects.international): string =>
    String(Object.values(read({ orderId: text }, dialect)[0] ?? {})[0]);

  it.each(["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", " =1"])(
    "is no formula where the text is %j",
    (text) => {
      expect(cellOf(text)).toBe(`'${text}`);
    },
  );

  it.each(["-12", "+33612345678", "+33 6 12 34", "-0.5", "1=1", "a-b", "'=1", ""])(
    "is left as it is where the text is %j",
    (text) => {
      expect(cellOf(text)).toBe(text);
    },
  );

  it("comes back from a CSV reader as it was, and is never a formula, whatever the text", () => {
    const marks = fc.constantFrom(...Array.from('aÉé1 \u00a0,;"\t\r\n+-=@😀'));
    const anyText = fc.oneof(fc.string({ unit: "binary" }), fc.string({ unit: marks }));
    fc.assert(
      fc.property(anyText, fc.constantFrom(...Object.values(csvDialects)), (text, dialect) => {
        const cell = cellOf(text, dialect);
        expect([text, `'${text}`]).toContain(cell);
        expect(cell).toMatch(/^(?!\s*[=+\-@])|^[+-]\d+([.,]\d+)?$|^\+\d+( \d+)*$/);
      }),
      { numRuns: 500 },
    );
  });

  it("stays one cell where comma, semicolon and tab all part cells, as LibreOffice has them until it is told", () => {
    const item = {
      ...order,
      customerFirstName: "Zoé, Léa",
      customerLastName: "a;b",
      review: "x,=1+1\t=1",
      paymentFee: -5,
    };
    for (const dialect of Object.values(csvDialects)) {
      const text = csv(item, dialect);
      const options = { delimiter: [",", ";", "\t"], record_delimiter: dialect.lineEnd, bom: true };
      const [names, cells] = parse(text, options);
      expect(names).toHaveLength(orderView.columns.length);
      expect(cells).toHaveLength(orderView.columns.length);
      expect(cells).toEqual(expect.arrayContaining(["Zoé, Léa", "a;b", "x,=1+1\t=1"]));
      expect(cells).toContain(dialect.decimalPoint === "," ? "-0,05" : "-0.05");
    }
  });

  it("is quoted where a file would begin with ID, which Excel takes for the mark of another format", () => {
    const header = (...names: readonly string[]): string =>
      csvWriter(rawView(names), csvDialects.international, paris).header;
    expect(header("ID")).toBe('"ID"\n');
    expect(header("IDs", "ID")).toBe('"IDs",ID\n');
    expect(header("ID;1", "a")).toBe('"ID;1",a\n');
    expect(header("id", "ID")).toBe("id,ID\n");
  });

  it("never makes a row fall apart, however strange the item", () => {
    fc.assert(
      fc.property(strangeItem, fc.constantFrom(...Object.values(csvDialects)), (item, dialect) => {
        for (const view of [orderView, lineView]) {
          for (const row of view.rowsOf(itemOf(item))) {
            const [cells] = parse(rowText(csvWriter(view, dialect, paris), row), {
              delimiter: dialect.separator,
              relax_column_count: false,
              record_delimiter: dialect.lineEnd,
            });
            expect(cells).toHaveLength(view.columns.length);
          }
        }
      }),
    );
  });
});

const value = fc.letrec((tie) => ({
  any: fc.oneof(
    { maxDepth: 3 },
    fc.string({ unit: "binary" }),
    fc.double(),
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.uint8Array({ maxLength: 8 }),
    fc.bigInt().map((number) => new ExactNumber(number.toString())),
    fc.array(tie("any"), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom("sku", "quantity", "title", "country", "what", "rate", "amount"), tie("any")),
  ),
})).any;
const strangeItem = fc.record(
  Object.fromEntries(
    [...orderView.columns.map((each) => each.name), "lines", "shippingAddress", "taxLines"].map((name) => [
      name,
      value,
    ]),
  ),
  { requiredKeys: [] },
);

function csv(item: object, dialect: CsvDialect, view = orderView): string {
  const writer = csvWriter(view, dialect, paris);
  const rows = view.rowsOf(itemOf(item)).map((row) => rowText(writer, row));
  return writer.header + rows.join("");
}

function rowText({ write }: CsvWriter, row: Item): string {
  const text = new TextBytes();
  write(row, text);
  return new TextDecoder().decode(text.take());
}

function read(item: object, dialect: CsvDialect, view = orderView): Record<string, string>[] {
  return parse(csv(item, dialect, view), {
    columns: true,
    bom: true,
    delimiter: dialect.separator,
    record_delimiter: dialect.lineEnd,
  });
}
