/** What each function is deployed as: its bundle and the shop, in a folder of its own; all made in one run of esbuild. */
import { cpSync, globSync, rmSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { type AssetCode, Code } from "aws-cdk-lib/aws-lambda";
import { Stage } from "aws-cdk-lib/core";
import type { Construct } from "constructs";
import { buildSync } from "esbuild";
import { prepareShopAsset, type ShopAsset } from "./shop-asset.ts";

const root = fileURLToPath(new URL("..", import.meta.url));

/** `intake/messenger-webhook.lambda.ts`, below `lambdas/`. */
export type Entry = `${string}/${string}.lambda.ts`;

export class FunctionAssets {
  private readonly folder: string;
  private readonly shop: ShopAsset;

  /** Bundles all entries beside the templates. An error that says what is wrong with the shop folder or the code. */
  constructor(scope: Construct, shopDir: string) {
    const assembly = Stage.of(scope)?.outdir;
    if (assembly === undefined) throw new Error("functions are bundled for an app");
    this.folder = join(assembly, "functions");
    rmSync(this.folder, { recursive: true, force: true });
    this.shop = prepareShopAsset(shopDir, join(assembly, "shop"));
    // One run for all: `NodejsFunction` starts esbuild through npx for each function.
    buildSync({
      absWorkingDir: root,
      entryPoints: Object.fromEntries(
        globSync("lambdas/*/*.lambda.ts", { cwd: root }).map((entry) => [`${nameOf(entry)}/index`, entry]),
      ),
      outdir: this.folder,
      outExtension: { ".js": ".mjs" },
      bundle: true,
      platform: "node",
      target: "node24",
      format: "esm",
      mainFields: ["module", "main"],
      minify: true,
      sourcemap: true,
      sourcesContent: false,
      logLevel: "error",
    });
  }

  /** The code of an entry with `shop.json` beside it, and the folder `pictures` where it is wanted. */
  codeOf(entry: Entry, options: { readonly pictures?: boolean } = {}): AssetCode {
    const folder = join(this.folder, nameOf(entry));
    cpSync(this.shop.shopJson, join(folder, "shop.json"));
    if (options.pictures) cpSync(this.shop.picturesDir, join(folder, "pictures"), { recursive: true });
    return Code.fromAsset(folder);
  }
}

/** `messenger-webhook`: a function's name wherever it has one. */
export const nameOf = (entry: string): string => basename(entry, ".lambda.ts");
