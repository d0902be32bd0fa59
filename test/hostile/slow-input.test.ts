import "./quiet.ts";
import { describe, expect, it } from "vitest";
import { parseJson } from "#adapters/json/loose-json.ts";
import { isSignedByMeta } from "#adapters/messenger/signature.ts";
import { readDelivery } from "#adapters/messenger/webhook-events.ts";
import { isSignedByStripe } from "#adapters/stripe/signature.ts";
import { foldWords, singular } from "#core/catalogue/fold.ts";
import { search } from "#core/catalogue/search.ts";
import { readPayload } from "#core/conversation/buttons.ts";
import { dealOut, shorten } from "#core/conversation/limits.ts";
import { newcomer } from "#core/conversation/state.ts";
import { languageAfter, understand } from "#core/conversation/understand.ts";
import { html } from "#core/values/html.ts";
import { instant } from "#core/values/instant.ts";
import { legalAnswers } from "#lambdas/storefront/answer-legal.ts";
import { isKnown } from "#lambdas/storefront/answer-picture.ts";
import { Visit } from "#test/core/conversation/visit.ts";
import { anExampleShop, exampleWords } from "#test/support/example-shop.ts";
import { expressionsIn, pumped } from "./regular-expressions.ts";
import { growth, mostGrowth, shortest } from "./timing.ts";

const shop = anExampleShop();
const now = instant(1763000000000);
const state = newcomer("fr");
const times = (text: string) => (size: number) => text.repeat(Math.ceil(size / text.length));

const foldsIntoMany = "a letter that folds into eighteen";

/** Texts that are worse than they look. */
const adversarial: readonly (readonly [string, (size: number) => string])[] = [
  ["one letter", times("x")],
  ["spaces", times(" ")],
  ["many short words", times("a ")],
  ["accents on one letter", (size) => `e${times("\u0301")(size)}`],
  [foldsIntoMany, times("\ufdfa")],
  ["emoji held together", times("👩\u200d")],
  ["flags", times("🇫🇷")],
  ["halves of surrogate pairs", times("\ud83d")],
  ["syllables in parts", times("\u1100\u1161\u11a8")],
  ["words of the shop", times("lampe coquelicot ")],
  ["beginnings of questions", times("where is my order do you speak ")],
  ["plurals of plurals", times("eaux")],
  ["braces", times("{a, plural, ")],
  ["colons", times("search:1:")],
  ["digits", times("1")],
  ["quotes and marks", times("<'\">&")],
];

const many = (size: number, item: object): readonly object[] => Array.from({ length: size }, () => item);

/** Broken JSON takes its time, too. */
function readable(read: () => unknown): unknown {
  try {
    return read();
  } catch {
    return undefined;
  }
}

