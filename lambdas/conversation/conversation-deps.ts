/** What the conversation worker needs of the world. */
import type { Words } from "#core/conversation/wording.ts";
import type { Shop } from "#core/shop/shop.ts";
import type { Locale } from "#core/values/locale.ts";
import type { Clock } from "#ports/clock.ts";
import type { Messenger } from "#ports/messenger.ts";
import type { OrderReader, StockReader } from "#ports/order-reader.ts";
import type { PaymentsOutlet } from "#ports/queues.ts";
import type { SessionStore } from "#ports/sessions.ts";

export interface ConversationDeps {
  readonly shop: Shop;
  readonly words: Readonly<Record<Locale, Words>>;
  readonly sessions: SessionStore;
  readonly orders: OrderReader;
  readonly stock: StockReader;
  readonly payments: PaymentsOutlet;
  readonly messenger: Messenger;
  /** Where the shop's own pages and pictures are, without a slash at the end. */
  readonly publicUrl: string;
  readonly now: Clock;
  readonly randomBytes: (count: number) => Uint8Array;
}
