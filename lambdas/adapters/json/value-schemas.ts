/** The core's values as they arrive in JSON: in queue messages and in tables, each checked for its form. */
import * as z from "zod";
import type { PostalAddress } from "#core/conversation/speech.ts";
import {
  type InputId,
  isOrderId,
  isPageId,
  isPayToken,
  isPsid,
  isSku,
  type OrderId,
  type PageId,
  type PayToken,
  type PayTokenHash,
  type Psid,
  type Sku,
} from "#core/values/ids.ts";
import type { Instant } from "#core/values/instant.ts";

/** Text of this form, as its branded type. */
export const branded = <Value>(is: (text: string) => boolean) =>
  z.custom<Value>((value) => typeof value === "string" && is(value), "not an id of its kind");

export const pageId = branded<PageId>(isPageId);
export const psid = branded<Psid>(isPsid);
export const sku = branded<Sku>(isSku);
export const orderId = branded<OrderId>(isOrderId);
export const payToken = branded<PayToken>(isPayToken);
export const payTokenHash = branded<PayTokenHash>((text) => /^[0-9a-f]{64}$/.test(text));
export const inputId = branded<InputId>((text) => text.length > 0 && text.length <= 512);
/** Milliseconds since 1970. */
export const instant = z.custom<Instant>((value) => Number.isSafeInteger(value), "not a time in milliseconds");
/** An amount of minor units. */
export const minorUnits = z.number().int();

export const postalAddress: z.ZodType<PostalAddress> = z.object({
  name: z.string().exactOptional(),
  line1: z.string(),
  line2: z.string().exactOptional(),
  postalCode: z.string(),
  city: z.string(),
  state: z.string().exactOptional(),
  country: z.string(),
  instructions: z.string().exactOptional(),
});
