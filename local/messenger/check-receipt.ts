/** The receipt template: what was bought, paid and where it goes (MP/send-messages/template/receipt). */
import { z } from "zod";
import { limits } from "./limits.ts";
import { oneTo, pictureAddress, words } from "./parameters.ts";

/** A number, or its decimal notation with a dot; nothing below zero. */
const amount = z
  .union([z.number(), z.string().regex(/^\d+(\.\d+)?$/)], { error: "must be a decimal number" })
  .refine((value) => Number(value) >= 0, "must not be negative")
  .refine(
    (value) => (String(value).split(".")[1] ?? "").length <= limits.receiptDecimals.value,
    `must have at most ${limits.receiptDecimals.value} decimals`,
  );

const currency = z.string().regex(/^[A-Z]{3}$/, { error: "must be a currency code of three letters" });

const timestamp = z
  .string()
  .refine((text) => /^\d+$/.test(text), "must be a string of digits")
  .refine((text) => Number(text) <= limits.receiptLatestSecond.value, "must be in seconds");

const element = z.strictObject({
  title: words,
  subtitle: z.string().optional(),
  quantity: z.number().int().positive().optional(),
  price: amount,
  currency: currency.optional(),
  image_url: pictureAddress.optional(),
});

/** The page marks only `street_2` as optional: an address without a region is refused. */
const address = z.strictObject({
  street_1: words,
  street_2: z.string().optional(),
  city: words,
  postal_code: words,
  state: words,
  country: z.string().regex(/^[A-Z]{2}$/, { error: "must be a country code of two letters" }),
});

export const receiptTemplate = z.strictObject({
  template_type: z.literal("receipt"),
  recipient_name: words,
  order_number: words,
  currency,
  payment_method: words,
  summary: z.strictObject({
    subtotal: amount.optional(),
    shipping_cost: amount.optional(),
    total_tax: amount.optional(),
    total_cost: amount,
  }),
  merchant_name: words.optional(),
  timestamp: timestamp.optional(),
  elements: oneTo(limits.receiptElements, element).optional(),
  address: address.optional(),
  adjustments: z.array(z.strictObject({ name: words, amount })).optional(),
  order_url: pictureAddress.optional(),
  sharable: z.boolean().optional(),
});
