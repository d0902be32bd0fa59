/** Each service fails for a quarter of an hour, then all of them together: afterwards everything is done, in order, nothing twice. */

import { SetQueueAttributesCommand, SQSClient } from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { redrive } from "#local/redrive/redrive.ts";
import { ordered, recapitulation, sessionOf } from "#test/support/purchase.ts";
import { openShop, type ShopUnderTest } from "#test/support/shop-under-test.ts";
import type { Shopper } from "#test/support/shopper.ts";
import { testKey } from "#test/support/test-key.ts";
import { Outage } from "./outage.ts";

vi.setConfig({ testTimeout: 120_000 });

const quarterOfAnHour = 900;
const outage = new Outage();
let shop: ShopUnderTest;
let sqs: SQSClient;

beforeAll(async () => {
  shop = await openShop({ between: outage.between });
  outage.shop = shop;
  const { sqs: endpoint, region, queues } = shop.endpoints;
  sqs = new SQSClient({ endpoint, region, credentials: testKey });
  // What a worker cannot even ask to be delayed comes back when the queue says so: in 180 seconds, here in 8.
  for (const QueueUrl of [queues.conversation, queues.payments]) {
    await sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { VisibilityTimeout: "8" } }));
  }
});
afterAll(async () => {
  sqs.destroy();
  await shop.stop();
  await outage.stop();
});

let linesBefore = 0;
beforeEach(() => {
  linesBefore = shop.lines.length;
});

/** How often this metric was written since the test began: what the alarms look at. */
const counted = (metric: string): number =>
  shop.lines.slice(linesBefore).filter((line) => line.includes("CloudWatchMetrics") && line.includes(`"${metric}":1`))
    .length;

async function sequence(shopper: Shopper, since: number, ...patterns: readonly RegExp[]): Promise<readonly RegExp[]> {
  await shopper.hears("Camille", since, 40_000);
  return (await shopper.heard(since)).flatMap(({ words }) => patterns.find((pattern) => pattern.test(words)) ?? []);
}

const recorded = /is recorded/;
const recording = /I am recording/;
/** In the shop's own language if the session cannot be read. */
const patience = /longer than usual|plus de temps que d’habitude/;
const person = /Camille answers/;

/** A shopper who orders one, and asks for a person, while a service is away for a quarter of an hour; what they are told. */
async function ordersAndTalksWithout(service: "dynamodb" | "graph", sku: string) {
  const shopper = shop.shopper();
  await recapitulation(shopper, [sku]);
  const since = await shopper.now();
  outage.begin(service);
  const over = outage.endsAfter("conversation", quarterOfAnHour);
  await shopper.chooses("Order and pay");
  await shopper.says("talk to someone");
  await over;
  await shopper.hears(recorded, since, 40_000);
  return { shopper, told: await sequence(shopper, since, patience, recording, recorded, person) };
}

test("DynamoDB: the shopper is asked once for patience, and the order and the words are answered in their order", async () => {
  const { shopper, told } = await ordersAndTalksWithout("dynamodb", "ONDE");
  expect(told.filter((each) => each !== recorded)).toEqual([patience, recording, person]);
  expect(told.filter((each) => each === recorded)).toHaveLength(1);
  expect(await shop.ordersOf(shopper)).toMatchObject([{ status: "awaiting-payment" }]);
  expect(await shop.stockOf("ONDE")).toMatchObject({ reserved: 1 });
  expect(counted("WorldFailures")).toBeGreaterThan(10);
  expect(counted("MessagesGivenUp") + counted("MessagesParked")).toBe(0);
});

test("Messenger: what could not be said is said afterwards, in order, and the order is made once", async () => {
  const { shopper, told } = await ordersAndTalksWithout("graph", "RIVAGE");
  expect(told.filter((each) => each !== recorded)).toEqual([recording, person]);
  expect(told.filter((each) => each === recorded)).toHaveLength(1);
  expect(await shop.ordersOf(shopper)).toHaveLength(1);
  expect(counted("WorldFailures")).toBeGreaterThan(10);
  expect(counted("MessagesGivenUp") + counted("MessagesParked")).toBe(0);
});

