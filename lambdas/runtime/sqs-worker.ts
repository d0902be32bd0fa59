/** A worker on a queue: reads each message, tries again what the world failed, and parks what can never work. */
import { ChangeMessageVisibilityCommand, SendMessageCommand } from "@aws-sdk/client-sqs";
import type { SQSBatchResponse, SQSEvent, SQSRecord } from "aws-lambda";
import { type Instant, instant } from "#core/values/instant.ts";
import { Unprocessable, WorldFailure } from "#ports/failures.ts";
import { sqsClient } from "./aws-clients.ts";
import { errorFields, log } from "./log.ts";
import { count } from "./metrics.ts";

export interface Delivery {
  /** How often the queue has handed this message out, 1 at first. */
  readonly receiveCount: number;
  /** When it was put on the queue. */
  readonly sentAt: Instant;
}

export interface WorkerQueue {
  readonly queueUrl: string;
  readonly deadLetterQueueUrl: string;
  /** As the queue's redrive policy says. */
  readonly maxReceiveCount: number;
}

export interface Worker<Message, Deps> {
  /** As it stands in the log. */
  readonly name: string;
  /** Called for each batch, so that settings are read when they are needed. */
  readonly queue: () => WorkerQueue;
  /** The message in a body already read as JSON; throws for anything else. */
  readonly parse: (body: unknown) => Message;
  /** What the work needs; made once, and again after it failed. */
  readonly wire: () => Promise<Deps>;
  readonly handle: (deps: Deps, message: Message, delivery: Delivery) => Promise<void>;
  /** Called once, when a message has failed for a quarter of a minute and will be tried again. */
  readonly onDelay?: (deps: Deps, message: Message) => Promise<void>;
  /** The last word on a message: it is parked and never worked on, or this was the last try. */
  readonly giveUp?: (deps: Deps, message: Message, why: "parked" | "last-try") => Promise<void>;
}

/**
 * The handler of a queue's event source mapping with `ReportBatchItemFailures`. After a failure it stops, so that no
 * message of a FIFO group overtakes another: the failed one and all after it are reported.
 */
export function sqsWorker<Message, Deps>(
  worker: Worker<Message, Deps>,
): (event: SQSEvent) => Promise<SQSBatchResponse> {
  let wired: Promise<Deps> | undefined;
  const deps = (): Promise<Deps> => {
    wired ??= worker.wire().catch((cause: unknown) => {
      wired = undefined;
      throw new WorldFailure(`${worker.name} cannot be set up`, { cause });
    });
    return wired;
  };
  return async (event) => {
    const queue = worker.queue();
    for (const [index, record] of event.Records.entries()) {
      if (await isDone(worker, queue, deps, record)) continue;
      return { batchItemFailures: event.Records.slice(index).map((each) => ({ itemIdentifier: each.messageId })) };
    }
    return { batchItemFailures: [] };
  };
}

/** Seconds until a failed message is handed out again: 1, 2, 4 … 300, or what the other side asked for, if longer. */
export function retryDelaySeconds(receiveCount: number, retryAfterMilliseconds = 0): number {
  const doubled = 2 ** Math.min(Math.max(receiveCount, 1) - 1, 9);
  return Math.min(300, Math.max(doubled, Math.ceil(retryAfterMilliseconds / 1000)));
}

/** The try whose failure is called a delay, 1 + 2 + 4 + 8 seconds after the first. */
const delayedTry = 5;

async function isDone<Message, Deps>(
  worker: Worker<Message, Deps>,
  queue: WorkerQueue,
  deps: () => Promise<Deps>,
  record: SQSRecord,
): Promise<boolean> {
  const delivery = deliveryOf(record);
  const fields = { worker: worker.name, messageId: record.messageId, receiveCount: delivery.receiveCount };
  const started = performance.now();
  let message: Message | undefined;
  try {
    message = parseBody(worker, record.body);
    await worker.handle(await deps(), message, delivery);
    log.info("message done", { ...fields, milliseconds: Math.round(performance.now() - started) });
    return true;
  } catch (error) {
    const failed: Failed = {
      queue,
      record,
      error,
      fields,
      say: async (word) => {
        if (message !== undefined) await speak(worker, deps, message, word);
      },
    };
    if (isForEver(error)) return await park(failed);
    await tryLater(failed, delivery.receiveCount);
    return false;
  }
}

