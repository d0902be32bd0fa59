/** Orders and stock as the merchant's live list shows them: read leniently, by the server from the tables and by the page. */
import { z } from "zod";

const text = z.string();
const minor = z.number();

export const orderRow = z.object({
  orderId: text,
  shopper: text.optional(),
  status: text,
  paymentStatus: text,
  review: text.optional(),
  livemode: z.boolean().optional(),
  customerFirstName: text.optional(),
  customerLastName: text.optional(),
  email: text.optional(),
  phone: text.optional(),
  shippingAddress: z
    .object({
      name: text.optional(),
      line1: text.optional(),
      line2: text.optional(),
      postalCode: text.optional(),
      city: text.optional(),
      country: text.optional(),
    })
    .optional(),
  lines: z
    .array(z.object({ sku: text, title: text, options: text.optional(), quantity: z.number(), total: minor }))
    .default([]),
  shippingTotal: minor.default(0),
  total: minor,
  currency: text,
  deliveryMethod: text.optional(),
  paymentMethod: text.optional(),
  refundedAmount: minor.optional(),
  placedAt: text,
  payBy: text.optional(),
  paidAt: text.optional(),
  history: z.array(z.object({ what: text, at: text.optional() })).default([]),
});
export type OrderRow = z.infer<typeof orderRow>;

export const stockRow = z.object({ sku: text, available: z.number().default(0), reserved: z.number().default(0) });
export type StockRow = z.infer<typeof stockRow>;
