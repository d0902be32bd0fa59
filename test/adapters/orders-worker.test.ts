import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { parseConversationMessage, parsePaymentsMessage } from "#adapters/sqs/messages.ts";
import type { PaymentsMessage } from "#core/payments/message.ts";
import type { OrderId, Psid } from "#core/values/ids.ts";
import { after, minutes } from "#core/values/instant.ts";
import { tellDelay } from "#lambdas/payments/tell-delay.ts";
import { giveUp } from "#lambdas/payments/work.ts";
import { Unprocessable, WorldFailure } from "#ports/failures.ts";
import { cup, lamp, lampShopAt } from "#test/support/lamp-shop.ts";
import { pageId, psid } from "#test/support/orders.ts";
import { PaymentsStage } from "#test/support/payments-stage.ts";

let stage: PaymentsStage;
beforeAll(async () => {
  stage = await PaymentsStage.start();
});
afterEach(() => stage.reset());
afterAll(() => stage.stop());

const declines = "4000000000009995";

describe("a purchase", () => {
  it("goes from the order tap over the pay page to a paid order, with the stock sold", async () => {
    const { orderId } = await stage.place();
    expect(stage.told()).toEqual(["placed"]);
    expect(await stage.stockOf(lamp)).toEqual({ available: 1, reserved: 2 });

    const sessionId = await stage.openPayPage(orderId);
    expect(await stage.pay(sessionId)).toMatchObject({ outcome: "paid" });
    await stage.deliverEvents();

    expect(await stage.orderOf(orderId)).toMatchObject({
      status: "to-ship",
      paymentStatus: "paid",
      paymentMethod: "Visa 4242",
      customerFirstName: "Julie",
      customerLastName: "Martin",
      email: "julie@example.com",
      shippingAddress: { line1: "12 rue de la Part-Dieu", postalCode: "69003", city: "Lyon", country: "FR" },
      attempts: [{ number: 1, state: "complete", sessionId }],
    });
    expect(stage.told()).toEqual(["placed", "paid"]);
    expect(await stage.stockOf(lamp)).toEqual({ available: 1, reserved: 0 });
  });

  it("tells the conversation in the form the queue demands", async () => {
    const { orderId } = await stage.place();
    await stage.pay(await stage.openPayPage(orderId));
    await stage.deliverEvents();
    for (const message of stage.news) {
      expect(parseConversationMessage(JSON.parse(JSON.stringify(message)))).toEqual(message);
    }
  });

  it("is charged and told once when every message comes twice", async () => {
    const command = await stage.place();
    await stage.work(command);
    const sessionId = await stage.openPayPage(command.orderId);
    expect(await stage.openPayPage(command.orderId)).toBe(sessionId);
    await stage.pay(sessionId);
    const events = await stage.newEvents();
    for (const event of [...events, ...events.toReversed(), ...events]) await stage.work(event);

    expect(stage.told()).toEqual(["placed", "paid"]);
    expect(await stage.stockOf(lamp)).toEqual({ available: 1, reserved: 0 });
    expect((await stage.ledger()).charges).toHaveLength(1);
  });

  it("tells again what a crash kept from being told", async () => {
    const command = await stage.place();
    stage.news = [];
    await stage.work(command);
    expect(stage.told()).toEqual(["placed"]);

    await stage.pay(await stage.openPayPage(command.orderId));
    const [event] = await stage.newEvents();
    if (!event) throw new Error("Stripe said nothing");
    await stage.work(event);
    stage.news = [];
    await stage.work(event);
    expect(stage.told()).toEqual(["paid"]);
  });

  it("of goods priced without tax charges the tax as well", async () => {
    stage.shop = { ...stage.shop, settings: { ...stage.shop.settings, pricesIncludeTax: false } };
    const { orderId } = await stage.place({ shownTotal: 16_560 });
    await stage.pay(await stage.openPayPage(orderId));
    await stage.deliverEvents();
    expect((await stage.ledger()).charges).toMatchObject([{ amount: 16_560 }]);
    expect(await stage.orderOf(orderId)).toMatchObject({ paymentStatus: "paid", taxTotal: 2760 });
  });
});

