/** Entry of the payments worker: orders, payment news and reminders, order by order. */
import { parsePaymentsMessage } from "#adapters/sqs/messages.ts";
import { readSettings } from "#runtime/settings.ts";
import { sqsWorker } from "#runtime/sqs-worker.ts";
import { paymentsSettings } from "./settings.ts";
import { tellDelay } from "./tell-delay.ts";
import { wireWorker } from "./wiring.ts";
import { giveUp, work } from "./work.ts";

export const handler = sqsWorker({
  name: "payments",
  queue: () => {
    const settings = readSettings(paymentsSettings);
    return {
      queueUrl: settings.PAYMENTS_QUEUE_URL,
      deadLetterQueueUrl: settings.PAYMENTS_DEAD_LETTER_QUEUE_URL,
      maxReceiveCount: settings.MAX_RECEIVE_COUNT,
    };
  },
  parse: parsePaymentsMessage,
  wire: wireWorker,
  handle: work,
  onDelay: tellDelay,
  giveUp,
});
