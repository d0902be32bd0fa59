/** What a shopper wants, whether by a tap or in words. */
import type { Locale } from "../values/locale.ts";
import type { AttachmentKind } from "./input.ts";

/** Nothing more to say than the kind. */
type Nothing = unknown;

interface Intents {
  start: Nothing;
  greet: Nothing;
  help: Nothing;
  thanks: Nothing;
  person: Nothing;
  language: { readonly locale: Locale };
  /** Without a category: the categories. Pages count from 1. */
  browse: { readonly category?: string; readonly page: number };
  product: { readonly id: string; readonly page: number };
  /** Without words: what is looked for is asked. */
  search: { readonly words: string; readonly page: number };
  add: { readonly sku: string };
  cart: { readonly page: number };
  /** Without a count: the number is asked. */
  quantity: { readonly sku: string; readonly count?: number };
  remove: { readonly sku: string };
  checkout: Nothing;
  deliver: { readonly method: string };
  /** Without a revision: the recapitulation. */
  order: { readonly revision?: string };
  pay: Nothing;
  change: Nothing;
  orders: Nothing;
  "order-status": { readonly id: string };
  /** `followed`: what the shopper did there is the next input. */
  referral: { readonly ref?: string; readonly source?: string; readonly adId?: string; readonly followed?: true };
  unclear: { readonly what: Unclear };
}

export type IntentKind = keyof Intents;
export type Intent<Kind extends IntentKind = IntentKind> = {
  readonly [Each in Kind]: { readonly kind: Each } & Intents[Each];
}[Kind];

/** Why nothing was understood: the first answer in a row speaks to it. */
export type Unclear = "words" | "long" | "number" | "signs" | "button" | AttachmentKind;
