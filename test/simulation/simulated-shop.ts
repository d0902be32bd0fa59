/** The whole shop in one process: the real stages and the real queue worker over simulated queues, tables and partners. */
import type { SQSRecord } from "aws-lambda";
import { readDelivery } from "#adapters/messenger/webhook-events.ts";
import { groupOf } from "#adapters/sqs/groups.ts";
import { parseConversationMessage, parsePaymentsMessage } from "#adapters/sqs/messages.ts";
import { stripeCheckout } from "#adapters/stripe/checkout.ts";
import { readStripeEvent } from "#adapters/stripe/webhook-event.ts";
import type { PageAnswer } from "#adapters/web/page.ts";
import type { ConversationMessage } from "#core/conversation/input.ts";
import type { Words } from "#core/conversation/wording.ts";
import type { Order } from "#core/orders/order.ts";
import { isRefused } from "#core/orders/place.ts";
import type { PaymentsMessage } from "#core/payments/message.ts";
import type { Shop } from "#core/shop/shop.ts";
import { type OrderId, type PageId, type ShopperKey, shopperKey } from "#core/values/ids.ts";
import { days, minutes } from "#core/values/instant.ts";
import type { Locale } from "#core/values/locale.ts";
import type { ConversationDeps } from "#lambdas/conversation/conversation-deps.ts";
import { converse } from "#lambdas/conversation/converse.ts";
import { giveUp as apologise, tellDelay as askForPatience } from "#lambdas/conversation/give-up.ts";
import { answerPayPage } from "#lambdas/payments/answer-pay-page.ts";
import type { PayDeps } from "#lambdas/payments/pay-deps.ts";
import { tellDelay } from "#lambdas/payments/tell-delay.ts";
import { giveUp as giveOrderUp, work } from "#lambdas/payments/work.ts";
import type { WorkerDeps } from "#lambdas/payments/worker-deps.ts";
import type { Messenger, Said } from "#ports/messenger.ts";
import type { Outlet } from "#ports/queues.ts";
import { sqsWorker, type Worker } from "#runtime/sqs-worker.ts";
import { Offers } from "./offers.ts";
import { FifoQueue, type Letter } from "./queue.ts";
import { Random } from "./random.ts";
import { answerSqsCalls, type SqsCall } from "./sqs-calls.ts";
import { SimulatedStripe } from "./stripe.ts";
import { Tables } from "./tables.ts";
import { Thread, wordsOf } from "./thread.ts";
import { opening, type Task, type World } from "./world.ts";

/** Ports put between the stages and the world, to see whether the simulation notices. */
export interface Variant {
  readonly conversation?: (deps: ConversationDeps) => ConversationDeps;
  readonly payments?: (deps: WorkerDeps) => WorkerDeps;
  readonly forgetsIdempotencyKeys?: true;
  readonly forgetsVersions?: true;
  readonly forgetsCounts?: true;
  /** A message as the payments worker understands it, which knows this shop. */
  readonly hears?: (message: PaymentsMessage, shop: Shop) => PaymentsMessage;
}

/** Sentences by their names: what is said matters here, not how. */
const words: Words = (key, ...[parameters]) =>
  parameters === undefined ? key : `${key} ${Object.values(parameters).join(" ")}`;
const bothWords: Readonly<Record<Locale, Words>> = { fr: words, en: words };

/** Milliseconds a function may run, as `lib/` has it. */
const workerLimit = 30_000;
const waitedForLimit = 12_000;

export class SimulatedShop {
  readonly offers: Offers;
  readonly world: World;
  readonly tables: Tables;
  readonly stripe: SimulatedStripe;
  readonly conversationQueue: FifoQueue;
  readonly paymentsQueue: FifoQueue;
  readonly threads = new Map<ShopperKey, Thread>();
  /** The messages that intake has queued. */
  readonly accepted = new Map<string, ConversationMessage>();
  /** Commands and facts that a queue has taken, by id. */
  readonly taken = new Map<string, ConversationMessage | PaymentsMessage>();
  /** The merchant's counts, by the ids of their messages. */
  readonly counts = new Set<string>();
  readonly #variant: Variant;
  readonly #working = new Map<string, Task>();
  readonly #random: Random;

