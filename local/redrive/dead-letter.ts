/** A dead letter as a person may see it: enough to judge it by, nothing of what a shopper wrote or is called. */
import { createHash } from "node:crypto";
import type { Message } from "@aws-sdk/client-sqs";
import { z } from "zod";

export interface DeadLetter {
  readonly messageId: string;
  readonly receiptHandle: string;
  /** Exactly as it was parked. */
  readonly body: string;
  readonly group: string;
  /** When it was put on the dead-letter queue, milliseconds since 1970. */
  readonly parkedAt: number;
  /** How often it was received, as far as the queue tells; this look at it included. */
  readonly receiveCount: number;
}

/** A received message as a dead letter; undefined for one that is not of a FIFO queue and cannot go back. */
export function deadLetter(message: Message): DeadLetter | undefined {
  const { MessageId, ReceiptHandle, Body, Attributes } = message;
  const group = Attributes?.MessageGroupId;
  if (!MessageId || !ReceiptHandle || Body === undefined || group === undefined) return undefined;
  return {
    messageId: MessageId,
    receiptHandle: ReceiptHandle,
    body: Body,
    group,
    parkedAt: Number(Attributes?.SentTimestamp ?? 0),
    receiveCount: Number(Attributes?.ApproximateReceiveCount ?? 1),
  };
}

/** Kind, id, age, group as a short hash, number of receives, in one line. */
export function describeDeadLetter(letter: DeadLetter, now: number): string {
  const { kind, id, at } = headOf(letter.body);
  const age = ageOf(now - (at ?? letter.parkedAt));
  return `${kind.padEnd(14)} ${id}  ${age} old, group ${shortHash(letter.group)}, received ${letter.receiveCount}×`;
}

/** What a dead letter says of itself; whatever is missing or of another form is left out, for it may be why it is here. */
const head = z.looseObject({
  kind: z
    .string()
    .regex(/^[a-z-]{1,24}$/)
    .catch("unreadable"),
  id: z
    .string()
    .regex(/^[\w.:$=+/-]{1,200}$/)
    .catch("without an id"),
  at: z.number().int().positive().optional().catch(undefined),
  createdAt: z.number().int().positive().optional().catch(undefined),
});

function headOf(body: string): { readonly kind: string; readonly id: string; readonly at: number | undefined } {
  const { kind, id, at, createdAt } = head.catch({ kind: "unreadable", id: "without an id" }).parse(jsonIn(body));
  return { kind, id, at: at ?? createdAt };
}

function jsonIn(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

/** Groups name shoppers; eight characters tell them apart. */
const shortHash = (text: string): string => createHash("sha256").update(text).digest("hex").slice(0, 8);

function ageOf(milliseconds: number): string {
  const minutes = Math.max(0, Math.floor(milliseconds / 60_000));
  if (minutes < 120) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  return hours < 72 ? `${hours} h` : `${Math.floor(hours / 24)} days`;
}