describe("the order tap", () => {
  it("is refused with what is left when there are not enough, and answers the same again", async () => {
    await stage.place();
    const command = await stage.place();
    stage.news = [];
    await stage.work(command);
    expect(stage.facts()).toMatchObject([
      { fact: { what: "refused", reason: "sold-out", soldOut: [{ sku: lamp, available: 1 }] } },
    ]);
    expect(await stage.orderOf(command.orderId)).toMatchObject({ status: "cancelled" });
    expect(await stage.stockOf(lamp)).toEqual({ available: 1, reserved: 2 });
  });

  it("gives the last piece to one of two shoppers", async () => {
    const lines = [{ sku: lamp, quantity: 3 }];
    const taps = await Promise.all(
      ["7000000000000001", "7000000000000002"].map((each) =>
        stage.place({ lines, shownTotal: 20_700, psid: each as Psid }),
      ),
    );
    const orders = await Promise.all(taps.map((tap) => stage.orderOf(tap.orderId)));
    expect(orders.map((order) => order.status).sort()).toEqual(["awaiting-payment", "cancelled"]);
    expect(await stage.stockOf(lamp)).toEqual({ available: 0, reserved: 3 });
  });

  it("is refused when the price has changed since, and nothing is reserved", async () => {
    stage.shop = lampShopAt(7500);
    await stage.place();
    expect(stage.facts()).toMatchObject([{ fact: { what: "refused", reason: "price-changed" } }]);
    expect(await stage.stockOf(lamp)).toBeUndefined();
  });

  it("counts nothing where nothing is to be counted", async () => {
    const { orderId } = await stage.place({ lines: [{ sku: cup, quantity: 4 }], shownTotal: 7990 });
    expect(await stage.orderOf(orderId)).toMatchObject({ status: "awaiting-payment" });
    expect(await stage.stockOf(cup)).toBeUndefined();
  });

  it("is refused when it is given up, and stays so when it is brought back", async () => {
    const { orderId: _unused, ...made } = await stage.place();
    const command = { ...made, id: "place:lost", orderId: "O-00009-00009" as OrderId };
    stage.news = [];
    await giveUp(stage.worker, command);
    await stage.work(command);
    expect(stage.facts()).toMatchObject([{ fact: { what: "refused", reason: "too-late" } }]);
    expect(await stage.stockOf(lamp)).toEqual({ available: 1, reserved: 2 });
  });

  it("stays an order although telling of it was given up", async () => {
    const command = await stage.place();
    stage.news = [];
    await giveUp(stage.worker, command);
    expect(await stage.orderOf(command.orderId)).toMatchObject({ status: "awaiting-payment" });
    expect(stage.told()).toEqual(["placed"]);
  });

  it("cannot take another shopper's order", async () => {
    const command = await stage.place();
    const thief = { ...command, id: "other", psid: "7000000000000009" as Psid };
    await expect(stage.work(thief)).rejects.toThrow(Unprocessable);
  });
});

describe("a declined card", () => {
  it("is told once for the page, and the next card still pays", async () => {
    const { orderId } = await stage.place();
    const sessionId = await stage.openPayPage(orderId);
    await stage.pay(sessionId, { card: declines });
    await stage.pay(sessionId, { card: "4000000000000002" });
    await stage.deliverEvents();
    expect(stage.facts().at(-1)).toMatchObject({ fact: { what: "payment-declined", declineCode: expect.any(String) } });
    expect(stage.told()).toEqual(["placed", "payment-declined"]);

    await stage.pay(sessionId);
    await stage.deliverEvents();
    expect(stage.told()).toEqual(["placed", "payment-declined", "paid"]);
  });

  it("is not told when its news comes after the payment", async () => {
    const { orderId } = await stage.place();
    const sessionId = await stage.openPayPage(orderId);
    await stage.pay(sessionId, { card: declines });
    await stage.pay(sessionId);
    for (const event of (await stage.newEvents()).toReversed()) await stage.work(event);
    expect(stage.told()).toEqual(["placed", "paid"]);
  });
});