describe("work grows no faster than its input", { timeout: 120_000 }, () => {
  // Splitting compatibility letters grows faster than the text, in ICU itself: what reads words cuts them first (below).
  it.each(adversarial.filter(([what]) => what !== foldsIntoMany))("when words are %s", (_what, text) => {
    expect(growth((size) => foldWords(text(size)), 1500)).toBeLessThan(mostGrowth);
    expect(growth((size) => singular(text(size)), 1500)).toBeLessThan(mostGrowth);
    expect(growth((size) => search(shop.catalogue, foldWords(text(size))), 1500)).toBeLessThan(mostGrowth);
    expect(growth((size) => shorten(text(size), size), 1500)).toBeLessThan(mostGrowth);
    expect(growth((size) => dealOut(text(size).split(" "), 1900), 1500)).toBeLessThan(mostGrowth);
    expect(growth((size) => readPayload(text(size)), 1500)).toBeLessThan(mostGrowth);
    expect(growth((size) => html`<p>${text(size)}</p>`, 1500)).toBeLessThan(mostGrowth);
    expect(growth((size) => exampleWords.fr("welcome.disclosure", { shop: text(size) }), 1500)).toBeLessThan(
      mostGrowth,
    );
  });

  const inJson: readonly (readonly [string, (size: number) => string])[] = [
    ["a long text", (size) => JSON.stringify({ text: "x".repeat(size) })],
    ["spaces before a long number", (size) => `[${" ".repeat(size)}1234567890123456]`],
    ["colons and spaces", (size) => JSON.stringify({ text: ": ".repeat(size / 2) })],
    ["many long numbers", (size) => `[${"1234567890123456,".repeat(size / 17)}0]`],
    [
      "many keys, one long number",
      (size) => `{${Array.from({ length: size / 12 }, (_, index) => `"k${index}":0`).join()},"id":1234567890123456}`,
    ],
    ["one key many times", (size) => `{${'"a":1234567890123456,'.repeat(size / 21)}"a":0}`],
    ["nesting", (size) => "[".repeat(size / 2) + "]".repeat(size / 2)],
    ["escapes", (size) => `"${"\\u0041".repeat(size / 6)}"`],
    ["an escape that never ends", (size) => `"${"\\".repeat(size)}`],
  ];
  it.each(inJson)("when a body is %s", (_what, text) => {
    const json = text(256_000);
    const plainly = shortest(() => readable(() => JSON.parse(json)));
    expect(shortest(() => readable(() => parseJson(json)))).toBeLessThan(20 + 120 * plainly);
  });

  it("when a delivery holds many events, attachments or entries", () => {
    const item = { sender: { id: "1" }, message: { text: "x", attachments: [{ type: "fallback" }] } };
    const deliveries = [
      (size: number) => ({ object: "page", entry: [{ id: "2", messaging: many(size, item) }] }),
      (size: number) => ({ object: "page", entry: many(size, { id: "2", messaging: [item] }) }),
      (size: number) => ({
        object: "page",
        entry: [{ id: "2", messaging: [{ ...item, message: { text: "x", attachments: many(size, {}) } }] }],
      }),
    ];
    for (const delivery of deliveries) {
      expect(growth((size) => readDelivery(delivery(size), now), 250)).toBeLessThan(mostGrowth);
    }
  });

  it("when headers are long", () => {
    const body = Buffer.from("{}");
    const legal = legalAnswers(shop);
    for (const sign of [",", " ", "t=1,", "v1=", "a,", "W/", "*"]) {
      const header = times(sign);
      expect(growth((size) => isSignedByMeta(body, header(size), ["secret"]), 8000)).toBeLessThan(mostGrowth);
      expect(growth((size) => isSignedByStripe(body, header(size), ["secret"], now), 8000)).toBeLessThan(mostGrowth);
      expect(growth((size) => isKnown('"x"', header(size)), 8000)).toBeLessThan(mostGrowth);
      expect(growth((size) => legal({ name: "terms", acceptLanguage: header(size) }), 8000)).toBeLessThan(mostGrowth);
    }
  });
});

describe("a message of 16,000 characters", { timeout: 60_000 }, () => {
  it.each(adversarial)("is understood and answered at once when it is %s", (_what, text) => {
    const input = { kind: "text", text: text(16_000) } as const;
    expect(shortest(() => understand(input, state, shop))).toBeLessThan(25);
    expect(shortest(() => languageAfter(input, state.language))).toBeLessThan(25);
    expect(shortest(() => new Visit(shop).does(input))).toBeLessThan(100);
  });
});

describe("the regular expressions of the functions and the commands", { timeout: 120_000 }, () => {
  const found = ["lambdas", "cli"].flatMap(expressionsIn);

  it("are all found", () => {
    expect(new Set(found.map(({ file }) => file.split("/")[0]))).toEqual(new Set(["lambdas", "cli"]));
    expect(found.length).toBeGreaterThan(60);
  });

  it.each(found)("$expression ends on whatever it is given ($file)", ({ expression }) => {
    const milliseconds = 20;
    const isSlow = (text: string): boolean => shortest(() => text.replace(expression, ""), 1) > milliseconds;
    // The machine may be busy: only what is slow every time is slow.
    const slow = pumped(expression, 4000).filter((text) => [1, 2, 3, 4].every(() => isSlow(text)));
    expect(slow.map((text) => text.slice(0, 20))).toEqual([]);
  });
});
