/** A message that is put on a queue every quarter of an hour. */
import { PolicyStatement } from "aws-cdk-lib/aws-iam";
import {
  ContextAttribute,
  Schedule,
  ScheduleExpression,
  ScheduleGroup,
  ScheduleTargetInput,
} from "aws-cdk-lib/aws-scheduler";
import { Universal } from "aws-cdk-lib/aws-scheduler-targets";
import { Duration, RemovalPolicy } from "aws-cdk-lib/core";
import { Construct } from "constructs";
import type { WorkQueue } from "./work-queue.ts";

export interface QuarterHourlyProps {
  readonly queue: WorkQueue;
  readonly message: Readonly<Record<string, unknown>> & { readonly id: string };
  readonly group: string;
}

export class QuarterHourly extends Construct {
  /** Stands for the time of the run, so that a run that is repeated is the same message. */
  static readonly time = ContextAttribute.scheduledTime;
  readonly group: ScheduleGroup;

  constructor(scope: Construct, id: string, { queue, message, group }: QuarterHourlyProps) {
    super(scope, id);
    this.group = new ScheduleGroup(this, "Group", { removalPolicy: RemovalPolicy.DESTROY });
    new Schedule(this, "Schedule", {
      scheduleGroup: this.group,
      schedule: ScheduleExpression.rate(Duration.minutes(15)),
      // The templated SQS target asks for content-based deduplication; the universal one takes an id of our own.
      target: new Universal({
        service: "sqs",
        action: "sendMessage",
        input: ScheduleTargetInput.fromObject({
          QueueUrl: queue.queue.queueUrl,
          MessageBody: JSON.stringify(message),
          MessageGroupId: group,
          MessageDeduplicationId: message.id,
        }),
        policyStatements: [new PolicyStatement({ actions: ["sqs:SendMessage"], resources: [queue.queue.queueArn] })],
        // The next run asks the same: no use in an old one.
        maxEventAge: Duration.minutes(10),
        retryAttempts: 3,
      }),
    });
  }
}