describe("a bank debit", () => {
  const debit = { iban: "DE89370400440532013000" };

  it("waits for the bank, then is paid", async () => {
    const { orderId } = await stage.place();
    const sessionId = await stage.openPayPage(orderId);
    await stage.pay(sessionId, debit);
    await stage.deliverEvents();
    expect(await stage.orderOf(orderId)).toMatchObject({ status: "awaiting-payment", paymentStatus: "pending" });

    await stage.control(`sessions/${sessionId}/async`, { succeed: true });
    await stage.deliverEvents();
    expect(await stage.orderOf(orderId)).toMatchObject({ status: "to-ship", paymentStatus: "paid" });
    expect(stage.told()).toEqual(["placed", "payment-pending", "paid"]);
  });

  it("that failed can be tried anew on a new page", async () => {
    const { orderId } = await stage.place();
    const first = await stage.openPayPage(orderId);
    await stage.pay(first, debit);
    await stage.control(`sessions/${first}/async`, { succeed: false });
    await stage.deliverEvents();
    expect(stage.told()).toEqual(["placed", "payment-failed"]);

    const second = await stage.openPayPage(orderId);
    expect(second).not.toBe(first);
    await stage.pay(second);
    await stage.deliverEvents();
    expect(await stage.orderOf(orderId)).toMatchObject({
      status: "to-ship",
      attempts: [{ state: "dead" }, { state: "complete" }],
    });
  });
});

describe("an order that nobody pays", () => {
  it("ends when its page has expired, and its pieces are free", async () => {
    const { orderId } = await stage.place();
    await stage.openPayPage(orderId);
    await stage.pass(minutes(61));
    await stage.deliverEvents();
    expect(await stage.orderOf(orderId)).toMatchObject({ status: "expired" });
    expect(stage.told()).toEqual(["placed", "expired"]);
    expect(await stage.stockOf(lamp)).toEqual({ available: 3, reserved: 0 });
  });

  it("is found by the sweep although its page was never opened", async () => {
    const { orderId } = await stage.place();
    const sweep = { v: 1, kind: "sweep", id: "sweep:1" } as const;
    await stage.work(sweep);
    expect(stage.queued).toEqual([]);
    await stage.pass(minutes(61));
    await stage.work(sweep);
    expect(stage.queued).toMatchObject([{ kind: "check", orderId }]);
    for (const message of stage.queued) expect(parsePaymentsMessage(message)).toEqual(message);
    await stage.workQueued();
    expect(await stage.orderOf(orderId)).toMatchObject({ status: "expired" });
    await stage.work(sweep);
    expect(stage.queued).toEqual([]);
  });

  it("is found to be paid by a check when the webhook was lost", async () => {
    const { orderId } = await stage.place();
    await stage.pay(await stage.openPayPage(orderId));
    await stage.pass(minutes(61));
    await stage.work({ v: 1, kind: "sweep", id: "sweep:1" });
    await stage.workQueued();
    expect(await stage.orderOf(orderId)).toMatchObject({ status: "to-ship" });
    expect(stage.told()).toEqual(["placed", "paid"]);
    await stage.deliverEvents();
    expect(stage.told()).toEqual(["placed", "paid"]);
  });
});

