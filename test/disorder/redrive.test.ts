/** What is parked goes back by a command: looked at first, in order, whole, and never lost on the way. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import {
  CreateQueueCommand,
  DeleteMessageCommand,
  type Message,
  PurgeQueueCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import { afterAll, afterEach, beforeAll, expect, inject, test } from "vitest";
import { z } from "zod";
import { deployedQueues, localQueues, queuePrefix } from "#local/redrive/find-queues.ts";
import { redrive } from "#local/redrive/redrive.ts";
import { startQueues } from "#local/services/queues.ts";

const template = z.looseObject({ Resources: z.record(z.string(), z.looseObject({ Type: z.string() })) });
const secretWords = "my name is Julie";
let stop: () => Promise<void>;
let endpoint: string;
let sqs: SQSClient;
let queues: { from: string; to: string };
let folder: string;

beforeAll(async () => {
  const service = await startQueues();
  ({ endpoint } = service);
  stop = async () => service.stop();
  sqs = new SQSClient({ endpoint, region: "eu-west-3", credentials: { accessKeyId: "T", secretAccessKey: "t" } });
  const from = await createQueue("comptoir-staging-ConversationQueueDeadLetters4E5F6A7B-x.fifo");
  const to = await createQueue("comptoir-staging-ConversationQueue0A1B2C3D-x.fifo", {
    RedrivePolicy: JSON.stringify({
      deadLetterTargetArn:
        "arn:aws:sqs:eu-west-3:000000000000:comptoir-staging-ConversationQueueDeadLetters4E5F6A7B-x.fifo",
      maxReceiveCount: "15",
    }),
  });
  queues = { from, to };
  folder = mkdtempSync(join(tmpdir(), "comptoir-redrive-"));
});
afterEach(async () => {
  for (const QueueUrl of Object.values(queues)) await sqs.send(new PurgeQueueCommand({ QueueUrl }));
});
afterAll(async () => {
  sqs.destroy();
  await stop();
  rmSync(folder, { recursive: true, force: true });
});

async function createQueue(QueueName: string, more: Record<string, string> = {}): Promise<string> {
  await sqs.send(
    new CreateQueueCommand({
      QueueName,
      Attributes: {
        FifoQueue: "true",
        DeduplicationScope: "messageGroup",
        FifoThroughputLimit: "perMessageGroupId",
        ...more,
      },
    }),
  );
  return `${endpoint}/000000000000/${QueueName}`;
}

const bodyOf = (id: string): string =>
  JSON.stringify({ v: 1, kind: "shopper-input", id, at: Date.now() - 3 * 3_600_000, input: { text: secretWords } });

let parked = 0;
async function park(group: string, body: string): Promise<void> {
  parked += 1;
  await sqs.send(
    new SendMessageCommand({
      QueueUrl: queues.from,
      MessageBody: body,
      MessageGroupId: group,
      MessageDeduplicationId: `parked-${parked}`,
    }),
  );
}

/** All that can be received of a queue, group by group in its order. */
async function contents(QueueUrl: string): Promise<Record<string, string[]>> {
  const groups: Record<string, string[]> = {};
  for (;;) {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, MessageSystemAttributeNames: ["All"] }),
    );
    if (Messages.length === 0) return groups;
    for (const message of Messages) {
      (groups[groupOf(message)] ??= []).push(message.Body ?? "");
      await deleted(QueueUrl, message);
    }
  }
}
const groupOf = (message: Message): string => message.Attributes?.MessageGroupId ?? "";
async function deleted(QueueUrl: string, { ReceiptHandle }: Message): Promise<void> {
  await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
}

const moved = (options: Partial<Parameters<typeof redrive>[0]> = {}) =>
  redrive({ sqs, ...queues, go: true, limit: 1000, onLetter: () => undefined, ...options });

test("messages go back whole, in the order of their group, and leave nothing behind", async () => {
  const odd = '{"v":1, "kind":"shopper-input",  "id":"m_2", "at":1, "input":"\\ud83d\\ude42 é"}\n';
  for (const [group, body] of [
    ["p:1", bodyOf("m_1")],
    ["p:2", bodyOf("m_9")],
    ["p:1", odd],
    ["p:1", "no JSON at all"],
  ] as const) {
    await park(group, body);
  }
  expect(await moved()).toEqual({ count: 4, left: 0 });
  const there = await contents(queues.to);
  expect(there["p:1"]?.slice(1)).toEqual([odd, "no JSON at all"]);
  expect(there["p:1"]?.[0]).toContain('"m_1"');
  expect(there["p:2"]).toHaveLength(1);
  expect(await contents(queues.from)).toEqual({});
});

test("a look changes nothing, and what was looked at can go back at once", async () => {
  await park("p:1", bodyOf("m_1"));
  await park("p:1", bodyOf("m_2"));
  await park("p:2", bodyOf("m_3"));
  const looked = await moved({ go: false });
  expect(looked.count + looked.left).toBe(3);
  expect(await contents(queues.to)).toEqual({});
  expect(await moved()).toEqual({ count: 3, left: 0 });
});

test("no more goes back than was asked for, the oldest of a group first", async () => {
  for (const id of ["m_1", "m_2", "m_3"]) await park("p:1", bodyOf(id));
  expect(await moved({ limit: 2 })).toEqual({ count: 2, left: 1 });
  expect((await contents(queues.to))["p:1"]?.join()).toMatch(/m_1.*m_2/);
  expect((await contents(queues.from))["p:1"]?.join()).toContain("m_3");
});

