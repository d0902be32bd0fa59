import { describe, expect, it } from "vitest";
import { cancel, expire, keep } from "#core/orders/close.ts";
import type { Order } from "#core/orders/order.ts";
import { adopt, mayOpen, openAttempt, refuseAttempt, withAttempt } from "#core/payments/attempt.ts";
import { refundDue, refundGivenUp, refundMade } from "#core/payments/refund.ts";
import { concerns, type PaymentReport } from "#core/payments/report.ts";
import { type PaymentNews, settle } from "#core/payments/settle.ts";
import { after, fromIso, type Instant, minutes } from "#core/values/instant.ts";
import { lamp } from "#test/support/lamp-shop.ts";
import { anOrder, aReport, morning } from "#test/support/orders.ts";

const news = (at: Instant = after(morning, minutes(5)), more: Partial<PaymentNews> = {}): PaymentNews => ({
  inputId: "evt_1",
  at,
  by: "provider",
  ...more,
});
const later = news(after(morning, minutes(90)), { inputId: "evt_2" });

/** An order whose payment page is open. */
function opened(): Order {
  const { order } = openAttempt(anOrder(), news(morning));
  return withAttempt(order, 1, { state: "open", sessionId: "cs_test_1" });
}
const settled = (order: Order, report: Partial<PaymentReport>, occasion = news()): Order =>
  settle(order, aReport(report), occasion).order;
const last = (order: Order) => order.history.at(-1);
const twoLamps = [{ sku: lamp, quantity: 2 }];

describe("a report", () => {
  it.each([
    [true, {}],
    [false, { reference: "O-00009-00009" }],
    [false, { livemode: true }],
  ])("concerns the order: %s, where it says %j", (isConcerned, overrides) => {
    const order = anOrder();
    const report = { ...aReport({}), reference: order.orderId, livemode: order.livemode, ...overrides };
    expect(concerns(report, order)).toBe(isConcerned);
  });
});

describe("an order that ends unpaid", () => {
  it.each([
    ["cancelled", cancel],
    ["expired", expire],
  ] as const)("is %s, and none of its payment pages counts as open any more", (status, end) => {
    const { order, stock } = end(opened(), news());
    expect(order).toMatchObject({ status, attempts: [{ state: "dead" }] });
    expect(stock).toEqual({ kind: "release", items: twoLamps });
  });
});

describe("a payment that arrived", () => {
  it("makes the order one to ship, sells its pieces and records who paid how", () => {
    const report = aReport({
      standing: "paid",
      paymentReference: "pi_1",
      paymentMethod: "Visa 4242",
      customer: { customerFirstName: "Julie", email: "julie@example.com" },
    });
    const change = settle(opened(), report, news());
    expect(change).toMatchObject({
      stock: { kind: "sell", items: twoLamps },
      order: {
        status: "to-ship",
        paymentStatus: "paid",
        paidAt: "2026-11-22T10:05:00.000Z",
        paymentReference: "pi_1",
        paymentMethod: "Visa 4242",
        customerFirstName: "Julie",
        email: "julie@example.com",
        attempts: [{ state: "complete" }],
      },
    });
    expect(last(change.order)).toMatchObject({ what: "paid", inputId: "evt_1" });
  });

  it("is no news the second time", () => {
    const paid = settled(opened(), { standing: "paid" });
    expect(settle(paid, aReport({ standing: "paid" }), later)).toEqual({ order: paid });
  });

  it.each([
    ["less", { amount: 13_000 }, "paid 13000 EUR instead of 13800 EUR"],
    ["more", { amount: 14_000 }, "paid 14000 EUR instead of 13800 EUR"],
    ["in another currency", { currency: "USD" }, "paid 13800 USD instead of 13800 EUR"],
  ])("is marked for a person when it is %s", (_, difference, review) => {
    const order = settled(opened(), { standing: "paid", ...difference });
    expect(order).toMatchObject({ paymentStatus: "paid", review });
    expect(last(order)?.what).toBe("paid-differently");
  });

  it("counts although its session's note was lost", () => {
    const { order } = openAttempt(anOrder(), news(morning));
    const { attempts } = settled(order, { standing: "paid" });
    expect(attempts).toEqual([expect.objectContaining({ number: 1, state: "complete", sessionId: "cs_test_1" })]);
  });

  it("is marked for a person when another session was paid already", () => {
    const paid = settled(opened(), { standing: "paid", paymentReference: "pi_1" });
    const twice = settle(paid, aReport({ standing: "paid", sessionId: "cs_2", paymentReference: "pi_2" }), later);
    expect(twice).toMatchObject({ order: { status: "to-ship", review: "paid twice: pi_2", paymentReference: "pi_1" } });
    expect(twice).not.toHaveProperty("stock");
    expect(settled(twice.order, { standing: "paid", sessionId: "cs_2" }, later)).toBe(twice.order);
  });
});

