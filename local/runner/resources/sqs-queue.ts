/** AWS::SQS::Queue: a queue of the local SQS under a name that is the same at every start. */
import { CreateQueueCommand, GetQueueAttributesCommand, SetQueueAttributesCommand } from "@aws-sdk/client-sqs";
import { z } from "zod";
import { physicalName } from "../names.ts";
import { refused, resourceType } from "../resource.ts";
import type { World } from "../world.ts";

const redrive = z.union([z.string(), z.record(z.string(), z.unknown())]);

const properties = z.strictObject({
  ContentBasedDeduplication: z.boolean().optional(),
  DeduplicationScope: z.enum(["messageGroup", "queue"]).optional(),
  DelaySeconds: z.number().optional(),
  FifoQueue: z.boolean().optional(),
  FifoThroughputLimit: z.enum(["perMessageGroupId", "perQueue"]).optional(),
  MaximumMessageSize: z.number().optional(),
  MessageRetentionPeriod: z.number().optional(),
  QueueName: z.string().optional(),
  ReceiveMessageWaitTimeSeconds: z.number().optional(),
  RedriveAllowPolicy: redrive.optional(),
  RedrivePolicy: redrive.optional(),
  VisibilityTimeout: z.number().optional(),
});

type Properties = z.infer<typeof properties>;
type Attributes = Record<string, string>;

export const sqsQueue = resourceType({
  type: "AWS::SQS::Queue",
  properties,
  ignored: {
    KmsDataKeyReusePeriodSeconds: "nothing is encrypted at rest here",
    KmsMasterKeyId: "nothing is encrypted at rest here",
    SqsManagedSseEnabled: "nothing is encrypted at rest here",
    Tags: "they are for bills",
  },
  make: async (given, place, world) => {
    const name = given.QueueName ?? physicalName(place, 80, given.FifoQueue ? ".fifo" : "");
    // The address that fauxqs gives does not resolve everywhere; it looks only at the last part of the path.
    const url = `${world.endpoints.sqs}/${world.account}/${name}`;
    try {
      await createOrAdjust(name, url, attributesOf(given), world);
    } catch (cause) {
      throw refused(place, `the queue ${name} cannot be made: ${String(cause)}`, cause);
    }
    const arn = `arn:aws:sqs:${world.region}:${world.account}:${name}`;
    const known = await world.sqs.send(new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ["QueueArn"] }));
    const queue = { place, name, url, arn: known.Attributes?.["QueueArn"] ?? arn };
    world.queues.push(queue);
    return { ref: url, attributes: { Arn: queue.arn, QueueName: name, QueueUrl: url } };
  },
});

/** A queue kept from the last start is brought to what the template says now. */
async function createOrAdjust(name: string, url: string, attributes: Attributes, world: World): Promise<void> {
  try {
    await world.sqs.send(new CreateQueueCommand({ QueueName: name, Attributes: attributes }));
  } catch (error) {
    const exists = error instanceof Error && /QueueNameExists|QueueAlreadyExists/.test(error.name);
    if (!exists) throw error;
    const { FifoQueue: _, ...mutable } = attributes;
    await world.sqs.send(new SetQueueAttributesCommand({ QueueUrl: url, Attributes: mutable }));
  }
}

function attributesOf({ FifoQueue, ...others }: Properties): Attributes {
  const entries = Object.entries(others).filter(([key, value]) => key !== "QueueName" && value !== undefined);
  return {
    ...Object.fromEntries(
      entries.map(([key, value]) => [key, typeof value === "object" ? JSON.stringify(value) : String(value)]),
    ),
    // SQS refuses FifoQueue=false: a standard queue says nothing.
    ...(FifoQueue ? { FifoQueue: "true" } : {}),
  };
}
