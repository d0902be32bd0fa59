/** Whatever a shopper sends, there is a helpful answer, a different one the second time, and never silence. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openShop, type ShopUnderTest } from "#test/support/shop-under-test.ts";
import type { Shopper } from "#test/support/shopper.ts";

let shop: ShopUnderTest;
beforeAll(async () => {
  shop = await openShop();
});
afterAll(() => shop.stop());

/** The first answer since, which has to offer a way on. */
async function answer(shopper: Shopper, act: () => Promise<void>): Promise<string> {
  const since = await shopper.now();
  await act();
  const heard = await shopper.hears(/./, since);
  await shopper.hears(/\[.+\]/, since);
  return heard.words;
}

const words = [
  ["an emoji", "😀🎉"],
  ["a question mark", "?"],
  ["ten thousand characters", "lorem ipsum ".repeat(834)],
  ["another language", "Haben Sie auch etwas Günstigeres für meine Großmutter?"],
  ["a script", "<script>alert(1)</script>"],
  ["a prototype key", "__proto__"],
  ["right-to-left text", "مرحبا كيف حالك"],
  ["a number", "42"],
] as const;

describe("words", () => {
  test.each(words)("answers %s, and differently the second time", async (_name, text) => {
    const shopper = shop.shopper();
    await shopper.says("bonjour");
    await shopper.hears("assistant automatique");
    const first = await answer(shopper, () => shopper.says(text));
    const second = await answer(shopper, () => shopper.says(text));
    expect(first).not.toBe("");
    expect(second).not.toBe(first);
  });
});

describe("things", () => {
  test.each(["image", "audio", "video", "file", "sticker", "thumbs-up", "location", "link"])(
    "answers a %s, and differently the second time",
    async (type) => {
      const shopper = shop.shopper();
      await shopper.says("hello");
      await shopper.hears("automatic assistant");
      const first = await answer(shopper, () => shopper.sends(type));
      const second = await answer(shopper, () => shopper.sends(type));
      expect(second).not.toBe(first);
    },
  );
});

describe("buttons", () => {
  test.each([
    "add:GONE",
    "product:GONE",
    "quantity:ONDE:9999999999",
    "order:old",
    "pay",
    "change",
    "nonsense",
    "deliver:rocket",
    "__proto__",
    "browse:nowhere:99",
  ])("answers the payload %s", async (payload) => {
    const shopper = shop.shopper();
    await shopper.says("hello");
    await shopper.hears("automatic assistant");
    expect(await answer(shopper, () => shopper.tapsPayload(payload))).not.toBe("");
    expect(await shop.ordersOf(shopper)).toEqual([]);
  });
});

test("nothing of all this fails a function or reaches a dead-letter queue", () => {
  expect(shop.lines.filter((line) => /"level":"ERROR"|message parked|Error:/.test(line))).toEqual([]);
});
