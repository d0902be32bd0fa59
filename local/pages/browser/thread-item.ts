/** What a conversation consists of, as the Messenger stand-in tells it; read leniently. */
import { z } from "zod";

const button = z.object({
  type: z.string(),
  title: z.string().default(""),
  url: z.string().optional(),
  payload: z.string().optional(),
  webview_height_ratio: z.string().optional(),
});
export type MessageButton = z.infer<typeof button>;

const quickReply = z.object({
  content_type: z.string().default("text"),
  title: z.string().default(""),
  payload: z.string().default(""),
  image_url: z.string().optional(),
});
export type QuickReply = z.infer<typeof quickReply>;

const attachment = z.object({ type: z.string(), payload: z.unknown() });
export type MessageAttachment = z.infer<typeof attachment>;

/** A message as the shop posted it to the Send API. */
const message = z.object({
  text: z.string().optional(),
  attachment: attachment.optional(),
  attachments: z.array(attachment).optional(),
  quick_replies: z.array(quickReply).optional(),
});
export type ShopMessage = z.infer<typeof message>;

const element = z.object({
  title: z.string(),
  subtitle: z.string().optional(),
  image_url: z.string().optional(),
  default_action: z.object({ url: z.string().optional(), webview_height_ratio: z.string().optional() }).optional(),
  buttons: z.array(button).default([]),
});
export type CardElement = z.infer<typeof element>;

const amount = z.coerce.number();

const receipt = z.object({
  template_type: z.literal("receipt"),
  recipient_name: z.string(),
  merchant_name: z.string().optional(),
  order_number: z.string(),
  currency: z.string(),
  payment_method: z.string(),
  timestamp: z.coerce.number().optional(),
  elements: z
    .array(
      z.object({
        title: z.string(),
        subtitle: z.string().optional(),
        quantity: z.coerce.number().optional(),
        price: amount,
        image_url: z.string().optional(),
      }),
    )
    .default([]),
  address: z
    .object({
      street_1: z.string().optional(),
      street_2: z.string().optional(),
      city: z.string().optional(),
      postal_code: z.string().optional(),
      state: z.string().optional(),
      country: z.string().optional(),
    })
    .optional(),
  summary: z.object({
    subtotal: amount.optional(),
    shipping_cost: amount.optional(),
    total_tax: amount.optional(),
    total_cost: amount,
  }),
  adjustments: z.array(z.object({ name: z.string().default(""), amount: amount.default(0) })).default([]),
});
export type Receipt = z.infer<typeof receipt>;

/** The payload of an attachment of type `template`, for the templates that are drawn. */
export const template = z.discriminatedUnion("template_type", [
  z.object({ template_type: z.literal("button"), text: z.string(), buttons: z.array(button) }),
  z.object({ template_type: z.literal("generic"), elements: z.array(element).min(1) }),
  receipt,
]);

/** The payload of an attachment of type `image`, `video`, `audio` or `file`. */
export const media = z.object({ url: z.string() });

/** What the shopper sent, named as the page names it: Meta tells a thumbs-up from other stickers by its number only. */
const sent = z.object({ type: z.string(), payload: z.unknown() }).transform(({ type, payload }) => {
  if (type === "fallback") return "link";
  const id = z.object({ sticker_id: z.coerce.string() }).safeParse(payload).data?.sticker_id;
  return id !== undefined && thumbsUp.has(id) ? "thumbs-up" : type;
});
const thumbsUp = new Set(["369239263222822", "369239343222814", "369239383222810"]);

const threadItem = z.object({
  /** Grows by one with each message; a typing mark bears the number of the message before it. */
  seq: z.number(),
  at: z.number().transform((at) => new Date(at)),
  from: z.enum(["shopper", "page", "typing"]),
  mid: z.string().optional(),
  text: z.string().optional(),
  message: message.optional(),
  attachment: sent.optional(),
  on: z.boolean().optional(),
});
export type ThreadItem = z.infer<typeof threadItem>;

/** One item, or undefined for one of a kind this page does not know. */
export const readThreadItem = (value: unknown): ThreadItem | undefined => threadItem.safeParse(value).data;

/** The answer of `GET thread`. */
export const readThread = (value: unknown): readonly ThreadItem[] =>
  z
    .object({ items: z.array(z.unknown()) })
    .parse(value)
    .items.flatMap((item) => readThreadItem(item) ?? []);