test("Stripe: nobody can pay meanwhile; who has paid or calls an order back is asked once for patience, and told once", async () => {
  const [waiting, paying, changing] = [shop.shopper(), shop.shopper(), shop.shopper()];
  const payUrl = await ordered(waiting, ["GOUTTE"]);
  const session = await sessionOf(shop, await ordered(paying, ["GOUTTE"]));
  await sessionOf(shop, await ordered(changing, ["GOUTTE"]));
  outage.begin("stripe");
  expect(await shop.openPayPage(payUrl)).toMatchObject({ status: 503 });
  const over = outage.endsAfter("payments", quarterOfAnHour);
  await shop.pay(session);
  await changing.tapsPayload("change");
  await over;
  await paying.hears("receipt O-", 0, 40_000);
  await shop.pay(await sessionOf(shop, payUrl));
  await waiting.hears("receipt O-", 0, 40_000);
  for (const shopper of [waiting, paying]) {
    expect(await shop.ordersOf(shopper)).toMatchObject([{ status: "to-ship", paymentStatus: "paid" }]);
    expect((await shopper.heard()).filter(({ words }) => words.includes("payment received"))).toHaveLength(1);
  }
  await changing.hears("your cart is yours again", 0, 40_000);
  expect(await shop.ordersOf(changing)).toMatchObject([{ status: "cancelled" }]);
  const timesTold = async (shopper: Shopper, words: string) =>
    (await shopper.heard()).filter((each) => each.words.includes(words)).length;
  expect(await timesTold(paying, "I am still checking the payment")).toBe(1);
  expect(await timesTold(changing, "is taking longer than usual")).toBe(1);
  expect(await timesTold(waiting, "longer than usual")).toBe(0);
  const { charges } = await shop.ledger();
  expect(charges.filter((charge) => charge.paid)).toHaveLength(2);
  expect(counted("WorldFailures")).toBeGreaterThan(10);
});

test("everything at once: SQS comes back first, the rest later, and nothing is lost or done twice", async () => {
  const shopper = shop.shopper();
  await recapitulation(shopper, ["ARCHE"]);
  const since = await shopper.now();
  outage.begin("dynamodb", "graph", "stripe", "parameters", "sqs");
  await shopper.chooses("Order and pay");
  await shopper.says("talk to someone");
  await expect.poll(() => counted("QueueRefused"), { timeout: 30_000 }).toBeGreaterThanOrEqual(2);
  const over = outage.endsAfter("conversation", quarterOfAnHour);
  outage.end("sqs");
  await over;
  await shopper.hears(recorded, since, 40_000);
  const told = await sequence(shopper, since, patience, recording, recorded, person);
  expect(told.filter((each) => each !== recorded)).toEqual([recording, person]);
  expect(await shop.ordersOf(shopper)).toMatchObject([{ status: "awaiting-payment" }]);
  expect(await shop.stockOf("ARCHE")).toMatchObject({ reserved: 1 });
  expect(counted("MessagesGivenUp") + counted("MessagesParked")).toBe(0);
});

test("longer than all tries: the shopper is told, the alarm is raised, and a redrive places the order after all", async () => {
  const shopper = shop.shopper();
  await recapitulation(shopper, ["BRAISE"]);
  const since = await shopper.now();
  outage.begin("dynamodb");
  await shopper.chooses("Order and pay");
  await shopper.hears(/could not be dealt with|n’a pas pu être traité/, since, 60_000);
  expect(counted("MessagesGivenUp")).toBe(1);
  outage.end("dynamodb");
  expect(await shop.ordersOf(shopper)).toEqual([]);
  const { queues } = shop.endpoints;
  const back = { sqs, from: queues.conversationDeadLetters, to: queues.conversation, go: true, limit: 10 };
  await expect
    .poll(() => redrive({ ...back, onLetter: () => undefined }), { timeout: 30_000 })
    .toMatchObject({ count: 1 });
  await shopper.hears(recorded, since, 40_000);
  expect(await shop.ordersOf(shopper)).toHaveLength(1);
});
