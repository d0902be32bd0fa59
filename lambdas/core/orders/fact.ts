/** What becomes true of an order and is told to the conversation: named by order and sequence, so that it is heard once. */

import type { PostalAddress } from "../conversation/speech.ts";
import type { OrderId, Sku } from "../values/ids.ts";
import type { Locale } from "../values/locale.ts";
import type { Currency } from "../values/money.ts";
import type { OrderStatus, PaymentStatus } from "./order.ts";

export interface OrderFact {
  readonly what: FactWhat;
  readonly sequence: number;
  /** The order as it stood when the fact was sent (again). */
  readonly order: OrderView;
  /** For `refused`. */
  readonly reason?: RefusalReason;
  /** For `refused` because of stock: what is not there in the number wanted. */
  readonly soldOut?: readonly { readonly sku: Sku; readonly available: number }[];
  /** For `payment-declined`: Stripe's decline code. */
  readonly declineCode?: string;
}

export const factWhats = [
  "placed",
  "refused",
  "payment-declined",
  "payment-pending",
  "payment-failed",
  "paid",
  "paid-differently",
  "expired",
  "cancelled",
  "not-cancelled",
  "late-payment",
  "refunded",
] as const;
export type FactWhat = (typeof factWhats)[number];

export const refusalReasons = ["sold-out", "price-changed", "not-for-sale", "too-little", "too-late"] as const;
export type RefusalReason = (typeof refusalReasons)[number];

/** What the conversation may know of an order: enough to speak of it, without e-mail, phone or payment references. */
export interface OrderView {
  readonly orderId: OrderId;
  readonly locale: Locale;
  readonly status: OrderStatus;
  readonly paymentStatus: PaymentStatus;
  readonly lines: readonly {
    readonly sku: Sku;
    readonly title: string;
    readonly options?: string;
    readonly quantity: number;
    readonly total: number;
    readonly picture?: string;
  }[];
  readonly subtotal: number;
  readonly shippingTotal: number;
  readonly taxTotal: number;
  readonly total: number;
  readonly currency: Currency;
  readonly deliveryMethod: string;
  readonly promisedBy: string;
  readonly placedAt: string;
  readonly payBy: string;
  readonly paidAt?: string;
  readonly paymentMethod?: string;
  readonly customerFirstName?: string;
  readonly customerName?: string;
  readonly shippingAddress?: PostalAddress;
}
