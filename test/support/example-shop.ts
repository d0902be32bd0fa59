/** A small shop for tests: one sold-out product, one on sale, one in variants, one not counted. */
import { readFileSync } from "node:fs";
import { icuWords } from "#adapters/wording/icu-words.ts";
import type { Product, Variant } from "#core/catalogue/catalogue.ts";
import type { Shop, ShopSettings } from "#core/shop/shop.ts";
import type { ProductId, Sku } from "#core/values/ids.ts";
import type { Locale } from "#core/values/locale.ts";

export const sku = (text: string): Sku => text as Sku;

const wording = (locale: Locale): Record<string, string> =>
  JSON.parse(readFileSync(new URL(`../../shop/wording/${locale}.json`, import.meta.url), "utf8")) as Record<
    string,
    string
  >;

/** One variant at 10.00 with 20 % tax, ten in stock, unless said otherwise. */
export const aVariant = (id: string, overrides: Partial<Variant> = {}): Variant => ({
  sku: sku(id),
  option: { fr: "", en: "" },
  price: 1000,
  taxRate: 20,
  quantity: 10,
  forSale: true,
  ...overrides,
});

/** A product with one variant under its own id, unless said otherwise. */
export const aProduct = (id: string, overrides: Partial<Product> = {}): Product => ({
  id: id as ProductId,
  categoryId: "lamps",
  title: { fr: `Article ${id}`, en: `Article ${id}` },
  description: { fr: "Fait à la main.", en: "Made by hand." },
  picture: `${id}.png`,
  variants: [aVariant(id)],
  ...overrides,
});

const settings: ShopSettings = {
  pages: ["100000000000001"],
  seller: {
    name: "Atelier Ombeline",
    legalName: "Atelier Ombeline SARL",
    address: "14 montée des Potiers, 69600 Oullins, France",
    email: "bonjour@atelier-ombeline.example",
    phone: "+33 4 65 71 12 34",
    registration: "RCS Lyon 913 572 468",
    vat: { fr: "TVA FR00913572468", en: "VAT number FR00913572468" },
    person: { name: "Camille", hours: { fr: "du mardi au samedi", en: "Tuesday to Saturday" } },
    mediator: { fr: "Médiation des Artisans, 69001 Lyon", en: "Médiation des Artisans, 69001 Lyon, France" },
  },
  country: "FR",
  currency: "EUR",
  pricesIncludeTax: true,
  defaultLocale: "fr",
  timeZone: "Europe/Paris",
  delivery: [
    {
      id: "relay",
      title: { fr: "Point relais", en: "Pick-up point" },
      price: 490,
      freeFrom: 10000,
      countries: ["FR", "BE"],
      days: { least: 4, most: 7 },
    },
    {
      id: "home",
      title: { fr: "À domicile", en: "Home delivery" },
      price: 790,
      countries: ["FR"],
      days: { least: 3, most: 5 },
    },
  ],
  paymentMethods: { fr: "Carte bancaire ou PayPal", en: "Card or PayPal" },
  withdrawalDays: 14,
  guaranteeYears: 2,
  termsVersion: "2026-11-01",
  maxQuantity: 10,
  exports: { increments: "daily", full: "weekly", keepDays: 90 },
};

const products: readonly Product[] = [
  aProduct("poppy", {
    title: { fr: "Lampe Coquelicot", en: "Poppy lamp" },
    description: { fr: "Grès rouge, 24 cm.", en: "Red stoneware, 24 cm." },
    variants: [
      aVariant("poppy-linen", { option: { fr: "Câble lin", en: "Linen cable" }, price: 6900, quantity: 2 }),
      aVariant("poppy-black", { option: { fr: "Câble noir", en: "Black cable" }, price: 6900, quantity: 6 }),
    ],
  }),
  aProduct("moon", {
    title: { fr: "Lampe Lune", en: "Moon lamp" },
    variants: [aVariant("moon", { price: 8900, salePrice: 7400 })],
  }),
  aProduct("mist", {
    categoryId: "cups",
    title: { fr: "Tasse Brume bleue", en: "Blue Mist mug" },
    variants: [aVariant("mist", { price: 1800 })],
  }),
  aProduct("dawn", {
    categoryId: "cups",
    title: { fr: "Bol Aurore", en: "Dawn bowl" },
    variants: [aVariant("dawn", { price: 2800, quantity: 0 })],
  }),
  aProduct("card", {
    categoryId: "cups",
    title: { fr: "Carte cadeau", en: "Gift card" },
    variants: [{ sku: sku("card"), option: { fr: "", en: "" }, price: 2500, taxRate: 0, forSale: true }],
  }),
];

/** The shop; pass what a test wants otherwise. */
export const anExampleShop = (
  overrides: { readonly settings?: Partial<ShopSettings>; readonly products?: readonly Product[] } = {},
): Shop => ({
  settings: { ...settings, ...overrides.settings },
  catalogue: {
    categories: [
      { id: "lamps", title: { fr: "Lampes", en: "Lamps" } },
      { id: "cups", title: { fr: "Tasses et bols", en: "Mugs and bowls" } },
    ],
    products: overrides.products ?? products,
  },
  wording: { fr: wording("fr"), en: wording("en") },
  legal: { terms: { fr: "# CGV", en: "# Terms" } },
});

/** The words of the example shop's wording files. */
export const exampleWords = icuWords({ fr: wording("fr"), en: wording("en") });
