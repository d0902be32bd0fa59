/** An order as the table keeps it: plain words, integer minor units, ISO times; attributes not filled yet are absent. */
import type { PostalAddress } from "../conversation/speech.ts";
import type { OrderId, PageId, PayTokenHash, ShopperKey, Sku } from "../values/ids.ts";
import type { Locale } from "../values/locale.ts";
import type { Currency } from "../values/money.ts";

/** Where the goods stand. */
export const orderStatuses = [
  "awaiting-payment",
  "to-ship",
  "partly-shipped",
  "shipped",
  "delivered",
  "returned",
  "cancelled",
  "expired",
] as const;
export type OrderStatus = (typeof orderStatuses)[number];

/** Where the money stands. */
export const paymentStatuses = ["unpaid", "pending", "paid", "partly-refunded", "refunded"] as const;
export type PaymentStatus = (typeof paymentStatuses)[number];

export interface Order {
  readonly orderId: OrderId;
  readonly schemaVersion: 1;
  /** False for orders paid with test money. */
  readonly livemode: boolean;
  /** Grows by one with each write; every write asks for the one before. */
  readonly version: number;
  readonly pageId: PageId;
  readonly shopper: ShopperKey;
  readonly locale: Locale;
  readonly source?: { readonly kind: string; readonly ref?: string; readonly adId?: string };
  readonly status: OrderStatus;
  readonly paymentStatus: PaymentStatus;
  /** Why a person should look at it. */
  readonly review?: string;

  readonly customerFirstName?: string;
  readonly customerLastName?: string;
  readonly email?: string;
  readonly phone?: string;
  readonly shippingAddress?: PostalAddress;
  readonly billingAddress?: PostalAddress;

  readonly lines: readonly OrderLine[];
  readonly subtotal: number;
  readonly discountTotal: number;
  readonly shippingTotal: number;
  readonly taxTotal: number;
  readonly total: number;
  readonly currency: Currency;
  readonly pricesIncludeTax: boolean;
  readonly taxLines: readonly { country: string; rate: number; base: number; tax: number }[];

  readonly deliveryMethod: string;
  /** The delivery's name as the shopper was shown it. */
  readonly deliveryService?: string;
  /** ISO 3166 alpha-2: where this delivery goes to. */
  readonly deliveryCountries?: readonly string[];
  /** The last day of the delivery that was promised, ISO time. */
  readonly promisedBy: string;
  readonly weightGrams?: number;

  readonly paymentProvider?: "stripe";
  /** The PaymentIntent, `pi_…`. */
  readonly paymentReference?: string;
  /** "Visa 4242". */
  readonly paymentMethod?: string;
  /** What the provider keeps of the payment, minor units; a refund does not bring it back. */
  readonly paymentFee?: number;
  /** ISO 4217, where the fee is in another currency than the order. */
  readonly paymentFeeCurrency?: string;
  readonly attempts: readonly PaymentAttempt[];
  readonly payTokenHash: PayTokenHash;
  readonly refundedAmount?: number;
  readonly refunds?: readonly Refund[];

  readonly placedAt: string;
  /** Until when the goods are kept for the shopper. */
  readonly payBy: string;
  readonly paidAt?: string;
  readonly cancelledAt?: string;
  readonly termsVersion: string;
  readonly termsAcceptedAt: string;
  readonly history: readonly HistoryEntry[];
}

export interface OrderLine {
  /** `1`, `2` …: names a line in refunds and shipments. */
  readonly lineId: string;
  readonly sku: Sku;
  readonly title: string;
  /** The variant's name; absent where there is one only. */
  readonly options?: string;
  readonly quantity: number;
  readonly unitPrice: number;
  readonly discount: number;
  /** Percent. */
  readonly taxRate: number;
  readonly tax: number;
  readonly total: number;
  readonly weightGrams?: number;
  /** Present where stock is counted: the pieces were reserved with the order. */
  readonly counted?: true;
  /** The picture's path or address, for the receipt. */
  readonly picture?: string;
}

/** One try at being paid: everything that the provider's call is made of, so that a repeated call is the same to the byte. */
export interface PaymentAttempt {
  /** 1, 2 …, never used twice; part of the idempotency key `cs:<orderId>:<number>`. */
  readonly number: number;
  readonly provider: "stripe";
  /** `dead`: the provider said it can no longer be paid. `refused`: the provider never opened it, and it counts for nothing. */
  readonly state: "opening" | "open" | "complete" | "dead" | "refused";
  readonly openedAt: string;
  /** Seconds since 1970, as sent to Stripe. */
  readonly expiresAt: number;
  /** `cs_…`. */
  readonly sessionId?: string;
  /** Only while it is opening: until when the goods were kept before, and are again if it is refused. */
  readonly formerPayBy?: string;
}

export interface Refund {
  readonly at: string;
  readonly amount: number;
  readonly reason: string;
  /** `re_…`, once the provider has answered. */
  readonly reference?: string;
}

export interface HistoryEntry {
  /** 1, 2 …: with the order id the name of the fact it tells. */
  readonly sequence: number;
  readonly at: string;
  readonly what: HistoryWhat;
  readonly by: "shopper" | "provider" | "shop" | "clock";
  /** The queue message that brought it: a repeated one tells the same facts again. */
  readonly inputId: string;
  /** Small particulars, without personal data: the sold-out SKUs, a decline code. */
  readonly detail?: Readonly<Record<string, string>>;
}

export const historyWhats = [
  "placed",
  "refused",
  "attempt-opened",
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
  "untold",
] as const;
export type HistoryWhat = (typeof historyWhats)[number];
