/** Polls a queue for a function as Lambda's event source mapping does: batches, concurrency, partial failures. */

import { setTimeout as pause } from "node:timers/promises";
import { DeleteMessageBatchCommand, type Message, ReceiveMessageCommand } from "@aws-sdk/client-sqs";
import type { LambdaFunction } from "../lambda/lambda-function.ts";
import type { Queue, Worker, World } from "../world.ts";
import { batchFailures } from "./batch-failures.ts";
import { sqsRecord } from "./sqs-record.ts";

export interface SqsMapping {
  readonly queue: Queue;
  readonly target: LambdaFunction;
  readonly batchSize: number;
  readonly maximumConcurrency: number;
  readonly reportsFailures: boolean;
}

/**
 * Seconds a poll waits for a message; it returns at once when one arrives. Short, because the local SQS goes on waiting for
 * a caller that has gone, and would give it a message: the end of the runner waits for the last poll instead.
 */
const waitSeconds = 1;

type Surroundings = Pick<World, "sqs" | "region" | "log" | "acknowledge">;

/** The worker of one mapping. What it leaves in the queue comes back after its visibility timeout. */
export function sqsSource(mapping: SqsMapping, world: Surroundings): Worker {
  const { queue, target, maximumConcurrency } = mapping;
  const running = new Set<Promise<void>>();
  const ending = new AbortController();
  let polling: Promise<void> | undefined;

  const poll = async (): Promise<void> => {
    while (!ending.signal.aborted) {
      // A message is received only when somebody can work on it: waiting here would use up its visibility timeout.
      if (running.size >= maximumConcurrency) {
        await Promise.race(running);
        continue;
      }
      const messages = await receive(mapping, world);
      if (messages === undefined) await pause(1000, undefined, { signal: ending.signal }).catch(() => undefined);
      else if (messages.length > 0) {
        const work = handle(messages, mapping, world)
          .catch((error: unknown) => world.log(`${queue.name}: ${String(error)}`, target.place.path))
          .finally(() => running.delete(work));
        running.add(work);
      }
    }
  };
  return {
    start: () => {
      polling ??= poll();
    },
    stop: async () => {
      ending.abort();
      await polling;
      await Promise.all(running);
    },
  };
}

/** The next messages, none after a quiet poll, undefined when the queue does not answer. */
async function receive(
  { queue, batchSize, target }: SqsMapping,
  world: Surroundings,
): Promise<readonly Message[] | undefined> {
  try {
    const { Messages } = await world.sqs.send(
      new ReceiveMessageCommand({
        QueueUrl: queue.url,
        MaxNumberOfMessages: batchSize,
        WaitTimeSeconds: waitSeconds,
        MessageSystemAttributeNames: ["All"],
        MessageAttributeNames: ["All"],
      }),
    );
    return Messages ?? [];
  } catch (error) {
    world.log(`${queue.name} does not answer: ${String(error)}`, target.place.path);
    return undefined;
  }
}

async function handle(messages: readonly Message[], mapping: SqsMapping, world: Surroundings): Promise<void> {
  const { queue, target, reportsFailures } = mapping;
  const outcome = await target.invoke({
    Records: messages.map((message) => sqsRecord(message, { arn: queue.arn, region: world.region })),
  });
  if (outcome.kind !== "answered") return;
  const ids = messages.map(({ MessageId }) => MessageId ?? "");
  const failed = reportsFailures ? batchFailures(outcome.json, ids) : new Set<string>();
  if (failed === "all") return;
  const done = messages.filter(({ MessageId }) => !failed.has(MessageId ?? ""));
  if (done.length === 0) return;
  const messageIds = done.map(({ MessageId }) => MessageId ?? "");
  if (!world.acknowledge({ functionName: target.name, messageIds })) return;
  await world.sqs.send(
    new DeleteMessageBatchCommand({
      QueueUrl: queue.url,
      Entries: done.map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle })),
    }),
  );
}
