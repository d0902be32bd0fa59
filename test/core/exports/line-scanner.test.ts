import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ExactNumber, type Item, ItemSet } from "#core/exports/item.ts";
import { NotAnItem, numberOf } from "#core/exports/item-of-json.ts";
import { changeOfLine, itemOfLine } from "#core/exports/line-of-json.ts";
import { LineScanner } from "#core/exports/line-scanner.ts";
import { type PlainItem, typedItem } from "#test/support/export-folder.ts";
import { plainChange, plainOf } from "#test/support/items.ts";
import { blockOf, scan } from "#test/support/scan.ts";

const scanOne = (line: string | Buffer): Item | undefined => scan([line])[0];

const digits = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 38 }).map((all) => all.join(""));
const aNumber = fc
  .tuple(fc.constantFrom("", "-"), digits, fc.option(digits), fc.option(fc.integer({ min: -90, max: 80 })))
  .map(([sign, whole, part, power]) =>
    [sign, whole.replace(/^0+(?=.)/, ""), part === null ? "" : `.${part}`, power === null ? "" : `E${power}`].join(""),
  )
  .map(numberOf);
const aText = fc.oneof(
  fc.string({ unit: "binary" }).filter((text) => text.isWellFormed()),
  fc.constantFrom(
    "",
    'He said "no\\"',
    "Zoé\u2028Œ",
    "__proto__",
    "line\nfeed\u0000",
    "\ufffd",
    "😀",
    "\\u0041",
    "}]{[,:",
  ),
);
const someBytes = fc.uint8Array({ maxLength: 12 });
const aSet = fc.oneof(
  fc.array(aText, { minLength: 1 }).map((values) => new ItemSet("texts", values)),
  fc.array(aNumber, { minLength: 1 }).map((values) => new ItemSet("numbers", values)),
  fc.array(someBytes, { minLength: 1 }).map((values) => new ItemSet("bytes", values)),
);
const aName = fc.oneof(aText, fc.constantFrom("orderId", "toString", "__proto__", "constructor", "S", "M", "Item"));
const aPlace = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    aText,
    aNumber,
    fc.boolean(),
    fc.constant(null),
    someBytes,
    aSet,
    fc.array(tie("value"), { maxLength: 4 }),
    fc.dictionary(aName, tie("value"), { maxKeys: 4 }),
  ),
})).value;
const anItem = fc.dictionary(aName, aPlace, { maxKeys: 8 }) as fc.Arbitrary<PlainItem>;

/** Everything but ASCII, and some of that, written as an escape. */
const escaped = (json: string): string =>
  json.replace(/\\u.{4}|\\.|[^ -~]|[a-f]/g, (mark) =>
    mark.startsWith("\\") ? mark : `\\u${mark.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );

const marks = ['"', "{", "}", "[", "]", ":", ",", "\\", " ", "S", "N", "M", "L", "B", "0", "é", "\n"];

describe("a line of a data file", () => {
  test("gives back exactly what was written, whatever the attributes are called", () => {
    fc.assert(
      fc.property(fc.array(anItem, { minLength: 1, maxLength: 4 }), (items) => {
        const lines = items.map((item) => `{"Item":${typedItem(item)}}`);
        const read = scan(lines);
        expect(read.map(plainOf)).toEqual(items);
        expect(read.map(plainOf)).toEqual(lines.map((line) => plainOf(itemOfLine(line))));
      }),
      { numRuns: 300 },
    );
  });

  test("says the same with its texts and names escaped", () => {
    fc.assert(
      fc.property(anItem, (item) => {
        const plain = typedItem(item);
        const line = `{"Item":${plain.replace(/"((?:[^"\\]|\\.)*)"/g, (all, inner: string) => (isMark(inner) ? all : escaped(all)))}}`;
        expect(scan([line]).map(plainOf)).toEqual([item]);
      }),
    );
  });

  test("gives only the wanted attributes, and those as if all were wanted", () => {
    fc.assert(
      fc.property(anItem, fc.uniqueArray(aName), (item, names) => {
        const wanted = new Set(names);
        const kept = Object.fromEntries(Object.entries(item).filter(([name]) => wanted.has(name)));
        expect(scan([`{"Item":${typedItem(item)}}`], wanted).map(plainOf)).toEqual([kept]);
      }),
    );
  });

  test.each([
    ["nothing", ""],
    ["no braces", '"Item"'],
    ["another thing than an item", '{"Metadata":{"a":{"S":"b"}}}'],
    ["the half of an item", '{"Item":{"a":{"S":"b'],
    ["an item with something behind it", '{"Item":{"a":{"S":"b"}}} '],
    ["two types at once", '{"Item":{"a":{"S":"b","N":"1"}}}'],
    ["a type that there is not", '{"Item":{"a":{"X":"b"}}}'],
    ["a number that is none", '{"Item":{"a":{"N":"0x10"}}}'],
    ["a number without digits", '{"Item":{"a":{"N":""}}}'],
    ["a number as JSON's own", '{"Item":{"a":{"N":12}}}'],
    ["a number too large for any double", '{"Item":{"a":{"N":"1E+400"}}}'],
    ["a number too small for any double", '{"Item":{"a":{"N":"1E-400"}}}'],
    ["bytes that are not base64", '{"Item":{"a":{"B":"a%b="}}}'],
    ["a text with a control character", '{"Item":{"a":{"S":"a\u0001"}}}'],
    ["an escape that there is not", '{"Item":{"a":{"S":"\\x"}}}'],
    ["a text that ends in its escape", '{"Item":{"a":{"S":"\\'],
    ["a yes that is neither", '{"Item":{"a":{"BOOL":"yes"}}}'],
    ["a map nested without end", `{"Item":${'{"a":{"M":'.repeat(50)}{}${"}}".repeat(50)}}`],
    ["a comma too many", '{"Item":{"a":{"S":"b"},}}'],
  ])("is refused for holding %s", (_what, line) => {
    expect(() => scanOne(line)).toThrow(NotAnItem);
  });

  test("is refused for a text that is not UTF-8", () => {
    const line = Buffer.from('{"Item":{"a":{"S":"?"}}}');
    line[line.indexOf("?")] = 0xe9;
    expect(() => scanOne(line)).toThrow(/not UTF-8/);
  });

  test("never makes the scanner hang or run away, however it is damaged", () => {
    const line = `{"Item":${typedItem({ orderId: "O-1", lines: [{ title: 'Théière "A"', quantity: 2 }], of: new ItemSet("texts", ["a"]) })}}`;
    fc.assert(
      fc.property(fc.nat(line.length - 1), fc.constantFrom(...marks), (at, mark) => {
        const damaged = line.slice(0, at) + mark + line.slice(at + 1);
        let patient: Item | undefined;
        try {
          patient = itemOfLine(damaged);
        } catch {
          patient = undefined;
        }
        // What the scanner reads, the patient way reads alike; what it refuses is tried the patient way.
        for (const item of readable(damaged)) expect(plainOf(item)).toEqual(patient && plainOf(patient));
      }),
      { numRuns: 500 },
    );
  });
});

