/** Answers the calls that the real queue worker makes to SQS, in place of the network: later visibility and dead letters. */
import { sqsClient } from "#runtime/aws-clients.ts";

export interface SqsCall {
  readonly command: string;
  readonly input: Readonly<Record<string, unknown>>;
}

let answer: ((call: SqsCall) => Promise<void>) | undefined;

/** From now on these calls of the process's SQS client go to `next`. */
export function answerSqsCalls(next: (call: SqsCall) => Promise<void>): void {
  if (!answer) intercept();
  answer = next;
}

/** Before the client prepares a request: signing what nobody reads took a twentieth of a history. */
function intercept(): void {
  Object.defineProperty(sqsClient(), "send", {
    value: async (command: { readonly input: Readonly<Record<string, unknown>> }) => {
      await answer?.({ command: command.constructor.name, input: command.input });
      return { $metadata: {} };
    },
  });
}
