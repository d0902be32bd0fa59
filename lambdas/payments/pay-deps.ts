/** What the pay page needs of the world. */
import type { Words } from "#core/conversation/wording.ts";
import type { Shop } from "#core/shop/shop.ts";
import type { Locale } from "#core/values/locale.ts";
import type { Checkout } from "#ports/checkout.ts";
import type { Clock } from "#ports/clock.ts";
import type { OrderStore } from "#ports/orders.ts";
import type { PaymentsOutlet } from "#ports/queues.ts";

export interface PayDeps {
  readonly shop: Shop;
  readonly words: Readonly<Record<Locale, Words>>;
  readonly orders: Pick<OrderStore, "load" | "save">;
  readonly checkout: Pick<Checkout, "livemode" | "open" | "read" | "close">;
  readonly payments: PaymentsOutlet;
  /** Without a slash at the end, like the next. */
  readonly publicUrl: string;
  readonly messengerLinkUrl: string;
  readonly now: Clock;
}