interface Failed {
  readonly queue: WorkerQueue;
  readonly record: SQSRecord;
  readonly error: unknown;
  readonly fields: Readonly<Record<string, unknown>>;
  readonly say: (word: Word) => Promise<void>;
}

type Word = "delayed" | "parked" | "last-try";

const deliveryOf = (record: SQSRecord): Delivery => ({
  receiveCount: Number(record.attributes.ApproximateReceiveCount),
  sentAt: instant(Number(record.attributes.SentTimestamp)),
});

function parseBody<Message>(worker: Pick<Worker<Message, unknown>, "parse">, body: string): Message {
  try {
    return worker.parse(JSON.parse(body));
  } catch (cause) {
    throw new Unprocessable("the body is not a message of this queue", { cause });
  }
}

/**
 * Whether the same message must fail in the same way every time: it says so, or our own code broke on it. A TypeError
 * with a cause is `fetch` reporting the network.
 */
const isForEver = (error: unknown): boolean =>
  error instanceof Unprocessable ||
  ((error instanceof TypeError || error instanceof RangeError) && error.cause === undefined);

/**
 * Copies the message to the dead-letter queue, in its group, and then says the last word, which would otherwise be repeated
 * with every failed try to park. False if it cannot be parked, so that the queue tries again.
 */
async function park({ queue, record, error, fields, say }: Failed): Promise<boolean> {
  log.error("message parked", { ...fields, reason: errorFields(error) });
  count("MessagesParked");
  try {
    await sqsClient().send(
      new SendMessageCommand({
        QueueUrl: queue.deadLetterQueueUrl,
        MessageBody: record.body,
        MessageGroupId: record.attributes.MessageGroupId ?? "parked",
        MessageDeduplicationId: record.messageId,
      }),
    );
  } catch (cause) {
    log.error("message cannot be parked", { ...fields, reason: errorFields(cause) });
    return false;
  }
  await say("parked");
  return true;
}

async function tryLater({ queue, record, error, fields, say }: Failed, receiveCount: number): Promise<void> {
  const isLast = receiveCount >= queue.maxReceiveCount;
  const retryAfter = error instanceof WorldFailure ? error.retryAfter : undefined;
  // After the last try the queue itself moves the message away, as soon as it could be received again.
  const seconds = isLast ? 1 : retryDelaySeconds(receiveCount, retryAfter);
  log.warn(isLast ? "message given up" : "message tried again later", {
    ...fields,
    seconds,
    reason: errorFields(error),
  });
  count(isLast ? "MessagesGivenUp" : "WorldFailures");
  if (isLast) await say("last-try");
  else if (receiveCount === delayedTry) await say("delayed");
  try {
    await sqsClient().send(
      new ChangeMessageVisibilityCommand({
        QueueUrl: queue.queueUrl,
        ReceiptHandle: record.receiptHandle,
        VisibilityTimeout: seconds,
      }),
    );
  } catch (cause) {
    log.warn("message keeps the queue's own delay", { ...fields, reason: errorFields(cause) });
  }
}

/** A failure here is logged only: it must not change what becomes of the message. */
async function speak<Message, Deps>(
  worker: Worker<Message, Deps>,
  deps: () => Promise<Deps>,
  message: Message,
  word: Word,
): Promise<void> {
  try {
    if (word === "delayed") await worker.onDelay?.(await deps(), message);
    else await worker.giveUp?.(await deps(), message, word);
  } catch (error) {
    log.error(word === "delayed" ? "delay not told" : "last word failed", {
      worker: worker.name,
      why: word,
      reason: errorFields(error),
    });
  }
}
