/** Sends messages to the two FIFO queues: in order, group by group, each under its own id. */
import { createHash } from "node:crypto";
import { SendMessageBatchCommand, type SQSClient } from "@aws-sdk/client-sqs";
import type { ConversationMessage } from "#core/conversation/input.ts";
import type { PaymentsMessage } from "#core/payments/message.ts";
import { WorldFailure } from "#ports/failures.ts";
import type { ConversationOutlet, Outlet, PaymentsOutlet } from "#ports/queues.ts";
import { groupOf } from "./groups.ts";

/** What one SendMessageBatch takes (SQS quotas: ten messages, 1 MiB in all). */
const maxEntries = 10;
const maxBytes = 1_048_576;

/** The way to the conversation; a WorldFailure if the queue refuses any of the messages. */
export const conversationOutlet = (client: SQSClient, queueUrl: string): ConversationOutlet =>
  outlet<ConversationMessage>(client, queueUrl, groupOf.conversation);

/** The way to the payments stage; a WorldFailure if the queue refuses any of the messages. */
export const paymentsOutlet = (client: SQSClient, queueUrl: string): PaymentsOutlet =>
  outlet<PaymentsMessage>(client, queueUrl, groupOf.payments);

function outlet<Message extends { readonly id: string }>(
  client: SQSClient,
  queueUrl: string,
  group: (message: Message) => string,
): Outlet<Message> {
  return {
    async send(messages) {
      const entries = messages.map((message) => ({
        MessageBody: bodyOf(message),
        MessageGroupId: queueId(group(message)),
        MessageDeduplicationId: queueId(message.id),
      }));
      for (const batch of batches(entries)) await sendBatch(client, queueUrl, batch);
    },
  };
}

interface Entry {
  readonly MessageBody: string;
  readonly MessageGroupId: string;
  readonly MessageDeduplicationId: string;
}

/** An id as SQS takes it, unchanged where it can be: at most 128 visible ASCII characters. */
export const queueId = (id: string): string =>
  /^[\x21-\x7e]{1,128}$/.test(id) ? id : createHash("sha256").update(id).digest("hex");

/**
 * JSON in the characters that every queue takes. SQS takes those of XML 1.0, without two non-characters; queues that speak
 * its protocol may refuse what lies beyond U+FFFF, emoji among them. As escapes all of these read the same.
 */
const bodyOf = (message: unknown): string =>
  JSON.stringify(message).replaceAll(
    /[\ud800-\udfff\ufffe\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );

function batches(entries: readonly Entry[]): readonly (readonly Entry[])[] {
  const all: Entry[][] = [];
  let open: Entry[] = [];
  let bytes = 0;
  for (const entry of entries) {
    const size = Buffer.byteLength(entry.MessageBody);
    if (open.length > 0 && (open.length === maxEntries || bytes + size > maxBytes)) {
      all.push(open);
      open = [];
      bytes = 0;
    }
    open.push(entry);
    bytes += size;
  }
  if (open.length > 0) all.push(open);
  return all;
}

async function sendBatch(client: SQSClient, queueUrl: string, batch: readonly Entry[]): Promise<void> {
  let refused: readonly { readonly Code?: string | undefined }[];
  try {
    const command = new SendMessageBatchCommand({
      QueueUrl: queueUrl,
      Entries: batch.map((entry, index) => ({ Id: String(index), ...entry })),
    });
    refused = (await client.send(command)).Failed ?? [];
  } catch (cause) {
    throw new WorldFailure("the queue cannot be reached", { cause });
  }
  if (refused.length > 0) {
    throw new WorldFailure(`the queue refused ${refused.length} of ${batch.length} messages (${refused[0]?.Code})`);
  }
}
