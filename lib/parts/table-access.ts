/** Grants on a table by name: just the calls a function makes, on the table or on one of its indexes. */
import type { TableV2 } from "aws-cdk-lib/aws-dynamodb";
import { PolicyStatement } from "aws-cdk-lib/aws-iam";
import type { OrderIndex } from "#lib/storage.ts";
import type { NodeLambda } from "./node-lambda.ts";

export type TableCall = "GetItem" | "BatchGetItem" | "PutItem" | "UpdateItem";

/** Lets a function make these calls on the items of a table; a transaction asks for the calls it is made of. */
export function allowItems(to: NodeLambda, table: TableV2, calls: readonly TableCall[]): void {
  to.function.addToRolePolicy(
    new PolicyStatement({ actions: calls.map((call) => `dynamodb:${call}`), resources: [table.tableArn] }),
  );
}

/** Lets a function query one index of the orders, and not the table. */
export function allowQuery(to: NodeLambda, table: TableV2, index: OrderIndex): void {
  to.function.addToRolePolicy(
    new PolicyStatement({ actions: ["dynamodb:Query"], resources: [`${table.tableArn}/index/${index}`] }),
  );
}
