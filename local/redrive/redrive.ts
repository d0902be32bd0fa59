/** Sends dead letters back to the queue they came from: in order, whole, and never lost, wherever it is interrupted. */
import { createHash } from "node:crypto";
import {
  ChangeMessageVisibilityBatchCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  type SQSClient,
} from "@aws-sdk/client-sqs";
import { type DeadLetter, deadLetter } from "./dead-letter.ts";

export interface Redrive {
  readonly sqs: SQSClient;
  /** The dead-letter queue. */
  readonly from: string;
  /** The queue whose dead letters these are. */
  readonly to: string;
  /** False only looks: everything can be received again as soon as it is over. */
  readonly go: boolean;
  /** At most so many messages. */
  readonly limit: number;
  /** Told of each message, before it is moved. */
  readonly onLetter: (letter: DeadLetter) => void;
}

export interface Redriven {
  /** How many were shown, or moved. */
  readonly count: number;
  /** How many were not: over the limit, or behind others of their group, which a look alone cannot pass. */
  readonly left: number;
}

/** Seconds that a message is kept from others while it is looked at or moved. */
const keptSeconds = 60;

/** Moves or shows what the dead-letter queue held at the start. Rejects with SQS's error; nothing is lost then. */
export async function redrive(options: Redrive): Promise<Redriven> {
  const startedAt = Date.now();
  const seen = new Set<string>();
  const held: DeadLetter[] = [];
  const total = await waiting(options);
  try {
    for (;;) {
      const received = await receive(options, Math.min(10, options.limit - seen.size));
      held.push(...received);
      // A message that was parked after the start has failed again: moving it would never end.
      const letters = received.filter((letter) => letter.parkedAt <= startedAt && !seen.has(letter.messageId));
      for (const letter of letters) {
        await treat(options, letter, held);
        seen.add(letter.messageId);
      }
      if (letters.length === 0 || seen.size >= options.limit) break;
    }
  } finally {
    await release(options, held);
  }
  return { count: seen.size, left: Math.max(0, total - seen.size) };
}

async function treat(options: Redrive, letter: DeadLetter, held: DeadLetter[]): Promise<void> {
  options.onLetter(letter);
  if (options.go) await move(options, letter, held);
}

async function waiting({ sqs, from }: Redrive): Promise<number> {
  const { Attributes } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl: from, AttributeNames: ["ApproximateNumberOfMessages"] }),
  );
  return Number(Attributes?.ApproximateNumberOfMessages ?? 0);
}

async function receive({ sqs, from }: Redrive, most: number): Promise<readonly DeadLetter[]> {
  const { Messages } = await sqs.send(
    new ReceiveMessageCommand({
      QueueUrl: from,
      MaxNumberOfMessages: most,
      VisibilityTimeout: keptSeconds,
      WaitTimeSeconds: 1,
      MessageSystemAttributeNames: ["All"],
    }),
  );
  return (Messages ?? []).flatMap((message) => deadLetter(message) ?? []);
}

/**
 * Sent first, deleted after: an interruption between the two leaves a copy, and the next run within five minutes sends it
 * under the same id, which the queue drops. A copy that comes later is known to session and order.
 */
async function move({ sqs, from, to }: Redrive, letter: DeadLetter, held: DeadLetter[]): Promise<void> {
  await sqs.send(
    new SendMessageCommand({
      QueueUrl: to,
      MessageBody: letter.body,
      MessageGroupId: letter.group,
      MessageDeduplicationId: createHash("sha256").update(`redrive:${letter.messageId}`).digest("hex"),
    }),
  );
  await sqs.send(new DeleteMessageCommand({ QueueUrl: from, ReceiptHandle: letter.receiptHandle }));
  held.splice(held.indexOf(letter), 1);
}

/** Newest first: a message becomes visible again only while those after it in its group are visible too. */
async function release({ sqs, from }: Redrive, held: readonly DeadLetter[]): Promise<void> {
  const newestFirst = held.toReversed();
  for (let start = 0; start < newestFirst.length; start += 10) {
    const Entries = newestFirst.slice(start, start + 10).map(({ receiptHandle }, index) => ({
      Id: String(index),
      ReceiptHandle: receiptHandle,
      VisibilityTimeout: 0,
    }));
    await sqs.send(new ChangeMessageVisibilityBatchCommand({ QueueUrl: from, Entries }));
  }
}
