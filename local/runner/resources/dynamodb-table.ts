/** AWS::DynamoDB::Table: a table of the local DynamoDB. */
import { z } from "zod";
import { makeTable, pointInTimeRecovery, tableProperties } from "../make-table.ts";
import { resourceType } from "../resource.ts";

const properties = tableProperties.extend({
  DeletionProtectionEnabled: z.boolean().default(false),
  PointInTimeRecoverySpecification: pointInTimeRecovery,
});

const capacity = "capacity costs nothing here";

export const dynamodbTable = resourceType({
  type: "AWS::DynamoDB::Table",
  properties,
  ignored: {
    BillingMode: capacity,
    ContributorInsightsSpecification: "nothing measures here",
    "GlobalSecondaryIndexes[].OnDemandThroughput": capacity,
    "GlobalSecondaryIndexes[].ProvisionedThroughput": capacity,
    OnDemandThroughput: capacity,
    ProvisionedThroughput: capacity,
    ResourcePolicy: "nobody checks permissions here",
    SSESpecification: "nothing is encrypted at rest here",
    TableClass: capacity,
    Tags: "they are for bills",
    WarmThroughput: capacity,
  },
  make: (given, place, world) =>
    makeTable(
      {
        properties: given,
        backups: given.PointInTimeRecoverySpecification.PointInTimeRecoveryEnabled,
        deletionProtection: given.DeletionProtectionEnabled,
      },
      place,
      world,
    ),
});
