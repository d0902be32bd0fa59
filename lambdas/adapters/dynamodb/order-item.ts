/** An order as an item of the Orders table: the order's own attributes and the one the index needs. */
import * as z from "zod";
import {
  branded,
  minorUnits as minor,
  orderId,
  pageId,
  payTokenHash,
  postalAddress,
  sku,
} from "#adapters/json/value-schemas.ts";
import { historyWhats, type Order, orderStatuses, paymentStatuses } from "#core/orders/order.ts";
import type { PageId, ShopperKey } from "#core/values/ids.ts";
import { locales } from "#core/values/locale.ts";
import { currencies } from "#core/values/money.ts";
import { Unprocessable } from "#ports/failures.ts";

const time = z.string().refine((text) => !Number.isNaN(Date.parse(text)), "not a time");

const line = z.object({
  lineId: z.string(),
  sku,
  title: z.string(),
  options: z.string().exactOptional(),
  quantity: z.number().int().positive(),
  unitPrice: minor,
  discount: minor,
  taxRate: z.number(),
  tax: minor,
  total: minor,
  weightGrams: z.number().exactOptional(),
  counted: z.literal(true).exactOptional(),
  picture: z.string().exactOptional(),
});

const attempt = z.object({
  number: z.number().int(),
  provider: z.literal("stripe"),
  state: z.enum(["opening", "open", "complete", "dead", "refused"]),
  openedAt: time,
  expiresAt: z.number().int(),
  sessionId: z.string().exactOptional(),
  formerPayBy: time.exactOptional(),
});

const refund = z.object({ at: time, amount: minor, reason: z.string(), reference: z.string().exactOptional() });

const entry = z.object({
  sequence: z.number().int(),
  at: time,
  what: z.enum(historyWhats),
  by: z.enum(["shopper", "provider", "shop", "clock"]),
  inputId: z.string(),
  detail: z.record(z.string(), z.string()).exactOptional(),
});

/** Every attribute of an order; `docs/orders-table.md` explains each. */
export const orderAttributes = z.object({
  orderId,
  schemaVersion: z.literal(1),
  livemode: z.boolean(),
  version: z.number().int(),
  pageId,
  shopper: branded<ShopperKey>((text) => text.includes(":")),
  locale: z.enum(locales),
  source: z
    .object({ kind: z.string(), ref: z.string().exactOptional(), adId: z.string().exactOptional() })
    .exactOptional(),
  status: z.enum(orderStatuses),
  paymentStatus: z.enum(paymentStatuses),
  review: z.string().exactOptional(),
  customerFirstName: z.string().exactOptional(),
  customerLastName: z.string().exactOptional(),
  email: z.string().exactOptional(),
  phone: z.string().exactOptional(),
  shippingAddress: postalAddress.exactOptional(),
  billingAddress: postalAddress.exactOptional(),
  lines: z.array(line),
  subtotal: minor,
  discountTotal: minor,
  shippingTotal: minor,
  taxTotal: minor,
  total: minor,
  currency: z.enum(currencies),
  pricesIncludeTax: z.boolean(),
  taxLines: z.array(z.object({ country: z.string(), rate: z.number(), base: minor, tax: minor })),
  deliveryMethod: z.string(),
  deliveryService: z.string().exactOptional(),
  deliveryCountries: z.array(z.string()).exactOptional(),
  promisedBy: time,
  weightGrams: z.number().exactOptional(),
  paymentProvider: z.literal("stripe").exactOptional(),
  paymentReference: z.string().exactOptional(),
  paymentMethod: z.string().exactOptional(),
  paymentFee: minor.exactOptional(),
  paymentFeeCurrency: z.string().exactOptional(),
  attempts: z.array(attempt),
  payTokenHash,
  refundedAmount: minor.exactOptional(),
  refunds: z.array(refund).exactOptional(),
  placedAt: time,
  payBy: time,
  paidAt: time.exactOptional(),
  cancelledAt: time.exactOptional(),
  termsVersion: z.string(),
  termsAcceptedAt: time,
  history: z.array(entry),
});

/** Attributes that a newer version of the shop wrote are kept through our writes. */
const storedOrder = orderAttributes.loose();

/** An order from its item; Unprocessable if it is none, for it stays so. */
export function orderOfItem(item: unknown): Order {
  const read = storedOrder.safeParse(item);
  if (!read.success) throw new Unprocessable("an item of the orders table is no order", { cause: read.error });
  const { pageStatus: _indexed, ...order } = read.data;
  return order;
}

/** The item of an order, with `pageStatus` for the index of what stands where. */
export const itemOfOrder = (order: Order): Record<string, unknown> => ({
  ...order,
  pageStatus: pageStatus(order.pageId, order.status),
});

/** `<pageId>#<status>`. */
export const pageStatus = (pageId: PageId, status: Order["status"]): string => `${pageId}#${status}`;
