/** The situations in which libraries for Messenger lose, double or misorder messages, each against the whole shop. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { fixedValues } from "#local/fixed-values.ts";
import { openShop, type ShopUnderTest, signedBy } from "#test/support/shop-under-test.ts";
import type { Shopper } from "#test/support/shopper.ts";

let shop: ShopUnderTest;
beforeAll(async () => {
  shop = await openShop();
});
afterAll(() => shop.stop());

const said = (psid: string, mid: string, text: string, timestamp = Date.now()) => ({
  sender: { id: psid },
  recipient: { id: fixedValues.pageId },
  timestamp,
  message: { mid, text },
});
const entry = (...messaging: unknown[]) => ({ id: fixedValues.pageId, time: Date.now(), messaging });
const page = (...entries: unknown[]): string => JSON.stringify({ object: "page", entry: entries });

/** A shopper who has written once, so that the Page may answer. */
async function known(): Promise<Shopper> {
  const shopper = shop.shopper();
  await shopper.says("hello");
  await shopper.hears("automatic assistant");
  return shopper;
}

/** What was said to a shopper since; one more question, answered last as the queue keeps order, ends the list. */
async function repliesTo(shopper: Shopper, since: number): Promise<string[]> {
  await shopper.says("my orders");
  await shopper.hears("no order", since);
  return (await shopper.heard(since)).map((each) => each.words).filter((words) => !words.includes("no order"));
}

describe("who may speak to the webhook", () => {
  const body = page(entry(said("4711", "m_unsigned", "hello")));

  test("refuses an unsigned body", async () => {
    expect((await shop.webhook(body, {})).status).toBe(401);
  });

  test("refuses a forged signature", async () => {
    expect((await shop.webhook(body, signedBy("another secret", body))).status).toBe(401);
    expect((await shop.webhook(body, { "x-hub-signature-256": "sha256=00" })).status).toBe(401);
  });

  test("accepts the SHA-256 header alone", async () => {
    const shopper = await known();
    const since = await shopper.now();
    const genuine = page(entry(said(shopper.psid, "m_sha256", "cart")));
    expect((await shop.webhook(genuine)).status).toBe(200);
    await shopper.hears("Your cart is empty", since);
  });

  test("answers the handshake with the bare challenge, and 403 to a wrong token", async () => {
    const ask = (token: string) =>
      fetch(
        `${shop.endpoints.webhooks.messenger}?hub.mode=subscribe&hub.verify_token=${token}&hub.challenge=1158201444`,
      );
    const right = await ask(fixedValues.verifyToken);
    expect([right.status, await right.text()]).toEqual([200, "1158201444"]);
    expect((await ask("guessed")).status).toBe(403);
  });

  test("answers 400 to broken JSON that is validly signed", async () => {
    expect((await shop.webhook("{")).status).toBe(400);
  });

  test("answers 200 to an entry without messaging", async () => {
    expect((await shop.webhook(page({ id: fixedValues.pageId, time: 1 }))).status).toBe(200);
  });

  test("answers 413 to a body over 3 MB", async () => {
    expect((await shop.webhook(`"${"x".repeat(3 * 1024 * 1024)}"`)).status).toBe(413);
  });
});

describe("what is said is answered once, all of it, in order", () => {
  test("answers once when the same mid is delivered twice", async () => {
    const shopper = await known();
    const since = await shopper.now();
    const body = page(entry(said(shopper.psid, "m_twice", "cart")));
    await Promise.all([shop.webhook(body), shop.webhook(body)]);
    await shop.webhook(body);
    expect(await repliesTo(shopper, since)).toHaveLength(1);
  });

  test("answers both events of one entry", async () => {
    const shopper = await known();
    const since = await shopper.now();
    await shop.webhook(page(entry(said(shopper.psid, "m_one_a", "cart"), said(shopper.psid, "m_one_b", "my orders"))));
    await shopper.hears("Your cart is empty", since);
    await shopper.hears("no order", since);
  });

  test("answers the events of two entries, of two shoppers", async () => {
    const [one, other] = [await known(), await known()];
    await shop.webhook(page(entry(said(one.psid, "m_two_a", "cart")), entry(said(other.psid, "m_two_b", "cart"))));
    await one.hears("Your cart is empty");
    await other.hears("Your cart is empty");
  });

  test("answers five quick messages in the order they were written", async () => {
    const shopper = await known();
    const since = await shopper.now();
    const words = ["cart", "my orders", "talk to someone", "cart", "my orders"];
    await Promise.all(words.slice(0, 1).map((text) => shopper.says(text)));
    for (const text of words.slice(1)) await shopper.says(text);
    const heard = await expect
      .poll(async () => (await shopper.heard(since)).map((each) => each.words), { timeout: 45_000 })
      .toHaveLength(5)
      .then(async () => (await shopper.heard(since)).map((each) => each.words));
    const kinds = heard.map((each) =>
      each.includes("cart is empty") ? "cart" : each.includes("no order") ? "orders" : "person",
    );
    expect(kinds).toEqual(["cart", "orders", "person", "cart", "orders"]);
  });
});

describe("a slow or failing Graph", () => {
  test("acknowledges at once while Graph takes three seconds", async () => {
    const shopper = await known();
    const since = await shopper.now();
    await shop.messenger("slow", { ms: 3000 });
    const answer = await shop.webhook(page(entry(said(shopper.psid, "m_slow", "cart"))));
    expect(answer.status).toBe(200);
    // Nothing can have been said yet: the sender did not wait for it.
    expect(await shopper.heard(since)).toEqual([]);
    await shop.messenger("slow", { ms: 0 });
    await shopper.hears("Your cart is empty", since);
  });

  test("tries a failed send again until it is said, once", async () => {
    const shopper = await known();
    const since = await shopper.now();
    await shop.messenger("fail", { error: "613", times: 1, match: { psid: shopper.psid, kind: "message" } });
    await shopper.says("cart");
    await shopper.hears("Your cart is empty", since);
    expect(await repliesTo(shopper, since)).toHaveLength(1);
  });
});
