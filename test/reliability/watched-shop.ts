/** A shop behind proxies: every call of its functions can be met, and a message left behind comes again at once. */

import { setTimeout as pause } from "node:timers/promises";
import { DynamoDBClient, PutItemCommand, UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import {
  ChangeMessageVisibilityCommand,
  GetQueueAttributesCommand,
  MessageNotInflight,
  SQSClient,
} from "@aws-sdk/client-sqs";
import { z } from "zod";
import { fixedValues } from "#local/fixed-values.ts";
import { type Call, proxies, type Verdict } from "#test/support/proxy.ts";
import { openShop, type ShopUnderTest } from "#test/support/shop-under-test.ts";
import type { Shopper } from "#test/support/shopper.ts";
import { testKey } from "#test/support/test-key.ts";

/** What is done to the calls and messages of a play. */
export interface Watch {
  readonly onCall: (call: Call) => Verdict | Promise<Verdict>;
  /** After a handler, before its message is deleted; false keeps the message. */
  readonly acknowledge?: (functionName: string) => boolean;
}

interface Received {
  readonly queueUrl: string;
  readonly messageId: string;
  readonly handle: string;
}

const passing: Watch = { onCall: () => ({ do: "pass" }) };

export class WatchedShop {
  readonly shop: ShopUnderTest;
  readonly #state: State;
  readonly #stop: () => Promise<void>;
  readonly #tables: DynamoDBClient;

  constructor(shop: ShopUnderTest, state: State, stop: () => Promise<void>) {
    this.shop = shop;
    this.#state = state;
    this.#stop = stop;
    const { dynamodb: endpoint, region } = shop.endpoints;
    this.#tables = new DynamoDBClient({ endpoint, region, credentials: testKey });
  }

  /** From now on; `undefined` lets everything pass. */
  watch(watch: Watch | undefined): void {
    this.#state.watch = watch ?? passing;
  }

  /** Waits until nothing is under way: no webhook of either sender, no message in either queue. */
  async quiet(): Promise<void> {
    const { conversation, payments } = this.shop.endpoints.queues;
    await until("everything comes to rest", async () => {
      const pending = await this.#pendingWebhooks();
      const queued = (await this.#state.depth(conversation)) + (await this.#state.depth(payments));
      return pending + queued === 0 && !(await this.#hasNewsToTell());
    });
  }

  /** Messages in both dead-letter queues. */
  async parked(): Promise<number> {
    const { conversationDeadLetters, paymentsDeadLetters } = this.shop.endpoints.queues;
    return (await this.#state.depth(conversationDeadLetters)) + (await this.#state.depth(paymentsDeadLetters));
  }

  /** Writes what there is of an article, past every stage. */
  async count(sku: string, available: number): Promise<void> {
    await this.#tables.send(
      new PutItemCommand({
        TableName: this.shop.endpoints.tables.stock,
        Item: { sku: { S: sku }, available: { N: String(available) }, reserved: { N: "0" } },
      }),
    );
  }

  /** Ends the shopper's unpaid orders past every stage, as if their payment pages were forgotten; so many pieces are left. */
  async giveUpForLost(shopper: Shopper, { sku, left }: { readonly sku: string; readonly left: number }): Promise<void> {
    for (const { orderId, pageId, version } of await this.shop.ordersOf(shopper)) {
      await this.#tables.send(
        new UpdateItemCommand({
          TableName: this.shop.endpoints.tables.orders,
          Key: { orderId: { S: orderId } },
          UpdateExpression: "SET #status = :expired, pageStatus = :pageStatus, attempts = :none, version = :next",
          ConditionExpression: "version = :version AND paymentStatus = :unpaid",
          ExpressionAttributeNames: { "#status": "status" },
          ExpressionAttributeValues: {
            ":expired": { S: "expired" },
            ":pageStatus": { S: `${pageId}#expired` },
            ":none": { L: [] },
            ":next": { N: String(version + 1) },
            ":version": { N: String(version) },
            ":unpaid": { S: "unpaid" },
          },
        }),
      );
    }
    await this.count(sku, left);
  }

  async stop(): Promise<void> {
    this.#tables.destroy();
    await this.#stop();
  }

  /** Whether Stripe has an event that the shop has not taken yet. */
  async #hasNewsToTell(): Promise<boolean> {
    const { stripe } = this.shop.endpoints;
    const untold = await fetch(`${stripe}/v1/events?limit=1&delivery_success=false`, {
      headers: { authorization: `Bearer ${fixedValues.stripeKey}` },
    });
    return z.looseObject({ data: z.array(z.unknown()) }).parse(await untold.json()).data.length > 0;
  }

  async #pendingWebhooks(): Promise<number> {
    const ledger: unknown = await (await this.shop.messenger("ledger?psid=none")).json();
    return z.looseObject({ pending: z.number() }).parse(ledger).pending;
  }
}

/** Opens a shop whose every call passes `watch`. */
export async function openWatchedShop(options: { readonly assembly?: string } = {}): Promise<WatchedShop> {
  const state = new State();
  const wire = proxies({
    functions: () => state.shop?.runner.resources.functions ?? [],
    onCall: (call) => state.meet(call),
    onAnswer: (call, answer) => state.note(call, answer.body),
  });
  const shop = await openShop({
    ...options,
    between: async (services) => {
      state.connect(services.sqs);
      return wire.between(services);
    },
    acknowledge: ({ functionName, messageIds }) => state.acknowledge(functionName, messageIds),
  });
  state.shop = shop;
  return new WatchedShop(shop, state, async () => {
    await shop.stop();
    await wire.stop();
    state.disconnect();
  });
}

