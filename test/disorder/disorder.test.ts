/** Messages that come again, late, weeks later and in any order; two devices; old buttons; dead letters sent back. */

import { createHmac } from "node:crypto";
import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { z } from "zod";
import { fixedValues } from "#local/fixed-values.ts";
import { redrive } from "#local/redrive/redrive.ts";
import { ordered, sessionOf } from "#test/support/purchase.ts";
import { openShop, type ShopUnderTest } from "#test/support/shop-under-test.ts";
import type { Shopper } from "#test/support/shopper.ts";
import { testKey } from "#test/support/test-key.ts";
import { PageMessage } from "./page-message.ts";
import { type QueuedMessage, QueueTraffic } from "./queue-traffic.ts";

vi.setConfig({ testTimeout: 120_000 });

const traffic = new QueueTraffic();
let shop: ShopUnderTest;
let sqs: SQSClient;
beforeAll(async () => {
  shop = await openShop({ between: traffic.between });
  traffic.shop = shop;
  const { sqs: endpoint, region } = shop.endpoints;
  sqs = new SQSClient({ endpoint, region, credentials: testKey });
});
afterAll(async () => {
  sqs.destroy();
  await shop.stop();
  await traffic.stop();
});
beforeEach(() => {
  traffic.messages.length = 0;
  traffic.isForgetful = false;
});

const minutes = 60_000;
const weeks = 7 * 24 * 60 * minutes;

const counted = (metric: string): number => shop.lines.filter((line) => line.includes(`"${metric}":1`)).length;

async function paidOrder(shopper: Shopper, sku: string): Promise<void> {
  await shop.pay(await sessionOf(shop, await ordered(shopper, [sku])));
  await shopper.hears("receipt O-");
  await shopper.catchesUp();
}

/** All that a purchase leaves behind. */
async function traces(shopper: Shopper, sku: string) {
  const { charges } = await shop.ledger();
  const heard = (await shopper.heard()).map(({ words }) => words).filter((words) => !words.includes("Camille"));
  const orders = await shop.ordersOf(shopper);
  return { orders, stock: await shop.stockOf(sku), charges: charges.length, heard };
}

/** The queues have worked off what was on them. */
async function worked(done: number): Promise<void> {
  await expect.poll(() => linesSaying("message done"), { timeout: 40_000 }).toBeGreaterThanOrEqual(done);
}
const linesSaying = (words: string): number =>
  shop.lines.filter((line) => line.includes(`"message":"${words}"`)).length;

const body = z.looseObject({ kind: z.string(), id: z.string(), at: z.number().optional() });
const older = (message: QueuedMessage, by: number, suffix = ""): QueuedMessage => {
  const parsed = body.parse(JSON.parse(message.body));
  const shifted = Object.fromEntries(
    Object.entries(parsed).map(([name, value]) =>
      (name === "at" || name === "createdAt" || name === "validUntil") && typeof value === "number"
        ? [name, value - by]
        : [name, value],
    ),
  );
  return { ...message, body: JSON.stringify({ ...shifted, id: `${parsed.id}${suffix}` }) };
};
const kindOf = (message: QueuedMessage): string => body.parse(JSON.parse(message.body)).kind;

test("every message of a purchase comes again after the queues have forgotten it, in reverse: nothing changes", async () => {
  const shopper = shop.shopper();
  await paidOrder(shopper, "ONDE");
  const before = await traces(shopper, "ONDE");
  const all = [...traffic.messages];
  expect(new Set(all.map(kindOf))).toEqual(new Set(["shopper-input", "place-order", "order-fact", "stripe-event"]));
  const done = linesSaying("message done");
  await traffic.again(all.toReversed());
  await worked(done + all.length);
  await shopper.catchesUp();
  expect(await traces(shopper, "ONDE")).toEqual(before);
});

test("three weeks later captured words are counted and not acted on, and Stripe's events change nothing", async () => {
  const shopper = shop.shopper();
  await paidOrder(shopper, "RIVAGE");
  const before = await traces(shopper, "RIVAGE");
  const ignored = counted("InputsIgnored");
  const inputs = traffic.messages.filter((each) => kindOf(each) === "shopper-input");
  const events = traffic.messages.filter((each) => kindOf(each) === "stripe-event");
  const done = linesSaying("message done");
  // Under another id too: whoever captured a delivery may have changed what is not signed for the queue.
  const again = [
    ...inputs.map((each) => older(each, 3 * weeks, "-again")),
    ...events.map((each) => older(each, 3 * weeks)),
  ];
  await traffic.again(again);
  await worked(done + again.length);
  expect(counted("InputsIgnored") - ignored).toBe(inputs.length);
  await shopper.catchesUp();
  expect(await traces(shopper, "RIVAGE")).toEqual(before);
});

