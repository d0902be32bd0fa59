/** Tables and the exports bucket in a stack of their own, which is never deleted by mistake. */
import { Stack, type StackProps } from "aws-cdk-lib/core";
import type { Construct } from "constructs";
import type { ExportSettings } from "#core/shop/shop.ts";
import { Storage } from "./storage.ts";

export interface StorageStackProps extends StackProps {
  readonly exportSettings: ExportSettings;
}

export class StorageStack extends Stack {
  readonly storage: Storage;

  constructor(scope: Construct, id: string, props: StorageStackProps) {
    super(scope, id, { ...props, terminationProtection: true });
    this.storage = new Storage(this, "Storage", props.exportSettings);
  }
}
