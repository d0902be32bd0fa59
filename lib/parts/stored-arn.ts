/** The ids of cdk-nag's findings about permissions on a wildcard below a resource of the storage stack. */
import { Stack } from "aws-cdk-lib/core";
import type { Storage } from "#lib/storage.ts";

/** The storage stack's outputs with the ARNs, as CDK names them. Where a name changes, synthesis fails and prints the new one. */
const outputs = {
  orders: "PublishOutputFnGetAttStorageOrders79EED263Arn9DDCE6F6",
  exportsBucket: "PublishOutputFnGetAttStorageExportsBucket1F25C8FCArnBB301A71",
} as const;

/** The id of the finding about `<arn><below>`; `below` such as `/exports/*`. */
export function wildcardBelow(storage: Storage, of: keyof typeof outputs, below: string): string {
  const StackName = Stack.of(storage).stackName;
  const arn = { "Fn::GetStackOutput": { StackName, Region: { Ref: "AWS::Region" }, OutputName: outputs[of] } };
  return `AwsSolutions-IAM5[Resource::${JSON.stringify(arn)}${below}]`;
}
