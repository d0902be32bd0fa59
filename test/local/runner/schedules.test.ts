import { tmpdir } from "node:os";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { scheduleClock } from "#local/runner/schedules/clock.ts";
import { readExpression, UnknownExpression } from "#local/runner/schedules/expression.ts";
import { createWorld } from "#local/runner/world.ts";
import { type Emulators, lambdaResource, startApp, startEmulators } from "./small-app.ts";

const at = (time: string): number => Date.parse(time);

describe("a schedule's expression", () => {
  it.each([
    ["rate(15 minutes)", "2026-11-22T10:15:00Z", true],
    ["rate(15 minutes)", "2026-11-22T10:16:00Z", false],
    ["rate(15 minutes)", "2026-11-22T10:00:00Z", false],
    ["rate(1 hour)", "2026-11-22T12:00:00Z", true],
    ["rate(1 day)", "2026-11-23T10:00:00Z", true],
    ["at(2026-11-22T10:30:00)", "2026-11-22T10:30:00Z", true],
    ["at(2026-11-22T10:30:00)", "2026-11-22T10:31:00Z", false],
    ["cron(5 0 * * ? *)", "2026-11-22T00:05:00Z", true],
    ["cron(5 0 * * ? *)", "2026-11-22T00:06:00Z", false],
    ["cron(0/20 * * * ? *)", "2026-11-22T13:40:00Z", true],
    ["cron(0/20 * * * ? *)", "2026-11-22T13:50:00Z", false],
    ["cron(0 9 ? * MON-FRI *)", "2026-11-23T09:00:00Z", true],
    ["cron(0 9 ? * MON-FRI *)", "2026-11-22T09:00:00Z", false],
    ["cron(0 9,17 1 JAN,NOV ? 2026)", "2026-11-01T17:00:00Z", true],
    ["cron(0 9,17 1 JAN,NOV ? 2027)", "2026-11-01T17:00:00Z", false],
  ])("%s is due at %s: %s", (text, time, due) => {
    expect(readExpression(text, "UTC").isDue(at(time), at("2026-11-22T10:00:00Z"))).toBe(due);
  });

  it("follows the clocks of its time zone through summer and winter", () => {
    const expression = readExpression("cron(0 9 * * ? *)", "Europe/Paris");
    expect(expression.isDue(at("2026-07-01T07:00:00Z"), 0)).toBe(true);
    expect(expression.isDue(at("2026-12-01T08:00:00Z"), 0)).toBe(true);
    expect(expression.isDue(at("2026-12-01T07:00:00Z"), 0)).toBe(false);
  });

  it.each(["rate(0 minutes)", "rate(2 fortnights)", "cron(* * * *)", "cron(0 9 L * ? *)", "at(tomorrow)", "daily"])(
    "is refused where it is %s",
    (text) => {
      expect(() => readExpression(text, "UTC")).toThrow(UnknownExpression);
    },
  );
});

it("fires each schedule in its minute, and none that is switched off", async () => {
  vi.useFakeTimers({ now: at("2026-11-22T10:00:20Z") });
  const fired: string[] = [];
  const world = createWorld({
    endpoints: { dynamodb: "http://127.0.0.1:9", sqs: "http://127.0.0.1:9", parameters: "http://127.0.0.1:9" },
    publicUrl: "http://127.0.0.1:9",
    environment: {},
    region: "us-east-1",
    stateFolder: undefined,
    compileCache: tmpdir(),
    parameters: undefined,
    log: () => undefined,
    acknowledge: () => true,
  });
  const schedule = (name: string, text: string, enabled: boolean) => ({
    place: { stack: "Shop", logicalId: name, path: name, type: "AWS::Scheduler::Schedule" },
    name,
    arn: name,
    accessKeyId: "LOCALSCHEDULE",
    enabled,
    expression: readExpression(text, "UTC"),
    target: {
      input: "<aws.scheduler.scheduled-time>",
      deliver: async (input: string) => void fired.push(`${name} ${input}`),
    },
    retries: 0,
    maximumAgeSeconds: 60,
    deadLetterQueueUrl: undefined,
  });
  world.schedules.push(
    schedule("often", "rate(2 minutes)", true),
    schedule("off", "rate(1 minute)", false),
    schedule("once", "at(2026-11-22T10:03:00)", true),
  );
  const clock = scheduleClock(world);
  clock.start();
  await vi.advanceTimersByTimeAsync(5 * 60_000);
  await clock.stop();
  await vi.advanceTimersByTimeAsync(5 * 60_000);
  vi.useRealTimers();
  expect(fired).toEqual(["often 2026-11-22T10:02:00Z", "once 2026-11-22T10:03:00Z", "often 2026-11-22T10:04:00Z"]);
});

