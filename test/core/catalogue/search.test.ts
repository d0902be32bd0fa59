import { expect, test } from "vitest";
import { foldWords, singular } from "#core/catalogue/fold.ts";
import { pageOf } from "#core/catalogue/page.ts";
import { search } from "#core/catalogue/search.ts";
import { anExampleShop } from "#test/support/example-shop.ts";

const { catalogue } = anExampleShop();
const found = (words: string): string[] => search(catalogue, foldWords(words)).map((product) => product.id);

test("words are compared without accents, capitals, signs and plurals", () => {
  expect(foldWords("Câble d’ÉTÉ, n° 3 — cœur !")).toEqual(["cable", "d", "ete", "n", "3", "coeur"]);
  expect(["lampes", "bateaux", "mugs", "gris"].map(singular)).toEqual(["lampe", "bateau", "mug", "gri"]);
});

test.each([
  ["LAMPE", ["moon", "poppy"]],
  ["lampes coquelicots", ["poppy"]],
  ["coqueli", ["poppy"]],
  ["cable noir", ["poppy"]],
  ["red stoneware", ["poppy"]],
  ["mug", ["mist", "dawn", "card"]],
  ["lampe verte", ["moon", "poppy"]],
  ["Haben Sie auch etwas Auror für meine Großmutter", []],
  ["voiture", []],
  ["lu", []],
])("%j finds %j", (words, ids) => {
  expect(found(words).sort()).toEqual([...ids].sort());
});

test("one word that names a product is enough among many that name nothing", () => {
  expect(found("offrir un bol à ma grand-mère pour noël")[0]).toBe("dawn");
});

test("what answers to more of the words comes first, and alone", () => {
  expect(found("lampe lune")).toEqual(["moon"]);
});

test("a row leaves its last place for the way to the rest", () => {
  const items = Array.from({ length: 21 }, (_, index) => index);
  expect(pageOf(items, 1, 10)).toMatchObject({ items: items.slice(0, 9), left: 12, number: 1 });
  expect(pageOf(items, 2, 10)).toMatchObject({ items: items.slice(9, 18), left: 3, number: 2 });
  expect(pageOf(items, 3, 10)).toMatchObject({ items: items.slice(18), left: 0, number: 3 });
  expect(pageOf(items, 99, 10).number).toBe(3);
  expect(pageOf(items.slice(0, 10), 1, 10)).toMatchObject({ left: 0, number: 1 });
  expect(pageOf([], 5, 10)).toEqual({ items: [], left: 0, number: 1 });
});
