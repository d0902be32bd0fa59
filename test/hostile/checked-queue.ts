/** A queue that takes only what SQS takes and what the worker behind it can read. */
import { SendMessageBatchCommand, SQSClient } from "@aws-sdk/client-sqs";

/** Characters that SQS takes (XML 1.0), without those that some queues refuse. */
const queueText = /^[\t\n\r\u0020-\ud7ff\ue000-\ufffd]*$/;
const queueId = /^[\x21-\x7e]{1,128}$/;
const mostBytes = 1_048_576;

export interface CheckedQueue {
  readonly client: SQSClient;
  readonly queued: () => number;
}

/** A client that throws for a batch that SQS would refuse, or a body that `parse` does. */
export function checkedQueue(parse: (body: unknown) => unknown): CheckedQueue {
  let queued = 0;
  const send = (command: unknown): Promise<object> => {
    if (!(command instanceof SendMessageBatchCommand)) throw new Error("something else was asked of the queue");
    const entries = command.input.Entries ?? [];
    const bodies = entries.map((entry) => entry.MessageBody ?? "");
    const size = bodies.reduce((sum, body) => sum + Buffer.byteLength(body), 0);
    if (entries.length === 0 || entries.length > 10 || size > mostBytes) throw new Error("a batch that SQS refuses");
    for (const entry of entries) {
      if (!queueId.test(entry.MessageGroupId ?? "")) throw new Error("a group that SQS refuses");
      if (!queueId.test(entry.MessageDeduplicationId ?? "")) throw new Error("a deduplication id that SQS refuses");
    }
    for (const body of bodies) {
      if (!queueText.test(body)) throw new Error("characters that SQS refuses");
      parse(JSON.parse(body));
    }
    queued += entries.length;
    return Promise.resolve({});
  };
  const client = Object.assign(new SQSClient({ region: "eu-west-3" }), { send });
  return { client, queued: () => queued };
}
