import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import * as fc from "fast-check";
import { parquetReadObjects } from "hyparquet";
import { afterAll, describe, expect, it } from "vitest";
import { type Decimals, usualDecimals } from "#adapters/exports/parquet-columns.ts";
import { parquetFile } from "#adapters/exports/parquet-file.ts";
import { GroupMaker } from "#adapters/exports/parquet-groups.ts";
import { type ColumnKind, column, viewOf } from "#core/exports/column.ts";
import { ExactNumber, type ItemValue } from "#core/exports/item.ts";
import { typedItem } from "#test/support/export-folder.ts";
import { itemOf } from "#test/support/items.ts";
import { parquetBytes } from "#test/support/parquet-bytes.ts";
import { scan } from "#test/support/scan.ts";

const folder = mkdtempSync(join(tmpdir(), "comptoir-parquet-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const kinds: readonly ColumnKind[] = ["text", "word", "money", "whole", "number", "time", "yes", "any"];
const view = viewOf(
  {
    columns: kinds.map((kind) => column(kind, [kind, kind], [kind], { kind })),
    rowsOf: (item) => [item],
    currencyOf: () => "EUR",
    timeOf: () => undefined,
  },
  kinds,
);

describe("a column of texts", () => {
  const text = fc.oneof(
    fc.constantFrom("", "to-ship", "livrée", "東京"),
    fc.string({ unit: "binary" }),
    fc.string({ unit: fc.constantFrom("\ud83d", "\ude00", "a") }),
    fc.integer().map((number) => `reference ${number}`),
  );

  it("gives back each text and each gap, whether texts repeat or not, half a surrogate pair as U+FFFD", async () => {
    const rows = fc.array(fc.option(text, { nil: undefined }), { maxLength: 40 });
    const copies = fc.integer({ min: 1, max: 60 });
    await fc.assert(
      fc.asyncProperty(rows, copies, fc.boolean(), async (some, times, numbered) => {
        const texts = Array.from({ length: times }, (_, time) =>
          some.map((each) => (numbered && each !== undefined ? `${each} ${time}` : each)),
        ).flat();
        const read = await rowsIn(
          parquetBytes(
            view,
            texts.map((each) => itemOf(each === undefined ? {} : { text: each })),
          ),
        );
        expect(read.map((row) => row["text"])).toEqual(texts.map((each) => each?.toWellFormed() ?? null));
      }),
      { numRuns: 60 },
    );
  });

  it("stays right where texts stop to repeat, and where they begin to again in the next group", async () => {
    const texts = Array.from({ length: 3000 }, (_, row) =>
      row % 7 === 3 ? undefined : row < 900 ? `n° ${row % 5}` : `é ${row}`,
    );
    const maker = new GroupMaker(view);
    const parts = parquetFile(view);
    const bytes: Uint8Array[] = [];
    for (const group of [texts, texts.toReversed(), texts.slice(0, 900)]) {
      maker.add(group.map((each) => itemOf(each === undefined ? {} : { text: each })));
      bytes.push(parts.add(maker.take()));
    }
    const read = await rowsIn(Buffer.concat([...bytes, parts.end()]));
    const expected = [...texts, ...texts.toReversed(), ...texts.slice(0, 900)];
    expect(read.map((row) => row["text"])).toEqual(expected.map((each) => each ?? null));
  });
});

describe("rows that are still lines of an export", () => {
  const text = fc.oneof(
    fc.constantFrom("", "paid", "livrée", "東京", "😀", 'said "no"', "line\nfeed", "\\"),
    fc.string({ unit: "binary" }).filter((each) => each.isWellFormed()),
    fc.integer().map((number) => `reference ${number}`),
    fc.integer({ min: 0, max: 9 }).map((number) => `é${number}`),
  );
  const value = fc.oneof(text, text, fc.integer(), fc.constant(null), fc.array(text, { maxLength: 2 }));
  const rows = fc.array(fc.record({ text: value, word: value, any: value, money: fc.nat() }, { requiredKeys: [] }), {
    minLength: 1,
    maxLength: 30,
  });

  it("become the same groups as their values do once they are made", async () => {
    await fc.assert(
      fc.asyncProperty(rows, fc.integer({ min: 1, max: 60 }), fc.boolean(), async (some, times, numbered) => {
        const items = Array.from({ length: times }, (_, time) =>
          some.map((row) => (numbered && typeof row.text === "string" ? { ...row, text: `${row.text} ${time}` } : row)),
        ).flat();
        const scanned = scan(items.map((item) => `{"Item":${typedItem(item)}}`));
        const bytes = parquetBytes(view, scanned);
        expect(Buffer.compare(bytes, parquetBytes(view, items.map(itemOf)))).toBe(0);
        const read = await rowsIn(bytes);
        const texts = items.map((row) => (typeof row.text === "string" ? row.text : undefined));
        expect(read.filter((_, row) => texts[row] !== undefined).map((row) => row["text"])).toEqual(
          texts.filter((each) => each !== undefined),
        );
      }),
      { numRuns: 40 },
    );
  });

  it("have their texts copied, hundreds that repeat and thousands that do not", async () => {
    const items = Array.from({ length: 3000 }, (_, row) => ({
      text: `réf. ${row}`,
      word: `n° ${1000 + Math.floor(row / 3)}`,
    }));
    const read = await rowsIn(parquetBytes(view, scan(items.map((item) => `{"Item":${typedItem(item)}}`))));
    expect(read.map(({ text, word }) => ({ text, word }))).toEqual(items);
  });
});

describe("a column of numbers", () => {
  const digits18 = 10n ** 18n - 1n;
  const wholes = fc.oneof(
    fc.integer({ min: -100_000, max: 100_000 }),
    fc.maxSafeInteger(),
    fc.bigInt({ min: -digits18, max: digits18 }).map((number) => new ExactNumber(number.toString())),
    fc.constantFrom(-0, 2 ** 31, -(2 ** 31) - 1, new ExactNumber(`-${digits18}`), new ExactNumber(`${digits18}`)),
  );
  const amountOf = (value: number | ExactNumber): bigint =>
    value instanceof ExactNumber ? BigInt(value.text) : BigInt(value);

  it("has every digit of whole numbers and amounts, however far they lie apart", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.option(wholes, { nil: undefined }), { minLength: 1, maxLength: 300 }),
        async (some) => {
          const items = some.map((value) => itemOf(value === undefined ? {} : { whole: value, money: value }));
          const rows = await query(
            parquetBytes(view, items),
            'select "whole"::varchar, ("money"::decimal(38,2) * 100)::decimal(38,0)::varchar from ROWS',
          );
          const texts = some.map((value) => (value === undefined ? null : amountOf(value).toString()));
          expect(rows).toEqual(texts.map((each) => [each, each]));
        },
      ),
      { numRuns: 40 },
    );
  });

  it("keeps amounts of 38 digits among small ones", async () => {
    const decimals: Decimals = { scale: 3, precision: 38 };
    const most = "9".repeat(35);
    const items = [1, undefined, new ExactNumber(most), new ExactNumber(`-${most}`), 0].map((money) =>
      itemOf(money === undefined ? {} : { money }),
    );
    const rows = await query(parquetBytes(view, items, decimals), 'select "money"::varchar from ROWS');
    const units = `${"9".repeat(33)}.990`;
    expect(rows.flat()).toEqual(["0.010", null, units, `-${units}`, "0.000"]);
  });

  it("leaves empty what does not fit, counts it, and says which decimals would hold it", () => {
    const maker = new GroupMaker(view);
    const strange: readonly ItemValue[] = [
      "7 EUR",
      [],
      new ExactNumber("1".repeat(19)),
      new ExactNumber("1e40"),
      0.125,
    ];
    maker.add(strange.map((money) => itemOf({ money, whole: money, time: money, yes: money })));
    const { misfits, needs, rows } = maker.take();
    expect({ misfits, needs, rows }).toEqual({ misfits: 20, needs: { scale: 5, precision: 38 }, rows: 5 });
  });
});

