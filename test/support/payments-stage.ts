/** The payments stage over a real DynamoDB and the Stripe stand-in, with queues that a test empties itself. */
import { setTimeout as wait } from "node:timers/promises";
import { GetCommand } from "@aws-sdk/lib-dynamodb";
import { z } from "zod";
import { dynamoOrders } from "#adapters/dynamodb/orders.ts";
import { dynamoStock } from "#adapters/dynamodb/stock.ts";
import { stripeCheckout } from "#adapters/stripe/checkout.ts";
import { stripeAccess } from "#adapters/stripe/stripe-access.ts";
import { readStripeEvent } from "#adapters/stripe/webhook-event.ts";
import type { PageAnswer } from "#adapters/web/page.ts";
import { icuWords } from "#adapters/wording/icu-words.ts";
import type { ConversationMessage, OrderNews } from "#core/conversation/input.ts";
import type { Order } from "#core/orders/order.ts";
import type { PlaceCommand } from "#core/orders/place.ts";
import type { PaymentsMessage, StripeEvent } from "#core/payments/message.ts";
import type { Shop } from "#core/shop/shop.ts";
import { orderId as mintOrderId, type OrderId, type Sku } from "#core/values/ids.ts";
import { after, instant, minutes } from "#core/values/instant.ts";
import { answerPayPage, type PayRequest } from "#lambdas/payments/answer-pay-page.ts";
import type { PayDeps } from "#lambdas/payments/pay-deps.ts";
import { work } from "#lambdas/payments/work.ts";
import type { WorkerDeps } from "#lambdas/payments/worker-deps.ts";
import { startStripeStandIn } from "#local/stripe/start-stripe-stand-in.ts";
import { startTables, type TestTables } from "./dynamodb.ts";
import { lampShop } from "./lamp-shop.ts";
import { payTokenOf, placeCommand } from "./orders.ts";

const events = z.object({ data: z.array(z.looseObject({ id: z.string() })) });
const stockItem = z.object({ available: z.number(), reserved: z.number() });

export class PaymentsStage {
  shop: Shop = lampShop();
  news: ConversationMessage[] = [];
  queued: PaymentsMessage[] = [];
  readonly tables: TestTables;
  readonly #stripe: Awaited<ReturnType<typeof startStripeStandIn>>;
  /** Milliseconds the shop's clock and Stripe's are ahead of the real one. */
  #ahead = 0;
  #orders = 0;
  readonly #delivered = new Set<string>();

  private constructor(tables: TestTables, stripe: Awaited<ReturnType<typeof startStripeStandIn>>) {
    this.tables = tables;
    this.#stripe = stripe;
  }

  static async start(): Promise<PaymentsStage> {
    const tables = await startTables();
    const stripe = await startStripeStandIn({
      key: "sk_test_local",
      webhookSecret: "whsec_local",
      webhookUrl: "http://127.0.0.1:9/nobody",
    });
    const stage = new PaymentsStage(tables, stripe);
    await stage.control("events", { deliver: false });
    return stage;
  }

  async stop(): Promise<void> {
    await this.#stripe.stop();
    await this.tables.stop();
  }

  /** Empty queues, a new shop with unopened stock, an empty account at Stripe. */
  async reset(): Promise<void> {
    await this.control("reset", {});
    await this.control("events", { deliver: false });
    await this.tables.empty();
    this.shop = lampShop();
    this.news = [];
    this.queued = [];
    this.#ahead = 0;
    this.#delivered.clear();
  }

