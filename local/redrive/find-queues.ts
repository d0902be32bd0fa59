/** Where a queue and its dead letters are: on this machine, in an AWS account, or as told. */
import { readFileSync } from "node:fs";
import { GetQueueAttributesCommand, GetQueueUrlCommand, ListQueuesCommand, SQSClient } from "@aws-sdk/client-sqs";
import { z } from "zod";

export const queueNames = ["conversation", "payments"] as const;
export type QueueName = (typeof queueNames)[number];

export interface FoundQueues {
  readonly sqs: SQSClient;
  /** The dead-letter queue's address. */
  readonly from: string;
  /** The queue's address. */
  readonly to: string;
}

/** What cannot be done, in one sentence that says what to do instead. */
export class CannotRedrive extends Error {
  override readonly name = "CannotRedrive";
}

/** As SQS clients of a command behave; the Region and the credentials come from the environment. */
const patience = { maxAttempts: 3 };

const localEndpoints = z.looseObject({
  sqs: z.url(),
  region: z.string(),
  queues: z.looseObject({
    conversation: z.url(),
    payments: z.url(),
    conversationDeadLetters: z.url(),
    paymentsDeadLetters: z.url(),
  }),
});

/** The queues of the shop that runs on this machine, as `endpoints.json` in its folder says. */
export function localQueues(name: QueueName, folder: string): FoundQueues {
  const { sqs, region, queues } = readEndpoints(folder);
  return {
    sqs: new SQSClient({
      ...patience,
      region,
      endpoint: sqs,
      credentials: { accessKeyId: "REDRIVE", secretAccessKey: "local" },
    }),
    from: queues[`${name}DeadLetters`],
    to: queues[name],
  };
}

function readEndpoints(folder: string): z.infer<typeof localEndpoints> {
  try {
    return localEndpoints.parse(JSON.parse(readFileSync(`${folder}/endpoints.json`, "utf8")));
  } catch (cause) {
    throw new CannotRedrive(
      "No shop runs on this machine: start it (npm start), or say which deployment is meant (--environment production).",
      { cause },
    );
  }
}

/** The queues at these addresses. */
export function toldQueues(from: string, to: string): FoundQueues {
  const areFifo = [from, to].every((url) => URL.canParse(url) && url.endsWith(".fifo"));
  if (areFifo && from !== to) return { sqs: new SQSClient(patience), from, to };
  throw new CannotRedrive("--from and --to are the addresses of two FIFO queues, https://sqs.…/….fifo.");
}

/** The start of the names that CloudFormation gives a queue of this stack and its dead-letter queue. */
export const queuePrefix = (environment: string, name: QueueName): string =>
  `comptoir-${environment}-${name === "conversation" ? "Conversation" : "Payments"}Queue`;

/** CDK ends a logical id with eight digits of a hash: the queue's follows directly, `DeadLetters` stands before the other's. */
const queueItself = /^[0-9A-F]{8}-/;

/** The queues of a deployment in the AWS account of the credentials at hand: by name, and by the queue's own policy. */
export async function deployedQueues(
  name: QueueName,
  environment: string,
  // Where another endpoint is set, a queue's address may name a host that only AWS has.
  sqs = new SQSClient({ ...patience, useQueueUrlAsEndpoint: false }),
): Promise<FoundQueues> {
  const prefix = queuePrefix(environment, name);
  const { QueueUrls = [] } = await sqs.send(new ListQueuesCommand({ QueueNamePrefix: prefix }));
  const [to, ...others] = QueueUrls.filter((url) =>
    queueItself.test((url.split("/").at(-1) ?? "").slice(prefix.length)),
  );
  if (to === undefined || others.length > 0) {
    const found = to === undefined ? "no queue is" : "more than one queue is";
    throw new CannotRedrive(
      `In this account and Region ${found} called ${prefix}…: check --environment, AWS_PROFILE and AWS_REGION, or give --from and --to.`,
    );
  }
  return { sqs, from: await deadLettersOf(sqs, to), to };
}

const redrivePolicy = z.looseObject({ deadLetterTargetArn: z.string() });

async function deadLettersOf(sqs: SQSClient, queueUrl: string): Promise<string> {
  const { Attributes } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl: queueUrl, AttributeNames: ["RedrivePolicy"] }),
  );
  const policy = redrivePolicy.safeParse(JSON.parse(Attributes?.RedrivePolicy ?? "{}"));
  if (!policy.success) throw new CannotRedrive("The queue has no dead-letter queue: give --from and --to.");
  const QueueName = policy.data.deadLetterTargetArn.split(":").at(-1);
  const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName }));
  if (QueueUrl === undefined) throw new CannotRedrive(`There is no queue ${QueueName}: give --from and --to.`);
  return QueueUrl;
}
