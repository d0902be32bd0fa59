import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readShopFolder } from "#adapters/shop/read-shop-folder.ts";
import { priceOf } from "#core/catalogue/catalogue.ts";
import { locales } from "#core/values/locale.ts";

const { shop, problems } = readShopFolder("shop");
const products = shop?.catalogue.products ?? [];
const variants = products.flatMap((product) => product.variants);

test("the example shop loads without a single complaint", () => {
  expect(problems).toEqual([]);
});

test("it has something of everything: variants, a sale, something sold out, something made to order", () => {
  expect(products.length).toBeGreaterThanOrEqual(14);
  expect(shop?.catalogue.categories.length).toBeGreaterThan(3);
  expect(products.filter((product) => product.variants.length > 1).length).toBeGreaterThan(3);
  expect(products.filter((product) => product.variants.every((variant) => variant.quantity === 0))).toHaveLength(1);
  expect(variants.filter((variant) => variant.salePrice !== undefined)).toHaveLength(2);
  expect(variants.filter((variant) => variant.quantity === undefined)).toHaveLength(1);
  expect(variants.filter((variant) => variant.quantity === 1)).toHaveLength(1);
  expect(Math.min(...variants.map(priceOf))).toBe(900);
  expect(Math.max(...variants.map(priceOf))).toBe(18900);
});

test("every text of the catalogue is there in both languages and is not the same text", () => {
  for (const product of products) {
    for (const text of [product.title, product.description]) {
      expect(text.fr).not.toBe("");
      expect(text.en).not.toBe(text.fr);
    }
  }
});

test("every choice between variants fits a quick reply's 20 characters", () => {
  const texts = variants.flatMap((variant) => locales.map((locale) => variant.option[locale]));
  expect(texts.filter((text) => text.length > 20)).toEqual([]);
});

test("every picture is used, weighs under 60 KB and is exactly 764 by 400", () => {
  const used = new Set(
    products.flatMap((product) => [product.picture, ...product.variants.flatMap((each) => each.picture ?? [])]),
  );
  expect(readdirSync("shop/pictures").sort()).toEqual([...used].sort());
  for (const name of used) {
    const bytes = readFileSync(join("shop/pictures", name));
    expect(bytes.length).toBeLessThan(60_000);
    expect([bytes.readUInt32BE(16), bytes.readUInt32BE(20)]).toEqual([764, 400]);
  }
});

test("the terms hold what the law asks of them", () => {
  const terms = shop?.legal["terms"]?.fr ?? "";
  const settings = shop?.settings;
  for (const words of [
    settings?.seller.legalName,
    settings?.seller.mediator.fr,
    settings?.termsVersion,
    "Commander et payer",
    "garantie légale de conformité",
    "14 jours",
  ]) {
    expect(terms).toContain(words);
  }
  expect(shop?.legal["withdrawal"]?.fr).toContain("Formulaire de rétractation");
  expect(shop?.legal["withdrawal"]?.en).toContain("Withdrawal form");
});
