/** Values as text without loss: numbers to their last digit, nested ones as JSON. */
import { decimal } from "../values/money.ts";
import { withoutTrailing } from "../values/without-trailing.ts";
import { ExactNumber, type Item, ItemSet, type ItemValue } from "./item.ts";
import { isList, isMap } from "./read-item.ts";

/** A number as decimal text, without exponent; undefined where the value is no number. */
export function numberText(value: ItemValue | undefined): string | undefined {
  if (typeof value === "number") {
    return Number.isSafeInteger(value) ? (value + 0).toString() : shifted(value.toString(), 0);
  }
  return value instanceof ExactNumber ? shifted(value.text, 0) : undefined;
}

/** An amount of minor units as decimal text in the currency's units, exact; undefined where the value is no number. */
export function amountText(value: ItemValue | undefined, places: number): string | undefined {
  if (typeof value === "number") {
    return Number.isSafeInteger(value) ? decimal(value, places) : shifted(value.toString(), places);
  }
  return value instanceof ExactNumber ? shifted(value.text, places) : undefined;
}

/** Any value as one cell's text: a text as it is, a nested one as JSON, nothing for NULL. */
export function plainText(value: ItemValue | undefined): string {
  if (typeof value === "string") return value;
  if (value === undefined || value === null) return "";
  if (value instanceof Uint8Array) return base64(value);
  return json(value);
}

/** A value as JSON: numbers with every digit, bytes as base64, sets as lists. */
export function json(value: ItemValue): string {
  if (typeof value === "string") return JSON.stringify(value);
  if (value === null || typeof value === "boolean") return String(value);
  if (typeof value === "number" || value instanceof ExactNumber) return numberText(value) ?? "null";
  if (value instanceof Uint8Array) return `"${base64(value)}"`;
  if (value instanceof ItemSet) return `[${value.values.map(json).join(",")}]`;
  if (isList(value)) return `[${value.map(json).join(",")}]`;
  return isMap(value) ? jsonObject(value) : "null";
}

/** Attributes in their order as a JSON object. */
export function jsonObject(item: Item): string {
  const members: string[] = [];
  for (const [name, value] of item.entries()) members.push(`${JSON.stringify(name)}:${json(value)}`);
  return `{${members.join(",")}}`;
}

/**
 * A decimal text with its point moved to the left; "1E+3" and "-0.5e-7" are read as well. At least `places` decimals
 * are kept. A text that is no number comes back as it is.
 */
export function shifted(text: string, places: number): string {
  const parts = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,4}))?$/.exec(text);
  if (!parts) return text;
  const [, sign = "", whole = "", fraction = "", exponent = "0"] = parts;
  const point = whole.length + Number(exponent) - places;
  const digits = whole + fraction;
  const padded = point <= 0 ? "0".repeat(1 - point) + digits : digits.padEnd(point, "0");
  const at = Math.max(point, 1);
  const units = padded.slice(0, at).replace(/^0+(?=\d)/, "");
  const decimals = withoutTrailing(padded.slice(at), "0").padEnd(places, "0");
  const isZero = !/[1-9]/.test(units + decimals);
  return `${sign === "-" && !isZero ? "-" : ""}${units}${decimals === "" ? "" : `.${decimals}`}`;
}

/** Base 64 of bytes; the core has no Buffer. */
function base64(bytes: Uint8Array): string {
  let text = "";
  for (let at = 0; at < bytes.length; at += 3) {
    const [first = 0, second, third] = bytes.subarray(at, at + 3);
    text += alphabet.charAt(first >> 2) + alphabet.charAt(((first & 3) << 4) | ((second ?? 0) >> 4));
    text += second === undefined ? "=" : alphabet.charAt(((second & 15) << 2) | ((third ?? 0) >> 6));
    text += third === undefined ? "=" : alphabet.charAt(third & 63);
  }
  return text;
}

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
