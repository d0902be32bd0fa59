import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { PaymentsMessage } from "#core/payments/message.ts";
import type { OrderId } from "#core/values/ids.ts";
import { after, minutes } from "#core/values/instant.ts";
import { answerPayPage } from "#lambdas/payments/answer-pay-page.ts";
import { work } from "#lambdas/payments/work.ts";
import { WorldFailure } from "#ports/failures.ts";
import { lamp } from "#test/support/lamp-shop.ts";
import { payTokenOf, placeCommand } from "#test/support/orders.ts";
import { PaymentsStage } from "#test/support/payments-stage.ts";

let stage: PaymentsStage;
beforeAll(async () => {
  stage = await PaymentsStage.start();
});
afterEach(() => stage.reset());
afterAll(() => stage.stop());

/** Fails one call of the world, by its number: before it is made, or when it is made and its answer is lost. */
class Mishap {
  calls = 0;
  readonly #at: number;
  readonly #when: "before" | "after";

  constructor(at: number, when: "before" | "after") {
    this.#at = at;
    this.#when = when;
  }

  /** The same thing, every method of which is counted and may fail. */
  befall<Port extends object>(port: Port): Port {
    return new Proxy(port, {
      get: (target, name) => {
        const method: unknown = Reflect.get(target, name);
        if (typeof method !== "function") return method;
        return async (...given: unknown[]) => {
          this.calls += 1;
          const isMine = this.calls === this.#at;
          if (isMine && this.#when === "before") throw new WorldFailure("the process died");
          const answer: unknown = await Reflect.apply(method, target, given);
          if (isMine) throw new WorldFailure("the process died");
          return answer;
        };
      },
    });
  }
}

interface End {
  readonly calls: number;
  readonly state: unknown;
}

const orderId = "O-00007-00007" as OrderId;

/** From the order tap to the payment, with the queue and the shopper trying again whatever fails. */
async function purchase(mishap: Mishap, card?: string): Promise<End> {
  await stage.reset();
  const deps = { ...stage.payDeps };
  const world = {
    ...deps,
    orders: mishap.befall(stage.worker.orders),
    checkout: mishap.befall(stage.worker.checkout),
    conversation: mishap.befall(stage.worker.conversation),
    payments: mishap.befall(deps.payments),
  };
  const at = stage.worker.now();
  const deliver = (message: PaymentsMessage) =>
    untilDone(() => work({ ...stage.worker, ...world }, message, { sentAt: at }));
  await deliver(placeCommand({ orderId, at, validUntil: after(at, minutes(15)) }));

  const request = { method: "GET", token: payTokenOf(orderId), look: 0, userAgent: "", language: "fr" } as const;
  const sessionId = await untilDone(async () => {
    const answer = await answerPayPage(world, request);
    const [, found] = /\/c\/pay\/(cs_\w+)#/.exec(answer.headers["location"] ?? "") ?? [];
    if (found === undefined) throw new WorldFailure(`answered ${answer.statusCode}`);
    return found;
  });
  if (card !== undefined) await stage.pay(sessionId, { card });
  await stage.pay(sessionId);
  for (const event of await stage.newEvents()) await deliver(event);
  return { calls: mishap.calls, state: await endState() };
}

async function untilDone<Answer>(attempt: () => Promise<Answer>): Promise<Answer> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof WorldFailure) || tries === 4) throw error;
    }
  }
}

/** Where everything stands; what differs by nature (times, ids, versions) left out. */
async function endState(): Promise<unknown> {
  const order = await stage.orderOf(orderId);
  const { charges, calls } = await stage.ledger();
  return {
    status: order.status,
    paymentStatus: order.paymentStatus,
    review: order.review,
    stock: await stage.stockOf(lamp),
    charges: charges.filter((charge) => charge.status === "succeeded").length,
    told: [...new Set(stage.told())],
    pagesOpened: new Set(
      calls.filter((call) => call.path === "/v1/checkout/sessions").map((call) => call.idempotencyKey),
    ).size,
  };
}

describe("a purchase whose process dies at any call", () => {
  it.each(["before", "after"] as const)("ends like any other when it dies %s the call was made", async (when) => {
    const whole = await purchase(new Mishap(0, when));
    expect(whole.state).toMatchObject({
      status: "to-ship",
      paymentStatus: "paid",
      charges: 1,
      told: ["placed", "paid"],
    });
    expect(whole.calls).toBeGreaterThan(10);
    for (let call = 1; call <= whole.calls; call += 1) {
      const { state } = await purchase(new Mishap(call, when));
      expect(state, `died ${when} call ${call}`).toEqual(whole.state);
    }
  });

  it("tells of a declined card once, and of the payment once, wherever it dies", async () => {
    const declined = "4000000000009995";
    const whole = await purchase(new Mishap(0, "after"), declined);
    expect(whole.state).toMatchObject({ charges: 1 });
    for (let call = 1; call <= whole.calls; call += 1) {
      const { state } = await purchase(new Mishap(call, "after"), declined);
      expect(state, `died after call ${call}`).toEqual(whole.state);
    }
  });
});
