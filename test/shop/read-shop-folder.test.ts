import { PNG } from "pngjs";
import { describe, expect, test } from "vitest";
import { readShopFolder } from "#adapters/shop/read-shop-folder.ts";
import { describeProblem } from "#adapters/shop/shop-problem.ts";
import { type Changes, problemsAfter, shopFolder, withSetting } from "./shop-folder.ts";

const png = (width: number, height: number): Buffer => PNG.sync.write(new PNG({ width, height }));
/** The first bytes of a JPEG: a comment, then a frame of this size. */
const jpeg = (width: number, height: number): Buffer =>
  Buffer.concat([
    Buffer.from("ffd8fffe00044142ffc2001108", "hex"),
    Buffer.from([height >> 8, height & 255, width >> 8, width & 255]),
    Buffer.from("03011100021100031100ffd9", "hex"),
  ]);

describe("settings that stop the shop are said with their place and how to mend them", () => {
  test.each<readonly [path: string, value: unknown, column: string, says: RegExp]>([
    ["seller.email", "bonjour", "seller.email", /not an e-mail address/],
    ["seller.name", "", "seller.name", /empty/],
    ["seller.mediator", undefined, "seller.mediator", /missing/],
    ["seller.mediator.fr", " ", "seller.mediator.fr", /empty/],
    ["seller.vat", "FR 12", "seller.vat", /not a group in braces/],
    ["pages", [], "pages", /no Page/],
    ["pages", ["atelier"], "pages[0]", /not a Page id/],
    ["pages", "100000000000001", "pages", /not a list/],
    ["country", "France", "country", /two capital letters/],
    ["currency", "JPY", "currency", /not one of EUR/],
    ["currency", undefined, "currency", /missing/],
    ["pricesIncludeTax", "yes", "pricesIncludeTax", /neither true nor false/],
    ["taxRate", undefined, "taxRate", /missing/],
    ["taxRate", 200, "taxRate", /above 50 percent/],
    ["defaultLocale", "de", "defaultLocale", /not one of fr, en/],
    ["timeZone", "Lyon", "timeZone", /not a time zone/],
    ["delivery", [], "delivery", /no delivery method/],
    ["delivery.1.id", "relay", "delivery", /same id/],
    ["delivery.0.id", "Point relais", "delivery[0].id", /not an id/],
    ["delivery.0.price", 4.9, "delivery[0].price", /whole number of cents/],
    ["delivery.0.price", -1, "delivery[0].price", /below zero/],
    ["delivery.0.freeFrom", 0, "delivery[0].freeFrom", /zero/],
    ["delivery.0.countries", ["fr"], "delivery[0].countries[0]", /two capital letters/],
    ["delivery.0.days", { least: 7, most: 4 }, "delivery[0].days", /begins after it ends/],
    ["withdrawalDays", 7, "withdrawalDays", /less than the 14 days/],
    ["guaranteeYears", 1, "guaranteeYears", /less than the 2 years/],
    ["termsVersion", "", "termsVersion", /not a short name/],
    ["maxQuantity", 0, "maxQuantity", /below 1/],
    ["exports", undefined, "exports", /is missing/],
    ["exports.increments", "sometimes", "exports.increments", /not one of daily, hourly, quarter-hourly, off/],
    ["exports.full", "daily", "exports.full", /not one of weekly, monthly, off/],
    ["exports.keepDays", 14, "exports.keepDays", /too short/],
    ["exports.keepDays", 90.5, "exports.keepDays", /whole number/],
    ["colour", "red", "colour", /no such setting/],
    ["delivery.0.prise", 1, "delivery[0].prise", /no such setting/],
  ])("%s = %j", (path, value, column, says) => {
    const { shop, problems } = readShopFolder(shopFolder({ "settings.json": withSetting(path, value) }));
    expect(shop).toBeUndefined();
    expect(problems).toMatchObject([{ file: "settings.json", column, what: expect.stringMatching(says), stops: true }]);
    expect(problems[0]?.mend).toMatch(/\.$/);
  });

  test("broken JSON is said with its line", () => {
    const problems = problemsAfter({ "settings.json": (text) => text.replace('"country": "FR",', '"country": "FR"') });
    expect(problems).toMatchObject([{ file: "settings.json", what: "this is not JSON.", stops: true }]);
    expect(problems[0]?.line).toBeGreaterThan(25);
  });

  test("a missing file is said", () => {
    expect(problemsAfter({ "settings.json": undefined })).toMatchObject([{ file: "settings.json", stops: true }]);
  });

  test("a delivery's name too long for a button is said and does not stop the shop", () => {
    const changes = { "settings.json": withSetting("delivery.0.title.fr", "Point relais Mondial Relay") };
    const { shop, problems } = readShopFolder(shopFolder(changes));
    expect(shop).toBeDefined();
    expect(problems).toMatchObject([{ column: "delivery[0].title.fr", stops: false }]);
  });
});