describe("calling an order off", () => {
  const cancelOf = (orderId: OrderId): PaymentsMessage => {
    const at = stage.worker.now();
    return {
      v: 1,
      kind: "cancel-order",
      id: "cancel:1",
      pageId,
      psid,
      at,
      orderId,
      validUntil: after(at, minutes(15)),
    };
  };

  it("closes the payment page and frees the pieces", async () => {
    const { orderId } = await stage.place();
    const sessionId = await stage.openPayPage(orderId);
    await stage.work(cancelOf(orderId));
    await stage.work(cancelOf(orderId));
    await expect(stage.pay(sessionId)).rejects.toThrow("409");
    expect(await stage.orderOf(orderId)).toMatchObject({ status: "cancelled" });
    await stage.deliverEvents();
    expect(stage.told()).toEqual(["placed", "cancelled"]);
    expect(await stage.stockOf(lamp)).toEqual({ available: 3, reserved: 0 });
  });

  it("comes too late for a payment that was faster", async () => {
    const { orderId } = await stage.place();
    await stage.pay(await stage.openPayPage(orderId));
    await stage.work(cancelOf(orderId));
    expect(await stage.orderOf(orderId)).toMatchObject({ status: "to-ship", paymentStatus: "paid" });
    expect(stage.told()).toEqual(["placed", "paid"]);
  });

  it("is for the order's own shopper, and for a while", async () => {
    const { orderId } = await stage.place();
    await expect(
      stage.work({ ...cancelOf(orderId), psid: "7000000000000009" as Psid } as PaymentsMessage),
    ).rejects.toThrow(Unprocessable);
    const late = { ...cancelOf(orderId), validUntil: after(stage.worker.now(), -1) } as PaymentsMessage;
    await stage.work(late);
    expect(await stage.orderOf(orderId)).toMatchObject({ status: "awaiting-payment" });
  });

  it("that came too late is on record and told, once, and the order can be paid", async () => {
    const { orderId } = await stage.place();
    const late = { ...cancelOf(orderId), validUntil: after(stage.worker.now(), -1) } as PaymentsMessage;
    await stage.work(late);
    await stage.work(late);
    expect(stage.told()).toEqual(["placed", "not-cancelled"]);
    const { history } = await stage.orderOf(orderId);
    expect(history.at(-1)).toMatchObject({ what: "not-cancelled", detail: { reason: "too-late" } });
    expect(await stage.visit(orderId)).toMatchObject({ statusCode: 302 });
  });

  it("that is given up is told, and changes nothing when it is brought back", async () => {
    const { orderId } = await stage.place();
    const sessionId = await stage.openPayPage(orderId);
    const wish = cancelOf(orderId);
    await stage.control("fail", { match: "/expire", times: 2, status: 503 });
    await expect(stage.work(wish)).rejects.toThrow(WorldFailure);
    await giveUp(stage.worker, wish);
    expect(stage.told()).toEqual(["placed", "not-cancelled"]);

    await stage.work(wish);
    expect(await stage.orderOf(orderId)).toMatchObject({ status: "awaiting-payment" });
    await stage.pay(sessionId);
    await stage.deliverEvents();
    expect(stage.told()).toEqual(["placed", "not-cancelled", "paid"]);
  });

  it("that only could not be told is told as what became of it", async () => {
    const { orderId } = await stage.place();
    const wish = cancelOf(orderId);
    await stage.work(wish);
    stage.news = [];
    await giveUp(stage.worker, wish);
    expect(stage.told()).toEqual(["cancelled"]);
  });

  it("that is another shopper's is not told to anybody", async () => {
    const { orderId } = await stage.place();
    await giveUp(stage.worker, { ...cancelOf(orderId), psid: "7000000000000009" as Psid } as PaymentsMessage);
    expect(stage.told()).toEqual(["placed"]);
    expect((await stage.orderOf(orderId)).history).toHaveLength(1);
  });

  it("is tried again while somebody pays on the page, which cannot be closed then", async () => {
    const { orderId } = await stage.place();
    const sessionId = await stage.openPayPage(orderId);
    await stage.control("fail", { match: "/expire", status: 400, code: "session_being_paid" });
    await expect(stage.work(cancelOf(orderId))).rejects.toThrow(WorldFailure);
    await stage.pay(sessionId);
    await stage.work(cancelOf(orderId));
    expect(stage.told()).toEqual(["placed", "paid"]);
  });
});