/** As a thief would post it: the bytes and headers as they were. */
async function postedToStripe(body: string, signedAt: number): Promise<number> {
  const sum = createHmac("sha256", fixedValues.stripeWebhookSecret).update(`${signedAt}.${body}`).digest("hex");
  const response = await fetch(shop.endpoints.webhooks.stripe, {
    method: "POST",
    headers: { "content-type": "application/json", "stripe-signature": `t=${signedAt},v1=${sum}` },
    body,
  });
  await response.arrayBuffer();
  return response.status;
}

test("Stripe delivers every event again after the queues have forgotten it: one order, one charge, each sentence once", async () => {
  const shopper = shop.shopper();
  const known = (await shop.ledger()).events.map(({ id }) => id);
  await paidOrder(shopper, "CLOCHE");
  const before = await traces(shopper, "CLOCHE");
  const ours = (await shop.ledger()).events.filter(({ id }) => !known.includes(id));
  expect(ours.map(({ type }) => type)).toContain("checkout.session.completed");
  traffic.isForgetful = true;
  const queuedBefore = traffic.messages.length;
  // Signed anew, as Stripe does: three times each, the newest first.
  for (const { id } of [...ours, ...ours, ...ours].toReversed()) {
    const delivered = await shop.stripe("deliver", { eventId: id });
    expect(await delivered.json()).toMatchObject({ status: 200 });
  }
  const again = traffic.messages.length - queuedBefore;
  expect(again).toBeGreaterThanOrEqual(3);
  await shopper.catchesUp();
  await vi.waitFor(async () => expect(await traces(shopper, "CLOCHE")).toEqual(before), { timeout: 30_000 });
});

test("a captured POST of either sender changes nothing three weeks later, whatever the queues remember", async () => {
  const shopper = shop.shopper();
  await paidOrder(shopper, "GOUTTE");
  const before = await traces(shopper, "GOUTTE");
  traffic.isForgetful = true;
  const ignored = counted("InputsIgnored");
  const at = Date.now() - 3 * weeks;
  const event = (number: number, what: object) => ({
    sender: { id: shopper.psid },
    recipient: { id: fixedValues.pageId },
    timestamp: at + number,
    ...what,
  });
  const captured = JSON.stringify({
    object: "page",
    entry: [
      {
        id: fixedValues.pageId,
        time: at,
        messaging: [
          event(1, { message: { mid: "m_captured_1", text: "a red lamp please" } }),
          event(2, { postback: { mid: "m_captured_2", title: "Add", payload: "add:GOUTTE" } }),
          event(3, { postback: { mid: "m_captured_3", title: "Order and pay", payload: "order" } }),
        ],
      },
    ],
  });
  // Meta's signature has no time: it is right for ever.
  for (let time = 0; time < 2; time += 1) expect((await shop.webhook(captured)).status).toBe(200);
  await expect.poll(() => counted("InputsIgnored") - ignored, { timeout: 30_000 }).toBe(6);

  const { events } = await shop.ledger();
  const [stripeEvent] = events.filter(({ type }) => type === "checkout.session.completed");
  if (!stripeEvent) throw new Error("nothing was completed");
  expect(await postedToStripe(JSON.stringify(stripeEvent), Math.floor(at / 1000))).toBe(401);
  await shopper.catchesUp();
  expect(await traces(shopper, "GOUTTE")).toEqual(before);
});

test("two devices at once: every tap counts once, and every word is answered", async () => {
  const shopper = shop.shopper();
  await shopper.says("hello");
  await shopper.hears("automatic assistant");
  await shop.messenger("twice", { times: 12 });
  const since = await shopper.now();
  const phone = async (): Promise<void> => {
    for (let tap = 0; tap < 4; tap += 1) await shopper.tapsPayload("add:GOUTTE");
  };
  const laptop = async (): Promise<void> => {
    for (const words of ["red lamp", "my cart", "help", "my orders"]) await shopper.says(words);
  };
  await Promise.all([phone(), laptop()]);
  await shopper.catchesUp();
  const answers = (await shopper.heard(since)).filter(({ words }) => /In your cart/.test(words));
  expect(answers).toHaveLength(4);
  expect(answers.at(-1)?.words).toContain("you have 4 now");
  await shopper.hears("I am the automatic assistant", since);
  await shopper.hears("You have no order", since);
});

test("acts that arrive newest first are each answered once", async () => {
  const shopper = shop.shopper();
  await shopper.says("hello");
  await shopper.hears("automatic assistant");
  await shop.messenger("shuffle", { count: 5 });
  for (let tap = 0; tap < 4; tap += 1) await shopper.tapsPayload("add:GOUTTE");
  await shopper.says("help");
  await shopper.hears("you have 4 now");
  await shopper.catchesUp();
  expect(await shopper.timesHeard(/In your cart/)).toBe(4);
  expect(await shopper.timesHeard(/I am the automatic assistant/)).toBe(1);
});

