/** What must not stand in any log line or metric, and where it does. */
import { fixedValues } from "#local/fixed-values.ts";
import { marks } from "#test/support/every-path.ts";

/** What a piece of text would give away. */
export interface Forbidden {
  readonly what: string;
  readonly pattern: RegExp;
}

/** Nothing of `marks`, no secret, nobody's page-scoped id, no token, signature or address of a payment page. */
export function forbidden(psids: readonly string[], tokenHashes: readonly string[]): readonly Forbidden[] {
  const { pageId: _, ...secrets } = fixedValues;
  return [
    ...wordsOf(marks).map((word) => ({ what: "what a shopper said or wrote", pattern: whole(word) })),
    ...Object.values(secrets).map((secret) => ({ what: "a secret", pattern: whole(secret) })),
    ...psids.map((psid) => ({ what: "a page-scoped id", pattern: whole(psid) })),
    ...tokenHashes.map((hash) => ({ what: "the hash of a pay token", pattern: whole(hash) })),
    { what: "a pay token", pattern: /O-[0-9A-Z]{5}-[0-9A-Z]{5}\.[\w-]{22}/ },
    { what: "the address of a payment page", pattern: /\/c\/pay\/|#fid/ },
    { what: "a pay link", pattern: /\/pay\// },
    { what: "a signature", pattern: /sha256=|\bv[01]=|AWS4-HMAC/ },
    { what: "a header", pattern: /bearer |authorization/i },
    { what: "a receipt handle", pattern: /receipthandle/i },
  ];
}

/** Line by line, what was found: `a secret: {"level":…`. */
export const findings = (lines: readonly string[], list: readonly Forbidden[]): readonly string[] =>
  lines.flatMap((line) => list.filter(({ pattern }) => pattern.test(line)).map(({ what }) => `${what}: ${line}`));

/** Each distinctive word alone: a line may hold a part of what was said. */
function wordsOf(value: unknown): readonly string[] {
  if (typeof value === "string") return value.split(/[^\w+]+/).filter((word) => word.length > 4);
  return Object.values(value ?? {}).flatMap(wordsOf);
}

const whole = (word: string): RegExp =>
  new RegExp(`(?<![A-Za-z0-9])${word.replaceAll(/[^\w]/g, String.raw`\$&`)}(?![A-Za-z0-9])`, "i");
