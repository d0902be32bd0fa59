import type { SQSEvent, SQSRecord } from "aws-lambda";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { z } from "zod";
import { Unprocessable, WorldFailure } from "#ports/failures.ts";
import { retryDelaySeconds, sqsWorker, type Worker } from "#runtime/sqs-worker.ts";
import { type RecordedAws, recordAws } from "./recorded-aws.ts";

const queue = {
  queueUrl: "http://127.0.0.1/000000000000/work.fifo",
  deadLetterQueueUrl: "http://127.0.0.1/000000000000/dead.fifo",
  maxReceiveCount: 15,
};
const message = z.object({ id: z.string() });

let aws: RecordedAws;
beforeAll(async () => {
  aws = await recordAws();
  Object.assign(queue, { queueUrl: `${aws.url}/0/work.fifo`, deadLetterQueueUrl: `${aws.url}/0/dead.fifo` });
});
afterAll(() => aws.stop());
beforeEach(() => {
  aws.calls.length = 0;
  aws.answer = () => undefined;
});

const aRecord = (id: string, receiveCount = 1, body = JSON.stringify({ id })): SQSRecord => ({
  messageId: `message-${id}`,
  receiptHandle: `receipt-${id}`,
  body,
  attributes: {
    ApproximateReceiveCount: String(receiveCount),
    SentTimestamp: "1763000000000",
    SenderId: "sender",
    ApproximateFirstReceiveTimestamp: "1763000000001",
    MessageGroupId: "100000000000001:7001",
  },
  messageAttributes: {},
  md5OfBody: "",
  eventSource: "aws:sqs",
  eventSourceARN: "arn:aws:sqs:eu-west-3:000000000000:work.fifo",
  awsRegion: "eu-west-3",
});
const anEvent = (...records: SQSRecord[]): SQSEvent => ({ Records: records });

type TestWorker = Worker<z.infer<typeof message>, "deps">;
const aWorker = (parts: Partial<TestWorker>) =>
  sqsWorker({
    name: "test",
    queue: () => queue,
    parse: (body) => message.parse(body),
    wire: () => Promise.resolve("deps" as const),
    handle: () => Promise.resolve(),
    ...parts,
  });

