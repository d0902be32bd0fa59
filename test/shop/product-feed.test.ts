import { readFileSync } from "node:fs";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readProductFeed } from "#adapters/shop/product-feed.ts";
import { priceOf } from "#core/catalogue/catalogue.ts";

const settings = { currency: "EUR", defaultLocale: "fr", taxRate: 20 } as const;

const columns = [
  "id",
  "item_group_id",
  "title",
  "title_en",
  "description",
  "availability",
  "price",
  "sale_price",
  "image_link",
  "product_type",
  "color",
  "color_en",
  "quantity_to_sell_on_facebook",
  "shipping_weight",
  "tax_rate",
] as const;
type Row = Partial<Record<(typeof columns)[number], string>>;

const vase: Row = {
  id: "VASE-1",
  title: "Vase Roseau",
  title_en: "Roseau vase",
  availability: "in stock",
  price: "52.00 EUR",
  image_link: "roseau.png",
  product_type: "Vases > Grands vases",
  quantity_to_sell_on_facebook: "4",
};

/** A feed of the vase changed in these ways, one row each; rows begin on line 2. */
function feed(...rows: readonly Row[]): ReturnType<typeof readProductFeed> {
  const lines = rows.map((row) => columns.map((column) => quoted({ ...vase, ...row }[column] ?? "")).join(","));
  return read([columns.join(","), ...lines].join("\n"));
}

const quoted = (cell: string): string => `"${cell.replaceAll('"', '""')}"`;
const read = (text: string): ReturnType<typeof readProductFeed> =>
  readProductFeed(new TextEncoder().encode(text), settings);
const skus = ({ catalogue }: ReturnType<typeof readProductFeed>): readonly string[] =>
  catalogue.products.flatMap((product) => product.variants.map((variant) => variant.sku));

describe("a good row", () => {
  test("becomes a product with one variant, in its category", () => {
    const { catalogue, problems } = feed({ sale_price: "45,50 EUR", shipping_weight: "1.7 kg", tax_rate: "5,5" });
    expect(problems).toEqual([]);
    expect(catalogue.categories).toEqual([{ id: "vases", title: { fr: "Vases", en: "Vases" } }]);
    expect(catalogue.products).toEqual([
      {
        id: "VASE-1",
        categoryId: "vases",
        title: { fr: "Vase Roseau", en: "Roseau vase" },
        description: { fr: "", en: "" },
        picture: "roseau.png",
        variants: [
          {
            sku: "VASE-1",
            option: { fr: "", en: "" },
            price: 5200,
            salePrice: 4550,
            taxRate: 5.5,
            quantity: 4,
            forSale: true,
            weightGrams: 1700,
          },
        ],
      },
    ]);
  });

  test("speaks the default language where a translation is missing", () => {
    expect(feed({ title_en: "" }).catalogue.products[0]?.title).toEqual({ fr: "Vase Roseau", en: "Vase Roseau" });
  });

  test.each([
    ["69.00 EUR", 6900],
    ["69,00 EUR", 6900],
    ["69 EUR", 6900],
    ["69.5EUR", 6950],
    ["EUR 69", 6900],
    ["eur 69.00", 6900],
    ["69,00 €", 6900],
    ["€69", 6900],
  ])("may write its price as %s", (price, minor) => {
    expect(feed({ price }).catalogue.products[0]?.variants[0]?.price).toBe(minor);
  });

  test.each([
    [{ availability: "in stock" }, { forSale: true, quantity: 4 }],
    [{ availability: "in_stock" }, { forSale: true, quantity: 4 }],
    [{ availability: "" }, { forSale: true, quantity: 4 }],
    [
      { availability: "out of stock", quantity_to_sell_on_facebook: "0" },
      { forSale: true, quantity: 0 },
    ],
    [{ availability: "discontinued" }, { forSale: false, quantity: 4 }],
  ])("with %o can be sold as %o", (row, expected) => {
    expect(feed(row).catalogue.products[0]?.variants[0]).toMatchObject(expected);
  });

  test("without a count is made to order and not counted", () => {
    const variant = feed({ availability: "available for order", quantity_to_sell_on_facebook: "" }).catalogue
      .products[0]?.variants[0];
    expect(variant?.forSale).toBe(true);
    expect(variant).not.toHaveProperty("quantity");
  });
});

