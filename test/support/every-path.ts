/** Everything that a shop's functions do, once each: for tests of what they ask of AWS, and of what they let out. */

import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { DynamoDBDocumentClient, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { expect, vi } from "vitest";
import { fixedValues } from "#local/fixed-values.ts";
import { ordered, payLink, recapitulation, sessionOf } from "./purchase.ts";
import { type ShopUnderTest, signedBy } from "./shop-under-test.ts";
import type { Shopper } from "./shopper.ts";
import { testKey } from "./test-key.ts";

/** What shoppers say, enter in Stripe's form and send; no word of it occurs anywhere else, so that it can be searched for. */
export const marks = {
  words: "quetzalkiste ins morgenrotviertel",
  ref: "ref-pfauenbrief",
  adId: "790042117733",
  name: "Ottokar Wiesenknoll",
  email: "ottokar@wiesenknoll.example",
  phone: "+33698741235",
  address: {
    name: "Ottokar Wiesenknoll",
    line1: "77 allée Krakelée",
    line2: "Stiege Zimtstern",
    postalCode: "67417",
    city: "Mondbruck",
  },
} as const;

/** Takes every path; resolves when everything that follows from it has happened. */
export async function everyPath(shop: ShopUnderTest): Promise<void> {
  await Promise.all([strangersAtTheDoor(shop), pagesForAnybody(shop)]);
  await Promise.all([arriving(shop), buying(shop), counting(shop)]);
  await Promise.all([soldOut(shop), callingBack(shop), waitingTooLong(shop), parking(shop)]);
  // These move Stripe's clock or let Stripe fail for whoever asks next.
  await notPaying(shop);
  await exporting(shop);
  await untold(shop);
  await keysThatChange(shop);
  await tryingAgain(shop);
}

/** Handshakes, unsigned deliveries, and bodies that are no delivery. */
async function strangersAtTheDoor(shop: ShopUnderTest): Promise<void> {
  const { messenger, stripe } = shop.endpoints.webhooks;
  for (const [token, status] of [
    [fixedValues.verifyToken, 200],
    ["guessed", 403],
  ] as const) {
    const asked = await fetch(`${messenger}?hub.mode=subscribe&hub.verify_token=${token}&hub.challenge=1158201444`);
    expect(asked.status).toBe(status);
  }
  const words = JSON.stringify({ object: "page", entry: [{ text: marks.words }] });
  expect((await shop.webhook(words, signedBy("another secret", words))).status).toBe(401);
  expect((await shop.webhook(`{"text":"${marks.words}`)).status).toBe(400);
  const signature = { "stripe-signature": `t=${Math.floor(Date.now() / 1000)},v1=${"0".repeat(64)}` };
  expect((await fetch(stripe, { method: "POST", body: words, headers: signature })).status).toBe(401);
}

async function pagesForAnybody({ endpoints }: ShopUnderTest): Promise<void> {
  for (const [path, status] of [
    ["/pictures/braise.png", 200],
    ["/pictures/none.png", 404],
    ["/legal/terms", 200],
    ["/legal/none", 404],
    ["/pay/O-00000-00000.AAAAAAAAAAAAAAAAAAAAAA", 404],
    [`/pay/${encodeURIComponent(marks.words)}`, 404],
  ] as const) {
    expect([path, (await fetch(`${endpoints.shop}${path}`)).status]).toEqual([path, status]);
  }
}

/** By an ad, with all sorts of things to say. */
async function arriving(shop: ShopUnderTest): Promise<void> {
  const shopper = shop.shopper();
  await fetch(`${shop.endpoints.graph}/shoppers/${shopper.psid}/tap`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ as: "get-started", payload: "start", ref: marks.ref, adId: marks.adId }),
  });
  await shopper.hears(/assistant automatique|automatic assistant/);
  for (const act of [
    () => shopper.says(marks.words),
    () => shopper.sends("image"),
    () => shopper.tapsPayload("browse"),
  ]) {
    const since = await shopper.now();
    await act();
    await shopper.hears(/./, since);
  }
}

