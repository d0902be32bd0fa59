/** Letters that unfold into many: the words of a catalogue and of a shopper stay bounded, and so does the work on them. */
import "./quiet.ts";
import { describe, expect, it } from "vitest";
import type { Catalogue, Product } from "#core/catalogue/catalogue.ts";
import { foldWords } from "#core/catalogue/fold.ts";
import { search } from "#core/catalogue/search.ts";
import { Visit } from "#test/core/conversation/visit.ts";
import { anExampleShop } from "#test/support/example-shop.ts";
import { growth, mostGrowth } from "./timing.ts";

/** One unit of text that becomes eighteen: the most that Unicode has. */
const ligature = "\ufdfa";
const most = 18;
const shop = anExampleShop();

/** As much as the feed's reader takes: 80 characters of title, 600 of description. */
const swollen = (product: Product, number: number): Product => ({
  ...product,
  title: { fr: ligature.repeat(80), en: `${ligature.repeat(70)} ${number}` },
  description: { fr: ligature.repeat(600), en: ligature.repeat(600) },
});
const catalogueOf = (size: number): Catalogue => {
  const { products } = shop.catalogue;
  const [first] = products;
  if (!first) throw new Error("the example has no product");
  return { ...shop.catalogue, products: Array.from({ length: size }, (_, number) => swollen(first, number)) };
};

describe("letters that unfold into many", { timeout: 60_000 }, () => {
  it("unfold at most eighteenfold, and only once", () => {
    const tooMany: string[] = [];
    for (let code = 0; code <= 0x10ffff; code += 1) {
      const letter = String.fromCodePoint(code);
      if (foldWords(letter).join(" ").length > most * letter.length) tooMany.push(letter);
    }
    expect(tooMany).toEqual([]);
    const words = foldWords(`${ligature.repeat(400)} ½ ﬃ`);
    expect(words.join("").length).toBeLessThanOrEqual(most * 405);
    expect(foldWords(words.join(" "))).toEqual(words);
  });

  it("leave what is remembered and answered as small as any other words", () => {
    const visit = new Visit(shop);
    for (let time = 0; time < 30; time += 1) {
      visit
        .says(ligature.repeat(16_000))
        .says(`lampe ${ligature.repeat(390)}`)
        .taps(`search:1:${ligature.repeat(990)}`);
      expect(JSON.stringify(visit.effects).length).toBeLessThan(20_000);
    }
    expect(JSON.stringify(visit.state).length).toBeLessThan(4000);
  });

  it("make a search grow with the catalogue and no faster", () => {
    const words = foldWords(`${ligature.repeat(200)} ${ligature.repeat(150)}x`);
    expect(growth((size) => search(catalogueOf(size), words), 10)).toBeLessThan(mostGrowth);
    const known = [catalogueOf(20), catalogueOf(160)] as const;
    expect(growth((size) => search(size === 20 ? known[0] : known[1], words), 20)).toBeLessThan(mostGrowth);
  });

  it("are never cut within themselves where they are kept", () => {
    const faces = `x${"😀".repeat(500)}`;
    const visit = new Visit(shop).does({ kind: "referral", ref: faces, source: faces, adId: faces });
    visit.taps(`search:1:${faces}`).says("hello");
    expect(JSON.stringify([visit.state, visit.effects])).not.toMatch(/\\ud[89a-f]/);
    expect(JSON.stringify(visit.state)).toContain("😀");
  });
});
