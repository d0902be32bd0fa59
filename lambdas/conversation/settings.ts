/** What the conversation worker is told by its environment. */
import * as z from "zod";
import { withoutTrailing } from "#core/values/without-trailing.ts";

const url = z.url();
const name = z.string().min(1);
const withoutSlash = (address: string): string => withoutTrailing(address, "/");

export const conversationSettings = z.object({
  SESSIONS_TABLE: name,
  ORDERS_TABLE: name,
  STOCK_TABLE: name,
  CONVERSATION_QUEUE_URL: url,
  CONVERSATION_DEAD_LETTER_QUEUE_URL: url,
  PAYMENTS_QUEUE_URL: url,
  /** The SSM parameter with the Page token. */
  META_PAGE_TOKEN_PARAMETER: name,
  /** `https://graph.facebook.com`, or what stands in for it. */
  META_GRAPH_URL: url.default("https://graph.facebook.com").transform(withoutSlash),
  /** Where the shop's own pages and pictures are reached. */
  PUBLIC_URL: url.transform(withoutSlash),
  MAX_RECEIVE_COUNT: z.coerce.number().int().positive(),
});
export type ConversationSettings = z.infer<typeof conversationSettings>;
