/** Exports: the orders table written out by schedule, whole and what changed, and made readable as soon as it is there. */
import { Rule } from "aws-cdk-lib/aws-events";
import { LambdaFunction } from "aws-cdk-lib/aws-events-targets";
import { type IGrantable, PolicyStatement, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import {
  ContextAttribute,
  Schedule,
  ScheduleExpression,
  ScheduleGroup,
  ScheduleTargetInput,
} from "aws-cdk-lib/aws-scheduler";
import { Universal } from "aws-cdk-lib/aws-scheduler-targets";
import { Queue } from "aws-cdk-lib/aws-sqs";
import { Duration, RemovalPolicy, TimeZone, Validations } from "aws-cdk-lib/core";
import { Construct } from "constructs";
import { fullExports, fullFolder, increments } from "#core/exports/progress.ts";
import type { ExportSettings } from "#core/shop/shop.ts";
import type { IncrementSettings, PublishSettings } from "#lambdas/exports/settings.ts";
import type { FunctionAssets } from "./function-assets.ts";
import { NodeLambda } from "./parts/node-lambda.ts";
import { wildcardBelow } from "./parts/stored-arn.ts";
import { allowItems } from "./parts/table-access.ts";
import type { Deployment } from "./settings.ts";
import type { Storage } from "./storage.ts";

export interface ExportsProps {
  readonly deployment: Deployment;
  readonly assets: FunctionAssets;
  readonly storage: Storage;
  readonly exportSettings: ExportSettings;
}

/** Full exports begin at night, the shop's quietest time. */
const fullAt = { weekly: { weekDay: "SUN" }, monthly: { day: "1" } } as const;

export class Exports extends Construct {
  readonly increment: NodeLambda;
  readonly publish: NodeLambda;
  readonly schedules: ScheduleGroup;
  /** What could not be begun, and exports that could not be made readable. */
  readonly deadLetters: Queue;

  constructor(scope: Construct, id: string, props: ExportsProps) {
    super(scope, id);
    this.deadLetters = new Queue(this, "DeadLetters", { enforceSSL: true, retentionPeriod: Duration.days(14) });
    Validations.of(this.deadLetters).acknowledge({
      id: "AwsSolutions-SQS3",
      reason: "It is the dead-letter queue.",
    });
    this.schedules = new ScheduleGroup(this, "Schedules", { removalPolicy: RemovalPolicy.DESTROY });
    this.increment = this.exportIncrements(props);
    this.publish = this.publishOrders(props);
    this.exportAll(props);
    this.giveReasons(props.storage);
  }

  /** Runs also where increments are off: it watches when the last export was. */
  private exportIncrements(props: ExportsProps): NodeLambda {
    const { deployment, assets, storage, exportSettings } = props;
    const increment = new NodeLambda(this, "Increment", {
      entry: "exports/export-increment.lambda.ts",
      description: "Writes out what changed in the orders",
      deployment,
      assets,
      timeout: Duration.minutes(1),
      environment: {
        EXPORTS_TABLE: storage.exports.tableName,
        EXPORTS_BUCKET: storage.exportsBucket.bucketName,
        ORDERS_TABLE_ARN: storage.orders.tableArn,
      } satisfies Record<keyof IncrementSettings, string>,
    });
    allowItems(increment, storage.exports, ["GetItem", "UpdateItem"]);
    if (exportSettings.increments !== "off") {
      allow(increment.function, ["dynamodb:DescribeContinuousBackups"], storage.orders.tableArn);
      allow(increment.function, ["dynamodb:DescribeExport"], `${storage.orders.tableArn}/export/*`);
      for (const statement of exportStatements(storage, [increments, fullExports]))
        increment.function.addToRolePolicy(statement);
    }
    if (exportSettings.increments !== "off" || exportSettings.full !== "off") this.runOften(increment, props);
    return increment;
  }

  private runOften(increment: NodeLambda, { exportSettings }: ExportsProps): void {
    const role = schedulerRole(this, "IncrementScheduler");
    allow(role, ["lambda:InvokeFunction"], increment.function.functionArn);
    allow(role, ["sqs:SendMessage"], this.deadLetters.queueArn);
    new Schedule(this, "IncrementSchedule", {
      scheduleGroup: this.schedules,
      // A run finds out by itself what is due; daily windows too are looked after once an hour.
      schedule: ScheduleExpression.rate(Duration.minutes(exportSettings.increments === "quarter-hourly" ? 15 : 60)),
      // Scheduler's own target would also let the role invoke every version of the function.
      target: {
        bind: () => ({
          arn: increment.function.functionArn,
          role,
          deadLetterConfig: { arn: this.deadLetters.queueArn },
          retryPolicy: { maximumRetryAttempts: 2, maximumEventAgeInSeconds: 600 },
        }),
      },
    });
  }

  private publishOrders({ deployment, assets, storage }: ExportsProps): NodeLambda {
    const bucket = storage.exportsBucket;
    const publish = new NodeLambda(this, "Publish", {
      entry: "exports/publish-orders.lambda.ts",
      description: "Makes exports readable: orders of the day, per Page",
      deployment,
      assets,
      timeout: Duration.minutes(15),
      // Newest state of a day's orders, files that are being written, Parquet's columns.
      memorySize: 1769,
      environment: {
        EXPORTS_TABLE: storage.exports.tableName,
        EXPORTS_BUCKET: bucket.bucketName,
      } satisfies Record<keyof PublishSettings, string>,
    });
    allowItems(publish, storage.exports, ["UpdateItem"]);
    allow(publish.function, ["s3:ListBucket"], bucket.bucketArn);
    allow(publish.function, ["s3:GetObject"], bucket.arnForObjects("exports/*"));
    allow(publish.function, ["s3:PutObject", "s3:AbortMultipartUpload"], bucket.arnForObjects("readable/*"));
    allow(publish.function, ["sqs:SendMessage"], this.deadLetters.queueArn);
    const { queueArn: destination } = this.deadLetters;
    publish.function.configureAsyncInvoke({ retryAttempts: 2, onFailure: { bind: () => ({ destination }) } });
    new Rule(this, "ExportComplete", {
      description: "An export's summary is there: it is complete",
      eventPattern: {
        source: ["aws.s3"],
        detailType: ["Object Created"],
        detail: { bucket: { name: [bucket.bucketName] }, object: { key: [{ suffix: "/manifest-summary.json" }] } },
      },
      targets: [new LambdaFunction(publish.function, { deadLetterQueue: this.deadLetters, retryAttempts: 8 })],
    });
    return publish;
  }

  /** Names of objects and of exports are made when they are. */
  private giveReasons(storage: Storage): void {
    for (const below of [`/${increments}*`, `/${fullExports}*`, "/exports/*", "/readable/*"])
      Validations.of(this).acknowledge({
        id: wildcardBelow(storage, "exportsBucket", below),
        reason: "A policy names objects by their prefix; this one holds nothing but what the function writes or reads.",
      });
    Validations.of(this).acknowledge({
      id: wildcardBelow(storage, "orders", "/export/*"),
      reason: "An export's ARN is known when DynamoDB has begun it.",
    });
  }

  /** Without a function of ours: Scheduler makes DynamoDB's call itself, and DynamoDB writes in the schedule's role. */
  private exportAll({ deployment, storage, exportSettings }: ExportsProps): void {
    const { full } = exportSettings;
    if (full === "off") return;
    const role = schedulerRole(this, "FullScheduler");
    new Schedule(this, "FullSchedule", {
      description: `Every order of ${deployment.environment}, ${full}`,
      scheduleGroup: this.schedules,
      schedule: ScheduleExpression.cron({ minute: "5", hour: "1", ...fullAt[full], timeZone: TimeZone.ETC_UTC }),
      target: new Universal({
        service: "dynamodb",
        action: "exportTableToPointInTime",
        role,
        policyStatements: exportStatements(storage, [fullExports]),
        input: ScheduleTargetInput.fromObject({
          TableArn: storage.orders.tableArn,
          S3Bucket: storage.exportsBucket.bucketName,
          S3Prefix: fullFolder,
          ExportFormat: "DYNAMODB_JSON",
          ExportType: "FULL_EXPORT",
          // A retry is the same export; the execution's id would be another one for each try.
          ClientToken: ContextAttribute.scheduledTime,
        }),
        deadLetterQueue: this.deadLetters,
        retryAttempts: 3,
        maxEventAge: Duration.hours(2),
      }),
    });
  }
}

const schedulerRole = (scope: Construct, id: string): Role =>
  new Role(scope, id, { assumedBy: new ServicePrincipal("scheduler.amazonaws.com") });

/**
 * DynamoDB writes an export with the permissions of whoever asked for it; those that its guide names
 * (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/S3DataExport_Requesting.html).
 */
const exportStatements = (storage: Storage, prefixes: readonly string[]): PolicyStatement[] => [
  new PolicyStatement({ actions: ["dynamodb:ExportTableToPointInTime"], resources: [storage.orders.tableArn] }),
  new PolicyStatement({
    actions: ["s3:PutObject", "s3:PutObjectAcl", "s3:AbortMultipartUpload"],
    resources: prefixes.map((prefix) => storage.exportsBucket.arnForObjects(`${prefix}*`)),
  }),
];

function allow(to: IGrantable, actions: string[], resource: string): void {
  to.grantPrincipal.addToPrincipalPolicy(new PolicyStatement({ actions, resources: [resource] }));
}