describe("a payment that comes after the order ended", () => {
  const ends: readonly [string, (order: Order) => Order][] = [
    ["expired", (order) => expire(order, news(after(morning, minutes(61)))).order],
    ["cancelled", (order) => cancel(order, news(after(morning, minutes(10)))).order],
  ];

  it.each(ends)("revives an %s order whose pieces are still there", (_, end) => {
    const change = settle(end(opened()), aReport({ standing: "paid" }), later);
    expect(change).toMatchObject({
      stock: { kind: "take-again", items: twoLamps },
      order: { status: "to-ship", paymentStatus: "paid" },
    });
    expect(change.order).not.toHaveProperty("cancelledAt");
    expect(last(change.order)?.what).toBe("paid");
  });

  it.each(ends)("is to be given back when the pieces of the %s order are gone", (_, end) => {
    const ended = end(opened());
    const change = settle(ended, aReport({ standing: "paid" }), later, "gone");
    expect(change).not.toHaveProperty("stock");
    expect(change.order).toMatchObject({ status: ended.status, paymentStatus: "paid", refunds: [{ amount: 13_800 }] });
    expect(last(change.order)?.what).toBe("late-payment");

    const back = refundMade(change.order, "re_1", later).order;
    expect(back).toMatchObject({ paymentStatus: "refunded", refundedAmount: 13_800, refunds: [{ reference: "re_1" }] });
    expect(last(back)?.what).toBe("refunded");
    expect(refundDue(back)).toBeUndefined();
    expect(refundMade(back, "re_1", later)).toEqual({ order: back });
    expect(settled(back, { standing: "paid" }, later)).toBe(back);
  });
});

describe("a bank that takes its time", () => {
  const pending = settled(opened(), { standing: "pending" });

  it("keeps the goods for a day at a time", () => {
    expect(pending).toMatchObject({ status: "awaiting-payment", paymentStatus: "pending" });
    expect(pending.payBy).toBe("2026-11-23T10:05:00.000Z");
    expect(last(pending)?.what).toBe("payment-pending");
    expect(settled(pending, { standing: "pending" }, later)).toBe(pending);

    const nextDay = news(after(fromIso(pending.payBy), minutes(1)), { by: "clock" });
    const kept = settled(pending, { standing: "pending" }, nextDay);
    expect(kept.payBy).toBe("2026-11-24T10:06:00.000Z");
    expect(kept.history).toHaveLength(pending.history.length);
  });

  it("may say yes", () => {
    expect(settled(pending, { standing: "paid" }, later)).toMatchObject({ status: "to-ship", paymentStatus: "paid" });
  });

  it("may say no, which leaves an hour for another try", () => {
    const failed = settled(pending, { standing: "failed", declineCode: "insufficient_funds" }, later);
    expect(failed).toMatchObject({
      status: "awaiting-payment",
      paymentStatus: "unpaid",
      attempts: [{ state: "dead" }],
    });
    expect(last(failed)).toMatchObject({ what: "payment-failed", detail: { code: "insufficient_funds" } });
    expect(openAttempt(failed, later).order.attempts).toHaveLength(2);
    expect(settled(failed, { standing: "failed" }, later)).toBe(failed);
  });

  it("gives an hour even when the day it had is over", () => {
    const late = news(after(fromIso(pending.payBy), minutes(30)));
    expect(settled(pending, { standing: "failed" }, late).payBy).toBe("2026-11-23T11:35:00.000Z");
  });

  it("is noted on an order that ended meanwhile, and nothing else moves", () => {
    const ended = expire(opened(), later).order;
    const change = settle(ended, aReport({ standing: "pending" }), later);
    expect(change).not.toHaveProperty("stock");
    expect(change.order).toMatchObject({ status: "expired", paymentStatus: "pending", payBy: ended.payBy });
  });
});

