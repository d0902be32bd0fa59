/** JSON as bytes: its marks, where a text ends, what its escapes stand for. */
import type { ItemSet, ItemValue } from "./item.ts";
import { NotAnItem } from "./item-of-json.ts";

export const [quote, comma, minus, colon, backslash] = [34, 44, 45, 58, 92] as const;
export const [open, close, openList, closeList] = [123, 125, 91, 93] as const;
/** Types of one letter. */
export const letter = { S: 83, N: 78, M: 77, L: 76, B: 66 } as const;

/** Where the quote stands that closes a text; a line feed before it is none of JSON's. Throws NotAnItem. */
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

/** Values that are written in one way only. */
export const words: readonly (readonly [string, ItemValue])[] = [
  ['{"BOOL":true}', true],
  ['{"BOOL":false}', false],
  ['{"NULL":true}', null],
];

/** What begins a set. */
export const setKinds: Readonly<Record<string, ItemSet["kind"]>> = {
  '{"SS":': "texts",
  '{"NS":': "numbers",
  '{"BS":': "bytes",
};

/** Of no type that DynamoDB has. */
export const unknownType = (): NotAnItem => new NotAnItem("a value of a type that DynamoDB has not");
