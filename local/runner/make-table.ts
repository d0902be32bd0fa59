/** Makes a DynamoDB table as the template describes it, or finds the one from the last start and checks that it still fits. */

import { isDeepStrictEqual } from "node:util";
import {
  CreateTableCommand,
  type CreateTableCommandInput,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  type TableDescription,
  UpdateContinuousBackupsCommand,
  UpdateTableCommand,
  UpdateTimeToLiveCommand,
} from "@aws-sdk/client-dynamodb";
import { z } from "zod";
import { physicalName } from "./names.ts";
import { type Place, refused, type Values } from "./resource.ts";
import type { World } from "./world.ts";

/** One HASH and at most one RANGE attribute: the local DynamoDB cannot query keys of several attributes. */
const keySchema = z
  .array(z.strictObject({ AttributeName: z.string(), KeyType: z.enum(["HASH", "RANGE"]) }))
  .refine((keys) => keys.filter(({ KeyType }) => KeyType === "HASH").length === 1 && keys.length <= 2, {
    message: "a key has one HASH and at most one RANGE attribute here",
  });

const index = z.strictObject({
  IndexName: z.string(),
  KeySchema: keySchema,
  Projection: z.strictObject({
    ProjectionType: z.enum(["ALL", "INCLUDE", "KEYS_ONLY"]),
    NonKeyAttributes: z.array(z.string()).optional(),
  }),
});

const attributeDefinitions = z.array(
  z.strictObject({ AttributeName: z.string(), AttributeType: z.enum(["S", "N", "B"]) }),
);

const timeToLive = z.strictObject({ AttributeName: z.string().optional(), Enabled: z.boolean() });

const streamSpecification = z.strictObject({
  StreamViewType: z.enum(["KEYS_ONLY", "NEW_IMAGE", "OLD_IMAGE", "NEW_AND_OLD_IMAGES"]),
});

export const pointInTimeRecovery = z
  .strictObject({ PointInTimeRecoveryEnabled: z.boolean().default(false), RecoveryPeriodInDays: z.number().optional() })
  .default({ PointInTimeRecoveryEnabled: false });

/** Properties that both types of table have. */
export const tableProperties = z.strictObject({
  AttributeDefinitions: attributeDefinitions,
  GlobalSecondaryIndexes: z.array(index).default([]),
  KeySchema: keySchema,
  StreamSpecification: streamSpecification.optional(),
  TableName: z.string().optional(),
  TimeToLiveSpecification: timeToLive.optional(),
});

/** A table: the properties of both types, and what each type has in a place of its own. */
export interface TableDefinition {
  readonly properties: z.infer<typeof tableProperties>;
  readonly deletionProtection: boolean;
  /** Whether it has continuous backups (point-in-time recovery), and so can be exported. */
  readonly backups: boolean;
}

/** Ref, Arn and StreamArn of the table. CannotStart when a table of that name has other keys or indexes. */
export async function makeTable(definition: TableDefinition, place: Place, world: World): Promise<Values> {
  const { properties, backups } = definition;
  const name = properties.TableName ?? physicalName(place, 255);
  const wanted = creation(name, definition);
  const found = (await existing(name, world)) ?? (await created(wanted, place, world));
  if (!fits(found, wanted))
    throw refused(place, `the table ${name} was made with other keys or indexes; begin anew with npm start -- --fresh`);
  const isStreaming = properties.StreamSpecification === undefined || found.StreamSpecification?.StreamEnabled;
  const table = isStreaming ? found : await streaming(wanted, world);
  await setTimeToLive(name, properties, world);
  if (backups) await keepBackups(name, world);
  const arn = table.TableArn ?? `arn:aws:dynamodb:${world.region}:${world.account}:table/${name}`;
  world.tables.push({ place, name, arn, streamArn: table.LatestStreamArn });
  return {
    ref: name,
    attributes: { Arn: arn, ...(table.LatestStreamArn ? { StreamArn: table.LatestStreamArn } : {}) },
  };
}

