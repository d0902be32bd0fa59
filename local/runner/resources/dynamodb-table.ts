/** AWS::DynamoDB::Table: a table of the local DynamoDB. */
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

const properties = z.strictObject({
  AttributeDefinitions: attributeDefinitions,
  DeletionProtectionEnabled: z.boolean().default(false),
  GlobalSecondaryIndexes: z.array(index).default([]),
  KeySchema: keySchema,
  PointInTimeRecoverySpecification: pointInTimeRecovery,
  StreamSpecification: streamSpecification.optional(),
  TableName: z.string().optional(),
  TimeToLiveSpecification: timeToLive.optional(),
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
        name: given.TableName,
        attributes: given.AttributeDefinitions,
        key: given.KeySchema,
        indexes: given.GlobalSecondaryIndexes,
        timeToLive: given.TimeToLiveSpecification,
        stream: given.StreamSpecification,
        backups: given.PointInTimeRecoverySpecification.PointInTimeRecoveryEnabled,
        deletionProtection: given.DeletionProtectionEnabled,
      },
      place,
      world,
    ),
});