test("news of the payment that arrives while the shopper types is told once, among the answers", async () => {
  const shopper = shop.shopper();
  const session = await sessionOf(shop, await ordered(shopper, ["GOUTTE"]));
  await shop.stripe("twice", { times: 20, newId: true });
  await shop.stripe("disorder", { count: 4 });
  const since = await shopper.now();
  const types = async (): Promise<void> => {
    for (const words of ["hello?", "red lamp", "my orders", "pay"]) await shopper.says(words);
  };
  await Promise.all([shop.pay(session), types(), shopper.tapsPayload("change")]);
  await shopper.hears("receipt O-", since);
  await shopper.catchesUp();
  expect(await shopper.timesHeard(/payment received/)).toBe(1);
  expect(await shopper.timesHeard(/receipt O-/)).toBe(1);
  expect(await shop.ordersOf(shopper)).toMatchObject([{ status: "to-ship", paymentStatus: "paid" }]);
  expect(await shop.stockOf("GOUTTE")).toMatchObject({ reserved: 0 });
});

test("every button of an old thread can be tapped, twice: always an answer, never a second order", async () => {
  const shopper = shop.shopper();
  await paidOrder(shopper, "ARCHE");
  for (const payload of ["browse", "browse:lamps", "product:GOUTTE", "orders"]) await shopper.tapsPayload(payload);
  await shopper.catchesUp();
  const parked = counted("MessagesParked");
  const heard = await shopper.heard();
  const payloads = [...new Set(heard.flatMap(({ message }) => new PageMessage(message).payloads))];
  expect(payloads.length).toBeGreaterThan(15);
  for (const payload of payloads.flatMap((each) => [each, each])) {
    const since = await shopper.now();
    await shopper.tapsPayload(payload);
    await shopper.hears(/./, since);
  }
  await shopper.catchesUp();
  expect(await shop.ordersOf(shopper)).toHaveLength(1);
  expect(counted("MessagesParked")).toBe(parked);
});

test("dead letters that come back after the world has moved on do no harm, and what is broken is parked again", async () => {
  const shopper = shop.shopper();
  await paidOrder(shopper, "GOUTTE");
  const before = await traces(shopper, "GOUTTE");
  const placing = traffic.messages.find((each) => kindOf(each) === "place-order");
  if (!placing) throw new Error("nothing was ordered");
  const otherOrder = /O-[0-9A-Z]{5}-[0-9A-Z]{5}/.exec(placing.body)?.[0].replace(/.....$/, "ZZZZZ") ?? "";
  const forgotten = {
    ...placing,
    group: otherOrder,
    body: placing.body.replaceAll(/O-[0-9A-Z]{5}-[0-9A-Z]{5}/g, otherOrder),
  };
  const { queues } = shop.endpoints;
  const dead = { [queues.conversation]: queues.conversationDeadLetters, [queues.payments]: queues.paymentsDeadLetters };
  const letters = [
    ...traffic.messages,
    older(forgotten, 60 * minutes, "-forgotten"),
    { queueUrl: queues.conversation, group: "p:1", body: "no JSON" },
  ];
  for (const [index, { queueUrl, group, body }] of letters.entries()) {
    await sqs.send(
      new SendMessageCommand({
        QueueUrl: dead[queueUrl.replace(/^.*(?=\/000000000000)/, shop.endpoints.sqs)] ?? dead[queueUrl],
        MessageBody: body,
        MessageGroupId: group,
        MessageDeduplicationId: `parked-${index}`,
      }),
    );
  }
  const done = linesSaying("message done");
  for (const queue of ["conversation", "payments"] as const) {
    const [from, to] = [queues[`${queue}DeadLetters`], queues[queue]];
    await redrive({ sqs, from, to, go: true, limit: 1000, onLetter: () => undefined });
  }
  await worked(done + letters.length - 1);
  const told = await shopper.hears("took too long");
  expect(told.words).not.toContain("[Pay");
  await shopper.catchesUp();
  const { orders, ...after } = await traces(shopper, "GOUTTE");
  expect(orders.filter((order) => order.orderId !== otherOrder)).toEqual(before.orders);
  expect(orders.find((order) => order.orderId === otherOrder)).toMatchObject({
    status: "cancelled",
    paymentStatus: "unpaid",
  });
  expect({ ...after, heard: after.heard.filter((words) => !words.includes("took too long")) }).toMatchObject({
    stock: before.stock,
    charges: before.charges,
    heard: before.heard,
  });
  const look = { from: queues.conversationDeadLetters, to: queues.conversation, go: false, limit: 10 };
  await expect
    .poll(() => redrive({ sqs, ...look, onLetter: () => undefined }), { timeout: 20_000 })
    .toMatchObject({ count: 1 });
});
