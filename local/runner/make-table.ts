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
export const keySchema = z
  .array(z.strictObject({ AttributeName: z.string(), KeyType: z.enum(["HASH", "RANGE"]) }))
  .refine((keys) => keys.filter(({ KeyType }) => KeyType === "HASH").length === 1 && keys.length <= 2, {
    message: "a key has one HASH and at most one RANGE attribute here",
  });

export const index = z.strictObject({
  IndexName: z.string(),
  KeySchema: keySchema,
  Projection: z.strictObject({
    ProjectionType: z.enum(["ALL", "INCLUDE", "KEYS_ONLY"]),
    NonKeyAttributes: z.array(z.string()).optional(),
  }),
});

export const attributeDefinitions = z.array(
  z.strictObject({ AttributeName: z.string(), AttributeType: z.enum(["S", "N", "B"]) }),
);

export const timeToLive = z.strictObject({ AttributeName: z.string().optional(), Enabled: z.boolean() });

export const streamSpecification = z.strictObject({
  StreamViewType: z.enum(["KEYS_ONLY", "NEW_IMAGE", "OLD_IMAGE", "NEW_AND_OLD_IMAGES"]),
});

export const pointInTimeRecovery = z
  .strictObject({ PointInTimeRecoveryEnabled: z.boolean().default(false), RecoveryPeriodInDays: z.number().optional() })
  .default({ PointInTimeRecoveryEnabled: false });

/** What both types of table have in common. */
export interface TableDefinition {
  readonly name: string | undefined;
  readonly attributes: z.infer<typeof attributeDefinitions>;
  readonly key: z.infer<typeof keySchema>;
  readonly indexes: readonly z.infer<typeof index>[];
  readonly timeToLive: z.infer<typeof timeToLive> | undefined;
  readonly stream: z.infer<typeof streamSpecification> | undefined;
  readonly deletionProtection: boolean;
  /** Whether it can be restored to any second, and exported. */
  readonly backups: boolean;
}

/** Ref, Arn and StreamArn of the table. CannotStart when a table of that name has other keys or indexes. */
export async function makeTable(definition: TableDefinition, place: Place, world: World): Promise<Values> {
  const name = definition.name ?? physicalName(place, 255);
  const wanted = creation(name, definition);
  const found = (await existing(name, world)) ?? (await created(wanted, place, world));
  if (!fits(found, wanted))
    throw refused(place, `the table ${name} was made with other keys or indexes; begin anew with npm start -- --fresh`);
  const table = definition.stream && !found.StreamSpecification?.StreamEnabled ? await streaming(wanted, world) : found;
  await setTimeToLive(name, definition, world);
  if (definition.backups) await keepBackups(name, world);
  const arn = table.TableArn ?? `arn:aws:dynamodb:${world.region}:${world.account}:table/${name}`;
  world.tables.push({ place, name, arn, streamArn: table.LatestStreamArn });
  return {
    ref: name,
    attributes: { Arn: arn, ...(table.LatestStreamArn ? { StreamArn: table.LatestStreamArn } : {}) },
  };
}

function creation(name: string, definition: TableDefinition) {
  return {
    TableName: name,
    AttributeDefinitions: definition.attributes,
    KeySchema: definition.key,
    BillingMode: "PAY_PER_REQUEST",
    DeletionProtectionEnabled: definition.deletionProtection,
    ...(definition.indexes.length > 0 ? { GlobalSecondaryIndexes: [...definition.indexes] } : {}),
    ...(definition.stream ? { StreamSpecification: { StreamEnabled: true, ...definition.stream } } : {}),
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

async function setTimeToLive(name: string, { timeToLive }: TableDefinition, world: World): Promise<void> {
  if (!timeToLive?.Enabled || timeToLive.AttributeName === undefined) return;
  const { TimeToLiveDescription } = await world.dynamodb.send(new DescribeTimeToLiveCommand({ TableName: name }));
  if (TimeToLiveDescription?.AttributeName === timeToLive.AttributeName) return;
  const TimeToLiveSpecification = { AttributeName: timeToLive.AttributeName, Enabled: true };
  await world.dynamodb.send(new UpdateTimeToLiveCommand({ TableName: name, TimeToLiveSpecification }));
}

/** Where a front answers for backups (`local/services/exports`); a database alone knows none, and nothing can be exported. */
async function keepBackups(TableName: string, world: World): Promise<void> {
  const PointInTimeRecoverySpecification = { PointInTimeRecoveryEnabled: true };
  try {
    await world.dynamodb.send(new UpdateContinuousBackupsCommand({ TableName, PointInTimeRecoverySpecification }));
  } catch (error) {
    if (!(error instanceof Error && error.name.startsWith("UnknownOperation"))) throw error;
  }
}