describe("a schedule", () => {
  let emulators: Emulators;
  beforeAll(async () => {
    emulators = await startEmulators();
  });
  afterAll(() => emulators.stop());

  const schedule = (target: object) => ({
    Type: "AWS::Scheduler::Schedule",
    Metadata: { "aws:cdk:path": "Shop/Payments/Check/Resource" },
    Properties: {
      FlexibleTimeWindow: { Mode: "OFF" },
      ScheduleExpression: "rate(15 minutes)",
      ScheduleExpressionTimezone: "Etc/UTC",
      State: "ENABLED",
      Target: { RoleArn: { "Fn::GetAtt": ["Role", "Arn"] }, ...target },
    },
  });
  const fifo = { Type: "AWS::SQS::Queue", Properties: { FifoQueue: true, ContentBasedDeduplication: true } };

  it("calls SQS as its universal target says, with the time it was meant for", async () => {
    const input =
      '","MessageBody":"{\\"kind\\":\\"sweep\\",\\"id\\":\\"<aws.scheduler.scheduled-time>\\"}","MessageGroupId":"sweep","MessageDeduplicationId":"<aws.scheduler.scheduled-time>"}';
    const app = await startApp(emulators, {
      stacks: {
        Universal: {
          Resources: {
            Queue: fifo,
            Check: schedule({
              Arn: { "Fn::Join": ["", ["arn:", { Ref: "AWS::Partition" }, ":scheduler:::aws-sdk:sqs:sendMessage"]] },
              Input: { "Fn::Join": ["", ['{"QueueUrl":"', { Ref: "Queue" }, input]] },
            }),
          },
        },
      },
    });
    await app.runner.invokeSchedule("Shop/Payments/Check");
    const message = await app.next("Queue");
    expect(JSON.parse(message.Body ?? "")).toEqual({
      kind: "sweep",
      id: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
    });
    expect(message.Attributes).toMatchObject({ MessageGroupId: "sweep" });
    expect(app.runner.resources.schedules).toEqual([
      {
        accessKeyId: expect.stringMatching(/^LOCAL[0-9A-F]{15}$/),
        stack: "Universal",
        logicalId: "Check",
        path: "Shop/Payments/Check",
        name: "Universal-Check",
      },
    ]);
    await app.stop();
  });

  it("sends its input to a queue, or to its dead letters when that fails for good", async () => {
    const app = await startApp(emulators, {
      stacks: {
        Templated: {
          Resources: {
            Queue: fifo,
            Dead: { Type: "AWS::SQS::Queue" },
            Good: schedule({
              Arn: { "Fn::GetAtt": ["Queue", "Arn"] },
              Input: "hello",
              SqsParameters: { MessageGroupId: "g" },
            }),
            // A FIFO queue refuses a message without a group.
            Bad: schedule({
              Arn: { "Fn::GetAtt": ["Queue", "Arn"] },
              Input: "lost",
              RetryPolicy: { MaximumRetryAttempts: 0, MaximumEventAgeInSeconds: 60 },
              DeadLetterConfig: { Arn: { "Fn::GetAtt": ["Dead", "Arn"] } },
            }),
          },
        },
      },
    });
    await app.runner.invokeSchedule("Good");
    expect((await app.next("Queue")).Body).toBe("hello");
    await app.runner.invokeSchedule("Bad");
    expect((await app.next("Dead")).Body).toBe("lost");
    await expect(app.runner.invokeSchedule("Other")).rejects.toThrow("There is no Other here");
    await app.stop();
  });

  it("invokes a function, with Scheduler's own event where the template gives none", async () => {
    const app = await startApp(emulators, {
      stacks: {
        Invoked: {
          Resources: {
            Nightly: lambdaResource("Nightly"),
            With: schedule({ Arn: { "Fn::GetAtt": ["Nightly", "Arn"] }, Input: '{"a":1}' }),
            Without: schedule({ Arn: { "Fn::GetAtt": ["Nightly", "Arn"] } }),
          },
        },
      },
      code: { Nightly: `export const handler = async (event) => console.log("heard " + JSON.stringify(event));` },
    });
    await app.runner.invokeSchedule("With");
    await app.runner.invokeSchedule("Without");
    const [first = "", second = ""] = await app.said("heard", 2);
    expect(JSON.parse(first)).toEqual({ a: 1 });
    expect(JSON.parse(second)).toMatchObject({ source: "aws.scheduler", "detail-type": "Scheduled Event" });
    await app.stop();
  });
});
