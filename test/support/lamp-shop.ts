/** A shop small enough to reckon with: a lamp that is counted, a cup that is not, a bowl that is not for sale. */

import { readFileSync } from "node:fs";
import { z } from "zod";
import type { Product } from "#core/catalogue/catalogue.ts";
import type { DeliveryMethod, Shop } from "#core/shop/shop.ts";
import type { ProductId, Sku } from "#core/values/ids.ts";

export const lamp = "LAMP" as Sku;
export const cup = "CUP" as Sku;
export const bowl = "BOWL" as Sku;

/** The words are the example shop's. */
const wording = (locale: string): Record<string, string> =>
  z
    .record(z.string(), z.string())
    .parse(JSON.parse(readFileSync(new URL(`../../shop/wording/${locale}.json`, import.meta.url), "utf8")));

const both = (text: string) => ({ fr: text, en: text });

/** The lamp costs 69.00 (3 pieces), the cup 18.00, the delivery 7.90 and nothing from 100.00. */
export function lampShop(overrides: Partial<Shop["settings"]> = {}): Shop {
  return {
    settings: { ...settings, ...overrides },
    catalogue: {
      categories: [{ id: "all", title: both("Tout") }],
      products: [
        product(lamp, { price: 6900, quantity: 3 }),
        product(cup, { price: 2000, salePrice: 1800 }),
        product(bowl, { price: 2800, quantity: 5, forSale: false }),
      ],
    },
    wording: { fr: wording("fr"), en: wording("en") },
    legal: {},
  };
}

/** The same shop with another price for the lamp, minor units. */
export function lampShopAt(price: number): Shop {
  const shop = lampShop();
  const products = shop.catalogue.products.map((each) =>
    each.id === "lamp" ? product(lamp, { price, quantity: 3 }) : each,
  );
  return { ...shop, catalogue: { ...shop.catalogue, products } };
}

const product = (sku: Sku, variant: Partial<Product["variants"][number]> & { price: number }): Product => ({
  id: sku.toLowerCase() as ProductId,
  categoryId: "all",
  title: { fr: `Article ${sku}`, en: `The ${sku}` },
  description: both(""),
  picture: `${sku.toLowerCase()}.png`,
  variants: [{ sku, option: { fr: "", en: "" }, taxRate: 20, forSale: true, weightGrams: 500, ...variant }],
});

const home: DeliveryMethod = {
  id: "home",
  title: { fr: "Colissimo à domicile", en: "Colissimo, to your door" },
  price: 790,
  freeFrom: 10_000,
  countries: ["FR", "BE"],
  days: { least: 2, most: 4 },
};

const settings: Shop["settings"] = {
  pages: ["100000000000001"],
  seller: {
    name: "Atelier Ombeline",
    legalName: "Atelier Ombeline SARL",
    address: "1 rue des Tanneurs, 69001 Lyon",
    email: "bonjour@example.com",
    phone: "+33 4 00 00 00 00",
    registration: "RCS Lyon 000 000 000",
    vat: both("FR00000000000"),
    person: { name: "Camille", hours: both("mardi-samedi") },
    mediator: both("Médiateur"),
  },
  country: "FR",
  currency: "EUR",
  pricesIncludeTax: true,
  defaultLocale: "fr",
  timeZone: "Europe/Paris",
  delivery: [home],
  paymentMethods: both("Carte"),
  withdrawalDays: 14,
  guaranteeYears: 2,
  termsVersion: "2026-11",
  maxQuantity: 9,
  exports: { increments: "daily", full: "weekly", keepDays: 90 },
};
