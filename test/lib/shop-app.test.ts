import { globSync, readdirSync, readFileSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { Bucket } from "aws-cdk-lib/aws-s3";
import { App } from "aws-cdk-lib/core";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { parsePaymentsMessage } from "#adapters/sqs/messages.ts";
import { readDeployment } from "#lib/settings.ts";
import { shopFolder, withSetting } from "#test/shop/shop-folder.ts";
import {
  allowedTo,
  anApp,
  at,
  inWords,
  listAt,
  nameOfFunction,
  ofType,
  type Resource,
  type Synthesised,
  synthesise,
  textAt,
  variablesOf,
} from "./synthesised-shop.ts";

let shop: Synthesised;
let functions: ReadonlyMap<string, Resource>;
beforeAll(() => {
  shop = synthesise(anApp({ alarmEmail: "counter@example.org" }));
  functions = new Map(
    [...ofType(shop.shop, "AWS::Lambda::Function").values()].map((each) => [nameOfFunction(each), each]),
  );
});
const named = (name: string): Resource => {
  const found = functions.get(name);
  if (!found) throw new Error(`no function ${name}`);
  return found;
};
const properties = (type: string) => [...ofType(shop.shop, type).values()].map((each) => each.Properties);

describe("the functions", () => {
  it("are the entries, one each", () => {
    const entries = globSync("lambdas/*/*.lambda.ts").map((path) => basename(path, ".lambda.ts"));
    expect([...functions.keys()].sort()).toEqual(entries.sort());
    expect(ofType(shop.shop, "AWS::Lambda::Function").size).toBe(entries.length);
  });

  it("run on Node 24 and arm64, each with a role and a log of its own that is kept a month", () => {
    const roles = new Set<string>();
    const logs = new Set<string>();
    for (const { Properties } of functions.values()) {
      expect(Properties).toMatchObject({ Runtime: "nodejs24.x", Architectures: ["arm64"], Handler: "index.handler" });
      roles.add(inWords(Properties["Role"]));
      logs.add(inWords(at(Properties, "LoggingConfig", "LogGroup")));
    }
    expect(roles.size).toBe(functions.size);
    expect(logs.size).toBe(functions.size);
    for (const log of properties("AWS::Logs::LogGroup")) expect(log["RetentionInDays"]).toBe(30);
  });

  it("know secrets by name only", () => {
    for (const lambda of functions.values()) {
      for (const [key, value] of Object.entries(variablesOf(lambda))) {
        expect(/SECRET|TOKEN|KEY/.test(key)).toBe(String(value).startsWith("/comptoir/production/"));
      }
    }
  });

  it("carry the shop beside their bundle, and the pictures where they are shown", () => {
    for (const name of functions.keys()) {
      const folder = join(shop.outdir, "functions", name);
      expect(readdirSync(folder)).toEqual(expect.arrayContaining(["index.mjs", "index.mjs.map", "shop.json"]));
      expect(readdirSync(folder).includes("pictures")).toBe(name === "storefront");
    }
    expect(readdirSync(join(shop.outdir, "functions/storefront/pictures")).length).toBeGreaterThan(11);
  });

  it("stay small where a sender waits: no Stripe, no second schema library in the webhooks", () => {
    for (const name of ["messenger-webhook", "stripe-webhook"]) {
      const path = join(shop.outdir, "functions", name, "index.mjs");
      expect(statSync(path).size).toBeLessThan(520_000);
      expect(readFileSync(path, "utf8")).not.toContain("api.stripe.com");
    }
  });
});

describe("what a function may do", () => {
  const read = (secret: string) => `ssm:GetParameter /comptoir/production/${secret}`;
  const consume = (queue: string) => [
    ...["ChangeMessageVisibility", "DeleteMessage", "GetQueueAttributes", "ReceiveMessage"].map(
      (action) => `sqs:${action} ${queue}`,
    ),
    `sqs:SendMessage ${queue}DeadLetters`,
  ];
  it.each<[string, string[]]>([
    ["messenger-webhook", [read("meta/app-secret"), read("meta/verify-token"), "sqs:SendMessage ConversationQueue"]],
    ["stripe-webhook", [read("stripe/webhook-secret"), "sqs:SendMessage PaymentsQueue"]],
    [
      "conversation",
      [
        read("meta/page-token"),
        "dynamodb:GetItem Sessions",
        "dynamodb:PutItem Sessions",
        "dynamodb:Query Orders/index/shopper",
        "dynamodb:BatchGetItem Stock",
        "sqs:SendMessage PaymentsQueue",
        ...consume("ConversationQueue"),
      ],
    ],
    [
      "payments",
      [
        read("stripe/key"),
        "dynamodb:GetItem Orders",
        "dynamodb:PutItem Orders",
        "dynamodb:Query Orders/index/pageStatus",
        "dynamodb:PutItem Stock",
        "dynamodb:UpdateItem Stock",
        "sqs:SendMessage ConversationQueue",
        "sqs:SendMessage PaymentsQueue",
        ...consume("PaymentsQueue"),
      ],
    ],
    [
      "pay",
      [read("stripe/key"), "dynamodb:GetItem Orders", "dynamodb:PutItem Orders", "sqs:SendMessage PaymentsQueue"],
    ],
    [
      "export-increment",
      [
        "dynamodb:GetItem Exports",
        "dynamodb:UpdateItem Exports",
        "dynamodb:DescribeContinuousBackups Orders",
        "dynamodb:DescribeExport Orders/export/*",
        "dynamodb:ExportTableToPointInTime Orders",
        ...["full", "incremental"].flatMap((kind) => [
          `s3:AbortMultipartUpload ExportsBucket/exports/orders/${kind}/*`,
          `s3:PutObject ExportsBucket/exports/orders/${kind}/*`,
          `s3:PutObjectAcl ExportsBucket/exports/orders/${kind}/*`,
        ]),
      ],
    ],
    [
      "publish-orders",
      [
        "dynamodb:UpdateItem Exports",
        "s3:ListBucket ExportsBucket",
        "s3:GetObject ExportsBucket/exports/*",
        "s3:AbortMultipartUpload ExportsBucket/readable/*",
        "s3:PutObject ExportsBucket/readable/*",
        "sqs:SendMessage ExportsDeadLetters",
      ],
    ],
    ["storefront", []],
  ])("%s: this and nothing more, besides its log", (name, expected) => {
    const allowed = allowedTo(shop.shop, named(name));
    expect(allowed.filter((line) => line.startsWith("logs:")).map((line) => line.split(" ")[0])).toEqual([
      "logs:CreateLogStream",
      "logs:PutLogEvents",
    ]);
    const rest = allowed.filter((line) => !line.startsWith("logs:"));
    expect(rest).toEqual([...expected].sort());
  });

  it("is said with a wildcard only below a prefix of the exports bucket, and for exports of the orders table", () => {
    const wild = properties("AWS::IAM::Policy")
      .flatMap((policy) => listAt(policy, "PolicyDocument", "Statement"))
      .flatMap((statement) => [at(statement, "Action"), at(statement, "Resource")].flat())
      .map(inWords)
      .filter((each) => each.includes("*"));
    expect([...new Set(wild)].sort()).toEqual([
      "ExportsBucket/exports/*",
      "ExportsBucket/exports/orders/full/*",
      "ExportsBucket/exports/orders/incremental/*",
      "ExportsBucket/readable/*",
      "Orders/export/*",
    ]);
    for (const role of properties("AWS::IAM::Role")) expect(role["ManagedPolicyArns"]).toBeUndefined();
  });
});

describe("the queues", () => {
  const queue = (name: string): Readonly<Record<string, unknown>> =>
    ofType(shop.shop, "AWS::SQS::Queue").get(name)?.Properties ?? {};

  it.each([
    ["conversation", "ConversationQueue", 15],
    ["payments", "PaymentsQueue", 20],
  ])("of %s wait longer than the worker works, and give up after the worker's last try", (worker, name, tries) => {
    const { Properties } = named(worker);
    const own = queue(name);
    expect(own).toMatchObject({
      FifoQueue: true,
      DeduplicationScope: "messageGroup",
      FifoThroughputLimit: "perMessageGroupId",
      VisibilityTimeout: 6 * Number(Properties["Timeout"]),
      RedrivePolicy: { maxReceiveCount: tries },
    });
    expect(inWords(at(own, "RedrivePolicy", "deadLetterTargetArn"))).toBe(`${name}DeadLetters`);
    expect(queue(`${name}DeadLetters`)).toMatchObject({ FifoQueue: true, MessageRetentionPeriod: 14 * 86_400 });
    expect(variablesOf(named(worker))["MAX_RECEIVE_COUNT"]).toBe(String(tries));
    expect(Properties["Timeout"]).toBe(30);
  });

  it("hand over one message at a time, to a bounded number of workers, and take failures one by one", () => {
    const mappings = properties("AWS::Lambda::EventSourceMapping");
    expect(mappings.map((each) => inWords(each["EventSourceArn"])).sort()).toEqual([
      "ConversationQueue",
      "PaymentsQueue",
    ]);
    for (const mapping of mappings) {
      expect(mapping).toMatchObject({ BatchSize: 1, FunctionResponseTypes: ["ReportBatchItemFailures"] });
      expect(at(mapping, "ScalingConfig", "MaximumConcurrency")).toBeGreaterThanOrEqual(2);
    }
  });

  it("get a check of overdue orders every quarter of an hour, once per run", () => {
    const [schedule] = properties("AWS::Scheduler::Schedule");
    expect(schedule).toMatchObject({ ScheduleExpression: "rate(15 minutes)", State: "ENABLED" });
    expect(inWords(at(schedule, "Target", "Arn"))).toBe("arn:AWS::Partition:scheduler:::aws-sdk:sqs:sendMessage");
    const input = JSON.parse(
      inWords(at(schedule, "Target", "Input")).replaceAll("<aws.scheduler.scheduled-time>", "2026-11-22T10:15:00Z"),
    ) as Record<string, string>;
    expect(input).toEqual({
      QueueUrl: "PaymentsQueue",
      MessageGroupId: "sweep",
      MessageDeduplicationId: "sweep:2026-11-22T10:15:00Z",
      MessageBody: '{"v":1,"kind":"sweep","id":"sweep:2026-11-22T10:15:00Z"}',
    });
    expect(parsePaymentsMessage(JSON.parse(input["MessageBody"] ?? ""))).toMatchObject({ kind: "sweep" });
  });
});

describe("the exports", () => {
  const storage = (type: string, name: string) => ofType(shop.storage, type).get(name);

  it("lie in a bucket that is private, encrypted, kept, and reached by TLS alone", () => {
    const bucket = storage("AWS::S3::Bucket", "StorageExportsBucket");
    expect(bucket).toMatchObject({
      DeletionPolicy: "Retain",
      Properties: {
        BucketEncryption: { ServerSideEncryptionConfiguration: [expect.anything()] },
        PublicAccessBlockConfiguration: {
          BlockPublicAcls: true,
          BlockPublicPolicy: true,
          IgnorePublicAcls: true,
          RestrictPublicBuckets: true,
        },
        NotificationConfiguration: { EventBridgeConfiguration: { EventBridgeEnabled: true } },
      },
    });
    expect(bucket?.Properties["VersioningConfiguration"]).toBeUndefined();
    const policy = JSON.stringify(storage("AWS::S3::BucketPolicy", "StorageExportsBucketPolicy")?.Properties);
    expect(policy).toContain('"aws:SecureTransport":"false"');
    expect(policy).not.toContain('"Effect":"Allow"');
  });

  it("are deleted after the days of the settings, but for files without personal data", () => {
    const rules = listAt(
      storage("AWS::S3::Bucket", "StorageExportsBucket")?.Properties,
      "LifecycleConfiguration",
      "Rules",
    );
    expect(rules.map((rule) => [at(rule, "Prefix"), at(rule, "ExpirationInDays")])).toEqual([
      ["exports/", 90],
      ["readable/with-personal-data/", 90],
      [undefined, undefined],
    ]);
    expect(rules).toContainEqual(
      expect.objectContaining({ AbortIncompleteMultipartUpload: { DaysAfterInitiation: 2 } }),
    );
  });

  it("are begun by Scheduler itself, once for each of its times, with few retries and a place for what fails", () => {
    const full = ofType(shop.shop, "AWS::Scheduler::Schedule").get("ExportsFullSchedule")?.Properties;
    expect(full).toMatchObject({
      ScheduleExpression: "cron(5 1 ? * SUN *)",
      Target: { RetryPolicy: { MaximumRetryAttempts: 3 } },
    });
    expect(inWords(at(full, "Target", "Arn"))).toContain("aws-sdk:dynamodb:exportTableToPointInTime");
    expect(inWords(at(full, "Target", "DeadLetterConfig", "Arn"))).toBe("ExportsDeadLetters");
    expect(JSON.parse(inWords(at(full, "Target", "Input")))).toMatchObject({
      S3Prefix: "exports/orders/full",
      ExportType: "FULL_EXPORT",
      ClientToken: "<aws.scheduler.scheduled-time>",
    });
  });

  it("become readable when their summary appears, by a function that is tried again and parks what fails", () => {
    const [rule] = properties("AWS::Events::Rule");
    expect(rule).toMatchObject({
      EventPattern: {
        source: ["aws.s3"],
        "detail-type": ["Object Created"],
        detail: { object: { key: [{ suffix: "/manifest-summary.json" }] } },
      },
    });
    const [invoke] = properties("AWS::Lambda::EventInvokeConfig");
    expect(invoke).toMatchObject({ MaximumRetryAttempts: 2 });
    expect(inWords(at(invoke, "DestinationConfig", "OnFailure", "Destination"))).toBe("ExportsDeadLetters");
  });

  /** Hours without an export: so many were counted in one hour after the other. */
  const ringsAfter = (alarm: Readonly<Record<string, unknown>> | undefined): number | undefined =>
    alarm && Number(alarm["Threshold"]) + Number(alarm["EvaluationPeriods"]) - 1;

  it("ring when none appeared in 26 hours, or nobody looks", () => {
    const alarm = ofType(shop.shop, "AWS::CloudWatch::Alarm").get("MonitoringExportsMissingAlarm")?.Properties;
    expect(alarm).toMatchObject({ MetricName: "HoursSinceExport", TreatMissingData: "breaching" });
    expect(ringsAfter(alarm)).toBe(26);
  });

  it.each([
    [{ increments: "quarter-hourly", full: "monthly", keepDays: 70 }, "rate(15 minutes)", "cron(5 1 1 * ? *)", 26],
    [{ increments: "off", full: "weekly", keepDays: 20 }, "rate(1 hour)", "cron(5 1 ? * SUN *)", 336],
    [{ increments: "off", full: "off", keepDays: 20 }, undefined, undefined, undefined],
  ])("follow the settings: %j", (exports, increments, full, hours) => {
    vi.stubEnv("CDK_VALIDATION", "false");
    const folder = shopFolder({ "settings.json": withSetting("exports", exports) });
    vi.stubEnv("SHOP_DIR", folder);
    const { shop: template } = synthesise();
    vi.unstubAllEnvs();
    const schedules = ofType(template, "AWS::Scheduler::Schedule");
    expect(schedules.get("ExportsIncrementSchedule")?.Properties["ScheduleExpression"]).toBe(increments);
    expect(schedules.get("ExportsFullSchedule")?.Properties["ScheduleExpression"]).toBe(full);
    const alarm = ofType(template, "AWS::CloudWatch::Alarm").get("MonitoringExportsMissingAlarm");
    expect(ringsAfter(alarm?.Properties)).toBe(hours);
  });
});

describe("the public address", () => {
  const stage = (): Readonly<Record<string, unknown>> => properties("AWS::ApiGatewayV2::Stage")[0] ?? {};
  const routeKeys = () =>
    properties("AWS::ApiGatewayV2::Route")
      .map((each) => each["RouteKey"] as string)
      .sort();

  it("has these routes, and a throttle for each", () => {
    expect(routeKeys()).toEqual([
      "GET /legal/{text}",
      "GET /pay/{token}",
      "GET /pay/{token}/{outcome}",
      "GET /pictures/{file}",
      "GET /webhooks/messenger",
      "POST /webhooks/messenger",
      "POST /webhooks/stripe",
    ]);
    expect(Object.keys(stage()["RouteSettings"] as object).sort()).toEqual(routeKeys());
    for (const throttle of [...Object.values(stage()["RouteSettings"] as object), stage()["DefaultRouteSettings"]]) {
      expect(throttle).toEqual({ ThrottlingRateLimit: expect.any(Number), ThrottlingBurstLimit: expect.any(Number) });
    }
  });

  it("logs the route's name, and nothing of the shopper", () => {
    const format = JSON.parse(textAt(stage(), "AccessLogSettings", "Format")) as Record<string, string>;
    expect(Object.values(format)).toContain("$context.routeKey");
    expect(Object.values(format).join(" ")).not.toMatch(/path|querystring|identity|header|authorizer|domain/i);
  });

  it("answers before API Gateway gives up, also when an outside call takes its whole time", () => {
    for (const name of ["messenger-webhook", "stripe-webhook", "pay", "storefront"]) {
      const timeout = named(name).Properties["Timeout"] as number;
      expect(timeout).toBeGreaterThan(6);
      expect(timeout).toBeLessThan(30);
    }
    // The pay page may have to ask twice, and Stripe's calls are tried twice (`stripe-access.ts`).
    expect(named("pay").Properties["Timeout"]).toBeGreaterThan(4 * 6 + 2);
  });

  it("is what the conversation and the pay page call it", () => {
    for (const name of ["conversation", "pay"]) {
      expect(variablesOf(named(name))["PUBLIC_URL"]).toEqual({
        "Fn::GetAtt": [expect.stringMatching(/^PublicApi/), "ApiEndpoint"],
      });
    }
  });
});

describe("the tables", () => {
  const table = (name: string): Resource | undefined =>
    ofType(shop.storage, "AWS::DynamoDB::GlobalTable").get(`Storage${name}`);

  it.each(["Orders", "Stock"])("%s survives mistakes: kept, protected, restorable to any second", (name) => {
    expect(table(name)).toMatchObject({
      DeletionPolicy: "Retain",
      Properties: {
        BillingMode: "PAY_PER_REQUEST",
        Replicas: [
          {
            DeletionProtectionEnabled: true,
            PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
          },
        ],
      },
    });
  });

  it("Sessions are forgotten, and no backup remembers them", () => {
    expect(table("Sessions")?.Properties).toMatchObject({
      KeySchema: [{ AttributeName: "shopper", KeyType: "HASH" }],
      TimeToLiveSpecification: { AttributeName: "expiresAt", Enabled: true },
    });
    expect(JSON.stringify(table("Sessions")?.Properties["Replicas"])).not.toContain("PointInTimeRecovery");
  });

  it("Orders are listed by shopper and by a Page's status, newest or oldest first", () => {
    const indexes = listAt(table("Orders")?.Properties, "GlobalSecondaryIndexes");
    const keys = (index: unknown) => listAt(index, "KeySchema").map((each) => textAt(each, "AttributeName"));
    expect(indexes.map((index) => [textAt(index, "IndexName"), ...keys(index)])).toEqual([
      ["shopper", "shopper", "placedAt"],
      ["pageStatus", "pageStatus", "placedAt"],
    ]);
    for (const index of indexes) {
      expect(at(index, "Projection", "ProjectionType")).toBe("INCLUDE");
      // DynamoDB takes no more than twenty for an index.
      expect(listAt(index, "Projection", "NonKeyAttributes").length).toBeLessThanOrEqual(20);
    }
  });

  it("stand in a stack of their own that is not deleted by mistake", () => {
    expect(shop.isProtected("storage")).toBe(true);
    expect(shop.isProtected("shop")).toBe(false);
  });
});

describe("the alarms", () => {
  const alarms = () => properties("AWS::CloudWatch::Alarm");
  const articles = () =>
    [...readFileSync("docs/runbook.md", "utf8").matchAll(/^## (.+)$/gm)].map(([, title = ""]) =>
      title
        .toLowerCase()
        .replaceAll(/[^a-z0-9 -]/g, "")
        .replaceAll(" ", "-"),
    );
  const anchorsOf = () =>
    alarms().map((each) => /docs\/runbook\.md#([a-z0-9-]+)$/.exec(String(each["AlarmDescription"]))?.[1]);

  it("say what it means, and where it is written what to do", () => {
    expect(anchorsOf()).not.toContain(undefined);
    expect(articles()).toEqual(expect.arrayContaining(anchorsOf() as string[]));
    for (const alarm of alarms()) expect(String(alarm["AlarmDescription"]).length).toBeGreaterThan(60);
  });

  it("have every article of the runbook's: none is left over but steps that other articles lead to", () => {
    const runbook = readFileSync("docs/runbook.md", "utf8");
    const alarmed = new Set(anchorsOf());
    expect(articles()).toEqual(expect.arrayContaining([...alarmed]));
    const others = articles().filter((article) => !alarmed.has(article));
    expect(others.filter((article) => !runbook.includes(`](#${article})`))).toEqual([]);
    expect(others).toEqual(["sending-dead-letters-back"]);
  });

  it("all go to the one topic", () => {
    for (const alarm of alarms()) expect(listAt(alarm, "AlarmActions").map(inWords)).toEqual(["MonitoringAlarms"]);
  });

  it("may publish there, those of this account alone, and nobody without TLS", () => {
    const statements = properties("AWS::SNS::TopicPolicy").flatMap((each) =>
      listAt(at(each, "PolicyDocument"), "Statement"),
    );
    expect(statements).toContainEqual({
      Sid: "AllowAlarmsOfThisAccount",
      Effect: "Allow",
      Principal: { Service: "cloudwatch.amazonaws.com" },
      Action: "sns:Publish",
      Resource: { Ref: expect.stringMatching(/^MonitoringAlarms/) },
      Condition: { StringEquals: { "aws:SourceAccount": { Ref: "AWS::AccountId" } } },
    });
    expect(statements).toContainEqual(
      expect.objectContaining({ Effect: "Deny", Condition: { Bool: { "aws:SecureTransport": "false" } } }),
    );
  });

  it("watch every dead-letter queue and every function", () => {
    const watched = alarms()
      .map((each) => `${String(each["MetricName"])} ${JSON.stringify(each["Dimensions"])}`)
      .join("\n");
    for (const id of ["ConversationQueueDeadLetters", "PaymentsQueueDeadLetters", "ExportsDeadLetters"]) {
      expect(watched).toMatch(new RegExp(`ApproximateNumberOfMessagesVisible.*${id}`));
    }
    expect(alarms().filter((each) => each["MetricName"] === "Errors")).toHaveLength(functions.size);
  });

  it("reach the mailbox that is given", () => {
    expect(properties("AWS::SNS::Subscription").map((each) => each["Endpoint"])).toEqual(["counter@example.org"]);
  });
});

describe("synthesis", () => {
  it("fails when a resource breaks a rule of AWS that nobody gave a reason for", () => {
    // The schema check of CloudFormation, which takes seconds, has nothing to do with it.
    vi.stubEnv("CDK_VALIDATION", "false");
    const app = anApp();
    expect(() => synthesise(app, (stacks) => void new Bucket(stacks.shop, "OpenBucket"))).toThrow(
      "validation-report.json",
    );
    const report = JSON.parse(readFileSync(join(app.outdir, "validation-report.json"), "utf8")) as unknown;
    const findings = listAt(report, "pluginReports", 0, "violations").map((each) => textAt(each, "ruleName"));
    expect(findings).toEqual(["AwsSolutions-S1", "AwsSolutions-S10"]);
    vi.unstubAllEnvs();
  });

  it("keeps environments apart by name, and takes no other names", () => {
    expect(readDeployment(anApp({ environment: "staging" }).node).environment).toBe("staging");
    expect(() => readDeployment(anApp({ environment: "Größe/../x" }).node)).toThrow(/environment/);
    expect(() => readDeployment(anApp({ alarmEmail: "nobody" }).node)).toThrow(/alarmEmail/);
    expect(readDeployment(new App().node).environment).toBe("production");
  });
});
