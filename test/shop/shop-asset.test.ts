import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { prepareShopAsset } from "#lib/shop-asset.ts";
import { shopFolder, withSetting } from "./shop-folder.ts";

function outFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "shop-out-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

test("packs the shop and the pictures that its catalogue shows, the same bytes every time", () => {
  const warn = vi.fn<(line: string) => void>();
  const folder = shopFolder({ "pictures/unused.png": "not shown anywhere" });
  const [one, other] = [prepareShopAsset(folder, outFolder(), warn), prepareShopAsset(folder, outFolder(), warn)];
  expect(warn).not.toHaveBeenCalled();
  expect(JSON.parse(readFileSync(one.shopJson, "utf8"))).toEqual(one.shop);
  expect(readFileSync(one.shopJson)).toEqual(readFileSync(other.shopJson));
  expect(readdirSync(one.picturesDir)).toContain("coquelicot-noir.png");
  expect(readdirSync(one.picturesDir)).not.toContain("unused.png");
});

test("clears away the pictures of an earlier catalogue", () => {
  const out = outFolder();
  prepareShopAsset("shop", out);
  const smaller = shopFolder({ "catalogue.csv": (text) => text.split("\n").slice(0, 3).join("\n") });
  expect(readdirSync(prepareShopAsset(smaller, out).picturesDir).sort()).toEqual([
    "coquelicot-noir.png",
    "coquelicot.png",
  ]);
});

test("stops with one error that lists everything to mend, and leaves nothing behind", () => {
  const out = outFolder();
  const folder = shopFolder({
    "settings.json": withSetting("seller.email", ""),
    "wording/fr.json": (text) => text.replace('"label.cart"', '"label.basket"'),
  });
  expect(() => prepareShopAsset(folder, out)).toThrow(
    new Error(
      [
        `The shop in ${folder} cannot open yet:`,
        "  settings.json, seller.email: is not an e-mail address. Write the address at which shoppers reach you.",
        "  wording/fr.json, label.cart: the sentence is missing. Write it; the example shop's wording has one.",
        "  wording/fr.json, label.basket: no sentence has this key. Correct the key or take it out.",
      ].join("\n"),
    ),
  );
  expect(existsSync(join(out, "shop.json"))).toBe(false);
});

test("warns of what does not stop the shop, one line each", () => {
  const lines: string[] = [];
  const folder = shopFolder({ "catalogue.csv": (text) => text.replace("129.00 EUR", "129.00") });
  prepareShopAsset(folder, outFolder(), (line) => lines.push(line));
  expect(lines).toEqual([
    expect.stringMatching(/catalogue\.csv, line 6, price: .* The row is left out\. Write it like/),
  ]);
});
