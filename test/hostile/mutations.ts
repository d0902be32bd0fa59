/** Bends well-formed JSON out of shape, keeping enough of it that the code behind is reached. */
import type { Dice } from "./dice.ts";
import { type Json, list, object, placesIn, quoted, raw, replaceAt, treeOf } from "./json-tree.ts";

/** Numbers that are larger, smaller or longer than what they stand for may be. */
const numbers: readonly string[] = [
  "0",
  "-0",
  "-1",
  "1e309",
  "-1e309",
  "1e300",
  "1e-400",
  "9007199254740993",
  "-9223372036854775809",
  "18446744073709551616",
  "0.1",
  "1763000000000.5",
  "9".repeat(400),
  `0.${"1".repeat(400)}`,
  "1763000000",
  "100000000000001",
];

const keys: readonly string[] = ["__proto__", "constructor", "prototype", "toString", "hasOwnProperty", "length", ""];

/** Texts that trip what reads, compares, folds, cuts, shows or stores text. */
export const trickyTexts: readonly string[] = [
  "",
  " ",
  "\u0000",
  "a\u0000b",
  "\ud800",
  "\udc00x",
  "😀".repeat(200).slice(0, 399),
  "\u202eevil\u202c",
  "\u200b\u200d\ufeff",
  "\ufffe\uffff",
  `e${"\u0301".repeat(2000)}`,
  "\ufdfa".repeat(300),
  "ﬃ".repeat(50),
  "İıſK",
  "O\u200b-7K3M2-4QZ8T",
  "О-7K3M2-4QZ8T",
  "../../etc/passwd",
  "..%2f..%2f",
  "${jndi:ldap://x}",
  "{name, plural, one {x} other {y}}",
  "<script>alert(1)</script>",
  "' OR 1=1 --",
  "__proto__",
  "constructor",
  "1e309",
  "Infinity",
  "NaN",
  "0x10",
  "-1",
  "x".repeat(600),
  "a ".repeat(8000),
  "payment_intent.payment_failed",
  "checkout.session.completed",
  "page",
  "quantity:mist:-1",
  "add:__proto__",
  `search:1:${"é ".repeat(400)}`,
];

/** A value that nobody expects in its place. */
export function surprise(dice: Dice): Json {
  switch (dice.below(9)) {
    case 0:
      return raw(dice.pick(numbers));
    case 1:
    case 2:
      return quoted(dice.pick(trickyTexts));
    case 3:
      return raw(dice.pick(["null", "true", "false", "[]", "{}", '""']));
    case 4:
      return treeOf([[[[]]], {}, null, 1, "x"]);
    case 5:
      return object([dice.pick(keys), object(["polluted", raw("1")])]);
    case 6:
      return object(["constructor", object(["prototype", object(["polluted", raw("1")])])]);
    case 7:
      return raw(`${JSON.stringify(dice.pick(trickyTexts)).slice(0, -1)}\\ud83d"`);
    default:
      return list(...Array.from({ length: dice.below(30) }, () => quoted(dice.pick(trickyTexts))));
  }
}

/** What is rare because it is large: nesting and lists that cost to read. */
export function large(dice: Dice): Json {
  const depth = dice.pick([1000, 10_000]);
  const count = dice.pick([100, 2000, 20_000]);
  switch (dice.below(6)) {
    case 0:
      return raw(`${"[".repeat(depth)}${"]".repeat(depth)}`);
    case 1:
      return raw(`${'{"a":'.repeat(depth)}1${"}".repeat(depth)}`);
    case 2:
      return raw(`[${"0,".repeat(count)}1234567890123456]`);
    case 3:
      return raw(`{${Array.from({ length: count / 10 }, (_, index) => `"k${index}":${index}`).join(",")}}`);
    case 4:
      return quoted(`e${"\u0301".repeat(count)}`);
    default:
      return raw(`${" ".repeat(count)}1234567890123456${"\t".repeat(count)}`);
  }
}

/** The tree after a few mutations. */
export function mutate(dice: Dice, tree: Json): Json {
  let mutated = tree;
  const times = 1 + dice.below(4);
  for (let time = 0; time < times; time += 1) {
    mutated = replaceAt(mutated, dice.below(placesIn(mutated)), (old) => bend(dice, old));
  }
  return mutated;
}

function bend(dice: Dice, old: Json): Json {
  if (dice.once(300)) return large(dice);
  if (old.kind === "object" && dice.once(2)) return bendMembers(dice, old.members);
  if (old.kind === "list" && dice.once(2)) return list(...old.items, ...old.items, surprise(dice));
  return dice.once(4) ? list(old) : surprise(dice);
}

type Members = (Json & { readonly kind: "object" })["members"];

function bendMembers(dice: Dice, members: Members): Json {
  const at = dice.below(Math.max(1, members.length));
  const chosen = members[at];
  switch (dice.below(5)) {
    case 0:
      return object(...members.filter((_, index) => index !== at));
    case 1:
      return object(...members, [chosen?.[0] ?? "a", surprise(dice)]);
    case 2:
      return object([chosen?.[0] ?? "a", surprise(dice)], ...members);
    case 3:
      return object(...members, [dice.pick(keys), object(["polluted", raw("1")], ...members.slice(0, 2))]);
    default:
      return object(
        ...members.map(([key, value], index) =>
          index === at ? ([dice.pick(keys), value] as const) : ([key, value] as const),
        ),
      );
  }
}

/** The text's bytes, sometimes cut, spoilt or followed by something. */
export function bytesOf(dice: Dice, text: string): Buffer {
  const bytes = Buffer.from(text);
  switch (dice.below(24)) {
    case 0:
      return bytes.subarray(0, dice.below(bytes.length + 1));
    case 1:
      return Buffer.concat([bytes, Buffer.from(dice.pick(["}", "]", " ", "\0", "{}", "\n".repeat(500), "//", ","]))]);
    case 2:
      return Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), bytes]);
    case 3:
      return Buffer.from(text, "utf16le");
    case 4:
    case 5:
      return spoilt(dice, bytes);
    default:
      return bytes;
  }
}

/** Bytes that are not UTF-8: overlong, surrogates, alone. */
function spoilt(dice: Dice, bytes: Buffer): Buffer {
  const at = dice.below(bytes.length + 1);
  const wrong = dice.pick([
    [0xff],
    [0xc0, 0xaf],
    [0xed, 0xa0, 0x80],
    [0xf8, 0x88, 0x80, 0x80, 0x80],
    [0x80],
    [0xe2, 0x82],
  ]);
  return Buffer.concat([bytes.subarray(0, at), Buffer.from(wrong), bytes.subarray(at)]);
}
