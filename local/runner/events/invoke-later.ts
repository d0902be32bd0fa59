/** Lambda's asynchronous invocation: tried again after an error, handed to the failure queue after the last try. */
import { randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { SendMessageCommand } from "@aws-sdk/client-sqs";
import type { LambdaFunction } from "../lambda/lambda-function.ts";
import type { World } from "../world.ts";

/** What `AWS::Lambda::EventInvokeConfig` says of a function. */
export interface InvokeLater {
  readonly retries: number;
  readonly failureQueueUrl: string | undefined;
}

const unlessSaid: InvokeLater = { retries: 2, failureQueueUrl: undefined };

/** Resolves when the function has handled the event, or the failure queue has it. Waits less between tries than AWS, which waits minutes. */
export async function invokeLater(lambda: LambdaFunction, event: unknown, world: World): Promise<void> {
  const { retries, failureQueueUrl } = world.invokeLater.get(lambda.name) ?? unlessSaid;
  for (let attempt = 1; ; attempt += 1) {
    const { kind } = await lambda.invoke(event);
    if (kind === "answered") return;
    if (attempt > retries) {
      world.log(`gave up after attempt ${attempt}: ${kind}`, lambda.place.path);
      if (failureQueueUrl !== undefined)
        await world.sqs.send(
          new SendMessageCommand({ QueueUrl: failureQueueUrl, MessageBody: parting(lambda, event, attempt) }),
        );
      return;
    }
    await pause(250 * attempt, undefined, { ref: false });
  }
}

/** https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html */
const parting = (lambda: LambdaFunction, event: unknown, attempts: number): string =>
  JSON.stringify({
    version: "1.0",
    timestamp: new Date().toISOString(),
    requestContext: {
      requestId: randomUUID(),
      functionArn: `${lambda.arn}:$LATEST`,
      condition: "RetriesExhausted",
      approximateInvokeCount: attempts,
    },
    requestPayload: event,
    responseContext: { statusCode: 200, executedVersion: "$LATEST", functionError: "Unhandled" },
    responsePayload: null,
  });
