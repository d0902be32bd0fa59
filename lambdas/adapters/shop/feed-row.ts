/** One row of the product feed as one variant, or everything that is wrong with it. */
import type { Localised, Variant } from "#core/catalogue/catalogue.ts";
import { isProductId, isSku, type ProductId } from "#core/values/ids.ts";
import type { Locale } from "#core/values/locale.ts";
import { readPrice } from "./feed-price.ts";
import type { FeedRow } from "./feed-table.ts";
import { type CellProblem, readCategory, readDescription, readTitle, type Say } from "./feed-texts.ts";

/** What the shop's settings say about every row. */
export interface FeedSettings {
  readonly currency: string;
  /** The language of the columns without a language in their name. */
  readonly defaultLocale: Locale;
  /** Percent, where a row has no `tax_rate`. */
  readonly taxRate: number;
  /** What is wrong with a picture of the shop folder; absent: pictures are not looked at. */
  readonly pictureProblem?: (file: string) => CellProblem | undefined;
}

export interface RowProblem extends CellProblem {
  readonly column: string;
}

export interface ReadRow {
  readonly productId: ProductId;
  readonly variant: Omit<Variant, "option">;
  readonly title: Localised;
  readonly description: Localised;
  readonly picture: string;
  readonly category: Localised;
}

/** The row read whole, or nothing of it; problems that are not harmless come without a row. */
export function readRow(row: FeedRow, settings: FeedSettings): { read?: ReadRow; problems: readonly RowProblem[] } {
  const problems: RowProblem[] = [];
  const say = (column: string, problem: CellProblem): undefined => {
    problems.push({ column, ...problem });
    return undefined;
  };
  const id = row.cell("id");
  const group = row.cell("item_group_id") || id;
  if (id === "") say("id", { what: "the id is empty.", mend: "Give every row an id of its own." });
  else if (!isSku(id)) say("id", badId(id));
  if (group !== id && !isProductId(group)) say("item_group_id", badId(group));
  const title = readTitle(row, settings.defaultLocale, say);
  const description = readDescription(row, settings.defaultLocale, say);
  const category = readCategory(row, settings.defaultLocale, say);
  const picture = readPicture(row, settings, say);
  const prices = readPrices(row, settings, say);
  const stock = readStock(row, say);
  const taxRate = readTaxRate(row, settings, say);
  const weight = readWeight(row, say);
  if (problems.some((problem) => problem.harmless !== true) || !isSku(id) || !isProductId(group) || !prices) {
    return { problems };
  }
  const variant = { sku: id, ...prices, taxRate, ...stock, ...weight };
  return { read: { productId: group, variant, title, description, picture, category }, problems };
}

const badId = (id: string): CellProblem => ({
  what: `"${id.slice(0, 80)}" cannot be an id: buttons carry it.`,
  mend: "Use letters without accents, digits, dot, hyphen and underscore, at most 64.",
});

function readPicture(row: FeedRow, settings: FeedSettings, say: Say): string {
  const link = row.cell("image_link");
  if (link === "") {
    say("image_link", { what: "there is no picture.", mend: "Name a file of shop/pictures, or an https address." });
  } else if (URL.canParse(link)) {
    if (!link.startsWith("https://")) {
      say("image_link", {
        what: `"${link.slice(0, 80)}" is not an https address.`,
        mend: "Messenger fetches https only.",
      });
    }
  } else if (!/^[\w-][\w.-]*\.(?:png|jpe?g)$/i.test(link)) {
    say("image_link", {
      what: `"${link.slice(0, 80)}" is not the name of a picture.`,
      mend: "Name a PNG or JPEG file of shop/pictures (letters without accents, digits, dot, hyphen), or an https address.",
    });
  } else {
    const problem = settings.pictureProblem?.(link);
    if (problem) say("image_link", problem);
  }
  return link;
}