/** The types' letters and the words of the line itself are never escaped. */
const isMark = (text: string): boolean => /^(?:S|N|B|M|L|SS|NS|BS|BOOL|NULL|Item)$/.test(text);

function readable(line: string): Item[] {
  try {
    return scan([line]);
  } catch {
    return [];
  }
}

describe("a line of an increment", () => {
  test("tells the key, both images and the time of the write", () => {
    const line =
      '{"Metadata":{"WriteTimestampMicros":{"N":"1768387673917155"}},"Keys":{"pk":{"S":"1"},"sk":{"S":"3"}},' +
      '"OldImage":{"pk":{"S":"1"},"sk":{"S":"3"},"test1":{"S":"1"}},"NewImage":{"bin":{"BS":["0000","0001"]},"pk":{"S":"1"},"sk":{"S":"3"}}}';
    const bytes = Buffer.from(`${line}\n`);
    const scanner = new LineScanner();
    scanner.use(blockOf(bytes));
    expect(plainChange(scanner.change(0, line.length, true))).toEqual(plainChange(changeOfLine(line)));
    expect(plainChange(changeOfLine(line))).toEqual({
      keys: { pk: "1", sk: "3" },
      oldImage: { pk: "1", sk: "3", test1: "1" },
      newImage: {
        pk: "1",
        sk: "3",
        bin: new ItemSet("bytes", [new Uint8Array([0xd3, 0x4d, 0x34]), new Uint8Array([0xd3, 0x4d, 0x35])]),
      },
      writtenAtMicros: 1_768_387_673_917_155,
    });
  });
});

describe("a number", () => {
  test.each([
    ["0", 0],
    ["-0", 0],
    ["12.50", 12.5],
    ["1E+2", 100],
    ["9007199254740993", new ExactNumber("9007199254740993")],
    ["9007199254740992", 9_007_199_254_740_992],
    ["0.1234567890123456789", new ExactNumber("0.1234567890123456789")],
    ["99999999999999999999999999999999999999", new ExactNumber("99999999999999999999999999999999999999")],
    ["9.9999999999999999999999999999999999999E+125", new ExactNumber("9.9999999999999999999999999999999999999E+125")],
    ["1E-130", 1e-130],
  ])("written %s is kept exactly", (text, value) => {
    expect(numberOf(text)).toEqual(value);
  });

  test("is a double only where that, written out, says the same", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 38n), max: 10n ** 38n }), (whole) => {
        const value = numberOf(String(whole));
        const [, digits = "", part = "", power = "0"] =
          /^(-?\d+)(?:\.(\d+))?(?:e\+(\d+))?$/.exec(value instanceof ExactNumber ? value.text : String(value)) ?? [];
        expect(BigInt(digits + part) * 10n ** BigInt(Number(power) - part.length)).toBe(whole);
      }),
    );
  });
});
