/** Floods, judged by counts: whoever floods meets the throttle of the own route, and nobody else waits for them. */
import { createHmac, randomUUID } from "node:crypto";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { fixedValues } from "#local/fixed-values.ts";
import { ordered, sessionOf } from "#test/support/purchase.ts";
import { openShop, type ShopUnderTest } from "#test/support/shop-under-test.ts";
import type { Shopper } from "#test/support/shopper.ts";

/** A machine that is busy sends less than Meta may: so the route of Messenger's deliveries lets pass a hundredth here. */
const slower = 100;
const messengerRoute = "POST /webhooks/messenger";

let folder: string;
let shop: ShopUnderTest;
let burst: number;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "comptoir-assembly-"));
  cpSync(inject("assembly"), folder, { recursive: true });
  burst = throttleDown(folder);
  shop = await openShop({ assembly: folder });
});
afterAll(async () => {
  await shop.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** Writes the template with a smaller throttle on that one route; how many deliveries it lets pass at once. */
function throttleDown(assembly: string): number {
  for (const name of readdirSync(assembly).filter((each) => each.endsWith(".template.json"))) {
    const path = join(assembly, name);
    const template = readFileSync(path, "utf8");
    const pattern = new RegExp(`("${messengerRoute}":\\s*\\{[^}]*\\})`);
    const found = pattern.exec(template)?.[1];
    if (found === undefined) continue;
    const smaller = found.replaceAll(
      /(Throttling\w+Limit":\s*)(\d+)/g,
      (_, key: string, limit: string) => `${key}${Math.ceil(Number(limit) / slower)}`,
    );
    writeFileSync(path, template.replace(found, smaller));
    return Number(/ThrottlingBurstLimit":\s*(\d+)/.exec(smaller)?.[1]);
  }
  throw new Error(`no template has the route ${messengerRoute}`);
}

/** The status for an event of Stripe that moves no order. */
async function stripeEvent(): Promise<number> {
  const body = JSON.stringify({ id: "evt_1", type: "customer.created", data: { object: {} } });
  const time = Math.floor(Date.now() / 1000);
  const sum = createHmac("sha256", fixedValues.stripeWebhookSecret).update(`${time}.${body}`).digest("hex");
  const headers = { "content-type": "application/json", "stripe-signature": `t=${time},v1=${sum}` };
  const response = await fetch(shop.endpoints.webhooks.stripe, { method: "POST", headers, body });
  await response.arrayBuffer();
  return response.status;
}

test("a flood of guesses at the handshake meets that route's throttle, and both senders are heard meanwhile", {
  timeout: 120_000,
}, async () => {
  await stripeEvent();
  const statuses: number[] = [];
  const flooded = { isOver: false };
  const visitor = async (): Promise<void> => {
    while (!flooded.isOver) {
      const response = await fetch(`${shop.endpoints.webhooks.messenger}?hub.mode=subscribe&hub.verify_token=guess`);
      await response.arrayBuffer();
      statuses.push(response.status);
    }
  };
  const flood = Promise.all(Array.from({ length: 12 }, visitor));
  await expect.poll(() => refused(statuses), { timeout: 60_000 }).toBeGreaterThan(20);
  const body = '{"object":"page","entry":[]}';
  const meanwhile = [await stripeEvent(), (await shop.webhook(body)).status, await stripeEvent()];
  flooded.isOver = true;
  await flood;
  expect(meanwhile).toEqual([200, 200, 200]);
  expect(new Set(statuses)).toEqual(new Set([403, 429]));
});

const refused = (statuses: readonly number[]): number => statuses.filter((status) => status === 429).length;

/** One message in a delivery of its own, rightly signed. */
const words = (shopper: Shopper, text: string): unknown => ({
  sender: { id: shopper.psid },
  recipient: { id: fixedValues.pageId },
  timestamp: Date.now(),
  message: { mid: `m_${randomUUID()}`, text },
});
const posted = (...messaging: readonly unknown[]): Promise<Response> =>
  shop.webhook(JSON.stringify({ object: "page", entry: [{ id: fixedValues.pageId, time: Date.now(), messaging }] }));

test("a flood of rightly signed deliveries meets its route's throttle while a purchase is paid; what was refused counts once it comes again", {
  timeout: 240_000,
}, async () => {
  const buyer = shop.shopper();
  const session = await sessionOf(shop, await ordered(buyer, ["GOUTTE"]));
  const crowd = [shop.shopper(), shop.shopper(), shop.shopper()];
  const statuses: number[] = [];
  const flooded = { isOver: false };
  const sent = new Map<Shopper, number>();
  const flooding = crowd.map(async (shopper) => {
    // As Meta does: a refused delivery is sent again until it is taken.
    await shopper.says("hello");
    for (let number = 0; !flooded.isOver; number += 1) {
      const event = words(shopper, `help ${number}`);
      for (let status = 0; status !== 200; statuses.push(status)) {
        const response = await posted(event);
        await response.arrayBuffer();
        status = response.status;
      }
      sent.set(shopper, number + 1);
    }
  });
  await expect.poll(() => refused(statuses), { timeout: 60_000 }).toBeGreaterThan(2 * burst);

  // Stripe's route has room: its events are all taken at their first try, and the order is paid in the midst of the flood.
  const before = refused(statuses);
  expect([await stripeEvent(), await stripeEvent(), await stripeEvent()]).toEqual([200, 200, 200]);
  await shop.pay(session);
  await buyer.hears("payment received", 0, 60_000);
  expect(refused(statuses)).toBeGreaterThan(before);
  expect(await shop.ordersOf(buyer)).toMatchObject([{ status: "to-ship", paymentStatus: "paid" }]);

  flooded.isOver = true;
  await Promise.all(flooding);
  expect(new Set(statuses)).toEqual(new Set([200, 429]));
  for (const shopper of crowd) {
    const expected = sent.get(shopper) ?? 0;
    expect(expected).toBeGreaterThan(0);
    await expect.poll(() => answers(shopper), { timeout: 60_000 }).toBe(expected);
  }
});

/** How often a shopper was told what can be done here. */
const answers = async (shopper: Shopper): Promise<number> =>
  (await shopper.heard()).filter((each) => each.words.includes("I am the automatic assistant")).length;

test("hundreds of messages of one shopper hold up nobody else", { timeout: 240_000 }, async () => {
  const [flooder, other] = [shop.shopper(), shop.shopper()];
  for (const each of [flooder, other]) {
    await each.says("hello");
    await each.hears("automatic assistant", 0, 60_000);
  }
  const many = 300;
  const flood = Array.from({ length: many }, (_, number) => words(flooder, `help ${number}`));
  await expect.poll(async () => (await posted(...flood)).status, { timeout: 60_000 }).toBe(200);
  const since = await other.now();
  await expect.poll(async () => (await posted(words(other, "help"))).status, { timeout: 60_000 }).toBe(200);
  await other.hears("I am the automatic assistant", since, 60_000);
  const doneMeanwhile = await answers(flooder);
  expect(doneMeanwhile).toBeLessThan(many / 2);
  // And it goes on with the flood, one after the other.
  await expect.poll(() => answers(flooder), { timeout: 120_000 }).toBeGreaterThan(doneMeanwhile + 3);
});