describe("a declined card", () => {
  const declined = news(undefined, { declined: true });

  it("is told once for a payment page, however many cards are tried", () => {
    const once = settled(opened(), { declineCode: "insufficient_funds" }, declined);
    expect(last(once)).toMatchObject({
      what: "payment-declined",
      detail: { attempt: "1", code: "insufficient_funds" },
    });
    expect(settled(once, { declineCode: "generic_decline" }, { ...declined, inputId: "evt_2" })).toBe(once);
  });

  it("is not told once another card has paid", () => {
    const paid = settled(opened(), { standing: "paid" });
    expect(settled(paid, { standing: "paid" }, declined)).toBe(paid);
  });

  it("is not told of an order that has ended", () => {
    const ended = cancel(opened(), news()).order;
    expect(settled(ended, {}, declined)).toBe(ended);
  });
});

describe("a dead payment page", () => {
  it("ends the order whose goods were kept for it, and frees its pieces", () => {
    const change = settle(opened(), aReport({ standing: "expired" }), later);
    expect(change).toMatchObject({
      stock: { kind: "release", items: twoLamps },
      order: { status: "expired", attempts: [{ state: "dead" }] },
    });
    expect(last(change.order)?.what).toBe("expired");
    expect(settled(change.order, { standing: "expired" }, later)).toBe(change.order);
  });

  it("leaves an order alone that is tried anew", () => {
    const again = openAttempt(withAttempt(opened(), 1, { state: "dead" }), news(after(morning, minutes(30)))).order;
    expect(settled(again, { standing: "expired" }, later)).toBe(again);
  });

  it("is noted without more while another hour to pay is left", () => {
    const failed = settled(opened(), { standing: "failed" }, news(after(morning, minutes(50))));
    const change = settle(failed, aReport({ standing: "expired", sessionId: "cs_other", expiresAt: 1 }), news());
    expect(change.order).toMatchObject({ status: "awaiting-payment" });
  });
});

describe("an attempt", () => {
  it("keeps the goods for as long as its page lives", () => {
    const { order } = openAttempt(anOrder(), news(after(morning, minutes(40))));
    expect(order.payBy).toBe("2026-11-22T11:40:00.000Z");
    expect(order.attempts).toMatchObject([{ number: 1, state: "opening", expiresAt: 1795347600 }]);
  });

  it("is the only one alive", () => {
    const order = opened();
    expect(openAttempt(order, news()).order).toBe(order);
  });

  it("is not opened after the time to pay", () => {
    const order = anOrder();
    expect(openAttempt(order, news(fromIso(order.payBy))).order).toBe(order);
  });

  it("is not opened for ever, for the goods are kept each time", () => {
    let order = anOrder();
    for (let n = 1; n <= 20; n += 1) {
      order = openAttempt(order, news(after(morning, minutes(50 * n)))).order;
      order = { ...order, attempts: order.attempts.map((attempt) => ({ ...attempt, state: "dead" as const })) };
    }
    expect(order.attempts).toHaveLength(12);
  });

  it("is found by its session, or by its last second when the session was not noted", () => {
    const { order } = openAttempt(anOrder(), news(morning));
    expect(adopt(order, aReport(), news())[1]).toMatchObject({ number: 1, sessionId: "cs_test_1" });
    expect(adopt(order, aReport({ expiresAt: 1 }), news())[1]).toMatchObject({ number: 2 });
  });
});

