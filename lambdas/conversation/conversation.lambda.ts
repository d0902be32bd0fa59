/** Entry of the conversation worker: what shoppers say and what becomes of their orders, shopper by shopper. */
import { parseConversationMessage } from "#adapters/sqs/messages.ts";
import { readSettings } from "#runtime/settings.ts";
import { sqsWorker } from "#runtime/sqs-worker.ts";
import { converse } from "./converse.ts";
import { giveUp, tellDelay } from "./give-up.ts";
import { conversationSettings } from "./settings.ts";
import { wire } from "./wiring.ts";

export const handler = sqsWorker({
  name: "conversation",
  queue: () => {
    const settings = readSettings(conversationSettings);
    return {
      queueUrl: settings.CONVERSATION_QUEUE_URL,
      deadLetterQueueUrl: settings.CONVERSATION_DEAD_LETTER_QUEUE_URL,
      maxReceiveCount: settings.MAX_RECEIVE_COUNT,
    };
  },
  parse: parseConversationMessage,
  wire,
  handle: converse,
  onDelay: tellDelay,
  giveUp,
});