describe("a Parquet file of every kind of column", () => {
  const start = Date.parse("2026-11-22T09:05:12.123Z");
  const numbered = (row: number): object => ({
    ...(row % 3 > 0 && { text: `order ${row}`, number: row / 8 }),
    word: row % 2 === 0 ? "paid" : "unpaid",
    money: row * 7,
    whole: -row,
    time: new Date(start + row * 3_600_000).toISOString(),
    yes: row % 5 === 0,
    any: row % 4 === 0 ? row : [row, "a"],
  });
  const items = Array.from({ length: 1000 }, (_, row) => itemOf(numbered(row)));
  const bytes = ((): Buffer => {
    const maker = new GroupMaker(view);
    const parts = parquetFile(view);
    const groups = [items.slice(0, 600), items.slice(600)].map((some) => {
      maker.add(some);
      return parts.add(maker.take());
    });
    return Buffer.concat([...groups, parts.end()]);
  })();

  it("is the same to two readers, its groups one behind the other", async () => {
    const read = await rowsIn(bytes);
    expect(read.map((row) => ({ ...row, money: Math.round(Number(row["money"]) * 100) }))).toEqual(
      items.map((item, row) => ({
        text: row % 3 > 0 ? `order ${row}` : null,
        word: item.get("word"),
        money: row * 7,
        whole: BigInt(-row),
        number: row % 3 > 0 ? row / 8 : null,
        time: new Date(start + row * 3_600_000),
        yes: row % 5 === 0,
        any: row % 4 === 0 ? String(row) : `[${row},"a"]`,
      })),
    );
    const rows = await query(
      bytes,
      `select count(*)::int, count("text")::int, sum("money")::varchar, sum("whole")::varchar, sum("number")::varchar,
       count(*) filter ("yes")::int, count(distinct "any")::int, max(epoch_ms("time"))::varchar from ROWS`,
    );
    const sum = (999 * 1000) / 2;
    const eighths = items.reduce((all, item) => all + Number(item.get("number") ?? 0), 0);
    expect(rows).toEqual([
      [
        1000,
        666,
        ((sum * 7) / 100).toFixed(2),
        String(-sum),
        eighths.toString(),
        200,
        1000,
        String(start + 999 * 3_600_000),
      ],
    ]);
  });

  it("lets a reader of some days pass over groups of others, and says nothing more of its values", async () => {
    const of = (row: number): string => new Date(start + row * 3_600_000).toISOString();
    const found = `select count(*)::int, min("text") from ROWS where "time" >= '${of(600)}' and "word" = 'paid'`;
    expect(await query(bytes, found)).toEqual([[200, "order 602"]]);
    const known = await query(
      bytes,
      `select distinct path_in_schema from parquet_metadata(ROWS) where stats_min_value is not null`,
    );
    expect(known).toEqual([["time"]]);
  });

  it("is whole without a row, and without a value", async () => {
    expect(await rowsIn(parquetBytes(view, []))).toEqual([]);
    const empty = Object.fromEntries(kinds.map((kind) => [kind, null]));
    expect(await rowsIn(parquetBytes(view, [{}, { text: null }, {}].map(itemOf)))).toEqual([empty, empty, empty]);
  });
});