describe("rows of one group", () => {
  const blue = { id: "B", item_group_id: "BRUME", color: "Bleu", color_en: "Blue", image_link: "blue.png" };
  const ivory = { id: "I", item_group_id: "BRUME", color: "Ivoire", color_en: "Ivory", image_link: "ivory.png" };

  test("are variants of one product, told apart by what differs", () => {
    const { catalogue, problems } = feed(blue, ivory);
    expect(problems).toEqual([]);
    expect(catalogue.products).toHaveLength(1);
    expect(catalogue.products[0]).toMatchObject({
      id: "BRUME",
      picture: "blue.png",
      variants: [
        { sku: "B", option: { fr: "Bleu", en: "Blue" } },
        { sku: "I", option: { fr: "Ivoire", en: "Ivory" }, picture: "ivory.png" },
      ],
    });
  });

  test("keep their names when a sibling is left out", () => {
    const { catalogue } = feed(blue, { ...ivory, price: "free" });
    expect(catalogue.products[0]?.variants).toMatchObject([{ sku: "B", option: { fr: "Bleu" } }]);
  });

  test("that nothing tells apart are said, and the second is left out", () => {
    const answer = feed(blue, { ...ivory, color: "Bleu" });
    expect(skus(answer)).toEqual(["B"]);
    expect(answer.problems).toMatchObject([{ line: 3, column: "item_group_id" }]);
  });

  test("do not mix with a product whose id is the group's name", () => {
    const answer = feed({ id: "BRUME" }, blue);
    expect(skus(answer)).toEqual(["BRUME"]);
    expect(answer.problems).toMatchObject([{ line: 3, column: "item_group_id" }]);
  });
});

describe("a bad row is left out and said with its line, its column and how to mend it", () => {
  const bad: readonly [what: string, row: Row, column: string, says: RegExp][] = [
    ["no id", { id: "" }, "id", /empty/],
    ["an id with a blank", { id: "VASE 2" }, "id", /cannot be an id/],
    ["an id with an accent", { id: "THÉIÈRE" }, "id", /cannot be an id/],
    ["an id of another row", { id: "VASE-1" }, "id", /already taken by line 2/],
    ["a bad group", { item_group_id: "a/b" }, "item_group_id", /cannot be an id/],
    ["no title", { title: "  " }, "title", /empty/],
    ["damaged accents", { title: "ThÃ©iÃ¨re" }, "title", /accents are damaged/],
    ["no category", { product_type: "" }, "product_type", /category is empty/],
    ["no picture", { image_link: "" }, "image_link", /no picture/],
    ["a picture outside the folder", { image_link: "../secret.png" }, "image_link", /not the name of a picture/],
    ["a picture that is no PNG or JPEG", { image_link: "vase.svg" }, "image_link", /not the name of a picture/],
    ["a picture over http", { image_link: "http://shop.example/a.png" }, "image_link", /not an https address/],
    ["no price", { price: "" }, "price", /empty/],
    ["a price without currency", { price: "52.00" }, "price", /no currency/],
    ["a price in another currency", { price: "52.00 USD" }, "price", /in USD, the shop sells in EUR/],
    ["a price lost in spaces", { price: `52.00${" ".repeat(4000)}- XYZ?` }, "price", /no currency/],
    ["a price in no currency", { price: "52.00 XYZ" }, "price", /not a currency/],
    ["a price in words", { price: "about 52 EUR" }, "price", /price/],
    ["a price below zero", { price: "-5.00 EUR" }, "price", /not a price/],
    ["a price of zero", { price: "0.00 EUR" }, "price", /zero/],
    ["a price that can be read in two ways", { price: "1,299 EUR" }, "price", /two ways/],
    ["a price with three decimals", { price: "52.0000 EUR" }, "price", /not a price/],
    ["a sale price that is the price", { sale_price: "52.00 EUR" }, "sale_price", /not below/],
    ["a sale price above the price", { sale_price: "60.00 EUR" }, "sale_price", /not below/],
    ["a sale price in words", { sale_price: "-10% EUR" }, "sale_price", /./],
    ["an unknown availability", { availability: "maybe" }, "availability", /not an availability/],
    ["half a piece", { quantity_to_sell_on_facebook: "1.5" }, "quantity_to_sell_on_facebook", /number of pieces/],
    ["fewer than no pieces", { quantity_to_sell_on_facebook: "-1" }, "quantity_to_sell_on_facebook", /pieces/],
    ["a weight without unit", { shipping_weight: "300" }, "shipping_weight", /not a weight/],
    ["a tax rate in words", { tax_rate: "reduced" }, "tax_rate", /not a tax rate/],
  ];

  test.each(bad)("%s", (_, row, column, says) => {
    const answer = feed({}, { id: "VASE-2", ...row }, { id: "VASE-3" });
    expect(skus(answer)).toEqual(["VASE-1", "VASE-3"]);
    expect(answer.problems).toHaveLength(1);
    expect(answer.problems[0]).toMatchObject({ line: 3, column, what: expect.stringMatching(says) });
    expect(answer.problems[0]?.what).toMatch(/The row is left out\.$/);
    expect(answer.problems[0]?.mend).toMatch(/^\S.*\.$/);
  });

  test("all that is wrong with it, at once", () => {
    const { problems } = feed({ title: "", price: "", image_link: "" });
    expect(problems.map((problem) => problem.column).sort()).toEqual(["image_link", "price", "title"]);
  });

  test("dates of a sale, which would begin and end unseen", () => {
    const answer = read(
      "id,title,price,sale_price,sale_price_effective_date,image_link,product_type,title_en\nA,A,9 EUR,8 EUR,2026-12-01T00:00+01:00/2026-12-31T00:00+01:00,a.png,Vases,A\n",
    );
    expect(skus(answer)).toEqual([]);
    expect(answer.problems).toMatchObject([{ line: 2, column: "sale_price_effective_date" }]);
  });
});

