import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Emulators, lambdaResource, queueMapping, startApp, startEmulators } from "./small-app.ts";

let emulators: Emulators;
beforeAll(async () => {
  emulators = await startEmulators();
});
afterAll(() => emulators.stop());

const fifo = { FifoQueue: true, DeduplicationScope: "messageGroup", FifoThroughputLimit: "perMessageGroupId" };

const withDeadLetters = (name: string, tries: number, properties: object = {}) => ({
  [`${name}Dead`]: { Type: "AWS::SQS::Queue", Properties: fifo },
  [name]: {
    Type: "AWS::SQS::Queue",
    Properties: {
      ...fifo,
      VisibilityTimeout: 1,
      RedrivePolicy: { deadLetterTargetArn: { "Fn::GetAtt": [`${name}Dead`, "Arn"] }, maxReceiveCount: tries },
      ...properties,
    },
  },
});

const message = (body: string, group = "shopper") => ({
  MessageBody: body,
  MessageGroupId: group,
  MessageDeduplicationId: `${group}-${body}`,
});

it("hands a message to its function as Lambda does, and deletes it", async () => {
  const app = await startApp(emulators, {
    stacks: {
      Told: {
        Resources: {
          ...withDeadLetters("Queue", 2),
          Worker: lambdaResource("Worker"),
          Mapping: queueMapping("Queue", "Worker", { FunctionResponseTypes: ["ReportBatchItemFailures"] }),
        },
      },
    },
    code: { Worker: `export const handler = async (event) => console.log("record " + JSON.stringify(event.Records));` },
  });
  await app.send("Queue", {
    ...message("hello"),
    MessageAttributes: {
      kind: { DataType: "String", StringValue: "greeting" },
      bytes: { DataType: "Binary", BinaryValue: Buffer.from("é") },
    },
  });
  const [record = ""] = await app.said("record");
  expect(JSON.parse(record)).toEqual([
    {
      messageId: expect.any(String),
      receiptHandle: expect.any(String),
      body: "hello",
      attributes: {
        ApproximateReceiveCount: "1",
        ApproximateFirstReceiveTimestamp: expect.stringMatching(/^\d{13}$/),
        MessageDeduplicationId: expect.any(String),
        MessageGroupId: "shopper",
        SenderId: expect.any(String),
        SentTimestamp: expect.stringMatching(/^\d{13}$/),
        SequenceNumber: expect.stringMatching(/^\d+$/),
      },
      messageAttributes: {
        kind: { stringValue: "greeting", stringListValues: [], binaryListValues: [], dataType: "String" },
        bytes: { binaryValue: "w6k=", stringListValues: [], binaryListValues: [], dataType: "Binary" },
      },
      md5OfBody: "5d41402abc4b2a76b9719d911017c592",
      md5OfMessageAttributes: expect.any(String),
      eventSource: "aws:sqs",
      eventSourceARN: "arn:aws:sqs:us-east-1:000000000000:Told-Queue.fifo",
      awsRegion: "us-east-1",
    },
  ]);
  // The group is free again only when the first message is deleted.
  await app.send("Queue", message("again"));
  expect(await app.said("record", 2)).toHaveLength(2);
  await app.stop();
});

it("brings a message back after its visibility timeout, and gives it up to the dead letters after its tries", async () => {
  const app = await startApp(emulators, {
    stacks: {
      Retries: {
        Resources: {
          ...withDeadLetters("Queue", 2),
          Worker: lambdaResource("Worker"),
          Mapping: queueMapping("Queue", "Worker"),
        },
      },
    },
    code: {
      Worker: `export const handler = async ({ Records: [record] }) => {
        console.log("try " + record.body + " " + record.attributes.ApproximateReceiveCount);
        if (record.body === "poison") throw new Error("cannot");
        if (record.body === "deadly") process.exit(1);
      };`,
    },
  });
  await app.send("Queue", message("poison"));
  await app.send("Queue", message("deadly", "other"));
  await app.send("Queue", message("good"));
  const dead = new Set([(await app.next("QueueDead")).Body, (await app.next("QueueDead")).Body]);
  expect(dead).toEqual(new Set(["deadly", "poison"]));
  const tries = await app.said("try", 5);
  expect(tries.filter((line) => line.startsWith("poison"))).toEqual(["poison 1", "poison 2"]);
  expect(tries.filter((line) => line.startsWith("deadly"))).toEqual(["deadly 1", "deadly 2"]);
  expect(tries.indexOf("good 1")).toBeGreaterThan(tries.indexOf("poison 2"));
  expect(app.lines).toContain("Error: cannot");
  await app.stop();
});