/** The whole way: a decline, another card, the receipt, the pay pages before and after, the order's state in the chat. */
async function buying(shop: ShopUnderTest): Promise<void> {
  const shopper = shop.shopper();
  const link = await ordered(shopper, ["GOUTTE"]);
  const session = await sessionOf(shop, link);
  await fetch(link, { headers: { "user-agent": "facebookexternalhit/1.1" } });
  await visit(`${link}/done?look=2`, /<h1>/);
  await visit(`${link}/back`, /<h1>/);
  await pay(shop, session, "4000000000000002");
  await shopper.hears("declined the payment");
  await pay(shop, session);
  await shopper.hears("receipt O-");
  await visit(`${link}/done`, /<h1>/);
  await visit(link, /<h1>/);
  const since = await shopper.now();
  const [order] = await shop.ordersOf(shopper);
  await shopper.tapsPayload(`order-status:${order?.orderId}`);
  await shopper.hears(order?.orderId ?? "an order", since);
}

async function visit(address: string, shows: RegExp): Promise<void> {
  expect(await (await fetch(address)).text()).toMatch(shows);
}

/** Fills in Stripe's page. */
export async function pay(shop: ShopUnderTest, session: string, card = "4242424242424242"): Promise<void> {
  const { name, email, phone, address } = marks;
  const { status } = await shop.stripe(`sessions/${session}/pay`, { card, name, email, phone, address });
  expect(status).toBe(200);
}

async function soldOut(shop: ShopUnderTest): Promise<void> {
  const [first, second] = [shop.shopper(), shop.shopper()];
  await recapitulation(first, ["VERGER"]);
  await recapitulation(second, ["VERGER"]);
  await first.chooses("Order and pay");
  await first.hears("is recorded");
  await second.chooses("Order and pay");
  await second.hears(/no longer/);
}

async function callingBack(shop: ShopUnderTest): Promise<void> {
  const shopper = shop.shopper();
  await sessionOf(shop, await ordered(shopper, ["ARCHE"]));
  await shopper.tapsPayload("change");
  await shopper.hears("your cart is yours again");
}

/** Stripe closes the payment page. */
async function notPaying(shop: ShopUnderTest): Promise<void> {
  const shopper = shop.shopper();
  await sessionOf(shop, await ordered(shopper, ["BRAISE"]));
  await shop.stripe("clock", { advanceMs: 61 * 60_000 });
  await shopper.hears("has passed");
  await shop.stripe("clock", { at: new Date().toISOString() });
}

/** Nobody opened the payment page: the quarter-hourly sweep finds the order. */
async function waitingTooLong(shop: ShopUnderTest): Promise<void> {
  const shopper = shop.shopper();
  await ordered(shopper, ["GOUTTE"]);
  const [order] = await shop.ordersOf(shopper);
  const yesterday = new Date(Date.now() - 86_400_000).toISOString();
  await inTable(shop, (tables) =>
    tables.send(
      new UpdateCommand({
        TableName: shop.endpoints.tables.orders,
        Key: { orderId: order?.orderId },
        UpdateExpression: "SET placedAt = :then, payBy = :then",
        ExpressionAttributeValues: { ":then": yesterday },
      }),
    ),
  );
  await shop.runner.invokeSchedule(scheduleAt(shop, "/Payments/Check/Schedule"));
  await shopper.hears("has passed");
}

/** A full export by its schedule, the full export that increments begin with, and one window; all become readable. */
async function exporting(shop: ShopUnderTest): Promise<void> {
  await shop.runner.invokeSchedule(scheduleAt(shop, "/Exports/FullSchedule"));
  const increment = scheduleAt(shop, "/Exports/IncrementSchedule");
  await shop.runner.invokeSchedule(increment);
  // As if the last window had ended on the day before.
  await inTable(shop, (tables) =>
    tables.send(
      new UpdateCommand({
        TableName: shop.endpoints.tables.exports,
        Key: { exported: "orders" },
        UpdateExpression: "SET exportedUntil = :then",
        ExpressionAttributeValues: { ":then": quarterHoursAgo(120) },
      }),
    ),
  );
  await shop.runner.invokeSchedule(increment);
  await eventually(() =>
    expect(shop.lines.filter((line) => line.includes('"an export is readable"')).length).toBeGreaterThanOrEqual(3),
  );
}

/** A moment that a window may begin at. */
const quarterHoursAgo = (count: number): string =>
  new Date((Math.floor(Date.now() / 900_000) - count) * 900_000).toISOString();

/** By the end of its path in the CDK app. */
export const scheduleAt = (shop: ShopUnderTest, path: string): string =>
  shop.runner.resources.schedules.find((schedule) => schedule.path.endsWith(path))?.name ?? `no schedule ${path}`;