describe("a payment that comes after the end", () => {
  /** Stripe takes the money, and we hear of it when the order has been given up for lost. */
  async function paidTooLate(meanwhile: () => Promise<void>): Promise<OrderId> {
    const { orderId } = await stage.place();
    await stage.pay(await stage.openPayPage(orderId));
    const order = await stage.orderOf(orderId);
    const expired = { ...order, status: "expired" as const, attempts: [] };
    await stage.worker.orders.save(order, {
      order: expired,
      stock: { kind: "release", items: [{ sku: lamp, quantity: 2 }] },
    });
    await meanwhile();
    return orderId;
  }

  it("takes the pieces again while they are there", async () => {
    const orderId = await paidTooLate(async () => {});
    await stage.deliverEvents();
    expect(await stage.orderOf(orderId)).toMatchObject({ status: "to-ship", paymentStatus: "paid" });
    expect(await stage.stockOf(lamp)).toEqual({ available: 1, reserved: 0 });
  });

  it("is given back once when the pieces are gone, whatever fails on the way", async () => {
    const orderId = await paidTooLate(
      async () => void (await stage.place({ lines: [{ sku: lamp, quantity: 3 }], shownTotal: 20_700 })),
    );
    stage.news = [];
    await stage.control("fail", { match: "/v1/refunds", when: "after", times: 2, status: 500 });
    const [event] = await stage.newEvents();
    if (!event) throw new Error("Stripe said nothing");
    await expect(stage.work(event)).rejects.toThrow(WorldFailure);
    expect(await stage.orderOf(orderId)).toMatchObject({ status: "expired", paymentStatus: "paid" });
    expect(stage.told()).toEqual([]);

    await stage.work(event);
    await stage.work(event);
    expect(await stage.orderOf(orderId)).toMatchObject({ paymentStatus: "refunded", refundedAmount: 13_800 });
    expect(stage.told()).toEqual(["late-payment", "refunded"]);
    expect((await stage.ledger()).refunds).toMatchObject([{ amount: 13_800 }]);
  });

  it("is a person's to give back when Stripe does not, and the shopper is told that it comes", async () => {
    const orderId = await paidTooLate(
      async () => void (await stage.place({ lines: [{ sku: lamp, quantity: 3 }], shownTotal: 20_700 })),
    );
    stage.news = [];
    await stage.control("fail", { match: "/v1/refunds", status: 400, code: "balance_insufficient" });
    const [event] = await stage.newEvents();
    if (!event) throw new Error("Stripe said nothing");
    await expect(stage.work(event)).rejects.toThrow(Unprocessable);
    await giveUp(stage.worker, event);
    await giveUp(stage.worker, event);
    expect(await stage.orderOf(orderId)).toMatchObject({ review: "the money could not be given back yet" });
    expect(stage.told()).toEqual(["late-payment"]);

    await stage.work(event);
    const order = await stage.orderOf(orderId);
    expect(order).toMatchObject({ paymentStatus: "refunded" });
    expect(order).not.toHaveProperty("review");
    expect(stage.told()).toEqual(["late-payment", "refunded"]);
  });
});

describe("what takes longer than usual", () => {
  const delays = () => stage.news.filter((each) => each.kind === "order-delay");

  it("is told to the shopper of an order tap, of a calling off and of a payment, in the form the queue demands", async () => {
    const command = await stage.place();
    const { orderId } = command;
    await tellDelay(stage.worker, command);
    const at = stage.worker.now();
    await tellDelay(stage.worker, { v: 1, kind: "cancel-order", id: "c:1", pageId, psid, at, orderId, validUntil: at });
    await stage.pay(await stage.openPayPage(orderId));
    const [paid] = await stage.newEvents();
    if (!paid) throw new Error("Stripe said nothing");
    await tellDelay(stage.worker, paid);
    expect(delays().map(({ id, awaited }) => [id, awaited])).toEqual([
      [`${command.id}:delay`, "order"],
      ["c:1:delay", "change"],
      [`${paid.id}:delay`, "payment"],
    ]);
    for (const delay of delays()) {
      expect(delay).toMatchObject({ pageId, psid, orderId });
      expect(parseConversationMessage(JSON.parse(JSON.stringify(delay)))).toEqual(delay);
    }
  });

  it("is told to nobody of what nobody waits for", async () => {
    const { orderId } = await stage.place();
    await tellDelay(stage.worker, { v: 1, kind: "check", id: "check:1", orderId });
    await tellDelay(stage.worker, { v: 1, kind: "sweep", id: "sweep:1" });
    await stage.openPayPage(orderId);
    await stage.pass(minutes(61));
    for (const event of await stage.newEvents()) await tellDelay(stage.worker, event);
    expect(delays()).toEqual([]);
  });
});

