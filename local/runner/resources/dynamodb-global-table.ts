/** AWS::DynamoDB::GlobalTable, which CDK's TableV2 makes even for one Region: one table, because here is one place. */
import { z } from "zod";
import {
  attributeDefinitions,
  index,
  keySchema,
  makeTable,
  pointInTimeRecovery,
  streamSpecification,
  timeToLive,
} from "../make-table.ts";
import { resourceType } from "../resource.ts";

const replica = z.strictObject({
  Region: z.string(),
  DeletionProtectionEnabled: z.boolean().default(false),
  PointInTimeRecoverySpecification: pointInTimeRecovery,
});

const properties = z.strictObject({
  AttributeDefinitions: attributeDefinitions,
  GlobalSecondaryIndexes: z.array(index).default([]),
  KeySchema: keySchema,
  Replicas: z.tuple([replica], { error: "one Region only" }),
  StreamSpecification: streamSpecification.optional(),
  TableName: z.string().optional(),
  TimeToLiveSpecification: timeToLive.optional(),
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
        name: given.TableName,
        attributes: given.AttributeDefinitions,
        key: given.KeySchema,
        indexes: given.GlobalSecondaryIndexes,
        timeToLive: given.TimeToLiveSpecification,
        stream: given.StreamSpecification,
        backups: given.Replicas[0].PointInTimeRecoverySpecification.PointInTimeRecoveryEnabled,
        deletionProtection: given.Replicas[0].DeletionProtectionEnabled,
      },
      place,
      world,
    ),
});
