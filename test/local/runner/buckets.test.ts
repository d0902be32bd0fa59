import { GetObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readPattern, UnknownPattern } from "#local/runner/events/event-pattern.ts";
import { type ObjectStore, startObjectStore } from "#local/services/object-store.ts";
import {
  type Emulators,
  lambdaResource,
  type SmallApp,
  startApp,
  startEmulators,
  type TestTemplate,
} from "./small-app.ts";

describe("an event pattern", () => {
  const event = { source: "aws.s3", detail: { object: { key: "exports/a/manifest-summary.json", size: 3 } } };
  it.each<[unknown, boolean]>([
    [{ source: ["aws.s3"] }, true],
    [{ source: ["aws.sqs", "aws.s3"] }, true],
    [{ source: ["aws.sqs"] }, false],
    [{ detail: { object: { key: [{ suffix: "summary.json" }] } } }, true],
    [{ detail: { object: { key: [{ suffix: "files.json" }, { prefix: "exports/" }] } } }, true],
    [{ detail: { object: { key: [{ wildcard: "exports/*/manifest-*.json" }] } } }, true],
    [{ detail: { object: { key: [{ wildcard: "exports/*.txt" }] } } }, false],
    [{ detail: { object: { size: [3], key: [{ exists: true }], etag: [{ exists: false }] } } }, true],
    [{ detail: { bucket: { name: ["x"] } } }, false],
  ])("%j takes it: %s", (pattern, takes) => {
    expect(readPattern(pattern)(event)).toBe(takes);
  });

  it.each([
    { a: [{ numeric: [">", 3] }] },
    { a: [{ prefix: { "equals-ignore-case": "x" } }] },
    { a: "x" },
    { a: [{}] },
  ])("%j is not implemented", (pattern) => {
    expect(() => readPattern(pattern)).toThrow(UnknownPattern);
  });
});

describe("a bucket that tells EventBridge", () => {
  let emulators: Emulators;
  let objects: ObjectStore;
  let s3: S3Client;
  let app: SmallApp | undefined;

  beforeAll(async () => {
    emulators = await startEmulators();
    objects = await startObjectStore();
    const credentials = { accessKeyId: "test", secretAccessKey: "test" };
    s3 = new S3Client({ endpoint: objects.endpoint, region: "us-east-1", credentials });
  });
  afterAll(async () => {
    await app?.stop();
    s3.destroy();
    await objects.stop();
    await emulators.stop();
  });

  const start = (resources: TestTemplate["Resources"], code: Record<string, string>) =>
    startApp(
      emulators,
      { stacks: { Shop: { Resources: resources } }, code },
      {
        endpoints: { ...emulators.endpoints, s3: objects.endpoint },
        onCreated: (listener) => objects.onCreated(listener),
      },
    );
  const telling = (name: string) => ({
    Type: "AWS::S3::Bucket",
    Properties: {
      BucketName: name,
      NotificationConfiguration: { EventBridgeConfiguration: { EventBridgeEnabled: true } },
    },
  });
  const rule = (target: string) => ({
    Type: "AWS::Events::Rule",
    Properties: {
      EventPattern: {
        source: ["aws.s3"],
        "detail-type": ["Object Created"],
        detail: { bucket: { name: [{ Ref: "Bucket" }] }, object: { key: [{ suffix: ".done" }] } },
      },
      Targets: [{ Arn: { "Fn::GetAtt": [target, "Arn"] }, Id: "Target0", RetryPolicy: { MaximumRetryAttempts: 3 } }],
    },
  });

  it("invokes the function of a rule for the objects that it wants, with S3's own event", async () => {
    app = await start(
      {
        Bucket: telling("first"),
        Quiet: { Type: "AWS::S3::Bucket", Properties: { BucketName: "quiet" } },
        Policy: { Type: "AWS::S3::BucketPolicy", Properties: { Bucket: { Ref: "Bucket" }, PolicyDocument: {} } },
        Hears: lambdaResource("hears"),
        Rule: rule("Hears"),
      },
      { hears: "export const handler = async (event) => console.log(`heard ${JSON.stringify(event)}`);" },
    );
    for (const [Bucket, Key] of [
      ["first", "a.other"],
      ["quiet", "b.done"],
      ["first", "folder/c.done"],
    ])
      await s3.send(new PutObjectCommand({ Bucket, Key, Body: "abc" }));
    const [line = ""] = await app.said("heard");
    expect(JSON.parse(line)).toMatchObject({
      version: "0",
      source: "aws.s3",
      "detail-type": "Object Created",
      resources: ["arn:aws:s3:::first"],
      detail: {
        bucket: { name: "first" },
        object: { key: "folder/c.done", size: 3, etag: "900150983cd24fb0d6963f7d28e17f72" },
        reason: "PutObject",
      },
    });
    await app.stop();
    expect(app.lines.filter((each) => each.startsWith("heard"))).toHaveLength(1);
    expect(app.runner.resources.buckets).toMatchObject([{ name: "first" }, { name: "quiet" }]);
    app = undefined;
  });

  it("tries a function that fails again, and hands the event to its failure queue", async () => {
    app = await start(
      {
        Bucket: telling("second"),
        Parked: { Type: "AWS::SQS::Queue", Properties: {} },
        Fails: lambdaResource("fails"),
        Config: {
          Type: "AWS::Lambda::EventInvokeConfig",
          Properties: {
            FunctionName: { Ref: "Fails" },
            MaximumRetryAttempts: 1,
            Qualifier: "$LATEST",
            DestinationConfig: { OnFailure: { Destination: { "Fn::GetAtt": ["Parked", "Arn"] } } },
          },
        },
        Rule: rule("Fails"),
      },
      { fails: "export const handler = async () => { console.log('tried now'); throw new Error('no'); };" },
    );
    await s3.send(new PutObjectCommand({ Bucket: "second", Key: "d.done", Body: "" }));
    const { Body = "" } = await app.next("Parked");
    expect(JSON.parse(Body)).toMatchObject({
      requestContext: { condition: "RetriesExhausted", approximateInvokeCount: 2 },
      requestPayload: { detail: { object: { key: "d.done" } } },
    });
    expect(app.lines.filter((line) => line.startsWith("tried"))).toHaveLength(2);
  });

  it("is found with its objects by the next start", async () => {
    const again = await start({ Bucket: telling("first") }, {});
    await again.stop();
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: "first", Key: "a.other" }));
    expect(await Body?.transformToString()).toBe("abc");
  });

  it("stops the start where there is no object store, or a rule wants what nobody tells of", async () => {
    const bucket = { stacks: { Shop: { Resources: { Bucket: telling("third") } } } };
    await expect(startApp(emulators, bucket)).rejects.toThrow(
      "Bucket (AWS::S3::Bucket): there is no object store here",
    );
    const odd = { ...rule("Hears"), Properties: { ...rule("Hears").Properties, EventPattern: { a: [{ cidr: "x" }] } } };
    await expect(
      start({ Bucket: telling("third"), Hears: lambdaResource("hears"), Rule: odd }, { hears: "" }),
    ).rejects.toThrow("Rule (AWS::Events::Rule): the filter cidr is not implemented");
  });
});
