/** The shop folder, checked and packed for the functions: `shop.json` and the pictures that its catalogue shows. */
import { cpSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readShopFolder } from "#adapters/shop/read-shop-folder.ts";
import { describeProblem, type ShopProblem } from "#adapters/shop/shop-problem.ts";
import type { Shop } from "#core/shop/shop.ts";

export interface ShopAsset {
  /** Path of the file `shop.json`. */
  readonly shopJson: string;
  /** Path of the folder `pictures`. */
  readonly picturesDir: string;
  readonly shop: Shop;
}

/**
 * Packs the shop of `shopDir` into `outDir`, the same bytes for the same folder. Throws one Error that lists all that
 * must be mended first; what need not stop the shop is written to `warn`, by default to standard error.
 */
export function prepareShopAsset(
  shopDir: string,
  outDir: string,
  warn: (line: string) => void = (line) => void process.stderr.write(`${line}\n`),
): ShopAsset {
  const { shop, problems } = readShop(shopDir);
  for (const problem of problems) warn(`${shopDir}: ${describeProblem(problem)}`);
  const shopJson = join(outDir, "shop.json");
  const picturesDir = join(outDir, "pictures");
  rmSync(picturesDir, { recursive: true, force: true });
  mkdirSync(picturesDir, { recursive: true });
  writeFileSync(shopJson, JSON.stringify(shop));
  for (const picture of picturesOf(shop)) cpSync(join(shopDir, "pictures", picture), join(picturesDir, picture));
  return { shopJson, picturesDir, shop };
}

/** The shop of a folder, with what need not stop it; throws one Error that lists all that must be mended first. */
export function readShop(shopDir: string): { readonly shop: Shop; readonly problems: readonly ShopProblem[] } {
  const { shop, problems } = readShopFolder(shopDir);
  if (shop) return { shop, problems };
  const stopping = problems.filter((problem) => problem.stops);
  const lines = [...stopping, ...problems.filter((problem) => !problem.stops)].map(
    (each) => `  ${describeProblem(each)}`,
  );
  throw new Error(`The shop in ${shopDir} cannot open yet:\n${lines.join("\n")}`);
}

function picturesOf(shop: Shop): readonly string[] {
  const named = shop.catalogue.products.flatMap((product) => [
    product.picture,
    ...product.variants.flatMap((variant) => variant.picture ?? []),
  ]);
  return [...new Set(named)].filter((picture) => !URL.canParse(picture));
}