/** The receipt does not reach a shopper who has gone: the order notes it. */
async function untold(shop: ShopUnderTest): Promise<void> {
  const shopper = shop.shopper();
  const session = await sessionOf(shop, await ordered(shopper, ["GOUTTE"]));
  await shop.messenger("fail", { error: "551", match: { psid: shopper.psid, kind: "receipt" } });
  await pay(shop, session);
  await eventually(async () => expect(await historyOf(shop, shopper)).toContain("untold"));
}

const historyOf = async (shop: ShopUnderTest, shopper: Shopper): Promise<readonly string[]> =>
  (await shop.ordersOf(shopper)).flatMap(({ history }) => history.map(({ what }) => what));

/** Messenger and Stripe refuse the keys that are known. */
async function keysThatChange(shop: ShopUnderTest): Promise<void> {
  const shopper = shop.shopper();
  await shop.messenger("fail", { error: "190", match: { psid: shopper.psid, kind: "message" } });
  const link = await ordered(shopper, ["GOUTTE"]);
  const refused = { status: 401, body: { error: { type: "invalid_request_error", message: `no key ${marks.words}` } } };
  await shop.stripe("fail", refused);
  const session = await sessionOf(shop, link);
  await shop.stripe("fail", { ...refused, match: "GET /v1/checkout/sessions" });
  await pay(shop, session);
  await shopper.hears("receipt O-");
}

/** The world fails for a moment, and quotes what it was given. */
async function tryingAgain(shop: ShopUnderTest): Promise<void> {
  const shopper = shop.shopper();
  await shop.messenger("fail", { error: "613", match: { psid: shopper.psid, kind: "message" } });
  const link = await ordered(shopper, ["GOUTTE"]);
  const session = await sessionOf(shop, await payLink(shopper));
  const body = { error: { type: "api_error", message: `${marks.name} cannot be found` } };
  await shop.stripe("fail", { status: 500, body, times: 2, match: "GET /v1/checkout/sessions" });
  await pay(shop, session);
  await shopper.hears("receipt O-");
  await visit(`${link}/done`, /<h1>/);
}

/** The merchant counts. */
async function counting(shop: ShopUnderTest): Promise<void> {
  const message = { v: 1, kind: "set-stock", id: "count-1", sku: "LUNE-IVOIRE", available: 7 };
  await send(shop, shop.endpoints.queues.payments, JSON.stringify(message));
  await eventually(async () => expect(await shop.stockOf("LUNE-IVOIRE")).toMatchObject({ available: 7 }));
}

/** What no schema knows, and what is not even JSON. */
async function parking(shop: ShopUnderTest): Promise<void> {
  const { conversation, payments } = shop.endpoints.queues;
  const parked = (): number => shop.lines.filter((line) => line.includes('"message parked"')).length;
  const before = parked();
  for (const queue of [conversation, payments]) {
    await send(shop, queue, JSON.stringify({ v: 2, kind: marks.words, id: marks.email, note: [marks.address] }));
    await send(shop, queue, `{"text":"${marks.words}\n    at ${marks.address.line1}`);
  }
  await eventually(() => expect(parked()).toBe(before + 4));
}

/** Waits until it holds, also outside of a test's own function. */
export const eventually = (holds: () => unknown): Promise<unknown> =>
  vi.waitFor(holds, { timeout: 45_000, interval: 50 });

/** Puts a body on a queue, not as the shop. */
export async function send(shop: ShopUnderTest, queueUrl: string, body: string): Promise<void> {
  const sqs = new SQSClient({ endpoint: shop.endpoints.sqs, region: shop.endpoints.region, credentials: testKey });
  const id = crypto.randomUUID();
  await sqs.send(
    new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: body, MessageGroupId: id, MessageDeduplicationId: id }),
  );
  sqs.destroy();
}

/** Writes into a table, not as the shop. */
export async function inTable(
  { endpoints }: ShopUnderTest,
  write: (tables: DynamoDBDocumentClient) => Promise<unknown>,
): Promise<void> {
  const client = new DynamoDBClient({ endpoint: endpoints.dynamodb, region: endpoints.region, credentials: testKey });
  await write(DynamoDBDocumentClient.from(client));
  client.destroy();
}