describe("a group", () => {
  it("is full with ten thousand rows, or with fewer that are large", () => {
    const maker = new GroupMaker(view);
    maker.add(Array.from({ length: 9999 }, () => itemOf({ text: "paid" })));
    expect(maker.isFull()).toBe(false);
    maker.add([itemOf({})]);
    expect(maker.isFull()).toBe(true);
    maker.take();
    expect(maker.isFull()).toBe(false);
    const large = "x".repeat(400_000);
    while (!maker.isFull()) maker.add([itemOf({ text: `${maker.waiting}${large}`, any: [large] })]);
    expect(maker.waiting).toBeLessThan(50);
    expect(maker.take().misfits).toBe(0);
  });

  it("takes no more memory than the one before, where texts hardly repeat", () => {
    const maker = new GroupMaker(view);
    for (let group = 0; group < 40; group += 1) {
      maker.add(Array.from({ length: 600 }, (_, row) => itemOf({ text: `reference ${row}` })));
      expect(maker.take().rows).toBe(600);
    }
  });

  it("knows nothing of the one before", async () => {
    const maker = new GroupMaker(view, usualDecimals);
    const parts = parquetFile(view);
    maker.add([itemOf({ text: "first", money: "?", yes: true })]);
    const first = maker.take();
    maker.add([itemOf({ whole: 1 })]);
    maker.add([itemOf({ text: "second" })]);
    const second = maker.take();
    expect([first.misfits, second.misfits]).toEqual([1, 0]);
    const rows = await rowsIn(Buffer.concat([parts.add(first), parts.add(second), parts.end()]));
    expect(rows.map((row) => [row["text"], row["yes"], row["whole"]])).toEqual([
      ["first", true, null],
      [null, null, 1n],
      ["second", null, null],
    ]);
  });
});

async function rowsIn(bytes: Uint8Array): Promise<Record<string, unknown>[]> {
  return await parquetReadObjects({ file: Uint8Array.from(bytes).buffer });
}

/** What DuckDB finds in the bytes, which are its ROWS; a file of its own each time, for it remembers what it read. */
async function query(bytes: Uint8Array, sql: string): Promise<unknown[][]> {
  files += 1;
  const file = join(folder, `${files}.parquet`);
  writeFileSync(file, bytes);
  const connection = await (await database).connect();
  const rows = (await connection.runAndReadAll(sql.replaceAll("ROWS", `'${file}'`))).getRowsJS();
  connection.closeSync();
  return rows;
}

let files = 0;
const database = DuckDBInstance.create(":memory:", { threads: "1" });