describe("an attempt that Stripe never opened", () => {
  it("leaves the order as it was, but for a number that is not used again", () => {
    const order = anOrder();
    const tried = openAttempt(order, news(after(morning, minutes(40)))).order;
    const refused = refuseAttempt(tried, 1);
    expect(refused).toMatchObject({ payBy: order.payBy, attempts: [{ number: 1, state: "refused" }] });
    expect(openAttempt(refused, news()).order.attempts).toMatchObject([{ number: 2, state: "opening" }]);
  });

  it("uses up none of the tries, however often it is refused", () => {
    let order = anOrder();
    for (let n = 1; n <= 30; n += 1) order = refuseAttempt(openAttempt(order, news()).order, n);
    expect(order.attempts).toHaveLength(1);
    expect(mayOpen(order, news())).toBe(true);
  });

  it("leaves goods kept that are kept for another reason by now", () => {
    const tried = openAttempt(anOrder(), news()).order;
    const kept = { ...tried, payBy: "2026-11-22T13:00:00.000Z" };
    expect(refuseAttempt(kept, 1).payBy).toBe(kept.payBy);
  });
});

describe("what Stripe keeps of a payment", () => {
  const paidWith = (fee?: PaymentReport["fee"]) =>
    aReport({ standing: "paid", paymentReference: "pi_1", ...(fee && { fee }) });
  const inEuros = { amount: 232, currency: "EUR" };

  it("stands on the order, in its currency where that is another", () => {
    const paid = settle(opened(), paidWith(inEuros), news()).order;
    expect(paid).toMatchObject({ paymentFee: 232 });
    expect(paid).not.toHaveProperty("paymentFeeCurrency");
    expect(settle(opened(), paidWith({ amount: 199, currency: "GBP" }), news()).order).toMatchObject({
      paymentFee: 199,
      paymentFeeCurrency: "GBP",
    });
  });

  it("is filled in later where it was not known at first, without being news", () => {
    const paid = settle(opened(), paidWith(), news()).order;
    expect(paid).not.toHaveProperty("paymentFee");
    const { order, stock } = settle(paid, paidWith(inEuros), later);
    expect(order).toEqual({ ...paid, paymentFee: 232 });
    expect(stock).toBeUndefined();
    expect(settle(order, paidWith({ amount: 1, currency: "EUR" }), later).order).toBe(order);
  });

  it("is not taken from another payment", () => {
    const paid = settle(opened(), paidWith(), news()).order;
    const other = { ...paidWith(inEuros), paymentReference: "pi_2" };
    expect(settle(paid, other, later).order).toBe(paid);
  });
});

describe("a wish to call off that came to nothing", () => {
  it("is on record once for its message, with the reason", () => {
    const { order, stock } = keep(opened(), later, "too-late");
    expect(last(order)).toMatchObject({ what: "not-cancelled", inputId: "evt_2", detail: { reason: "too-late" } });
    expect(stock).toBeUndefined();
    expect(keep(order, later, "given-up").order).toBe(order);
  });

  it("leaves alone what is not unpaid any more", () => {
    const { order } = cancel(opened(), news());
    expect(keep(order, later, "too-late").order).toBe(order);
  });
});

describe("money that could not be given back", () => {
  const due = () => settle(expire(opened(), news()).order, aReport({ standing: "paid" }), later, "gone").order;

  it("is a person's to look after, until it went back after all", () => {
    const { order } = refundGivenUp(due());
    expect(order.review).toBe("the money could not be given back yet");
    expect(refundGivenUp(order).order).toBe(order);
    expect(refundMade(order, "re_1", later).order).not.toHaveProperty("review");
  });

  it("keeps another reason to look at the order", () => {
    const twice = { ...due(), review: "paid twice: pi_2" };
    expect(refundGivenUp(twice).order).toBe(twice);
    expect(refundMade(twice, "re_1", later).order.review).toBe("paid twice: pi_2");
  });

  it("is nothing where no money is to go back", () => {
    const order = opened();
    expect(refundGivenUp(order).order).toBe(order);
  });
});

describe("an order that is not unpaid", () => {
  it("can be neither cancelled nor expired", () => {
    const paid = settled(opened(), { standing: "paid" });
    expect(cancel(paid, later)).toEqual({ order: paid });
    expect(expire(paid, later)).toEqual({ order: paid });
  });
});
