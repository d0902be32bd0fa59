/** One batch of a stream until it is done with: tried again, halved, cut at the first failure, or given up. */

import { randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import type { _Record } from "@aws-sdk/client-dynamodb-streams";
import { SendMessageCommand } from "@aws-sdk/client-sqs";
import type { World } from "../world.ts";
import { batchFailures } from "./batch-failures.ts";
import { streamRecord } from "./stream-record.ts";
import type { StreamMapping } from "./stream-source.ts";

export interface StreamBatch {
  readonly mapping: StreamMapping;
  readonly shard: string;
  readonly world: World;
  /** Aborted when the runner ends: the batch is then left for the next start. */
  readonly ending: AbortSignal;
}

/** Resolves when every record was handled or given up to the destination. */
export async function handleBatch(batch: StreamBatch, records: readonly _Record[], tried = 0): Promise<void> {
  const { mapping, ending } = batch;
  const young = records.filter((record) => !isTooOld(record, mapping));
  if (young.length < records.length)
    await giveUp(
      batch,
      records.filter((record) => isTooOld(record, mapping)),
      tried,
    );
  if (young.length === 0 || ending.aborted) return;
  const rest = await attempt(batch, young);
  if (rest.length === 0 || ending.aborted) return;
  // Progress begins the count of tries anew, as with Lambda's checkpoints.
  const tries = rest.length < young.length ? 1 : tried + 1;
  if (mapping.maximumRetries >= 0 && tries > mapping.maximumRetries && !(mapping.bisects && rest.length > 1))
    return giveUp(batch, rest, tries);
  await pause(Math.min(10_000, 100 * 2 ** Math.min(tries, 10)), undefined, { signal: ending }).catch(() => undefined);
  if (!mapping.bisects || rest.length === 1) return handleBatch(batch, rest, tries);
  const middle = Math.ceil(rest.length / 2);
  // Halving does not use up retries (https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-errors.html).
  await handleBatch(batch, rest.slice(0, middle), tried);
  await handleBatch(batch, rest.slice(middle), tried);
}

/** Hands the records over once; gives back those not handled: all, or those from the first reported failure on. */
async function attempt({ mapping, world }: StreamBatch, records: readonly _Record[]): Promise<readonly _Record[]> {
  const outcome = await mapping.target.invoke({
    Records: records.map((record) => streamRecord(record, mapping.streamArn, world.region)),
  });
  if (outcome.kind !== "answered") return records;
  if (!mapping.reportsFailures) return [];
  const numbers = records.map(({ dynamodb }) => dynamodb?.SequenceNumber ?? "");
  const failed = batchFailures(outcome.json, numbers);
  if (failed === "all") return records;
  const first = numbers.findIndex((number) => failed.has(number));
  return first < 0 ? [] : records.slice(first);
}

const isTooOld = ({ dynamodb }: _Record, { maximumAgeSeconds }: StreamMapping): boolean =>
  maximumAgeSeconds >= 0 &&
  Date.now() - (dynamodb?.ApproximateCreationDateTime?.getTime() ?? Date.now()) > maximumAgeSeconds * 1000;

/** What Lambda sends to a destination: where the records stand in the stream, not what is in them. */
async function giveUp(
  { mapping, shard, world }: StreamBatch,
  records: readonly _Record[],
  tries: number,
): Promise<void> {
  const first = records[0]?.dynamodb;
  const last = records.at(-1)?.dynamodb;
  world.log(`gave up ${records.length} stream records after ${tries} tries`, mapping.target.place.path);
  if (mapping.onFailure === undefined) return;
  const report = {
    requestContext: {
      requestId: randomUUID(),
      functionArn: mapping.target.arn,
      condition: tries > 0 ? "RetryAttemptsExhausted" : "RecordAgeExceeded",
      approximateInvokeCount: tries,
    },
    responseContext: { statusCode: 200, executedVersion: "$LATEST", functionError: "Unhandled" },
    version: "1.0",
    timestamp: new Date().toISOString(),
    DDBStreamBatchInfo: {
      shardId: shard,
      startSequenceNumber: first?.SequenceNumber,
      endSequenceNumber: last?.SequenceNumber,
      approximateArrivalOfFirstRecord: first?.ApproximateCreationDateTime?.toISOString(),
      approximateArrivalOfLastRecord: last?.ApproximateCreationDateTime?.toISOString(),
      batchSize: records.length,
      streamArn: mapping.streamArn,
    },
  };
  await world.sqs.send(
    new SendMessageCommand({ QueueUrl: mapping.onFailure.url, MessageBody: JSON.stringify(report) }),
  );
}
