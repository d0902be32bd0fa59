/** The shop folder as a shop, with everything in it that its team should mend. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Shop } from "#core/shop/shop.ts";
import { checkPicture } from "./check-picture.ts";
import { checkTotals } from "./check-totals.ts";
import type { CellProblem } from "./feed-texts.ts";
import { readProductFeed } from "./product-feed.ts";
import { readLegalTexts } from "./read-legal.ts";
import { readSettingsFile, type SettingsFile } from "./read-settings.ts";
import { readWording } from "./read-wording.ts";
import type { ShopProblem } from "./shop-problem.ts";

/** The shop of a folder; absent when a problem stops it. Throws only where the folder cannot be read at all. */
export function readShopFolder(folder: string): { shop?: Shop; problems: readonly ShopProblem[] } {
  const read = (file: string): string | undefined => readTextFile(join(folder, file));
  const { read: found, problems } = readSettings(read("settings.json"));
  const words = readWording(read);
  if (!found) return { problems: [...problems, ...words.problems] };
  const feed = readCatalogue(folder, found);
  const { legal, problems: legalProblems } = readLegalTexts(read, found.settings);
  const all = [...problems, ...feed.problems, ...legalProblems, ...words.problems];
  if (all.some((problem) => problem.stops)) return { problems: all };
  const shop = { settings: found.settings, catalogue: feed.catalogue, wording: words.wording, legal };
  return { shop, problems: [...all, ...checkTotals(shop)] };
}

function readTextFile(path: string): string | undefined {
  return existsSync(path) ? readFileSync(path, "utf8").replace(/^\ufeff/, "") : undefined;
}

function readSettings(text: string | undefined): ReturnType<typeof readSettingsFile> {
  if (text !== undefined) return readSettingsFile(text);
  const what = "the file is missing.";
  const mend = "Is this the shop folder? The example shop's settings are a start.";
  return { problems: [{ file: "settings.json", what, mend, stops: true }] };
}

function readCatalogue(
  folder: string,
  { settings, taxRate }: SettingsFile,
): { catalogue: Shop["catalogue"]; problems: readonly ShopProblem[] } {
  const file = "catalogue.csv";
  const path = join(folder, file);
  const bytes = existsSync(path) ? readFileSync(path) : new Uint8Array();
  const { catalogue, problems } = readProductFeed(bytes, {
    currency: settings.currency,
    defaultLocale: settings.defaultLocale,
    taxRate,
    pictureProblem: (picture) => pictureProblem(join(folder, "pictures", picture)),
  });
  const said = problems.map(({ line, column, what, mend }) => ({
    file,
    line,
    ...(column !== "" && { column }),
    what,
    mend,
    stops: false,
  }));
  if (catalogue.products.length > 0) return { catalogue, problems: said };
  const what = "no product could be read: there is nothing to sell.";
  return {
    catalogue,
    problems: [...said, { file, what, mend: "See docs/catalogue.md for the columns.", stops: true }],
  };
}

function pictureProblem(path: string): CellProblem | undefined {
  if (!existsSync(path))
    return { what: "there is no such file in pictures/.", mend: "Put it there, or correct the name." };
  return checkPicture(readFileSync(path));
}
