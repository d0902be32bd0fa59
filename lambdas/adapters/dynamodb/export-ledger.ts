/** How far the exports are: one item of a table of its own, written only over the version that was read. */
import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";
import { type DynamoDBDocumentClient, GetCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import * as z from "zod";
import { fromIso, toIso } from "#core/values/instant.ts";
import { Unprocessable, WorldFailure } from "#ports/failures.ts";
import type { ExportLedger, Ledger } from "#ports/table-exports.ts";
import { worldly } from "./aws-failure.ts";

const time = z.string().transform(fromIso);
const item = z.object({
  version: z.number().int().default(0),
  begunAt: time.optional(),
  exportedUntil: time.nullable().default(null),
  pending: z
    .array(
      z.object({
        kind: z.enum(["full", "increment"]),
        from: time.exactOptional(),
        to: time,
        attempt: z.number().int(),
        exportArn: z.string().exactOptional(),
      }),
    )
    .default([]),
  lastExportAt: time.exactOptional(),
});

/** The item of the orders' exports. */
const Key = { exported: "orders" };

/** The ledger in a table; each failure is a WorldFailure, an item that nobody understands Unprocessable. */
export const dynamoExportLedger = (client: DynamoDBDocumentClient, table: string): ExportLedger => ({
  async load() {
    const command = new GetCommand({ TableName: table, Key, ConsistentRead: true });
    const { Item } = await worldly("read how far the exports are", () => client.send(command));
    if (!Item) return undefined;
    const read = item.safeParse(Item);
    if (!read.success) throw new Unprocessable("how far the exports are cannot be read", { cause: read.error });
    // An export may have been noted before exports were first looked after.
    const { begunAt = read.data.lastExportAt, exportedUntil, ...others } = read.data;
    if (begunAt === undefined) return undefined;
    return { ...others, begunAt, ...(exportedUntil !== null && { exportedUntil }) };
  },

  async save(ledger) {
    try {
      await client.send(new UpdateCommand({ TableName: table, Key, ...written(ledger) }));
      return true;
    } catch (cause) {
      if (cause instanceof ConditionalCheckFailedException) return false;
      throw new WorldFailure("DynamoDB cannot save how far the exports are", { cause });
    }
  },

  async noteExport(at) {
    const command = new UpdateCommand({
      TableName: table,
      Key,
      UpdateExpression: "SET lastExportAt = :at",
      ExpressionAttributeValues: { ":at": toIso(at) },
    });
    await worldly("note an export", () => client.send(command));
  },
});

/** All but when the last export was, which another function writes. */
const written = ({ version, begunAt, exportedUntil, pending }: Ledger) => ({
  UpdateExpression: "SET version = :next, begunAt = :begunAt, exportedUntil = :until, pending = :pending",
  ConditionExpression: version === 0 ? "attribute_not_exists(version)" : "version = :version",
  ExpressionAttributeValues: {
    ...(version > 0 && { ":version": version }),
    ":next": version + 1,
    ":begunAt": toIso(begunAt),
    ":until": exportedUntil === undefined ? null : toIso(exportedUntil),
    ":pending": pending.map((each) => ({
      ...each,
      ...(each.from !== undefined && { from: toIso(each.from) }),
      to: toIso(each.to),
    })),
  },
});
