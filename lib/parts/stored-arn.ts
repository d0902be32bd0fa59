/** How cdk-nag names a permission on everything below a resource of the storage stack, to be acknowledged by exactly that. */
import { Stack } from "aws-cdk-lib/core";
import type { Storage } from "#lib/storage.ts";

/** Names under which the storage stack gives its ARNs out: synthesis says the right one where one changes. */
const outputs = {
  orders: "PublishOutputFnGetAttStorageOrders79EED263Arn9DDCE6F6",
  exportsBucket: "PublishOutputFnGetAttStorageExportsBucket1F25C8FCArnBB301A71",
} as const;

/** The finding's id for `<arn><below>`, such as `/exports/*`. */
export function wildcardBelow(storage: Storage, of: keyof typeof outputs, below: string): string {
  const StackName = Stack.of(storage).stackName;
  const arn = { "Fn::GetStackOutput": { StackName, Region: { Ref: "AWS::Region" }, OutputName: outputs[of] } };
  return `AwsSolutions-IAM5[Resource::${JSON.stringify(arn)}${below}]`;
}
