/** Services that fail for a while, by a clock that only retries move: the delays that workers ask for are added up, not waited for. */
import { z } from "zod";
import type { CalledServices } from "#local/start.ts";
import type { Service } from "#test/support/call-name.ts";
import { type Between, type Call, proxies, type Verdict } from "#test/support/proxy.ts";
import type { ShopUnderTest } from "#test/support/shop-under-test.ts";

const waiting = z.looseObject({ QueueUrl: z.string(), VisibilityTimeout: z.number() });

export class Outage {
  /** Set when the shop is open: only then it is known who calls. */
  shop: ShopUnderTest | undefined;
  /** Seconds that messages of each queue were asked to wait since the outage began. */
  readonly waited = { conversation: 0, payments: 0 };
  readonly #down = new Set<Service>();
  #clock = (): void => undefined;
  readonly #proxies: Between;
  readonly between: (services: CalledServices) => Promise<CalledServices>;

  constructor() {
    this.#proxies = proxies({
      functions: () => this.shop?.runner.resources.functions ?? [],
      onCall: (call) => this.#verdict(call),
    });
    this.between = this.#proxies.between;
  }

  begin(...services: readonly Service[]): void {
    for (const service of services) this.#down.add(service);
    Object.assign(this.waited, { conversation: 0, payments: 0 });
    this.#clock = () => undefined;
  }

  end(...services: readonly Service[]): void {
    for (const service of services) this.#down.delete(service);
  }

  /** Ends all of it as soon as messages of this queue were asked to wait for so many seconds; resolves then. */
  async endsAfter(queue: "conversation" | "payments", seconds: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#clock = () => {
      if (this.waited[queue] < seconds) return;
      this.#down.clear();
      resolve();
    };
    this.#clock();
    await promise;
  }

  async stop(): Promise<void> {
    await this.#proxies.stop();
  }

  #verdict(call: Call): Verdict {
    if (this.#down.has(call.service)) return refused(call);
    return call.operation === "ChangeMessageVisibility" ? this.#atOnce(call) : { do: "pass" };
  }

  #atOnce({ body }: Call): Verdict {
    const asked = waiting.parse(JSON.parse(body));
    this.waited[asked.QueueUrl.includes("Payments") ? "payments" : "conversation"] += asked.VisibilityTimeout;
    this.#clock();
    return { do: "rewrite", body: JSON.stringify({ ...asked, VisibilityTimeout: 0 }) };
  }
}

/** Connections to Messenger break; the others answer that they cannot. */
const refused = ({ service }: Call): Verdict =>
  service === "graph"
    ? { do: "reset", when: "before" }
    : {
        do: "answer",
        when: "before",
        answer: {
          status: 503,
          headers: { "content-type": "application/json" },
          body: '{"__type":"ServiceUnavailable","message":"down","error":{"type":"api_error","message":"down"}}',
        },
      };
