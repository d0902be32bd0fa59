/** Reads a table's stream for a function as Lambda's event source mapping does: in order, with retries and bisection. */

import { setTimeout as pause } from "node:timers/promises";
import { DescribeStreamCommand, GetRecordsCommand, GetShardIteratorCommand } from "@aws-sdk/client-dynamodb-streams";
import type { LambdaFunction } from "../lambda/lambda-function.ts";
import type { Queue, Worker, World } from "../world.ts";
import { handleBatch } from "./stream-batch.ts";
import { type StreamPosition, streamPosition } from "./stream-position.ts";

export interface StreamMapping {
  readonly name: string;
  readonly streamArn: string;
  readonly target: LambdaFunction;
  readonly batchSize: number;
  readonly startingPosition: "TRIM_HORIZON" | "LATEST";
  /** -1: for ever. */
  readonly maximumRetries: number;
  /** -1: records never grow too old. */
  readonly maximumAgeSeconds: number;
  readonly bisects: boolean;
  readonly reportsFailures: boolean;
  readonly onFailure: Queue | undefined;
}

/** Lambda looks at each shard four times a second. */
const pollMilliseconds = 250;

/** The worker of one mapping; shards are read one after the other, and a record that fails holds up those behind it. */
export function streamSource(mapping: StreamMapping, world: World): Worker {
  const position = streamPosition(world.stateFolder, mapping.name);
  const iterators = new Map<string, string>();
  const ending = new AbortController();
  let reading: Promise<void> | undefined;

  const read = async (): Promise<void> => {
    while (!ending.signal.aborted) {
      let found = 0;
      try {
        await openShards(mapping, position, iterators, world);
        for (const [shard, iterator] of iterators)
          found += await readShard({ mapping, position, iterators, world, ending: ending.signal }, shard, iterator);
      } catch (error) {
        if (ending.signal.aborted) return;
        // An iterator may have expired: the position is what counts.
        iterators.clear();
        world.log(`${mapping.streamArn} does not answer: ${String(error)}`, mapping.target.place.path);
      }
      if (found === 0) await pause(pollMilliseconds, undefined, { signal: ending.signal }).catch(() => undefined);
    }
  };
  return {
    start: () => {
      reading ??= read();
    },
    stop: async () => {
      ending.abort();
      await reading;
    },
  };
}

/** Looks for shards while none is open: a shard that ends has followers. */
async function openShards(
  mapping: StreamMapping,
  position: StreamPosition,
  iterators: Map<string, string>,
  world: World,
): Promise<void> {
  if (iterators.size > 0) return;
  const StreamArn = mapping.streamArn;
  const { StreamDescription } = await world.streams.send(new DescribeStreamCommand({ StreamArn }));
  for (const { ShardId } of StreamDescription?.Shards ?? []) {
    if (ShardId === undefined) continue;
    const after = position.after(ShardId);
    const from =
      after === undefined
        ? ({ ShardIteratorType: mapping.startingPosition } as const)
        : ({ ShardIteratorType: "AFTER_SEQUENCE_NUMBER", SequenceNumber: after } as const);
    const { ShardIterator } = await world.streams.send(new GetShardIteratorCommand({ StreamArn, ShardId, ...from }));
    if (ShardIterator) iterators.set(ShardId, ShardIterator);
  }
}

interface Reading {
  readonly mapping: StreamMapping;
  readonly position: StreamPosition;
  readonly iterators: Map<string, string>;
  readonly world: World;
  readonly ending: AbortSignal;
}

async function readShard(reading: Reading, shard: string, iterator: string): Promise<number> {
  const { mapping, position, iterators, world, ending } = reading;
  const { Records = [], NextShardIterator } = await world.streams.send(
    new GetRecordsCommand({ ShardIterator: iterator, Limit: Math.min(mapping.batchSize, 1000) }),
  );
  if (Records.length > 0) await handleBatch({ mapping, shard, world, ending }, Records);
  if (ending.aborted) return 0;
  const last = Records.at(-1)?.dynamodb?.SequenceNumber;
  if (last !== undefined) position.advance(shard, last);
  if (NextShardIterator) iterators.set(shard, NextShardIterator);
  else iterators.delete(shard);
  return Records.length;
}