describe("news from Stripe", () => {
  /** All but the fee, which moves nothing. */
  const moneyNews = async () => (await stage.newEvents()).filter(({ type }) => type !== "charge.updated");

  it("that names no order is brought into its order's group", async () => {
    const { orderId } = await stage.place();
    await stage.pay(await stage.openPayPage(orderId), { card: declines });
    const [event] = await stage.newEvents();
    if (!event) throw new Error("Stripe said nothing");
    const { orderId: _unnamed, ...nameless } = event;
    await stage.work(nameless);
    expect(stage.queued).toMatchObject([{ orderId, id: `${event.id}:found` }]);
    await stage.workQueued();
    expect(stage.told()).toEqual(["placed", "payment-declined"]);
  });

  it("of another business on the same account is left alone", async () => {
    const event = { v: 1, kind: "stripe-event", id: "evt_1", livemode: false, createdAt: stage.worker.now() } as const;
    await stage.work({ ...event, type: "payment_intent.payment_failed", paymentIntentId: "pi_unknown" });
    expect(stage.queued).toEqual([]);
  });

  it("that names an order it is not about is parked", async () => {
    const { orderId: one } = await stage.place({ lines: [{ sku: cup, quantity: 1 }], shownTotal: 2590 });
    const { orderId: other } = await stage.place({ lines: [{ sku: cup, quantity: 1 }], shownTotal: 2590 });
    await stage.pay(await stage.openPayPage(one));
    for (const event of await moneyNews()) {
      await expect(stage.work({ ...event, orderId: other })).rejects.toThrow(Unprocessable);
    }
    expect(await stage.orderOf(other)).toMatchObject({ paymentStatus: "unpaid" });
  });

  it("of money of the other kind is parked", async () => {
    const { orderId } = await stage.place();
    await stage.pay(await stage.openPayPage(orderId));
    const order = await stage.orderOf(orderId);
    await stage.worker.orders.save(order, { order: { ...order, livemode: true } });
    for (const event of await moneyNews()) await expect(stage.work(event)).rejects.toThrow(Unprocessable);
  });

  it("of a fee is nothing to an order that is not paid, or not ours", async () => {
    const { orderId: one } = await stage.place({ lines: [{ sku: cup, quantity: 1 }], shownTotal: 2590 });
    const { orderId: other } = await stage.place({ lines: [{ sku: cup, quantity: 1 }], shownTotal: 2590 });
    await stage.pay(await stage.openPayPage(one));
    const [fee] = (await stage.newEvents()).filter(({ type }) => type === "charge.updated");
    if (!fee) throw new Error("Stripe said nothing of a fee");
    const before = await stage.orderOf(other);
    await stage.work({ ...fee, orderId: other });
    await stage.work({ ...fee, orderId: "O-00009-00009" as OrderId });
    expect(await stage.orderOf(other)).toEqual(before);
  });

  it("waits while Stripe does not answer", async () => {
    const { orderId } = await stage.place();
    await stage.pay(await stage.openPayPage(orderId));
    const [event] = await stage.newEvents();
    if (!event) throw new Error("Stripe said nothing");
    await stage.control("fail", { match: "GET /v1/checkout/sessions", times: 2, status: 503 });
    await expect(stage.work(event)).rejects.toThrow(WorldFailure);
    await stage.work(event);
    expect(await stage.orderOf(orderId)).toMatchObject({ status: "to-ship" });
  });
});

describe("the other messages", () => {
  it("note what could not be told, once", async () => {
    const { orderId } = await stage.place();
    const note: PaymentsMessage = {
      v: 1,
      kind: "note-untold",
      id: "n:1",
      pageId,
      psid,
      at: stage.worker.now(),
      orderId,
      what: "placed: blocked",
    };
    await stage.work(note);
    await stage.work(note);
    const { history } = await stage.orderOf(orderId);
    expect(history.filter((entry) => entry.what === "untold")).toMatchObject([{ detail: { what: "placed: blocked" } }]);
  });

  it("set the merchant's count once, and leave what is reserved", async () => {
    await stage.place();
    const count: PaymentsMessage = { v: 1, kind: "set-stock", id: "count:1", sku: lamp, available: 10 };
    await stage.work(count);
    expect(await stage.stockOf(lamp)).toEqual({ available: 10, reserved: 2 });
    await stage.place();
    await stage.work(count);
    expect(await stage.stockOf(lamp)).toEqual({ available: 8, reserved: 4 });
    await stage.work({ ...count, id: "count:2", sku: cup, available: 5 });
    expect(await stage.stockOf(cup)).toEqual({ available: 5, reserved: 0 });
  });

  it("keep the merchant's newest count when an older one arrives late", async () => {
    // Was: a count whose write DynamoDB carried out after the next count's set the old number again.
    // Now: a count that was queued before the last one sets nothing.
    const sentAt = stage.worker.now();
    const count: PaymentsMessage = { v: 1, kind: "set-stock", id: "count:1", sku: lamp, available: 10 };
    await stage.work(count, sentAt);
    await stage.work({ ...count, id: "count:2", available: 3 }, after(sentAt, 1000));
    await stage.work(count, sentAt);
    expect(await stage.stockOf(lamp)).toEqual({ available: 3, reserved: 0 });
  });
});