  constructor(world: World, variant: Variant = {}) {
    this.world = world;
    this.offers = new Offers(world.plan.pieces);
    this.#variant = variant;
    this.#random = new Random(world.plan.seed ^ 0x5eed);
    this.tables = new Tables(world);
    this.tables.asksForVersions = variant.forgetsVersions !== true;
    this.tables.knowsCounts = variant.forgetsCounts !== true;
    this.tables.onSession = ({ shopper, outbox }, task) => {
      if (!task.isForgetful) this.thread(shopper).crossOff(task, new Set(outbox.map(({ id }) => id)));
    };
    this.stripe = new SimulatedStripe(world);
    this.stripe.honoursKeys = variant.forgetsIdempotencyKeys !== true;
    this.stripe.isDead = (orderId) => isDead(this.tables.orders.get(orderId as OrderId));
    this.stripe.onEvent = (event, nth, isNeeded) => this.#postEvent(event, nth, isNeeded);
    this.conversationQueue = new FifoQueue(world, "conversation queue", 15);
    this.paymentsQueue = new FifoQueue(world, "payments queue", 20);
    this.conversationQueue.feed((letter, over) => this.#converse(letter, over));
    this.paymentsQueue.feed((letter, over) => this.#workOn(letter, over));
    answerSqsCalls((call) => this.#answerSqs(call));
  }

  thread(shopper: ShopperKey): Thread {
    const thread = this.threads.get(shopper) ?? new Thread();
    this.threads.set(shopper, thread);
    return thread;
  }

  /** Messenger delivers what a shopper did, again and again until it is accepted. */
  deliver(pageId: PageId, messaging: Readonly<Record<string, unknown>>): void {
    const body = { object: "page", entry: [{ id: pageId, messaging: [{ recipient: { id: pageId }, ...messaging }] }] };
    const accident = this.world.accidentAt("messenger webhook");
    const delay = accident === "delayed" ? minutes(8 * this.world.chance(`way ${this.world.accidents.length}`)) : 150;
    const post = (): void => {
      const messages = readDelivery(body, this.world.now).flatMap((event) => event.messages);
      this.#intake("messenger's webhook", async (task) => {
        await this.#conversationOutlet(task).send(messages);
        for (const message of messages) this.accepted.set(message.id, message);
      });
    };
    this.world.time.in(delay, post);
    if (accident === "doubled") this.world.time.in(minutes(12), post);
    if (accident === "replayed") this.world.time.in(days(4), post);
  }

  /** The shopper's browser asks for a pay page. */
  visit(token: string, outcome: string | undefined, then: (answer: PageAnswer | undefined) => void): void {
    this.world.start(
      "the pay page",
      waitedForLimit,
      (task) =>
        answerPayPage(this.#payDeps(task), {
          method: "GET",
          token,
          ...(outcome !== undefined && { outcome }),
          look: outcome === undefined ? 0 : 2,
          userAgent: "Mozilla/5.0",
          language: "fr",
        }),
      ({ result }) => then(result),
    );
  }

  /** The quarter-hourly sweep, as the scheduler sends it. */
  sweep(): void {
    const id = `sweep:${this.world.now}`;
    if (!this.world.isOut("payments queue")) {
      this.paymentsQueue.send("sweep", id, JSON.stringify({ v: 1, kind: "sweep", id } satisfies PaymentsMessage));
    }
  }

