/** AWS::Scheduler::Schedule: fires by the runner's clock into a queue, a function or the export of a table. */
import { DynamoDBClient, ExportTableToPointInTimeCommand } from "@aws-sdk/client-dynamodb";
import { SendMessageCommand, type SendMessageCommandInput, SQSClient } from "@aws-sdk/client-sqs";
import { z } from "zod";
import { functionNamed } from "../lambda/lambda-function.ts";
import { physicalName, shortHash } from "../names.ts";
import { type Place, refused, resourceType } from "../resource.ts";
import { type Expression, readExpression, UnknownExpression } from "../schedules/expression.ts";
import { credentialsOf, type Target } from "../schedules/schedule.ts";
import type { World } from "../world.ts";

const properties = z.strictObject({
  Name: z.string().optional(),
  ScheduleExpression: z.string(),
  ScheduleExpressionTimezone: z.string().default("UTC"),
  State: z.enum(["ENABLED", "DISABLED"]).default("ENABLED"),
  Target: z.strictObject({
    Arn: z.string(),
    DeadLetterConfig: z.strictObject({ Arn: z.string() }).optional(),
    Input: z.string().optional(),
    RetryPolicy: z
      .strictObject({
        MaximumEventAgeInSeconds: z.number().default(86_400),
        MaximumRetryAttempts: z.number().default(185),
      })
      .default({ MaximumEventAgeInSeconds: 86_400, MaximumRetryAttempts: 185 }),
    SqsParameters: z.strictObject({ MessageGroupId: z.string() }).optional(),
  }),
});

type Given = z.infer<typeof properties>;

export const schedulerSchedule = resourceType({
  type: "AWS::Scheduler::Schedule",
  properties,
  ignored: {
    Description: "it is for people",
    FlexibleTimeWindow: "it fires at the beginning of its window",
    GroupName: "a group only bounds permissions and deletion",
    KmsKeyArn: "nothing is encrypted at rest here",
    "Target.RoleArn": "nobody checks permissions here",
  },
  make: async (given, place, world) => {
    const name = given.Name ?? physicalName(place, 64);
    const arn = `arn:aws:scheduler:${world.region}:${world.account}:schedule/default/${name}`;
    const deadLetters = given.Target.DeadLetterConfig?.Arn;
    const deadLetterQueueUrl = world.queues.find((queue) => queue.arn === deadLetters)?.url;
    if (deadLetters !== undefined && deadLetterQueueUrl === undefined)
      throw refused(place, `its dead-letter queue ${deadLetters} is not in the assembly`);
    const accessKeyId = `LOCAL${shortHash(`${place.stack}/${place.logicalId}`, 15).toUpperCase()}`;
    world.schedules.push({
      place,
      name,
      arn,
      accessKeyId,
      deadLetterQueueUrl,
      enabled: given.State === "ENABLED",
      expression: expressionOf(given, place),
      target: targetOf(given, place, accessKeyId, world),
      retries: given.Target.RetryPolicy.MaximumRetryAttempts,
      maximumAgeSeconds: given.Target.RetryPolicy.MaximumEventAgeInSeconds,
    });
    return { ref: name, attributes: { Arn: arn } };
  },
});

function expressionOf(given: Given, place: Place): Expression {
  try {
    return readExpression(given.ScheduleExpression, given.ScheduleExpressionTimezone);
  } catch (error) {
    if (error instanceof UnknownExpression) throw refused(place, error.message, error);
    throw error;
  }
}

/** SQS's SendMessage as a universal target writes it. */
const sendMessage = z.strictObject({
  QueueUrl: z.string(),
  MessageBody: z.string(),
  MessageGroupId: z.string().optional(),
  MessageDeduplicationId: z.string().optional(),
  DelaySeconds: z.number().optional(),
});

/** DynamoDB's ExportTableToPointInTime of a whole table, likewise. */
const exportTable = z.strictObject({
  TableArn: z.string(),
  S3Bucket: z.string(),
  S3Prefix: z.string().optional(),
  ExportFormat: z.enum(["DYNAMODB_JSON", "ION"]).optional(),
  ExportType: z.literal("FULL_EXPORT").optional(),
  ClientToken: z.string().optional(),
});

function targetOf({ Target: target }: Given, place: Place, accessKeyId: string, world: World): Target {
  const input = target.Input;
  const own = credentialsOf(accessKeyId, world);
  const send = async (message: SendMessageCommandInput): Promise<void> => {
    const sqs = new SQSClient({ ...own, endpoint: world.endpoints.sqs });
    await sqs.send(new SendMessageCommand(message)).finally(() => sqs.destroy());
  };
  const startExport = async (text: string): Promise<void> => {
    const dynamodb = new DynamoDBClient({ ...own, endpoint: world.endpoints.dynamodb });
    const command = new ExportTableToPointInTimeCommand(exportTable.parse(JSON.parse(text)));
    await dynamodb.send(command).finally(() => dynamodb.destroy());
  };
  if (/:scheduler:::aws-sdk:dynamodb:exportTableToPointInTime$/i.test(target.Arn))
    return { input, deliver: startExport };
  if (/:scheduler:::aws-sdk:sqs:sendMessage$/i.test(target.Arn))
    return { input, deliver: (text) => send(sendMessage.parse(JSON.parse(text))) };
  const queue = world.queues.find(({ arn }) => arn === target.Arn);
  if (queue)
    return { input, deliver: (text) => send({ QueueUrl: queue.url, MessageBody: text, ...target.SqsParameters }) };
  const lambda = functionNamed(world.functions, target.Arn);
  if (lambda === undefined) throw refused(place, `the target ${target.Arn} is not implemented by the local stack`);
  return {
    input,
    deliver: async (text) => {
      const { kind } = await lambda.invoke(JSON.parse(text));
      if (kind !== "answered") throw new Error(`${lambda.name} ${kind}`);
    },
  };
}
