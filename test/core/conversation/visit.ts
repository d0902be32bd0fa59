/** A visit to the example shop, played message by message on the pure core. */
import { decide } from "#core/conversation/decide.ts";
import type { Effect } from "#core/conversation/effect.ts";
import type { AttachmentKind, ConversationMessage, Input } from "#core/conversation/input.ts";
import { lookups } from "#core/conversation/lookups.ts";
import type { Button, Card, Choice, Speech } from "#core/conversation/speech.ts";
import { type ConversationState, newcomer } from "#core/conversation/state.ts";
import type { Minted } from "#core/conversation/turn.ts";
import type { FactWhat, OrderFact, OrderView } from "#core/orders/fact.ts";
import type { PlaceOrder, ShopperCommand } from "#core/payments/message.ts";
import type { Shop } from "#core/shop/shop.ts";
import {
  inputId,
  type OrderId,
  orderId,
  type PageId,
  type PayToken,
  type PayTokenHash,
  type Psid,
  type Sku,
} from "#core/values/ids.ts";
import { after, days, type Instant, instant, minutes, toIso } from "#core/values/instant.ts";
import { anExampleShop, exampleWords } from "#test/support/example-shop.ts";

export const noon = instant(Date.UTC(2026, 10, 24, 11));
const pageId = "100000000000001" as PageId;
const psid = "2001" as Psid;

export interface Label {
  readonly label: string;
  readonly payload?: string;
  readonly url?: string;
}

export class Visit {
  state: ConversationState;
  now: Instant = noon;
  stock = new Map<Sku, number>();
  /** As the orders table shows them, newest first. */
  orders: readonly OrderView[] = [];
  /** What the last message came to. */
  effects: readonly Effect[] = [];
  readonly shop: Shop;
  private count = 0;

  constructor(shop: Shop = anExampleShop()) {
    this.shop = shop;
    this.state = newcomer(shop.settings.defaultLocale);
  }

  says(text: string): this {
    return this.does({ kind: "text", text });
  }

  taps(payload: string, title?: string): this {
    return this.does({ kind: "tap", payload, ...(title !== undefined && { title }) });
  }

  sends(what: AttachmentKind): this {
    return this.does({ kind: "attachment", what });
  }

  /** Taps what carries this label in the last answer. */
  tapsLabel(label: string): this {
    const found = this.labels.find((each) => each.label === label && each.payload !== undefined);
    if (found?.payload === undefined)
      throw new Error(`"${label}" is not among ${this.labels.map((each) => each.label).join(", ")}`);
    return this.taps(found.payload);
  }

  does(input: Input): this {
    this.count += 1;
    return this.hears({
      v: 1,
      kind: "shopper-input",
      id: inputId(`m_${this.count}`),
      pageId,
      psid,
      at: this.now,
      input,
    });
  }

  hearsFact(fact: OrderFact): this {
    const id = inputId(`${fact.order.orderId}:${fact.sequence}`);
    return this.hears({ v: 1, kind: "order-fact", id, pageId, psid, at: this.now, fact });
  }

  hears(message: ConversationMessage): this {
    const needed = lookups(this.state, message, this.shop);
    const stock = new Map([...this.stock].filter(([sku]) => needed.stockOf.includes(sku)));
    const decision = decide(this.state, message, {
      now: this.now,
      shop: this.shop,
      words: exampleWords,
      stock,
      orders: needed.orders ? this.orders : [],
      minted: mintedFor(this.count),
      publicUrl: "https://shop.example",
    });
    this.state = decision.state;
    this.effects = decision.effects;
    return this;
  }

  waits(milliseconds: number): this {
    this.now = after(this.now, milliseconds);
    return this;
  }

  get speeches(): readonly Speech[] {
    return this.effects.flatMap((effect) => (effect.kind === "say" ? [effect.speech] : []));
  }

  get commands(): readonly ShopperCommand[] {
    return this.effects.flatMap((effect) => (effect.kind === "command" ? [effect.command] : []));
  }

  get placed(): PlaceOrder {
    const command = this.commands.find((each) => each.kind === "place-order");
    if (!command) throw new Error("no order was placed");
    return command;
  }

  /** Every word of the last answer. */
  get words(): string {
    return this.speeches
      .flatMap(wordsOf)
      .join("\n")
      .replace(/[\u00a0\u202f]/g, " ");
  }

  get labels(): readonly Label[] {
    return this.speeches.flatMap(labelsOf).map((each) => ({ ...each, label: withPlainSpaces(each.label) }));
  }
}

/** French money is written with spaces that do not break. */
const withPlainSpaces = (text: string): string => text.replace(/[\u00a0\u202f]/g, " ");

const mintedFor = (count: number): Minted => {
  const id = orderId(noon, [count, count >> 5, count >> 10, 0, 0]);
  return {
    orderId: id,
    payToken: `${id}.${String(count).padStart(22, "0")}` as PayToken,
    payTokenHash: String(count).padStart(64, "0") as PayTokenHash,
  };
};

/** The order that a command places, as payments shows it. */
export function anOrder(command: PlaceOrder, shop: Shop, overrides: Partial<OrderView> = {}): OrderView {
  return {
    orderId: command.orderId,
    locale: command.locale,
    status: "awaiting-payment",
    paymentStatus: "unpaid",
    lines: command.lines.map((line) => ({ ...line, title: titleOf(shop, line.sku), total: 1000 * line.quantity })),
    subtotal: command.shownTotal,
    shippingTotal: 0,
    taxTotal: 0,
    total: command.shownTotal,
    currency: command.currency,
    deliveryMethod: command.deliveryMethod,
    promisedBy: toIso(after(noon, days(7))),
    placedAt: toIso(noon),
    payBy: toIso(after(noon, minutes(60))),
    ...overrides,
  };
}

export const aFact = (
  what: FactWhat,
  sequence: number,
  order: OrderView,
  more: Partial<Pick<OrderFact, "reason" | "soldOut" | "declineCode">> = {},
): OrderFact => ({ what, sequence, order, ...more });

/** A visit up to the Pay button. */
export function visitAwaitingPayment(shop?: Shop): { visit: Visit; order: OrderView; orderId: OrderId } {
  const visit = new Visit(shop).taps("add:mist").taps("deliver:home").tapsLabel("Commander et payer");
  const order = anOrder(visit.placed, visit.shop);
  visit.orders = [order];
  visit.hearsFact(aFact("placed", 1, order));
  return { visit, order, orderId: order.orderId };
}

const titleOf = (shop: Shop, sku: string): string =>
  shop.catalogue.products.find((product) => product.variants.some((each) => each.sku === sku))?.title.fr ?? sku;

const wordsOf = (speech: Speech): readonly string[] => {
  switch (speech.kind) {
    case "text":
    case "buttons":
      return [speech.text];
    case "cards":
      return speech.cards.flatMap((card: Card) => [card.title, card.subtitle ?? ""]);
    case "receipt":
      return [speech.orderNumber, speech.paymentMethod];
  }
};

export const labelsOf = (speech: Speech): readonly Label[] => {
  const buttons: readonly Button[] =
    speech.kind === "buttons" ? speech.buttons : speech.kind === "cards" ? speech.cards.flatMap((c) => c.buttons) : [];
  const choices: readonly Choice[] = speech.kind === "receipt" ? [] : (speech.choices ?? []);
  return [...buttons, ...choices];
};
