/** The shop that was packed beside the function's code when the app was synthesised. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Shop } from "#core/shop/shop.ts";

let shop: Shop | undefined;

/**
 * The shop of this deployment, read once per process from `shop.json` in `LAMBDA_TASK_ROOT`. It was checked when the
 * bundle was made and is part of it like the code, so it is not checked again at every cold start.
 */
export function bundledShop(): Shop {
  shop ??= JSON.parse(readFileSync(join(bundleFolder(), "shop.json"), "utf8")) as Shop;
  return shop;
}

/** Where the function's bundle lies; a TypeError outside Lambda and the local runner. */
export function bundleFolder(): string {
  const folder = process.env["LAMBDA_TASK_ROOT"];
  if (folder === undefined || folder === "") throw new TypeError("LAMBDA_TASK_ROOT is not set: where is the bundle?");
  return folder;
}
