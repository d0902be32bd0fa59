/** What the functions put on the two queues, kept so that it can come once more: later, older, in another order. */

import { createHash } from "node:crypto";
import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { z } from "zod";
import type { CalledServices } from "#local/start.ts";
import { type Proxy, startProxy } from "#test/support/proxy.ts";
import type { ShopUnderTest } from "#test/support/shop-under-test.ts";
import { testKey } from "#test/support/test-key.ts";

const entry = z.looseObject({ MessageBody: z.string(), MessageGroupId: z.string() });
const sent = z.union([
  z.looseObject({ QueueUrl: z.string(), Entries: z.array(entry) }),
  entry.extend({ QueueUrl: z.string() }).transform(({ QueueUrl, ...one }) => ({ QueueUrl, Entries: [one] })),
]);

export interface QueuedMessage {
  readonly queueUrl: string;
  readonly group: string;
  readonly body: string;
}

export class QueueTraffic {
  /** Everything the functions have sent so far. */
  readonly messages: QueuedMessage[] = [];
  /** Set when the shop is open: only then it is known who calls. */
  shop: ShopUnderTest | undefined;
  /** From now on no queue knows a message again: each is sent under an id of its own, as after five minutes. */
  isForgetful = false;
  #proxy: Proxy | undefined;
  #copies = 0;

  /** For `StartOptions.between`. */
  readonly between = async (services: CalledServices): Promise<CalledServices> => {
    this.#proxy = await startProxy({
      service: "sqs",
      target: services.sqs,
      functions: () => this.shop?.runner.resources.functions ?? [],
      onCall: ({ operation, body }) => {
        if (!operation.startsWith("SendMessage")) return { do: "pass" };
        this.#keep(JSON.parse(body));
        return this.isForgetful ? { do: "rewrite", body: this.#underOwnIds(body) } : { do: "pass" };
      },
    });
    return { ...services, sqs: this.#proxy.url };
  };

  /** Puts messages on their queues under ids that the queues have never seen, as after more than five minutes. */
  async again(messages: readonly QueuedMessage[]): Promise<void> {
    await this.#send(messages);
  }

  async stop(): Promise<void> {
    await this.#proxy?.stop();
  }

  #underOwnIds(body: string): string {
    return body.replaceAll(/("MessageDeduplicationId":)"[^"]*"/g, (_, name: string) => {
      this.#copies += 1;
      return `${name}"forgotten-${this.#copies}"`;
    });
  }

  #keep(body: unknown): void {
    const { QueueUrl, Entries } = sent.parse(body);
    for (const { MessageBody, MessageGroupId } of Entries) {
      this.messages.push({ queueUrl: QueueUrl, group: MessageGroupId, body: MessageBody });
    }
  }

  async #send(messages: readonly QueuedMessage[]): Promise<void> {
    if (!this.shop) throw new Error("the shop is not open yet");
    const { sqs: endpoint, region } = this.shop.endpoints;
    const sqs = new SQSClient({ endpoint, region, credentials: testKey });
    for (const { queueUrl, group, body } of messages) {
      this.#copies += 1;
      const id = createHash("sha256").update(`copy ${this.#copies}`).digest("hex");
      await sqs.send(
        new SendMessageCommand({
          QueueUrl: queueUrl,
          MessageBody: body,
          MessageGroupId: group,
          MessageDeduplicationId: id,
        }),
      );
    }
    sqs.destroy();
  }
}