describe("a worker on a queue", () => {
  it("hands over each message with how often and when it came", async () => {
    const handle = vi.fn<TestWorker["handle"]>().mockResolvedValue();
    const answer = await aWorker({ handle })(anEvent(aRecord("a", 3), aRecord("b")));
    expect(answer).toEqual({ batchItemFailures: [] });
    expect(handle.mock.calls).toEqual([
      ["deps", { id: "a" }, { receiveCount: 3, sentAt: 1763000000000 }],
      ["deps", { id: "b" }, { receiveCount: 1, sentAt: 1763000000000 }],
    ]);
    expect(aws.calls).toEqual([]);
  });

  it("waits longer after each failure of the world, up to five minutes", async () => {
    const worker = aWorker({ handle: () => Promise.reject(new WorldFailure("Graph is down")) });
    for (const receiveCount of [1, 2, 5, 9, 14]) await worker(anEvent(aRecord("a", receiveCount)));
    expect(aws.calls.map((call) => call.input["VisibilityTimeout"])).toEqual([1, 2, 16, 256, 300]);
    expect(aws.calls[0]).toMatchObject({
      action: "ChangeMessageVisibility",
      input: { QueueUrl: queue.queueUrl, ReceiptHandle: "receipt-a" },
    });
  });

  it("waits as long as the other side asks, but never beyond five minutes", () => {
    expect(retryDelaySeconds(1, 42_500)).toBe(43);
    expect(retryDelaySeconds(7, 1000)).toBe(64);
    expect(retryDelaySeconds(1, 3_600_000)).toBe(300);
  });

  it("waits out an outage of a quarter of an hour with the fifteen tries of the conversation queue", () => {
    const waited = Array.from({ length: 14 }, (_, index) => retryDelaySeconds(index + 1));
    expect(waited.reduce((sum, seconds) => sum + seconds)).toBeGreaterThan(15 * 60);
  });

  it("reports the failed message and all after it, so that none overtakes another", async () => {
    const handled: string[] = [];
    const worker = aWorker({
      handle: async (_deps, { id }) => {
        handled.push(id);
        if (id === "b") throw new Error("socket hang up");
      },
    });
    const answer = await worker(anEvent(aRecord("a"), aRecord("b"), aRecord("c")));
    expect(answer.batchItemFailures.map((each) => each.itemIdentifier)).toEqual(["message-b", "message-c"]);
    expect(handled).toEqual(["a", "b"]);
  });

  it.each([
    ["what cannot be processed", new Unprocessable("unknown version")],
    ["what breaks our own code", new TypeError("cannot read properties of undefined")],
    ["what is out of range", new RangeError("money is a whole number")],
  ])("parks %s at once in its group, and then says the last word", async (_what, error) => {
    const giveUp = vi.fn<NonNullable<TestWorker["giveUp"]>>().mockResolvedValue();
    const answer = await aWorker({ handle: () => Promise.reject(error), giveUp })(anEvent(aRecord("a")));
    expect(answer.batchItemFailures).toEqual([]);
    expect(giveUp.mock.calls).toEqual([["deps", { id: "a" }, "parked"]]);
    expect(aws.calls).toEqual([
      {
        action: "SendMessage",
        input: {
          QueueUrl: queue.deadLetterQueueUrl,
          MessageBody: '{"id":"a"}',
          MessageGroupId: "100000000000001:7001",
          MessageDeduplicationId: "message-a",
        },
      },
    ]);
  });

  it("takes a TypeError of fetch for the network's, and tries again", async () => {
    const networkDown = new TypeError("fetch failed", { cause: new Error("ECONNREFUSED") });
    const answer = await aWorker({ handle: () => Promise.reject(networkDown) })(anEvent(aRecord("a")));
    expect(answer.batchItemFailures).toHaveLength(1);
  });

  it.each([
    ["no JSON", "{broken"],
    ["another schema", '{"name":1}'],
  ])("parks a body that is %s, with nobody to apologise to", async (_what, body) => {
    const giveUp = vi.fn<NonNullable<TestWorker["giveUp"]>>();
    const answer = await aWorker({ giveUp })(anEvent(aRecord("a", 1, body), aRecord("b")));
    expect(answer.batchItemFailures).toEqual([]);
    expect(giveUp).not.toHaveBeenCalled();
    expect(aws.calls.map((call) => [call.action, call.input["MessageBody"]])).toEqual([["SendMessage", body]]);
  });

  it("tries again when a message cannot even be parked", async () => {
    aws.answer = (call) => (call.action === "SendMessage" ? "AccessDenied" : undefined);
    const worker = aWorker({ handle: () => Promise.reject(new Unprocessable("unknown version")) });
    expect((await worker(anEvent(aRecord("a")))).batchItemFailures).toHaveLength(1);
  });

  it("says the last word once, when the message is parked and not with each try to park it", async () => {
    aws.answer = (call) => (call.action === "SendMessage" ? "AccessDenied" : undefined);
    const giveUp = vi.fn<NonNullable<TestWorker["giveUp"]>>().mockResolvedValue();
    const worker = aWorker({ handle: () => Promise.reject(new Unprocessable("unknown version")), giveUp });
    await worker(anEvent(aRecord("a", 1)));
    await worker(anEvent(aRecord("a", 2)));
    expect(giveUp).not.toHaveBeenCalled();
    aws.answer = () => undefined;
    await worker(anEvent(aRecord("a", 3)));
    expect(giveUp).toHaveBeenCalledTimes(1);
  });

  it("tells once that it takes long, and tries on although that cannot be told", async () => {
    const onDelay = vi.fn<NonNullable<TestWorker["onDelay"]>>().mockRejectedValue(new WorldFailure("Graph is down"));
    const worker = aWorker({ handle: () => Promise.reject(new WorldFailure("DynamoDB is down")), onDelay });
    for (let receiveCount = 1; receiveCount < 15; receiveCount += 1) await worker(anEvent(aRecord("a", receiveCount)));
    expect(onDelay.mock.calls).toEqual([["deps", { id: "a" }]]);
    expect(aws.calls).toHaveLength(14);
  });

  it("parks a message although the last word fails", async () => {
    const answer = await aWorker({
      handle: () => Promise.reject(new Unprocessable("unknown version")),
      giveUp: () => Promise.reject(new WorldFailure("Graph is down")),
    })(anEvent(aRecord("a")));
    expect(answer.batchItemFailures).toEqual([]);
    expect(aws.calls.map((call) => call.action)).toEqual(["SendMessage"]);
  });

  it("says the last word at the last try and lets the queue move the message away", async () => {
    const giveUp = vi.fn<NonNullable<TestWorker["giveUp"]>>().mockResolvedValue();
    const worker = aWorker({ handle: () => Promise.reject(new WorldFailure("Graph is down")), giveUp });
    await worker(anEvent(aRecord("a", 14)));
    expect(giveUp).not.toHaveBeenCalled();
    const answer = await worker(anEvent(aRecord("a", 15)));
    expect(giveUp.mock.calls).toEqual([["deps", { id: "a" }, "last-try"]]);
    expect(answer.batchItemFailures).toEqual([{ itemIdentifier: "message-a" }]);
    expect(aws.calls.at(-1)).toMatchObject({ input: { VisibilityTimeout: 1 } });
  });

  it("sets itself up once, and again only after that failed", async () => {
    const wire = vi
      .fn<TestWorker["wire"]>()
      .mockRejectedValueOnce(new TypeError("the environment is incomplete"))
      .mockResolvedValue("deps");
    const worker = aWorker({ wire });
    expect((await worker(anEvent(aRecord("a")))).batchItemFailures).toHaveLength(1);
    await worker(anEvent(aRecord("a", 2)));
    await worker(anEvent(aRecord("b")));
    expect(wire).toHaveBeenCalledTimes(2);
  });
});
