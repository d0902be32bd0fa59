/** The catalogue from a product feed in the CSV format of Meta and Google: good rows load, bad ones are left out and said. */
import type { Catalogue, Category, Localised, Product, Variant } from "#core/catalogue/catalogue.ts";
import type { ProductId } from "#core/values/ids.ts";
import { type Locale, locales } from "#core/values/locale.ts";
import { headerProblems, isComplete } from "./feed-header.ts";
import { type FeedSettings, type ReadRow, readRow } from "./feed-row.ts";
import { type FeedProblem, type FeedRow, readFeedTable } from "./feed-table.ts";
import { localised, type TextColumn } from "./feed-texts.ts";

/** The products of a feed's bytes, and every problem by line; a row with a problem that matters is left out whole. */
export function readProductFeed(
  bytes: Uint8Array,
  settings: FeedSettings,
): { catalogue: Catalogue; problems: readonly FeedProblem[] } {
  const table = readFeedTable(bytes);
  const problems: FeedProblem[] = [...table.problems];
  problems.push(...headerProblems(table, settings.defaultLocale));
  const loaded = isComplete(table, settings.defaultLocale) ? readRows(table.rows, settings, problems) : [];
  const catalogue = assemble(loaded, settings, problems);
  return { catalogue, problems: problems.sort((one, other) => one.line - other.line) };
}

interface Loaded {
  readonly row: FeedRow;
  readonly read: ReadRow;
  readonly option: Localised;
}

function readRows(rows: readonly FeedRow[], settings: FeedSettings, problems: FeedProblem[]): readonly Loaded[] {
  const loaded: Loaded[] = [];
  for (const row of rows) {
    const { read, problems: found } = readRow(row, settings);
    const leftOut = read === undefined;
    for (const { column, what, mend } of found) {
      problems.push({ line: row.line, column, what: leftOut ? `${what} The row is left out.` : what, mend });
    }
    if (!read) continue;
    const clash = clashWith(read, row, loaded);
    if (clash) problems.push({ line: row.line, ...clash });
    else loaded.push({ row, read, option: optionOf(row, rows, settings) });
  }
  return loaded;
}

function clashWith(read: ReadRow, row: FeedRow, loaded: readonly Loaded[]): Omit<FeedProblem, "line"> | undefined {
  const twin = loaded.find((each) => each.read.variant.sku === read.variant.sku);
  if (twin) {
    return {
      column: "id",
      what: `the id "${read.variant.sku}" is already taken by line ${twin.row.line}. The row is left out.`,
      mend: "Every row has an id of its own.",
    };
  }
  const stranger = loaded.find(
    (each) => each.read.productId === read.productId && !(groupOf(each.row) !== "" && groupOf(row) !== ""),
  );
  if (!stranger) return undefined;
  return {
    column: groupOf(row) === "" ? "id" : "item_group_id",
    what: `"${read.productId}" names the product of line ${stranger.row.line} already. The row is left out.`,
    mend: "If they are variants of one product, give both rows the same item_group_id; otherwise choose another.",
  };
}

const groupOf = (row: FeedRow): string => row.cell("item_group_id");

/** The columns in which the rows of a group differ: color is no choice where all have the same. */
const optionColumns: readonly TextColumn[] = ["color", "size", "material", "pattern"];

function optionOf(row: FeedRow, rows: readonly FeedRow[], { defaultLocale }: FeedSettings): Localised {
  const siblings = groupOf(row) === "" ? [row] : rows.filter((each) => groupOf(each) === groupOf(row));
  const differing = optionColumns.filter(
    (column) => new Set(siblings.map((each) => localised(each, column, defaultLocale)[defaultLocale])).size > 1,
  );
  const inLocale = (locale: Locale): string =>
    differing
      .map((column) => localised(row, column, defaultLocale)[locale])
      .filter((text) => text !== "")
      .join(", ");
  return { fr: inLocale("fr"), en: inLocale("en") };
}

/** Rows of one group become one product, told by its first row; categories come in the order of their first product. */
function assemble(loaded: readonly Loaded[], settings: FeedSettings, problems: FeedProblem[]): Catalogue {
  const categories = new Map<string, Category>();
  const products = new Map<ProductId, Product>();
  for (const { row, read, option } of loaded) {
    const category = categoryOf(read.category, settings.defaultLocale);
    const product = products.get(read.productId);
    const grown = product
      ? addVariant(product, { row, read, option }, problems)
      : { ...productOf(read, option), categoryId: category.id };
    if (!grown) continue;
    products.set(read.productId, grown);
    if (!product && !categories.has(category.id)) {
      categories.set(category.id, category);
      problems.push(...categoryProblems(category, categories.size, row.line));
    }
  }
  return { categories: [...categories.values()], products: [...products.values()] };
}

const categoryOf = (title: Localised, defaultLocale: Locale): Category => ({
  id: title[defaultLocale]
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, ""),
  title,
});

function categoryProblems(category: Category, count: number, line: number): readonly FeedProblem[] {
  const long = locales.filter((locale) => category.title[locale].length > 20);
  return [
    ...long.map((locale) => ({
      line,
      column: "product_type",
      what: `the category "${category.title[locale]}" is longer than the 20 characters of a button and will be cut.`,
      mend: "Shorten its first part.",
    })),
    ...(count === 31
      ? [
          {
            line,
            column: "product_type",
            what: "this is the 31st category; the chat shows 30.",
            mend: 'Gather them: the part before the first ">" is the category.',
          },
        ]
      : []),
  ];
}

function productOf(read: ReadRow, option: Localised): Omit<Product, "categoryId"> {
  const { productId: id, title, description, picture } = read;
  return { id, title, description, picture, variants: [variantOf(read, option, picture)] };
}

function variantOf(read: ReadRow, option: Localised, productPicture: string): Variant {
  const picture = read.picture === productPicture ? {} : { picture: read.picture };
  return { ...read.variant, ...picture, option };
}

function addVariant(product: Product, { row, read, option }: Loaded, problems: FeedProblem[]): Product | undefined {
  const same = product.variants.find((variant) => locales.some((locale) => variant.option[locale] === option[locale]));
  if (!same) return { ...product, variants: [...product.variants, variantOf(read, option, product.picture)] };
  problems.push({
    line: row.line,
    column: "item_group_id",
    what: `nothing tells it from "${same.sku}" of the same group. The row is left out.`,
    mend: "Give each variant of a group its own color, size, material or pattern, in every language.",
  });
  return undefined;
}
