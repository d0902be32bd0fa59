/** Payloads that no button of ours carries: every verb with everything that could be put behind it. */
import { payloadVerbs } from "#core/conversation/buttons.ts";
import type { Dice } from "./dice.ts";
import { trickyTexts } from "./mutations.ts";

const ids = [
  "mist",
  "moon",
  "poppy-linen",
  "poppy",
  "dawn",
  "lamps",
  "relay",
  "home",
  "O-00000-00000",
  "__proto__",
  "constructor",
  "toString",
  "mist,moon",
  "mist\u0000",
  "MIST",
];
const numbers = [
  "0",
  "1",
  "10",
  "11",
  "-1",
  "-0",
  "999999",
  "1000000",
  "1e309",
  "1e3",
  "0.01",
  "0x10",
  "NaN",
  "Infinity",
  "٣",
  "９",
  " 2",
  "+2",
  "2.0",
  "9007199254740993",
];
/** What a price, a total or an owner might be smuggled in as. */
const smuggled = [
  "price=1",
  "total:1",
  "0.01",
  '{"price":1,"total":0}',
  "EUR:1",
  "psid=2002",
  "100000000000001:2002",
  "cs_test_1",
  "shownTotal:1",
  "free",
];

/** One payload. */
export function hostilePayload(dice: Dice, foreign: string): string {
  const verb = dice.once(10)
    ? dice.pick(trickyTexts)
    : dice.pick([...payloadVerbs, "cancel", "pay", "refund", "price"]);
  const parts = Array.from({ length: dice.below(4) }, () => part(dice, foreign));
  const separator = dice.once(15) ? dice.pick(["::", ";", " : ", "%3A", "："]) : ":";
  return [dice.once(15) ? verb.toUpperCase() : verb, ...parts].join(separator).slice(0, 1000);
}

function part(dice: Dice, foreign: string): string {
  const kinds = [ids, ids, numbers, numbers, smuggled, trickyTexts, [foreign]];
  return dice.pick(dice.pick(kinds));
}