function creation(name: string, { properties, deletionProtection }: TableDefinition) {
  const { AttributeDefinitions, KeySchema, GlobalSecondaryIndexes, StreamSpecification } = properties;
  return {
    TableName: name,
    AttributeDefinitions,
    KeySchema,
    BillingMode: "PAY_PER_REQUEST",
    DeletionProtectionEnabled: deletionProtection,
    ...(GlobalSecondaryIndexes.length > 0 ? { GlobalSecondaryIndexes } : {}),
    ...(StreamSpecification ? { StreamSpecification: { StreamEnabled: true, ...StreamSpecification } } : {}),
  } satisfies CreateTableCommandInput;
}

type Creation = ReturnType<typeof creation>;

async function existing(name: string, world: World): Promise<TableDescription | undefined> {
  try {
    return (await world.dynamodb.send(new DescribeTableCommand({ TableName: name }))).Table;
  } catch (error) {
    if (error instanceof Error && error.name === "ResourceNotFoundException") return undefined;
    throw error;
  }
}

async function created(wanted: Creation, place: Place, world: World): Promise<TableDescription> {
  try {
    await world.dynamodb.send(new CreateTableCommand(wanted));
  } catch (cause) {
    throw refused(place, `the table ${wanted.TableName} cannot be made: ${String(cause)}`, cause);
  }
  for (;;) {
    const table = await existing(wanted.TableName, world);
    if (table?.TableStatus === "ACTIVE") return table;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Whether a table can serve as the wanted one: keys with their types, and indexes with their projections. */
function fits(table: TableDescription, wanted: Creation): boolean {
  const types = new Map(table.AttributeDefinitions?.map((one) => [one.AttributeName, one.AttributeType]));
  const sameTypes = wanted.AttributeDefinitions.every((one) => types.get(one.AttributeName) === one.AttributeType);
  const indexes = (of: Pick<TableDescription, "GlobalSecondaryIndexes">) =>
    (of.GlobalSecondaryIndexes ?? [])
      .map(({ IndexName = "", Projection, ...keys }) => ({
        IndexName,
        keys: shape(keys),
        type: Projection?.ProjectionType,
        attributes: [...(Projection?.NonKeyAttributes ?? [])].sort(),
      }))
      .sort((left, right) => (left.IndexName < right.IndexName ? -1 : 1));
  return (
    sameTypes && isDeepStrictEqual(shape(table), shape(wanted)) && isDeepStrictEqual(indexes(table), indexes(wanted))
  );
}

const shape = ({ KeySchema = [] }: Pick<TableDescription, "KeySchema">): readonly string[] =>
  KeySchema.map(({ AttributeName, KeyType }) => `${KeyType} ${AttributeName}`).sort();

async function streaming(wanted: Creation, world: World): Promise<TableDescription> {
  const { TableName, StreamSpecification } = wanted;
  const { TableDescription = {} } = await world.dynamodb.send(
    new UpdateTableCommand({ TableName, StreamSpecification }),
  );
  return TableDescription;
}

async function setTimeToLive(
  name: string,
  { TimeToLiveSpecification: wanted }: TableDefinition["properties"],
  world: World,
): Promise<void> {
  if (!wanted?.Enabled || wanted.AttributeName === undefined) return;
  const { TimeToLiveDescription } = await world.dynamodb.send(new DescribeTimeToLiveCommand({ TableName: name }));
  if (TimeToLiveDescription?.AttributeName === wanted.AttributeName) return;
  const TimeToLiveSpecification = { AttributeName: wanted.AttributeName, Enabled: true };
  await world.dynamodb.send(new UpdateTimeToLiveCommand({ TableName: name, TimeToLiveSpecification }));
}

/** Turns continuous backups on. Only `local/services/exports` knows them; a plain local DynamoDB does not, and then nothing can be exported. */
async function keepBackups(TableName: string, world: World): Promise<void> {
  const PointInTimeRecoverySpecification = { PointInTimeRecoveryEnabled: true };
  try {
    await world.dynamodb.send(new UpdateContinuousBackupsCommand({ TableName, PointInTimeRecoverySpecification }));
  } catch (error) {
    if (!(error instanceof Error && error.name.startsWith("UnknownOperation"))) throw error;
  }
}
