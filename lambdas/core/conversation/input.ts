/** What reaches the conversation: something the shopper did, news of an order, or notice of a delay. */
import type { OrderFact } from "../orders/fact.ts";
import type { InputId, OrderId, PageId, Psid } from "../values/ids.ts";
import type { Instant } from "../values/instant.ts";

/** One message of the conversation queue, version 1. */
export type ConversationMessage = ShopperInput | OrderNews | OrderDelay;

interface Addressed {
  readonly v: 1;
  readonly id: InputId;
  readonly pageId: PageId;
  readonly psid: Psid;
  /** When it happened, by the sender's clock. */
  readonly at: Instant;
}

export interface ShopperInput extends Addressed {
  readonly kind: "shopper-input";
  readonly input: Input;
}

export interface OrderNews extends Addressed {
  readonly kind: "order-fact";
  readonly fact: OrderFact;
}

/** The payments stage takes longer than usual; told only to a shopper who still waits for it. */
export interface OrderDelay extends Addressed {
  readonly kind: "order-delay";
  readonly orderId: OrderId;
  /** `order`: the order's pay link. `change`: its cancellation. `payment`: the confirmation of its payment. */
  readonly awaited: Awaited;
}

export const awaiteds = ["order", "change", "payment"] as const;
export type Awaited = (typeof awaiteds)[number];

/** What a shopper can do. */
export type Input =
  | { readonly kind: "text"; readonly text: string }
  /** A postback button, a quick reply, a menu item, Get Started. */
  | { readonly kind: "tap"; readonly payload: string; readonly title?: string }
  | { readonly kind: "attachment"; readonly what: AttachmentKind }
  /**
   * A link or an ad led here. `followed`: the tap or the words that it came with are the next input, and answer it; a new
   * thread brings it with the Get Started tap.
   */
  | {
      readonly kind: "referral";
      readonly ref?: string;
      readonly source?: string;
      readonly adId?: string;
      readonly followed?: true;
    };

export const attachmentKinds = [
  "image",
  "audio",
  "video",
  "file",
  "sticker",
  "thumbs-up",
  "location",
  "link",
  "product",
  "other",
] as const;
export type AttachmentKind = (typeof attachmentKinds)[number];
