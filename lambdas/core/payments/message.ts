/** What reaches the payments stage: wishes of shoppers, news of a payment partner, and reminders to look. */
import type { OrderId, PageId, PayTokenHash, Psid, Sku } from "../values/ids.ts";
import type { Instant } from "../values/instant.ts";
import type { Locale } from "../values/locale.ts";
import type { Currency } from "../values/money.ts";

/** One message of the payments queue, version 1. Its group is the order, or the PaymentIntent where that is all there is. */
export type PaymentsMessage = Command | StripeEvent | Check | Sweep | SetStock;

interface Numbered {
  readonly v: 1;
  /** The same however often the message is sent: an effect id, an event id, `check:<orderId>:<quarter hour>`. */
  readonly id: string;
}

/** What the conversation decides to ask for; the shell adds who asks. */
export type ShopperCommand = PlaceOrder | CancelOrder | NoteUntold;

export interface PlaceOrder {
  readonly kind: "place-order";
  readonly orderId: OrderId;
  readonly locale: Locale;
  /** One entry per SKU, at most 50. */
  readonly lines: readonly { readonly sku: Sku; readonly quantity: number }[];
  readonly deliveryMethod: string;
  /** What the shopper was shown, minor units: a different sum now is refused, never charged. */
  readonly shownTotal: number;
  readonly currency: Currency;
  /** The last day of the delivery as the shopper was shown it; it holds also when the command arrives after midnight. */
  readonly promisedBy?: Instant;
  readonly payTokenHash: PayTokenHash;
  readonly termsVersion: string;
  /** After this the shopper is told to start again instead. */
  readonly validUntil: Instant;
  readonly source?: { readonly kind: string; readonly ref?: string; readonly adId?: string };
}

export interface CancelOrder {
  readonly kind: "cancel-order";
  readonly orderId: OrderId;
  readonly validUntil: Instant;
}

/** Something about this order could not be told to the shopper. */
export interface NoteUntold {
  readonly kind: "note-untold";
  readonly orderId: OrderId;
  /** Short and without personal data: the fact and the error class. */
  readonly what: string;
}

/** A shopper's wish on its way: with the effect id as id, from whom and when. */
export type Command = ShopperCommand &
  Numbered & { readonly pageId: PageId; readonly psid: Psid; readonly at: Instant };

/** News of Stripe as intake queues it: only what finds the order; the rest is fetched again. */
export interface StripeEvent extends Numbered {
  readonly kind: "stripe-event";
  /** `checkout.session.completed` and the like. */
  readonly type: string;
  readonly livemode: boolean;
  readonly createdAt: Instant;
  /** `cs_…`, for events of a Checkout Session. */
  readonly sessionId?: string;
  /** `pi_…`. */
  readonly paymentIntentId?: string;
  /** From `client_reference_id` or the metadata, where it has the form of an order id. */
  readonly orderId?: OrderId;
  /** Of a failed payment: Stripe's `decline_code` or `code`. */
  readonly declineCode?: string;
}

/** Ask the provider how this order's payment stands. */
export interface Check extends Numbered {
  readonly kind: "check";
  readonly orderId: OrderId;
}

/** Every quarter of an hour: send a check for each order past its time to pay. */
export interface Sweep extends Numbered {
  readonly kind: "sweep";
}

/** A new count from the merchant. */
export interface SetStock extends Numbered {
  readonly kind: "set-stock";
  readonly sku: Sku;
  readonly available: number;
}
