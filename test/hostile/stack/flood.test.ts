import { createHmac } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { fixedValues } from "#local/fixed-values.ts";
import { openShop, type ShopUnderTest } from "#test/support/shop-under-test.ts";

let shop: ShopUnderTest;
beforeAll(async () => {
  shop = await openShop();
});
afterAll(() => shop.stop());

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

test("a flood at one route meets that route's throttle, and both senders are heard meanwhile", {
  timeout: 120_000,
}, async () => {
  await stripeEvent();
  const statuses: number[] = [];
  const visitor = async (): Promise<void> => {
    for (let time = 0; time < 20; time += 1) {
      const response = await fetch(`${shop.endpoints.webhooks.messenger}?hub.mode=subscribe&hub.verify_token=guess`);
      await response.arrayBuffer();
      statuses.push(response.status);
    }
  };
  const flood = Promise.all(Array.from({ length: 12 }, visitor));
  const body = '{"object":"page","entry":[]}';
  const meanwhile = [await stripeEvent(), (await shop.webhook(body)).status, await stripeEvent()];
  await flood;
  expect(meanwhile).toEqual([200, 200, 200]);
  expect(new Set(statuses)).toEqual(new Set([403, 429]));
  expect(statuses.filter((status) => status === 429).length).toBeGreaterThan(20);
});