function readPrices(row: FeedRow, settings: FeedSettings, say: Say): { price: number; salePrice?: number } | undefined {
  const price = priceIn(row, "price", settings, say);
  const hasSale = row.cell("sale_price") !== "";
  const salePrice = hasSale ? priceIn(row, "sale_price", settings, say) : undefined;
  if (hasSale && row.cell("sale_price_effective_date") !== "") {
    say("sale_price_effective_date", {
      what: "a sale price does not begin and end by itself here.",
      mend: "Empty this cell, and write the sale price in when the sale begins and take it out when it ends.",
    });
  }
  if (price === undefined) return undefined;
  if (salePrice === undefined) return { price };
  if (salePrice < price) return { price, salePrice };
  return say("sale_price", {
    what: `the sale price ${row.cell("sale_price")} is not below the price ${row.cell("price")}.`,
    mend: "Write a lower one or empty the cell.",
  });
}

function priceIn(row: FeedRow, column: string, settings: FeedSettings, say: Say): number | undefined {
  const text = row.cell(column);
  if (text === "") {
    return say(column, { what: "the price is empty.", mend: `Write it like "69.00 ${settings.currency}".` });
  }
  const price = readPrice(text, settings.currency);
  return typeof price === "number" ? price : say(column, price);
}

/** Meta's availabilities; `available for order` is made when it is ordered and needs no count. */
const sold: Readonly<Record<string, boolean>> = {
  "in stock": true,
  "available for order": true,
  "out of stock": false,
  preorder: false,
  discontinued: false,
};

function readStock(row: FeedRow, say: Say): { quantity?: number; forSale: boolean } {
  const column = row.cell("quantity_to_sell_on_facebook") === "" ? "inventory" : "quantity_to_sell_on_facebook";
  const count = row.cell(column);
  const availability = row.cell("availability").toLowerCase().replaceAll("_", " ") || "in stock";
  const forSale = sold[availability];
  if (forSale === undefined) {
    say("availability", {
      what: `"${availability.slice(0, 40)}" is not an availability.`,
      mend: `Write one of: ${Object.keys(sold).join(", ")}.`,
    });
  }
  if (availability === "preorder") {
    say("availability", {
      what: "pre-orders are shown but not sold in the chat.",
      mend: 'Write "in stock" or "available for order" once it can be delivered in the time your delivery promises.',
      harmless: true,
    });
  }
  if (count === "") return { forSale: forSale ?? false };
  if (!/^\d{1,7}$/.test(count)) {
    say(column, {
      what: `"${count.slice(0, 40)}" is not a number of pieces.`,
      mend: "Write a whole number, 0 or more.",
    });
  }
  const quantity = Number(count);
  if (availability === "out of stock" && quantity > 0) {
    say("availability", {
      what: `it is out of stock, yet ${quantity} pieces are there: it is shown but not sold.`,
      mend: 'Write "in stock", or 0 pieces.',
      harmless: true,
    });
    return { quantity, forSale: false };
  }
  // Out of stock with a count of 0 is sold out, not withdrawn: a later count puts it on sale again.
  return { quantity, forSale: availability === "out of stock" || (forSale ?? false) };
}

function readTaxRate(row: FeedRow, settings: FeedSettings, say: Say): number {
  const text = row.cell("tax_rate").replace("%", "").replace(",", ".").trim();
  if (text === "") return settings.taxRate;
  const rate = Number(text);
  if (/^\d{1,2}(?:\.\d{1,2})?$/.test(text)) return rate;
  say("tax_rate", { what: `"${row.cell("tax_rate")}" is not a tax rate.`, mend: 'Write percent, like "20" or "5.5".' });
  return settings.taxRate;
}

function readWeight(row: FeedRow, say: Say): { weightGrams?: number } {
  const text = row.cell("shipping_weight");
  if (text === "") return {};
  const match = /^(\d{1,6}(?:[.,]\d{1,3})?)\s*(g|kg)$/i.exec(text);
  if (!match) {
    say("shipping_weight", {
      what: `"${text.slice(0, 40)}" is not a weight.`,
      mend: 'Write it like "850 g" or "1.2 kg".',
    });
    return {};
  }
  const number = Number(match[1]?.replace(",", "."));
  return { weightGrams: Math.round(match[2]?.toLowerCase() === "kg" ? number * 1000 : number) };
}