describe("what is harmless is said, and the row is sold", () => {
  test.each<readonly [what: string, row: Row, column: string]>([
    ["a title longer than a card", { title: "V".repeat(81) }, "title"],
    ["a description longer than the chat shows", { description: "mot ".repeat(200) }, "description"],
    ["HTML in the description", { description: "<p>Grand vase</p>" }, "description"],
    ["a category longer than a button", { product_type: "Vases, pots et soliflores" }, "product_type"],
    ["pieces of what is out of stock", { availability: "out of stock" }, "availability"],
    ["a pre-order", { availability: "preorder" }, "availability"],
  ])("%s", (_, row, column) => {
    const answer = feed(row);
    expect(skus(answer)).toEqual(["VASE-1"]);
    expect(answer.problems.length).toBeGreaterThan(0);
    for (const problem of answer.problems) {
      expect(problem).toMatchObject({ line: 2, column });
      expect(problem.what).not.toMatch(/left out/);
    }
  });

  test("a long description is cut between words at 600 characters", () => {
    const { catalogue } = feed({ description: "mot ".repeat(200) });
    expect(catalogue.products[0]?.description.fr).toMatch(/mot…$/);
    expect(catalogue.products[0]?.description.fr.length).toBeLessThanOrEqual(600);
  });
});