  get worker(): WorkerDeps {
    const { client, orders, stock } = this.tables;
    return {
      shop: this.shop,
      orders: dynamoOrders(client, { orders, stock, pause: () => wait(1) }),
      stock: dynamoStock(client, stock),
      checkout: stripeCheckout(stripeAccess({ keys: key, refreshedKeys: key, apiUrl: this.#stripe.url })),
      conversation: { send: async (messages) => void this.news.push(...messages) },
      payments: { send: async (messages) => void this.queued.push(...messages) },
      now: () => after(instant(Date.now()), this.#ahead),
    };
  }

  /** Works on one message, as the queue hands it out. */
  work(message: PaymentsMessage, sentAt = this.worker.now()): Promise<void> {
    return work(this.worker, message, { sentAt });
  }

  /** Places an order, by the command that is given back. */
  async place(overrides: Partial<PlaceCommand> = {}): Promise<PlaceCommand> {
    this.#orders += 1;
    const orderId = mintOrderId(Date.now(), [0, 0, 0, this.#orders >> 5, this.#orders]);
    const { now } = this.worker;
    const command = placeCommand({ orderId, at: now(), validUntil: after(now(), minutes(15)), ...overrides });
    await this.work(command);
    return command;
  }

  get payDeps(): PayDeps {
    const words = icuWords(this.shop.wording);
    return { ...this.worker, words, publicUrl: "https://shop.example", messengerLinkUrl: "https://m.me" };
  }

  /** What the pay link answers. */
  visit(orderId: OrderId, request: Partial<PayRequest> = {}): Promise<PageAnswer> {
    const usual = { method: "GET", token: payTokenOf(orderId), look: 0, userAgent: "Mozilla/5.0" };
    return answerPayPage(this.payDeps, { ...usual, language: "fr", ...request });
  }

  /** Opens the payment page; the session it leads to. */
  async openPayPage(orderId: OrderId): Promise<string> {
    const answer = await this.visit(orderId);
    const found = /\/c\/pay\/(cs_\w+)#/.exec(answer.headers["location"] ?? "");
    if (!found?.[1]) throw new Error(`no payment page: ${answer.statusCode}`);
    return found[1];
  }

  pay(sessionId: string, how: Readonly<Record<string, unknown>> = {}): Promise<unknown> {
    return this.control(`sessions/${sessionId}/pay`, how);
  }

  /** Stripe's events that were not delivered yet, as intake would queue them, oldest first. */
  async newEvents(): Promise<StripeEvent[]> {
    const response = await fetch(`${this.#stripe.url}/v1/events?limit=100`, {
      headers: { authorization: "Bearer sk_test_local" },
    });
    const found = events.parse(await response.json()).data.filter((event) => !this.#delivered.has(event.id));
    for (const event of found) this.#delivered.add(event.id);
    return found.toReversed().flatMap((event) => readStripeEvent(event) ?? []);
  }

  /** Delivers what Stripe has to say, and what the stage re-sends to itself. */
  async deliverEvents(): Promise<void> {
    for (const event of await this.newEvents()) await this.work(event);
    await this.workQueued();
  }

  async workQueued(): Promise<void> {
    for (let message = this.queued.shift(); message; message = this.queued.shift()) await this.work(message);
  }

  /** Lets time pass, at the shop and at Stripe. */
  async pass(milliseconds: number): Promise<void> {
    this.#ahead += milliseconds;
    await this.control("clock", { advanceMs: milliseconds });
  }

  async orderOf(orderId: OrderId): Promise<Order> {
    const order = await this.worker.orders.load(orderId);
    if (!order) throw new Error(`no order ${orderId}`);
    return order;
  }

  async stockOf(sku: Sku): Promise<{ available: number; reserved: number } | undefined> {
    const { Item } = await this.tables.client.send(new GetCommand({ TableName: this.tables.stock, Key: { sku } }));
    return Item && stockItem.parse(Item);
  }

  /** The facts that were sent, in order and once each, as the conversation hears them. */
  facts(): OrderNews[] {
    const heard = new Map(this.news.flatMap((each) => (each.kind === "order-fact" ? [[each.id, each] as const] : [])));
    return [...heard.values()];
  }

  told(): string[] {
    return this.facts().map((each) => each.fact.what);
  }

  /** A control route of the Stripe stand-in. */
  async control(what: string, body: unknown): Promise<unknown> {
    const response = await fetch(`${this.#stripe.url}/control/${what}`, { method: "POST", body: JSON.stringify(body) });
    if (!response.ok) throw new Error(`control ${what}: ${response.status} ${await response.text()}`);
    return await response.json();
  }

  /** What Stripe was asked and did. */
  async ledger(): Promise<z.infer<typeof ledger>> {
    return ledger.parse(await (await fetch(`${this.#stripe.url}/control/ledger`)).json());
  }
}

const ledger = z.object({
  calls: z.array(
    z.looseObject({
      method: z.string(),
      path: z.string(),
      idempotencyKey: z.string().nullable(),
      parameters: z.record(z.string(), z.string()),
      status: z.number().nullable(),
    }),
  ),
  charges: z.array(z.looseObject({ id: z.string(), amount: z.number(), status: z.string() })),
  refunds: z.array(z.looseObject({ id: z.string(), amount: z.number() })),
});

const key = async (): Promise<readonly string[]> => ["sk_test_local"];
