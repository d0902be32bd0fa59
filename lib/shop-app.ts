/** The CDK app: two stacks, one with what must last and one with what may be replaced, under the rules of cdk-nag. */
import { type App, Tags, Validations } from "aws-cdk-lib/core";
import { AwsSolutionsChecks } from "cdk-nag";
import type { Deployment } from "./settings.ts";
import { readShop } from "./shop-asset.ts";
import { ShopStack } from "./shop-stack.ts";
import { StorageStack } from "./storage-stack.ts";

export interface ShopStacks {
  readonly storage: StorageStack;
  readonly shop: ShopStack;
}

/** Builds both stacks of one environment into the app; synthesis then fails for each finding nobody gave a reason for. */
export function buildShop(app: App, deployment: Deployment): ShopStacks {
  const name = `comptoir-${deployment.environment}`;
  const exportSettings = readShop(deployment.shopDir).shop.settings.exports;
  const storage = new StorageStack(app, `${name}-storage`, {
    description: "Comptoir: sessions, orders, stock, exports",
    exportSettings,
  });
  const shop = new ShopStack(app, name, {
    description: "Comptoir: a shop counter inside Messenger",
    deployment,
    storage: storage.storage,
    exportSettings,
  });
  Tags.of(app).add("application", name);
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  return { storage, shop };
}
