/** What the payments stage's two functions are told by their environment. */
import * as z from "zod";
import { withoutTrailing } from "#core/values/without-trailing.ts";

const url = z.url();
const name = z.string().min(1);
const withoutSlash = (address: string): string => withoutTrailing(address, "/");

const shared = {
  ORDERS_TABLE: name,
  PAYMENTS_QUEUE_URL: url,
  /** The SSM parameter with Stripe's secret key. */
  STRIPE_KEY_PARAMETER: name,
  /** `https://api.stripe.com`, or what stands in for it. */
  STRIPE_API_URL: url.default("https://api.stripe.com"),
};

export const paymentsSettings = z.object({
  ...shared,
  STOCK_TABLE: name,
  CONVERSATION_QUEUE_URL: url,
  PAYMENTS_DEAD_LETTER_QUEUE_URL: url,
  MAX_RECEIVE_COUNT: z.coerce.number().int().positive(),
});
export type PaymentsSettings = z.infer<typeof paymentsSettings>;

/** The pay page moves no stock and tells the conversation nothing: it only asks the worker to look. */
export const paySettings = z.object({
  ...shared,
  /** The public address of this function. */
  PUBLIC_URL: url.transform(withoutSlash),
  /** Address before the Page id in a link to its conversation: `https://m.me`. */
  MESSENGER_LINK_URL: url.default("https://m.me").transform(withoutSlash),
});
export type PaySettings = z.infer<typeof paySettings>;
