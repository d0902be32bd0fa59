/** Typed DynamoDB JSON as `JSON.parse` gives it, turned into an item: exact, and strict about what is none. */

import { withoutTrailing } from "../values/without-trailing.ts";
import { ExactNumber, Item, ItemSet, type ItemValue, Shape, ValueList } from "./item.ts";

/** What is wrong with one item's text; says neither its place nor its values. */
export class NotAnItem extends Error {
  override readonly name = "NotAnItem";
}

/** The attributes of `{"name":{"S":"…"}, …}`, those that are wanted. Throws NotAnItem. */
export function itemOfJson(json: unknown, isWanted: (name: string) => boolean = () => true): Item {
  let shape = Shape.empty;
  const values: ItemValue[] = [];
  for (const [name, value] of entriesOf(json)) {
    if (!isWanted(name)) continue;
    shape = shape.with(name);
    values.push(valueOfJson(value));
  }
  return new Item(shape, new ValueList(values));
}

/**
 * A number's exact value: a double where it says the same as the text. Throws NotAnItem for what is no number, or one that
 * lies beyond what DynamoDB and doubles can hold.
 */
export function numberOf(text: string): number | ExactNumber {
  const value = Number(text);
  if (!/^-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/.test(text)) throw new NotAnItem("a number (N) that is none");
  const digits = significant(text);
  if (!Number.isFinite(value) || (value === 0 && digits > 0))
    throw new NotAnItem("a number too large or too small for any table");
  if (digits === 0) return 0;
  // Fifteen significant digits always survive a double; beyond that only some do.
  if (digits <= 15 || String(value) === text) return value;
  return new ExactNumber(text);
}

/** How many digits stand between the first and the last that is not 0. */
function significant(text: string): number {
  const mantissa = text.replace(/[eE].*$/, "").replace(/[-.]/g, "");
  return withoutTrailing(mantissa.replace(/^0+/, ""), "0").length;
}

function valueOfJson(json: unknown): ItemValue {
  const [entry, ...more] = entriesOf(json);
  if (entry === undefined || more.length > 0) throw new NotAnItem("a value without exactly one type");
  const [type, inner] = entry;
  switch (type) {
    case "S":
      return text(inner);
    case "N":
      return numberOf(text(inner));
    case "BOOL":
      if (typeof inner !== "boolean") throw new NotAnItem("a yes or no (BOOL) that is neither");
      return inner;
    case "NULL":
      return null;
    case "B":
      return bytesOf(text(inner));
    case "M":
      return itemOfJson(inner);
    case "L":
      return list(inner).map(valueOfJson);
    case "SS":
      return new ItemSet("texts", list(inner).map(text));
    case "NS":
      return new ItemSet(
        "numbers",
        list(inner).map((one) => numberOf(text(one))),
      );
    case "BS":
      return new ItemSet(
        "bytes",
        list(inner).map((one) => bytesOf(text(one))),
      );
    default:
      throw new NotAnItem("a value of a type that DynamoDB has not");
  }
}

function entriesOf(json: unknown): [string, unknown][] {
  if (typeof json !== "object" || json === null || Array.isArray(json)) throw new NotAnItem("not typed DynamoDB JSON");
  return Object.entries(json);
}

function text(json: unknown): string {
  if (typeof json !== "string") throw new NotAnItem("a value that is not written as text");
  return json;
}

function list(json: unknown): unknown[] {
  if (!Array.isArray(json)) throw new NotAnItem("a list or set that is none");
  return json;
}

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const sextets = new Int8Array(128).fill(-1);
for (let index = 0; index < alphabet.length; index += 1) sextets[alphabet.charCodeAt(index)] = index;

/** The bytes of base64 text. Throws NotAnItem. */
export function bytesOf(base64: string): Uint8Array {
  const length = base64.endsWith("==") ? base64.length - 2 : base64.endsWith("=") ? base64.length - 1 : base64.length;
  if (base64.length % 4 !== 0) throw new NotAnItem("bytes (B) that are not base64");
  const bytes = new Uint8Array(Math.floor((length * 3) / 4));
  let bits = 0;
  let held = 0;
  let at = 0;
  for (let index = 0; index < length; index += 1) {
    const sextet = sextets[base64.charCodeAt(index)] ?? -1;
    if (sextet < 0) throw new NotAnItem("bytes (B) that are not base64");
    bits = ((bits << 6) | sextet) & 0xffffff;
    held += 6;
    if (held >= 8) {
      held -= 8;
      bytes[at] = (bits >> held) & 0xff;
      at += 1;
    }
  }
  return bytes;
}
