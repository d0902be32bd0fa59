/** AWS::DynamoDB::GlobalTable, which CDK's TableV2 makes even for one Region: one table, because here is one place. */
import { z } from "zod";
import { makeTable, pointInTimeRecovery, tableProperties } from "../make-table.ts";
import { resourceType } from "../resource.ts";

const replica = z.strictObject({
  Region: z.string(),
  DeletionProtectionEnabled: z.boolean().default(false),
  PointInTimeRecoverySpecification: pointInTimeRecovery,
});

const properties = tableProperties.extend({
  Replicas: z.tuple([replica], { error: "one Region only" }),
});

const capacity = "capacity costs nothing here";

export const dynamodbGlobalTable = resourceType({
  type: "AWS::DynamoDB::GlobalTable",
  properties,
  ignored: {
    BillingMode: capacity,
    "GlobalSecondaryIndexes[].WarmThroughput": capacity,
    "GlobalSecondaryIndexes[].WriteOnDemandThroughputSettings": capacity,
    "Replicas[].ContributorInsightsSpecification": "nothing measures here",
    "Replicas[].GlobalSecondaryIndexes": "a replica repeats the names of the table's indexes",
    "Replicas[].ReadOnDemandThroughputSettings": capacity,
    "Replicas[].ResourcePolicy": "nobody checks permissions here",
    "Replicas[].SSESpecification": "nothing is encrypted at rest here",
    "Replicas[].TableClass": capacity,
    "Replicas[].Tags": "they are for bills",
    SSESpecification: "nothing is encrypted at rest here",
    WarmThroughput: capacity,
    WriteOnDemandThroughputSettings: capacity,
  },
  make: (given, place, world) =>
    makeTable(
      {
        properties: given,
        backups: given.Replicas[0].PointInTimeRecoverySpecification.PointInTimeRecoveryEnabled,
        deletionProtection: given.Replicas[0].DeletionProtectionEnabled,
      },
      place,
      world,
    ),
});
