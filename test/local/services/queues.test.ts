/** The local queues, where they are mended. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  ChangeMessageVisibilityCommand,
  CreateQueueCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import { expect, test } from "vitest";
import { startQueues } from "#local/services/queues.ts";

test("a message that is made visible at once comes again at once", async () => {
  const folder = mkdtempSync(join(tmpdir(), "comptoir-queues-"));
  const queues = await startQueues({ folder });
  const credentials = { accessKeyId: "TEST", secretAccessKey: "test" };
  const client = new SQSClient({ endpoint: queues.endpoint, region: "eu-west-3", credentials, maxAttempts: 1 });
  const { QueueUrl } = await client.send(
    new CreateQueueCommand({ QueueName: "a.fifo", Attributes: { FifoQueue: "true" } }),
  );
  await client.send(
    new SendMessageCommand({ QueueUrl, MessageBody: "1", MessageGroupId: "g", MessageDeduplicationId: "d" }),
  );
  const receive = async () => (await client.send(new ReceiveMessageCommand({ QueueUrl }))).Messages?.[0];
  const first = await receive();
  expect(await receive()).toBeUndefined();
  const { ReceiptHandle } = first ?? {};
  await client.send(new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout: 0 }));
  expect((await receive())?.MessageId).toBe(first?.MessageId);
  client.destroy();
  await queues.stop();
  rmSync(folder, { recursive: true, force: true });
});
