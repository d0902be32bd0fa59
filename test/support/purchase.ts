/** The way to a purchase, for tests that are about something on or after it. */

import type { ShopUnderTest } from "./shop-under-test.ts";
import type { Shopper } from "./shopper.ts";

/** Puts these articles into the cart, chooses a delivery and goes up to the recapitulation, in English. */
export async function recapitulation(shopper: Shopper, skus: readonly string[], delivery = "home"): Promise<void> {
  await shopper.says("hello");
  await shopper.hears("automatic assistant");
  for (const sku of skus) {
    const before = await shopper.now();
    await shopper.tapsPayload(`add:${sku}`);
    await shopper.hears(/In your cart/, before);
  }
  await shopper.tapsPayload("checkout");
  await shopper.hears("How should it reach you");
  await shopper.tapsPayload(`deliver:${delivery}`);
  await shopper.hears("[Order and pay]");
}

/** The same, then orders; answers the address of the Pay button. */
export async function ordered(shopper: Shopper, skus: readonly string[], delivery = "home"): Promise<string> {
  await recapitulation(shopper, skus, delivery);
  await shopper.chooses("Order and pay");
  await shopper.hears("is recorded");
  return payLink(shopper);
}

/** What the newest Pay button opens. */
export async function payLink(shopper: Shopper): Promise<string> {
  const url = await shopper.chooses(/^Pay /);
  if (url === undefined) throw new Error("the Pay button opens nothing");
  return url;
}

/** The Checkout Session behind the newest Pay button. */
export async function sessionOf(shop: ShopUnderTest, payUrl: string): Promise<string> {
  const opened = await shop.openPayPage(payUrl);
  if (opened.sessionId === undefined) throw new Error(`the pay link leads to no payment page: ${opened.status}`);
  return opened.sessionId;
}
