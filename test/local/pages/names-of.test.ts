import { describe, expect, it } from "vitest";
import { readShopFolder } from "#adapters/shop/read-shop-folder.ts";
import { namesOf } from "#local/pages/names-of.ts";

describe("the names of the example shop", () => {
  const { shop } = readShopFolder("shop");
  if (shop === undefined) throw new Error("the example shop cannot be read");
  const names = namesOf(shop);

  it("tell variants of a product apart, and name every SKU in both languages", () => {
    const skus = shop.catalogue.products.flatMap((product) => product.variants.map((variant) => variant.sku));
    expect(Object.keys(names.products).toSorted()).toEqual(skus.toSorted());
    expect(new Set(Object.values(names.products).map((name) => name.fr)).size).toBe(skus.length);
    for (const name of Object.values(names.products)) expect(name.en).not.toBe("");
  });

  it("hold a title for every delivery method", () => {
    for (const { id, title } of shop.settings.delivery) expect(names.deliveries[id]).toEqual(title);
  });
});