test("interrupted after the sending and before the deleting, the next run sends no second copy", async () => {
  await park("p:1", bodyOf("m_1"));
  await park("p:1", bodyOf("m_2"));
  const breaking = new SQSClient({ endpoint, region: "x", credentials: { accessKeyId: "T", secretAccessKey: "t" } });
  breaking.middlewareStack.add(
    (next, context) => async (args) => {
      if (context.commandName === "DeleteMessageCommand") throw new Error("the line is cut");
      return next(args);
    },
    { step: "initialize" },
  );
  await expect(moved({ sqs: breaking })).rejects.toThrow("the line is cut");
  breaking.destroy();
  expect(await moved()).toEqual({ count: 2, left: 0 });
  expect((await contents(queues.to))["p:1"]).toHaveLength(2);
});

test("where sending fails, every message stays parked and in its order", async () => {
  await park("p:1", bodyOf("m_1"));
  await park("p:1", bodyOf("m_2"));
  await expect(moved({ to: `${endpoint}/000000000000/nowhere.fifo` })).rejects.toThrow(/exist/);
  expect((await contents(queues.from))["p:1"]?.join()).toMatch(/m_1.*m_2/);
});

test("a deployment's queues are found by the names that the template leads to", async () => {
  const found = await deployedQueues("conversation", "staging", sqs);
  expect(found.to).toContain("ConversationQueue0A1B2C3D");
  expect(found.from).toContain("ConversationQueueDeadLetters");
  const { Resources } = template.parse(
    JSON.parse(readFileSync(join(inject("assembly"), "comptoir-production.template.json"), "utf8")),
  );
  for (const name of ["conversation", "payments"] as const) {
    const logicalId = queuePrefix("production", name).replace("comptoir-production-", "");
    const queues = Object.entries(Resources).filter(
      ([id, { Type }]) => new RegExp(`^${logicalId}[0-9A-F]{8}$`).test(id) && Type === "AWS::SQS::Queue",
    );
    expect(queues).toHaveLength(1);
  }
});

interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** The command in a process of its own, as a person calls it. */
async function command(args: readonly string[]): Promise<Ran> {
  const child = spawn(process.execPath, [resolve("bin/redrive.ts"), ...args], {
    cwd: folder,
    env: {
      PATH: process.env["PATH"],
      AWS_REGION: "eu-west-3",
      AWS_ACCESS_KEY_ID: "T",
      AWS_SECRET_ACCESS_KEY: "t",
      AWS_EC2_METADATA_DISABLED: "true",
      AWS_ENDPOINT_URL_SQS: endpoint,
    },
  });
  let [out, err] = ["", ""];
  child.stdout.on("data", (chunk: Buffer) => (out += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (err += chunk.toString()));
  const [code]: unknown[] = await once(child, "close");
  return { code: typeof code === "number" ? code : null, out, err };
}

test("the command shows kind, id, age and counts, never words or who wrote them, and moves with --go", async () => {
  await park("100000000000001:7001", bodyOf("m_1"));
  await park("100000000000001:7002", '{"kind":"<b>Julie</b>","id":"my name is Julie"}');
  const looked = await command(["--queue", "conversation", "--environment", "staging"]);
  expect(looked).toMatchObject({ code: 0, err: "" });
  expect(looked.out).toMatch(/shopper-input +m_1 +3 h old, group [0-9a-f]{8}, received 1×/);
  expect(looked.out).toContain("unreadable");
  expect(looked.out).toContain("2 messages would go back with --go.");
  expect(looked.out).not.toMatch(/Julie|7001|7002/);
  const went = await command(["--queue", "conversation", "--environment", "staging", "--go"]);
  expect(went.out).toContain("2 messages went back.");
  expect((await command(["--from", queues.from, "--to", queues.to])).out).toContain("There is nothing to send back.");
});

test("the shop on this machine is found by what it wrote", async () => {
  const local = mkdtempSync(join(folder, "local-"));
  const url = queues.to;
  const named = { conversation: url, payments: url, conversationDeadLetters: queues.from, paymentsDeadLetters: url };
  writeFileSync(join(local, "endpoints.json"), JSON.stringify({ sqs: endpoint, region: "x", queues: named }));
  const found = localQueues("conversation", local);
  expect(found).toMatchObject({ from: queues.from, to: queues.to });
  found.sqs.destroy();
});

test.each([
  [["--queue", "conversation"], /No shop runs on this machine/],
  [["--queue", "payments", "--environment", "staging"], /no queue is called comptoir-staging-PaymentsQueue/],
  [["--from", "https://sqs.example/1/a", "--to", "https://sqs.example/1/b.fifo"], /two FIFO queues/],
  [["--wrong"], /Unknown option '--wrong'/],
])("a wrong call (%j) says in one sentence what is wrong, with exit code 1", async (args, pattern) => {
  const { code, err } = await command(args);
  expect(code).toBe(1);
  expect(err).toMatch(pattern);
  expect(err).not.toMatch(/ at .*\.ts:/);
});

test("a queue that is not there is named so", async () => {
  const nowhere = `${endpoint}/000000000000/nowhere.fifo`;
  const { code, err } = await command(["--from", nowhere, "--to", queues.to]);
  expect(code).toBe(1);
  expect(err).toContain("There is no such queue");
});