  #postEvent(event: Readonly<Record<string, unknown>>, nth: number, isNeeded: boolean): void {
    const accident = this.world.accidentAt("stripe webhook");
    const { type } = event;
    if (accident) this.world.tell(() => `Stripe's ${String(type)} is ${accident}`);
    if (accident === "lost" && !isNeeded) return;
    const message = readStripeEvent(event);
    const luck = this.world.chance(`event ${nth}`);
    const post = (): void =>
      this.#intake("Stripe's webhook", async (task) => {
        if (message) await this.#paymentsOutlet(task).send([message]);
      });
    this.world.time.in(accident === "delayed" || accident === "lost" ? minutes(200 * luck) : 200 + 1800 * luck, post);
    if (accident === "doubled") this.world.time.in(minutes(300 * luck), post);
  }

  /** A webhook that is not accepted comes again after 30 seconds, a minute, two … */
  #intake(name: string, take: (task: Task) => Promise<void>, attempt = 1): void {
    this.world.start(
      name,
      waitedForLimit,
      async (task) => {
        try {
          await take(task);
          return true;
        } catch {
          return false;
        }
      },
      ({ result }) => {
        if (result === true || attempt > 10) return;
        this.world.time.in(15_000 * 2 ** attempt, () => this.#intake(name, take, attempt + 1));
      },
    );
  }

  #converse(letter: Letter, over: (isDone: boolean) => void): void {
    this.#run(letter, over, (task) => ({
      name: "conversation",
      queue: () => ({ queueUrl: "conversation", deadLetterQueueUrl: "conversation-dead", maxReceiveCount: 15 }),
      parse: parseConversationMessage,
      wire: async () => this.#conversationDeps(task),
      handle: converse,
      onDelay: askForPatience,
      giveUp: apologise,
    }));
  }

  #workOn(letter: Letter, over: (isDone: boolean) => void): void {
    this.#run(letter, over, (task) => ({
      name: "payments",
      queue: () => ({ queueUrl: "payments", deadLetterQueueUrl: "payments-dead", maxReceiveCount: 20 }),
      parse: (body) => this.#heard(parsePaymentsMessage(body)),
      wire: async () => this.#paymentsDeps(task),
      handle: work,
      onDelay: tellDelay,
      giveUp: giveOrderUp,
    }));
  }

  /** One invocation of the real queue worker; a process that dies answers nothing. */
  #run<Message, Deps>(
    letter: Letter,
    over: (isDone: boolean) => void,
    made: (task: Task) => Worker<Message, Deps>,
  ): void {
    const name = `${letter.messageId}, try ${letter.receives}`;
    this.world.tell(() => `${name}: ${shortly(letter.body)}`);
    this.world.start(
      name,
      workerLimit,
      async (task) => {
        this.#working.set(letter.messageId, task);
        return await sqsWorker(made(task))({ Records: [recordOf(letter)] });
      },
      ({ result, died }) => {
        this.#working.delete(letter.messageId);
        if (died) this.world.tell(() => `${name}: the process dies`);
        over(result?.batchItemFailures.length === 0);
      },
    );
  }

  #heard(message: PaymentsMessage): PaymentsMessage {
    return this.#variant.hears?.(message, this.offers.asKnownAt(this.world.now, 0)) ?? message;
  }

  /** The shop as this invocation knows it: a change takes its time to reach everybody. */
  #shopFor(task: Task): Shop {
    return this.offers.asKnownAt(this.world.now, this.world.chance(`knows ${task.name}`));
  }

  async #answerSqs({ command, input }: SqsCall): Promise<void> {
    const handle = String(input["ReceiptHandle"] ?? input["MessageDeduplicationId"]);
    const [messageId = "", receipt] = handle.split("#");
    const task = this.#working.get(messageId);
    if (!task) return await new Promise(() => undefined);
    const isConversation = messageId.startsWith("conversation");
    const queue = isConversation ? this.conversationQueue : this.paymentsQueue;
    await this.world.call(task, isConversation ? "conversation queue" : "payments queue", command, () => {
      if (command === "ChangeMessageVisibilityCommand") {
        return queue.hide(messageId, Number(receipt), Number(input["VisibilityTimeout"]) * 1000);
      }
      const letter = queue.find(messageId);
      this.world.tell(() => `${messageId} is parked`);
      if (letter) queue.deadLetters.push({ ...letter });
    });
  }

  #conversationDeps(task: Task): ConversationDeps {
    const deps: ConversationDeps = {
      shop: this.#shopFor(task),
      words: bothWords,
      sessions: this.tables.sessionStore(task),
      orders: this.tables.orderReader(task),
      stock: this.tables.stockReader(task),
      payments: this.#paymentsOutlet(task),
      messenger: this.#messenger(task),
      publicUrl: "https://shop.example",
      now: () => this.world.now,
      randomBytes: (count) => this.#randomBytes(count),
    };
    return this.#variant.conversation?.(deps) ?? deps;
  }

  #paymentsDeps(task: Task): WorkerDeps {
    const deps: WorkerDeps = {
      shop: this.#shopFor(task),
      orders: this.tables.orderStore(task),
      stock: this.tables.stockStore(task),
      checkout: stripeCheckout(this.stripe.access(task)),
      conversation: this.#conversationOutlet(task),
      payments: this.#paymentsOutlet(task),
      now: () => this.world.now,
    };
    return this.#variant.payments?.(deps) ?? deps;
  }

  #payDeps(task: Task): PayDeps {
    const deps = this.#paymentsDeps(task);
    return { ...deps, words: bothWords, publicUrl: "https://shop.example", messengerLinkUrl: "https://m.me" };
  }

  #conversationOutlet(task: Task): Outlet<ConversationMessage> {
    return this.#outlet<ConversationMessage>(task, "conversation queue", groupOf.conversation);
  }

  #paymentsOutlet(task: Task): Outlet<PaymentsMessage> {
    return this.#outlet<PaymentsMessage>(task, "payments queue", groupOf.payments);
  }

  #outlet<Message extends ConversationMessage | PaymentsMessage>(
    task: Task,
    service: "conversation queue" | "payments queue",
    group: (message: Message) => string,
  ): Outlet<Message> {
    const queue = service === "payments queue" ? this.paymentsQueue : this.conversationQueue;
    return {
      send: async (messages) => {
        // One by one: a batch can be taken in part.
        for (const message of messages) {
          await this.world.call(task, service, `sends ${message.kind} ${message.id}`, () => {
            this.taken.set(message.id, message);
            queue.send(group(message), message.id, JSON.stringify(message));
          });
        }
      },
    };
  }

  #messenger(task: Task): Messenger {
    return {
      attend: async () => undefined,
      say: async (to, speech, id) => {
        const shopper = shopperKey(to.pageId, to.psid);
        const thread = this.thread(shopper);
        if (thread.isNeedless(id, task)) this.world.breach(`${shopper} is told twice without need: ${id}`);
        const sending = thread.begin(id, task);
        const said = await this.world.call(task, "graph", `says ${id}`, (): Said => {
          const refusal = this.world.accidentAt("recipient");
          const words = (): string => wordsOf(speech).replaceAll("\n", " / ").slice(0, 110);
          this.world.tell(() => `   the shop says to ${shopper}: ${words()} ${refusal ?? ""}`);
          sending.isSaid = refusal === undefined;
          if (refusal === undefined) return thread.say(speech, id);
          thread.unsaid.set(id, refusal);
          return { outcome: refusal === "unreachable" ? "unreachable" : "refused", why: "simulated" };
        });
        sending.isAnswered = true;
        return said;
      },
    };
  }

  #randomBytes(count: number): Uint8Array {
    return Uint8Array.from({ length: count }, () => this.#random.between(0, 255));
  }
}

const isDead = (order: Order | undefined): boolean =>
  order !== undefined && !isRefused(order) && (order.status === "cancelled" || order.status === "expired");

const recordOf = (letter: Letter): SQSRecord => ({
  messageId: letter.messageId,
  receiptHandle: `${letter.messageId}#${letter.receives}`,
  body: letter.body,
  attributes: {
    ApproximateReceiveCount: String(letter.receives),
    SentTimestamp: String(letter.sentAt),
    SenderId: "simulation",
    ApproximateFirstReceiveTimestamp: String(opening),
    MessageGroupId: letter.group,
  },
  messageAttributes: {},
  md5OfBody: "",
  eventSource: "aws:sqs",
  eventSourceARN: "simulation",
  awsRegion: "eu-west-3",
});

/** The message in a few words, for a story. */
function shortly(body: string): string {
  const found = /"kind":"([\w-]+)","id":"([^"]+)"/.exec(body) ?? /"kind":"([\w-]+)".*?"id":"([^"]+)"/.exec(body);
  const what = /"what":"([\w-]+)"/.exec(body)?.[1];
  return [found?.[1], found?.[2], what].filter(Boolean).join(" ");
}