it("brings back only the messages that a function reports as failed", async () => {
  const app = await startApp(emulators, {
    stacks: {
      Partly: {
        Resources: {
          Queue: { Type: "AWS::SQS::Queue", Properties: { VisibilityTimeout: 1 } },
          Worker: lambdaResource("Worker"),
          Mapping: queueMapping("Queue", "Worker", {
            BatchSize: 10,
            FunctionResponseTypes: ["ReportBatchItemFailures"],
          }),
        },
      },
    },
    code: {
      Worker: `export const handler = async ({ Records }) => {
        for (const { body, attributes } of Records) console.log("try " + body + attributes.ApproximateReceiveCount);
        const failed = Records.filter((one) => one.body === "bad" && one.attributes.ApproximateReceiveCount < 3);
        return { batchItemFailures: failed.map((one) => ({ itemIdentifier: one.messageId })) };
      };`,
    },
  });
  // Loaded before the messages come: their visibility timeout is short.
  await app.runner.invokeFunction("Worker", { Records: [] });
  await Promise.all([app.send("Queue", { MessageBody: "good" }), app.send("Queue", { MessageBody: "bad" })]);
  expect([...(await app.said("try", 4))].sort()).toEqual(["bad1", "bad2", "bad3", "good1"]);
  await app.stop();
});

it("works on as many messages at once as its maximum concurrency, and never twice on one group", async () => {
  const folder = mkdtempSync(join(tmpdir(), "comptoir-gate-"));
  const gate = join(folder, "open");
  const app = await startApp(emulators, {
    stacks: {
      Busy: {
        Resources: {
          ...withDeadLetters("Queue", 3, { VisibilityTimeout: 30 }),
          Worker: lambdaResource("Worker", { Timeout: 20, Environment: { Variables: { GATE: gate } } }),
          Mapping: queueMapping("Queue", "Worker", { ScalingConfig: { MaximumConcurrency: 2 } }),
        },
      },
    },
    code: {
      Worker: `import { existsSync } from "node:fs";
      export const handler = async ({ Records: [record] }) => {
        console.log("begin " + record.attributes.MessageGroupId + " " + record.body);
        while (!existsSync(process.env.GATE)) await new Promise((resolve) => setTimeout(resolve, 5));
        console.log("end " + record.attributes.MessageGroupId + " " + record.body);
      };`,
    },
  });
  for (const group of ["a", "b", "c"])
    for (const body of ["1", "2", "3"]) await app.send("Queue", message(body, group));
  await app.said("begin", 2);
  writeFileSync(gate, "");
  await app.said("end", 9);
  rmSync(folder, { recursive: true });
  let running: string[] = [];
  let most = 0;
  const twice: string[] = [];
  for (const line of app.lines) {
    const [what, group = ""] = line.split(" ");
    if (what === "begin" && running.includes(group)) twice.push(line);
    running = what === "begin" ? [...running, group] : running.filter((one) => one !== group);
    most = Math.max(most, running.length);
  }
  expect(most).toBe(2);
  expect(twice).toEqual([]);
  for (const group of ["a", "b", "c"])
    expect(app.lines.filter((line) => line.startsWith(`begin ${group}`))).toEqual(
      ["1", "2", "3"].map((body) => `begin ${group} ${body}`),
    );
  await app.stop();
});

it("leaves a handled message in the queue when told that the delete never came", async () => {
  const deliveries: string[] = [];
  const app = await startApp(
    emulators,
    {
      stacks: {
        Crash: {
          Resources: {
            ...withDeadLetters("Queue", 3),
            Worker: lambdaResource("Worker"),
            Mapping: queueMapping("Queue", "Worker"),
          },
        },
      },
      code: {
        Worker: `export const handler = async ({ Records: [r] }) => console.log("try " + r.attributes.ApproximateReceiveCount);`,
      },
    },
    { acknowledge: ({ functionName }) => deliveries.push(functionName) > 1 },
  );
  await app.send("Queue", message("once"));
  expect(await app.said("try", 2)).toEqual(["1", "2"]);
  await expect.poll(() => deliveries).toEqual(["Crash-Worker", "Crash-Worker"]);
  await app.stop();
});

it("starts a handler within milliseconds of the message", async () => {
  const app = await startApp(emulators, {
    stacks: {
      Quick: {
        Resources: {
          ...withDeadLetters("Queue", 3),
          Worker: lambdaResource("Worker"),
          Mapping: queueMapping("Queue", "Worker"),
        },
      },
    },
    code: { Worker: `export const handler = async () => console.log("at " + Date.now());` },
  });
  await app.send("Queue", message("warm up"));
  await app.said("at", 1);
  const delays: number[] = [];
  for (let n = 0; n < 10; n += 1) {
    const sent = Date.now();
    await app.send("Queue", message(String(n)));
    const at = await app.said("at", n + 2);
    delays.push(Number(at.at(-1)) - sent);
  }
  expect(Math.min(...delays)).toBeLessThan(200);
  await app.stop();
});
