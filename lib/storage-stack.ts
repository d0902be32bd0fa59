/** The tables in a stack of their own, which is never deleted by mistake. */
import { Stack, type StackProps } from "aws-cdk-lib/core";
import type { Construct } from "constructs";
import { Storage } from "./storage.ts";

export class StorageStack extends Stack {
  readonly storage: Storage;

  constructor(scope: Construct, id: string, props: StackProps = {}) {
    super(scope, id, { ...props, terminationProtection: true });
    this.storage = new Storage(this, "Storage");
  }
}