describe("the file", () => {
  const row = "A,Théière,9.00 EUR,a.png,Vases,Teapot";
  const header = "id,title,price,image_link,product_type,title_en";

  test.each([
    ["a byte order mark", `\ufeff${header}\n${row}\n`],
    ["semicolons", `${header}\n${row}\n`.replaceAll(",", ";")],
    ["tabs", `${header}\n${row}\n`.replaceAll(",", "\t")],
    ["Windows line ends", `${header}\r\n${row}\r\n`],
    ["old Mac line ends", `${header}\r${row}\r`],
    ["no line end at its end", `${header}\n${row}`],
    ["blank lines", `${header}\n\n${row}\n\n`],
    ["capital letters in its header", `${header.toUpperCase()}\n${row}\n`],
    ["empty cells at the end", `${header},,\n${row},,\n`],
  ])("may have %s", (_, text) => {
    const answer = read(text);
    expect(answer.problems).toEqual([]);
    expect(answer.catalogue.products[0]?.title).toEqual({ fr: "Théière", en: "Teapot" });
  });

  test("counts lines as an editor does, also after a text of several lines", () => {
    const answer = read(`${header}\r\nA,"Grand\r\nvase",9 EUR,a.png,Vases,V\r\n\r\nB,,9 EUR,a.png,Vases,V\r\n`);
    expect(answer.problems).toMatchObject([{ line: 5, column: "title" }]);
    expect(answer.catalogue.products[0]?.title.fr).toBe("Grand vase");
  });

  test("saved as Windows-1252 is refused whole, with the first line that shows it", () => {
    const bytes = Buffer.from(`${header}\nZ,Vase,9 EUR,a.png,Vases,V\n${row}\n`, "latin1");
    const answer = readProductFeed(bytes, settings);
    expect(skus(answer)).toEqual([]);
    expect(answer.problems).toMatchObject([{ line: 3, what: expect.stringContaining("not saved as UTF-8") }]);
    expect(answer.problems[0]?.mend).toContain("CSV UTF-8");
  });

  test("saved as UTF-16 is refused whole", () => {
    const answer = readProductFeed(Buffer.from(`\ufeff${header}\n${row}\n`, "utf16le"), settings);
    expect(skus(answer)).toEqual([]);
    expect(answer.problems).toMatchObject([{ line: 1, what: expect.stringContaining("not saved as UTF-8") }]);
  });

  test("that is empty says what its first line is", () => {
    expect(read("").problems).toMatchObject([{ line: 1, mend: expect.stringContaining("id,title") }]);
  });

  test.each(["id", "title", "price", "image_link", "product_type"])("without the column %s sells nothing", (column) => {
    const answer = read(`${header.replace(new RegExp(`\\b${column}\\b(?!_)`), "other")}\n${row}\n`);
    expect(skus(answer)).toEqual([]);
    expect(answer.problems).toMatchObject([{ line: 1, column, what: expect.stringContaining("missing") }]);
  });

  test("with a misspelt column says which was meant", () => {
    expect(read(`${header.replace("price", "prise")}\n${row}\n`).problems[0]?.mend).toContain('Is "prise" meant');
    const sale = read(`${header},sale_prise\n${row},8 EUR\n`);
    expect(sale.problems).toMatchObject([{ line: 1, mend: expect.stringContaining('"sale_price"') }]);
  });

  test("without English titles says so once", () => {
    const answer = read("id,title,price,image_link,product_type\nA,A,9 EUR,a.png,Vases\nB,B,9 EUR,a.png,Vases\n");
    expect(skus(answer)).toEqual(["A", "B"]);
    expect(answer.problems).toMatchObject([{ line: 1, column: "title_en" }]);
  });

  test("with a comma too many in a row leaves that row out", () => {
    const answer = read(`${header}\nA,Vase, grand,9 EUR,a.png,Vases,V\n${row.replace("A", "B")}\n`);
    expect(skus(answer)).toEqual(["B"]);
    expect(answer.problems).toMatchObject([{ line: 2, what: expect.stringContaining("7 cells") }]);
  });

  test("with a quotation mark inside a cell leaves that row out", () => {
    const answer = read(`${header}\nA,Vase 20" haut,9 EUR,a.png,Vases,V\n${row.replace("A", "B")}\n`);
    expect(skus(answer)).toEqual(["B"]);
    expect(answer.problems).toMatchObject([{ line: 2, what: expect.stringContaining("quotation mark") }]);
  });

  test("with a quotation mark that is never closed sells what stands before it", () => {
    const answer = read(`${header}\n${row}\nB,"Vase,9 EUR,a.png,Vases,V\nC,Bol,9 EUR,a.png,Bols,B\n`);
    expect(skus(answer)).toEqual(["A"]);
    expect(answer.problems).toMatchObject([{ line: 3, what: expect.stringContaining("never closed") }]);
  });
});

describe("a file cut off anywhere", () => {
  const whole = [
    columns.join(","),
    ...["A", "B", "C"].map((id) =>
      columns
        .map((column) => quoted({ ...vase, id, shipping_weight: "850 g", tax_rate: "20" }[column] ?? ""))
        .join(","),
    ),
  ].join("\n");
  const complete = read(whole).catalogue.products;

  test("never sells half a row", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: whole.length }), (length) => {
        for (const product of read(whole.slice(0, length)).catalogue.products) expect(complete).toContainEqual(product);
      }),
    );
  });
});

test("whatever is written over a good file, every variant that is sold has an id of its own and a price", () => {
  const good = readFileSync("shop/catalogue.csv", "utf8");
  const scribble = fc.record({
    at: fc.integer({ min: 0, max: good.length }),
    gone: fc.integer({ min: 0, max: 300 }),
    text: fc.oneof(fc.string({ maxLength: 8 }), fc.constantFrom('"', ",", "\n", '",', ";", "0", "-")),
  });
  fc.assert(
    fc.property(fc.array(scribble, { minLength: 1, maxLength: 3 }), (scribbles) => {
      const text = scribbles.reduce((all, { at, gone, text }) => all.slice(0, at) + text + all.slice(at + gone), good);
      const variants = read(text).catalogue.products.flatMap((product) => product.variants);
      expect(new Set(variants.map((variant) => variant.sku)).size).toBe(variants.length);
      for (const variant of variants) {
        expect(priceOf(variant)).toBeGreaterThan(0);
        expect(variant.salePrice ?? 0).toBeLessThan(variant.price);
      }
    }),
  );
});