const messages = z.object({
  Messages: z.array(z.looseObject({ MessageId: z.string(), ReceiptHandle: z.string() })).default([]),
});
const queueCall = z.looseObject({
  QueueUrl: z.string(),
  ReceiptHandle: z.string().optional(),
  Entries: z.array(z.looseObject({ ReceiptHandle: z.string().optional() })).optional(),
});

/** What is in whose hands: the receipts of messages that were handed out and neither deleted nor given back. */
class State {
  watch = passing;
  shop: ShopUnderTest | undefined;
  readonly #held = new Map<string, Received>();
  #sqs: SQSClient | undefined;

  connect(endpoint: string): void {
    this.#sqs = new SQSClient({ endpoint, region: "eu-west-3", credentials: testKey });
  }

  disconnect(): void {
    this.#sqs?.destroy();
  }

  async meet(call: Call): Promise<Verdict> {
    const verdict = await this.watch.onCall(call);
    if (verdict.do === "kill") void this.#comeAgainAfter(call);
    // It would keep the queue's own three minutes.
    if (call.operation === "ChangeMessageVisibility" && verdict.do !== "pass") void this.#comeAgainSoon(call);
    return verdict;
  }

  note(call: Call, answer: string): void {
    if (call.service !== "sqs") return;
    const asked = queueCall.safeParse(parsed(call.body));
    if (!asked.success) return;
    const { QueueUrl, ReceiptHandle, Entries } = asked.data;
    if (call.operation === "ReceiveMessage") {
      for (const { MessageId, ReceiptHandle: handle } of messages.catch({ Messages: [] }).parse(parsed(answer))
        .Messages)
        this.#held.set(handle, { queueUrl: QueueUrl, messageId: MessageId, handle });
    }
    if (call.operation === "DeleteMessageBatch")
      for (const entry of Entries ?? []) this.#held.delete(entry.ReceiptHandle ?? "");
    // A worker that puts a message off would have us wait for seconds.
    if (call.operation === "ChangeMessageVisibility") void this.#comeAgain(this.#held.get(ReceiptHandle ?? ""));
  }

  acknowledge(functionName: string, messageIds: readonly string[]): boolean {
    if (this.watch.acknowledge?.(functionName) !== false) return true;
    for (const held of this.#held.values()) if (messageIds.includes(held.messageId)) void this.#comeAgain(held);
    return false;
  }

  async depth(queueUrl: string): Promise<number> {
    const { Attributes = {} } = await this.#client().send(
      new GetQueueAttributesCommand({ QueueUrl: queueUrl, AttributeNames: ["All"] }),
    );
    return (
      Number(Attributes["ApproximateNumberOfMessages"] ?? 0) +
      Number(Attributes["ApproximateNumberOfMessagesNotVisible"] ?? 0)
    );
  }

  /** When the worker that could not put its message off has given it back. */
  async #comeAgainSoon(call: Call): Promise<void> {
    const { ReceiptHandle: handle = "" } = queueCall.parse(parsed(call.body));
    const received = this.#held.get(handle);
    await pause(1000);
    if (this.#held.has(handle)) await this.#comeAgain(received);
  }

  /** The visibility timeout of a dead process's message passes at once; other processes keep theirs. */
  async #comeAgainAfter(killed: Call): Promise<void> {
    const queueUrl = this.#queueOf(killed.function);
    const before = [...this.#held.values()].filter((held) => held.queueUrl === queueUrl);
    const left = () => before.filter(({ handle }) => this.#held.has(handle));
    await until("the process is gone", () => Promise.resolve(!this.#isAlive(killed) && left().length <= 1));
    for (const held of left()) await this.#comeAgain(held);
  }

  #isAlive({ function: name, processId }: Call): boolean {
    const owner = this.shop?.runner.resources.functions.find((each) => each.name === name);
    return processId !== undefined && owner?.processIds.includes(processId) === true;
  }

  #queueOf(functionName = ""): string | undefined {
    const { conversation, payments } = this.shop?.endpoints.queues ?? {};
    if (functionName.includes("ConversationWorker")) return conversation;
    return functionName.includes("PaymentsWorker") ? payments : undefined;
  }

  async #comeAgain(held: Received | undefined): Promise<void> {
    if (!held) return;
    this.#held.delete(held.handle);
    const { queueUrl: QueueUrl, handle: ReceiptHandle } = held;
    const command = new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout: 0 });
    await this.#client()
      .send(command)
      .catch((error: unknown) => {
        // It is visible already, or done meanwhile.
        if (!(error instanceof MessageNotInflight)) throw error;
      });
  }

  #client(): SQSClient {
    if (!this.#sqs) throw new Error("the queues are not there yet");
    return this.#sqs;
  }
}

/** Looks again every 10 ms; an error with the name of what never came after a minute. */
export async function until(what: string, isSo: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 60_000;
  while (!(await isSo())) {
    if (Date.now() > deadline) throw new Error(`waited in vain until ${what}`);
    await pause(10);
  }
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
