/** JSON as bytes, written as DynamoDB writes it, without white space: its marks, and where its parts end. */
import { NotAnItem, numberOf } from "./item-of-json.ts";

export const [quote, comma, minus, colon, backslash] = [34, 44, 45, 58, 92] as const;
export const [open, close, openList, closeList] = [123, 125, 91, 93] as const;

/** 1 for each byte of ASCII that stands for itself in a text. */
const isPlain = Uint8Array.from({ length: 256 }, (_, byte) =>
  byte >= 32 && byte < 128 && byte !== quote && byte !== backslash ? 1 : 0,
);

/** From behind a text's opening quote: where the first byte stands that is not plain ASCII, most often the closing quote. */
export function plainEnd(bytes: Uint8Array, start: number): number {
  let at = start;
  while (isPlain[bytes[at] as number] === 1) at += 1;
  return at;
}

/** The same, but most characters of two and three bytes are passed too. */
export function unescapedEnd(bytes: Uint8Array, start: number): number {
  let at = start;
  for (;;) {
    const byte = bytes[at] as number;
    if (isPlain[byte] === 1) at += 1;
    else if (byte >= 0xc2 && byte <= 0xdf && isFollowing(bytes, at + 1)) at += 2;
    else if (byte >= 0xe1 && byte <= 0xec && isFollowing(bytes, at + 1) && isFollowing(bytes, at + 2)) at += 3;
    else return at;
  }
}

const isFollowing = (bytes: Uint8Array, at: number): boolean => (bytes[at] as number) >> 6 === 2;

/** Where digits end, a minus before them passed. */
export function digitsEnd(bytes: Uint8Array, start: number): number {
  let at = bytes[start] === minus ? start + 1 : start;
  for (;;) {
    const byte = bytes[at] as number;
    if (byte < 48 || byte > 57) return at;
    at += 1;
  }
}

/** The number that nine digits at most say; -1 for anything else. */
export function amountIn(bytes: Uint8Array, start: number, end: number): number {
  if (end - start > 9) return -1;
  let amount = 0;
  for (let at = start; at < end; at += 1) {
    const digit = (bytes[at] as number) - 48;
    if (digit < 0 || digit > 9) return -1;
    amount = amount * 10 + digit;
  }
  return amount;
}

/** From anywhere in a text: where its closing quote stands. A line feed before it is none of JSON's. Throws NotAnItem. */
export function textEnd(bytes: Uint8Array, start: number): number {
  let at = start;
  for (;;) {
    const byte = bytes[at] as number;
    if (byte === quote) return at;
    if (byte < 32) throw notJson();
    if (byte === backslash) {
      at += 1;
      if ((bytes[at] as number) < 32) throw notJson();
    }
    at += 1;
  }
}

/** From behind the opening quote of a number: where the closing one stands. Throws NotAnItem. */
export function numberEnd(bytes: Uint8Array, start: number): number {
  const end = textEnd(bytes, start);
  numberOf(unescaped(asciiText(bytes, start, end)));
  return end;
}

/** Where a map or list ends with whatever is in it, its closing mark passed. Throws NotAnItem. */
export function nestedEnd(bytes: Uint8Array, start: number): number {
  if (marks[bytes[start] as number] !== mark.opening) throw notJson();
  let at = start + 1;
  for (let depth = 1; depth > 0; at += 1) {
    switch (marks[bytes[at] as number] as number) {
      case mark.none:
        break;
      case mark.quote: {
        const plain = plainEnd(bytes, at + 1);
        at = bytes[plain] === quote ? plain : textEnd(bytes, plain);
        break;
      }
      case mark.opening:
        depth += 1;
        break;
      case mark.closing:
        depth -= 1;
        break;
      default:
        throw notJson();
    }
  }
  return at;
}

const mark = { none: 0, quote: 1, opening: 2, closing: 3, control: 4 } as const;
const marks = Uint8Array.from({ length: 256 }, (_, byte) => {
  if (byte === quote) return mark.quote;
  if (byte === open || byte === openList) return mark.opening;
  if (byte === close || byte === closeList) return mark.closing;
  return byte < 32 ? mark.control : mark.none;
});

/** What stands between two quotes, its escapes read by JSON's own reader. Throws NotAnItem. */
export function unescaped(raw: string): string {
  try {
    return JSON.parse(`"${raw}"`) as string;
  } catch {
    throw notJson();
  }
}

/** Not as DynamoDB writes it. */
export const notJson = (): NotAnItem => new NotAnItem("no typed DynamoDB JSON");

/** Of no type that DynamoDB has. */
export const unknownType = (): NotAnItem => new NotAnItem("a value of a type that DynamoDB has not");

/** ASCII as bytes. */
export function asciiBytes(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length);
  for (let at = 0; at < bytes.length; at += 1) bytes[at] = text.charCodeAt(at);
  return bytes;
}

/** Bytes as text, one character for each. */
export const asciiText = (bytes: Uint8Array, start: number, end: number): string =>
  Array.from(bytes.subarray(start, end), (byte) => String.fromCharCode(byte)).join("");

/** Whether a backslash is among the bytes of a text. */
export function hasEscapes(bytes: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end; at += 1) if (bytes[at] === backslash) return true;
  return false;
}

/** Whether these bytes stand there, and end there. */
export function isSame(known: Uint8Array, bytes: Uint8Array, start: number, end: number): boolean {
  if (known.length !== end - start) return false;
  for (let at = 0; at < known.length; at += 1) if (known[at] !== bytes[start + at]) return false;
  return true;
}

/** A number that is the same for the same bytes, and most likely another for others; to find them by. */
export function hashOf(bytes: Uint8Array, start: number, end: number): number {
  let sum = end - start;
  let at = start;
  for (; at + 4 <= end; at += 4) {
    sum = Math.imul(sum ^ fourAt(bytes, at), spread);
    sum ^= sum >>> 15;
  }
  for (; at < end; at += 1) sum = Math.imul(sum ^ (bytes[at] as number), spread);
  return sum ^ (sum >>> 15);
}

/** The number that four bytes say, the least first. */
export const fourAt = (bytes: Uint8Array, at: number): number =>
  (bytes[at] as number) |
  ((bytes[at + 1] as number) << 8) |
  ((bytes[at + 2] as number) << 16) |
  ((bytes[at + 3] as number) << 24);

/** An odd number whose product has a bit of every bit: 2 ** 32 divided by the golden ratio. */
const spread = 0x9e3779b1;