describe("legal texts", () => {
  test("are required in both languages under the law of an EU country", () => {
    const { shop, problems } = readShopFolder(
      shopFolder({ "legal/terms.fr.md": undefined, "legal/withdrawal.en.md": " \n" }),
    );
    expect(shop).toBeUndefined();
    expect(problems.map((problem) => [problem.file, problem.stops])).toEqual([
      ["legal/terms.fr.md", true],
      ["legal/withdrawal.en.md", true],
    ]);
  });

  test("are only asked for elsewhere, and the other language stands in", () => {
    const { shop, problems } = readShopFolder(
      shopFolder({ "settings.json": withSetting("country", "US"), "legal/terms.en.md": undefined }),
    );
    expect(problems).toMatchObject([{ file: "legal/terms.en.md", stops: false }]);
    expect(shop?.legal["terms"]?.en).toContain("Conditions générales de vente");
  });

  test("take the seller's particulars from the settings", () => {
    const changes = { "settings.json": withSetting("seller.address", "1 rue Neuve, 69001 Lyon") };
    const { shop } = readShopFolder(shopFolder(changes));
    for (const name of ["terms", "withdrawal", "privacy", "notice"]) {
      expect(shop?.legal[name]?.fr).toContain("1 rue Neuve, 69001 Lyon");
      expect(shop?.legal[name]?.en).toContain("1 rue Neuve, 69001 Lyon");
      expect(shop?.legal[name]?.fr).not.toContain("{{");
    }
  });

  test("name the deliveries with their prices", () => {
    const { shop } = readShopFolder(shopFolder());
    expect(shop?.legal["terms"]?.en).toContain("Pick-up point: €4.90, free from €100.00; 4 to 7 days; France, Belgium");
    expect(shop?.legal["terms"]?.fr).toMatch(/Point relais : 4,90\s€, offert dès 100,00\s€ d'achat ; 4 à 7 jours/);
  });

  test("with a placeholder that stands for nothing stop the shop, with its line", () => {
    const problems = problemsAfter({ "legal/notice.fr.md": "# Mentions\n\n{{seller.fax}}\n" });
    expect(problems).toMatchObject([
      { file: "legal/notice.fr.md", line: 3, what: '"{{seller.fax}}" stands for nothing.', stops: true },
    ]);
  });
});

describe("pictures", () => {
  const said = (changes: Changes): readonly string[] => problemsAfter(changes).map(describeProblem);

  test("of 1.91 to 1 are welcome as PNG and JPEG", () => {
    expect(said({ "pictures/cloche.png": png(1200, 628), "pictures/tige.png": jpeg(955, 500) })).toEqual([]);
  });

  test("of another shape are said, and the product is sold", () => {
    const { shop, problems } = readShopFolder(shopFolder({ "pictures/cloche.png": png(400, 400) }));
    expect(problems).toMatchObject([
      { file: "catalogue.csv", column: "image_link", what: expect.stringContaining("400 by 400"), stops: false },
    ]);
    expect(problems[0]?.mend).toContain("400 by 209");
    expect(shop?.catalogue.products.map((product) => product.id)).toContain("CLOCHE");
  });

  test.each<readonly [what: string, changes: Changes, says: RegExp]>([
    ["a file that is missing", { "pictures/cloche.png": undefined }, /no such file/],
    ["a file of another kind", { "pictures/cloche.png": "<svg/>" }, /neither PNG nor JPEG/],
    ["a PNG cut off", { "pictures/cloche.png": png(764, 400).subarray(0, 20) }, /neither PNG nor JPEG/],
    ["a JPEG cut off", { "pictures/cloche.png": jpeg(764, 400).subarray(0, 9) }, /neither PNG nor JPEG/],
    ["a file of 5 MB", { "pictures/cloche.png": Buffer.concat([png(764, 400), Buffer.alloc(5e6)]) }, /MB/],
  ])("%s leaves its row out", (_, changes, says) => {
    const { shop, problems } = readShopFolder(shopFolder(changes));
    expect(problems).toMatchObject([{ file: "catalogue.csv", column: "image_link", stops: false }]);
    expect(problems[0]?.what).toMatch(says);
    expect(problems[0]?.what).toMatch(/left out/);
    expect(shop?.catalogue.products.map((product) => product.id)).not.toContain("CLOCHE");
  });
});

describe("wording", () => {
  test.each<readonly [what: string, change: (text: string) => string, column: string | undefined, stops: boolean]>([
    ["a sentence that is missing", (text) => text.replace('"label.cart"', '"label.cartt"'), "label.cart", true],
    ["a sentence that is empty", (text) => text.replace(/("label.cart": ")[^"]+/, "$1"), "label.cart", true],
    ["a parameter that nobody gives", (text) => text.replace(/("label.cart": ")/, "$1{colour} "), "label.cart", true],
    ["a brace that is not closed", (text) => text.replace(/("label.cart": ")/, "$1{"), "label.cart", true],
    ["a file that is not JSON", (text) => text.slice(0, -3), undefined, true],
    ["a value that is no text", (text) => text.replace(/("label.cart": )"[^"]+"/, "$11"), undefined, true],
  ])("%s is said", (_, change, column, stops) => {
    const problems = problemsAfter({ "wording/fr.json": change });
    expect(problems).toContainEqual(
      expect.objectContaining({ file: "wording/fr.json", ...(column !== undefined && { column }), stops }),
    );
  });

  test("a key that no sentence has is said and does not stop the shop", () => {
    const { shop, problems } = readShopFolder(
      shopFolder({ "wording/en.json": (text) => text.replace("{", '{ "label.fax": "Fax",') }),
    );
    expect(shop).toBeDefined();
    expect(problems).toMatchObject([{ file: "wording/en.json", column: "label.fax", stops: false }]);
  });

  test("a missing file stops the shop", () => {
    expect(problemsAfter({ "wording/en.json": undefined })).toMatchObject([{ file: "wording/en.json", stops: true }]);
  });
});

describe("the catalogue", () => {
  test("without one good row stops the shop, and says why each row is bad", () => {
    const { shop, problems } = readShopFolder(shopFolder({ "catalogue.csv": (text) => text.replaceAll("EUR", "USD") }));
    expect(shop).toBeUndefined();
    expect(problems.filter((problem) => problem.line !== undefined).length).toBeGreaterThan(20);
    expect(problems.at(-1)).toMatchObject({ what: expect.stringContaining("nothing to sell"), stops: true });
  });

  test("that is missing stops the shop", () => {
    expect(problemsAfter({ "catalogue.csv": undefined })).toContainEqual(
      expect.objectContaining({ file: "catalogue.csv", stops: true }),
    );
  });

  test("with a bad row is sold without it", () => {
    const folder = shopFolder({ "catalogue.csv": (text) => text.replace("129.00 EUR", "129.00") });
    const { shop, problems } = readShopFolder(folder);
    expect(problems.map(describeProblem)).toEqual([
      'catalogue.csv, line 6, price: the price "129.00" has no currency. The row is left out. Write it like "69.00 EUR".',
    ]);
    expect(shop?.catalogue.products).toHaveLength(17);
  });
});

test("everything that is wrong is said at once", () => {
  const problems = problemsAfter({
    "settings.json": (text) => withSetting("country", "F")(withSetting("maxQuantity", 0)(text)),
    "wording/fr.json": undefined,
  });
  expect(problems.map((problem) => problem.file)).toEqual(["settings.json", "settings.json", "wording/fr.json"]);
});

describe("orders that could never be paid", () => {
  /** The first article of the catalogue costs three cents. */
  const cheapest = (text: string): string => text.replace(/69\.00 EUR/, "0.03 EUR");
  const free = [
    {
      id: "pick-up",
      title: { fr: "Retrait", en: "Pick-up" },
      price: 0,
      countries: ["FR"],
      days: { least: 1, most: 2 },
    },
    { id: "post", title: { fr: "Poste", en: "Post" }, price: 300, countries: ["FR"], days: { least: 1, most: 2 } },
  ];

  test("are said with the articles, the delivery and the least that can be paid, and the shop opens", () => {
    const folder = shopFolder({ "settings.json": withSetting("delivery", free), "catalogue.csv": cheapest });
    const { shop, problems } = readShopFolder(folder);
    expect(shop).toBeDefined();
    const said = problems.map(describeProblem).filter((each) => each.includes("Stripe"));
    expect(said).toHaveLength(1);
    expect(said[0]).toMatch(
      /^catalogue\.csv, price: with the delivery "Retrait", one piece of COQUELICOT-LIN costs less than €0\.50, the least that Stripe charges: such an order is not taken\. Of COQUELICOT-LIN not even the 10 pieces that a cart holds reach it\. Raise the price/,
    );
  });

  test("are none in the example shop", () => {
    expect(problemsAfter({})).toEqual([]);
  });
});
