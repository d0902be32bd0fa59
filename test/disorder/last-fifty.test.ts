/** Two hundred shoppers at once for the last fifty pieces: fifty are sold, nobody pays for nothing, none stays reserved. */

import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { fixedValues } from "#local/fixed-values.ts";
import { type OrderItem, openShop, type ShopUnderTest } from "#test/support/shop-under-test.ts";
import { testKey } from "#test/support/test-key.ts";
import { Follower } from "./crowd.ts";

const sku = "GOUTTE";
const pieces = 50;
const people = 200;

let shop: ShopUnderTest;
let crowd: readonly Follower[];

beforeAll(async () => {
  shop = await openShop();
  crowd = Array.from({ length: people }, (_, index) => new Follower(shop.endpoints.graph, String(8_000_000 + index)));
  for (const each of crowd) await each.listens();
});
afterAll(async () => {
  for (const each of crowd) each.leaves();
  await shop.stop();
});

/** As a merchant counts: by a message to the payments queue. */
async function countStock(available: number): Promise<void> {
  const { sqs: endpoint, region, queues } = shop.endpoints;
  const sqs = new SQSClient({ endpoint, region, credentials: testKey });
  const id = `count:${sku}:${available}`;
  await sqs.send(
    new SendMessageCommand({
      QueueUrl: queues.payments,
      MessageBody: JSON.stringify({ v: 1, kind: "set-stock", id, sku, available }),
      MessageGroupId: `stock:${sku}`,
      MessageDeduplicationId: id,
    }),
  );
  sqs.destroy();
  await expect.poll(() => shop.stockOf(sku)).toMatchObject({ available, reserved: 0 });
}

/** Fills the cart and goes up to the last button; answers what it carries. */
async function recapitulation(shopper: Follower): Promise<string> {
  await shopper.taps(`add:${sku}`);
  await shopper.hears(/Dans votre panier/);
  await shopper.taps("deliver:home");
  const last = await shopper.hears(/Commander et payer/);
  return last.payloads.find((payload) => payload.startsWith("order:")) ?? "none";
}

interface Answer {
  readonly shopper: Follower;
  /** Behind the Pay button; undefined for who came too late. */
  readonly payUrl: string | undefined;
}

async function order(shopper: Follower, button: string): Promise<Answer> {
  await shopper.taps(button);
  const told = await shopper.hears(/enregistrée\. Total|plus assez|plus disponibles/);
  return { shopper, payUrl: told.urls.find((url) => url.includes("/pay/")) };
}

/** The session behind the Pay button; the page lets twenty people a second in, the others try again. */
async function opened(payUrl: string): Promise<string> {
  let sessionId: string | undefined;
  await vi.waitFor(
    async () => {
      ({ sessionId } = await shop.openPayPage(payUrl));
      expect(sessionId).toBeDefined();
    },
    { timeout: 120_000, interval: 500 },
  );
  return sessionId ?? "none";
}

async function buy({ shopper, payUrl }: Answer): Promise<void> {
  await shop.pay(await opened(payUrl ?? ""));
  await shopper.hears(/paiement reçu/);
}

const keyOf = (shopper: Follower): string => `${fixedValues.pageId}:${shopper.psid}`;
const paid = (orders: readonly OrderItem[]): readonly OrderItem[] =>
  orders.filter((each) => each.paymentStatus === "paid");

test("fifty of two hundred get a piece, and every piece is sold, given back or sold again", async () => {
  await countStock(pieces);
  const buttons = await Promise.all(crowd.map(recapitulation));

  const answers = await Promise.all(crowd.map((shopper, index) => order(shopper, buttons[index] ?? "")));
  const winners = answers.filter((each) => each.payUrl !== undefined);
  expect(winners).toHaveLength(pieces);
  expect(await shop.stockOf(sku)).toMatchObject({ available: 0, reserved: pieces });

  // Forty pay, five call their order off, five leave the payment page open until its time is over.
  const [buyers, changing, forgetful] = [winners.slice(0, 40), winners.slice(40, 45), winners.slice(45)];
  for (const { payUrl } of forgetful) await opened(payUrl ?? "");
  await Promise.all(buyers.map(buy));
  await Promise.all(
    changing.map(async ({ shopper }) => {
      await shopper.taps("change");
      await shopper.hears(/de nouveau à vous/);
    }),
  );
  await shop.stripe("clock", { advanceMs: 61 * 60_000 });
  await Promise.all(forgetful.map(({ shopper }) => shopper.hears(/est passé/)));
  await shop.stripe("clock", { at: new Date().toISOString() });
  expect(await shop.stockOf(sku)).toMatchObject({ available: 10, reserved: 0 });

  // Fifteen of those who came too late ask again for the ten that came back.
  const late = answers
    .filter((each) => each.payUrl === undefined)
    .slice(0, 15)
    .map(({ shopper }) => shopper);
  const again = await Promise.all(late.map(recapitulation));
  const second = await Promise.all(late.map((shopper, index) => order(shopper, again[index] ?? "")));
  const lucky = second.filter((each) => each.payUrl !== undefined);
  expect(lucky).toHaveLength(10);
  await Promise.all(lucky.map(buy));

  expect(await shop.stockOf(sku)).toMatchObject({ available: 0, reserved: 0 });
  const orders = await shop.allOrders();
  const keys = new Set([...buyers, ...lucky].map(({ shopper }) => keyOf(shopper)));
  expect(paid(orders)).toHaveLength(pieces);
  expect(new Set(paid(orders).map((each) => each.shopper))).toEqual(keys);
  expect(orders.filter((each) => each.status === "awaiting-payment")).toEqual([]);
  const { charges } = await shop.ledger();
  const taken = charges.filter((each) => each.paid);
  expect(taken).toHaveLength(pieces);
  expect(taken.reduce((sum, each) => sum + each.amount - each.amount_refunded, 0)).toBe(
    paid(orders).reduce((sum, each) => sum + each.total, 0),
  );
}, 600_000);
