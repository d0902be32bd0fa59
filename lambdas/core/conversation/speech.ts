/** What the shop says, before any channel's format: a channel renders it and may cut it, but never invents. */
import type { Money } from "../values/money.ts";

export type Speech = TextSpeech | ButtonsSpeech | CardsSpeech | ReceiptSpeech;

/** An answer that is offered under the words and vanishes with the next message. Label up to 20 characters. */
export interface Choice {
  readonly label: string;
  readonly payload: string;
}

/** A button that stays in the thread for ever. Label up to 20 characters. */
export type Button =
  | { readonly kind: "tap"; readonly label: string; readonly payload: string }
  | { readonly kind: "open"; readonly label: string; readonly url: string };

interface WithChoices {
  /** At most 13. */
  readonly choices?: readonly Choice[];
}

export interface TextSpeech extends WithChoices {
  readonly kind: "text";
  /** Under 2,000 characters. */
  readonly text: string;
}

export interface ButtonsSpeech extends WithChoices {
  readonly kind: "buttons";
  /** Up to 640 characters. */
  readonly text: string;
  /** One to three. */
  readonly buttons: readonly Button[];
}

export interface CardsSpeech extends WithChoices {
  readonly kind: "cards";
  /** One to ten, shown side by side. */
  readonly cards: readonly Card[];
}

export interface Card {
  /** Up to 80 characters. */
  readonly title: string;
  /** Up to 80 characters. */
  readonly subtitle?: string;
  /** Absolute address of a PNG or JPEG of 1.91:1. */
  readonly picture?: string;
  /** Up to three. */
  readonly buttons: readonly Button[];
}

export interface ReceiptSpeech {
  readonly kind: "receipt";
  readonly recipientName: string;
  /** Unique for ever: the order id. */
  readonly orderNumber: string;
  readonly merchantName: string;
  readonly paymentMethod: string;
  /** Seconds since 1970. */
  readonly timestamp: number;
  readonly lines: readonly {
    readonly title: string;
    readonly subtitle?: string;
    readonly quantity: number;
    /** The whole line, not the piece. */
    readonly total: Money;
    readonly picture?: string;
  }[];
  readonly address?: PostalAddress;
  readonly subtotal: Money;
  readonly shipping: Money;
  readonly tax: Money;
  readonly total: Money;
}

export interface PostalAddress {
  readonly name?: string;
  readonly line1: string;
  readonly line2?: string;
  readonly postalCode: string;
  readonly city: string;
  readonly state?: string;
  /** ISO 3166 alpha-2. */
  readonly country: string;
  readonly instructions?: string;
}
