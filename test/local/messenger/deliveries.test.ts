import { describe, expect, it } from "vitest";
import { actsAt, aMessenger, aShop, eventIn, eventually, page, psid } from "./support.ts";

const textsAt = (shop: Awaited<ReturnType<typeof aShop>>) => actsAt(shop).map((event) => event.message?.text);

describe("webhooks", () => {
  it("come in the order in which the shopper acted", async () => {
    const shop = await aShop();
    const messenger = await aMessenger({ callbackUrl: shop.url });
    const words = ["un", "deux", "trois", "quatre", "cinq"];
    for (const text of words) await messenger.shopper("text", { text });
    await eventually(() => expect(textsAt(shop)).toEqual(words));
  });

  it("come again, byte for byte, until the shop answers 200, and hold up what comes after", async () => {
    const shop = await aShop();
    const messenger = await aMessenger({ callbackUrl: shop.url, retryGaps: [0, 5, 5] });
    shop.answers.push(503, 500, 204);
    await messenger.shopper("text", { text: "un" });
    await messenger.shopper("text", { text: "deux" });
    await eventually(() => expect(textsAt(shop)).toEqual(["un", "un", "un", "un", "deux"]));
    expect(new Set(shop.received.slice(0, 4).map(({ bytes }) => bytes)).size).toBe(1);
    await eventually(async () => expect(await messenger.ledger()).toMatchObject({ pending: 0 }));
    expect((await messenger.ledger()).webhooks).toMatchObject([
      { outcome: "delivered", attempts: [{ status: 503 }, { status: 500 }, { status: 204 }, { status: 200 }] },
      { outcome: "delivered", attempts: [{ status: 200 }] },
    ]);
  });

  it("are given up after the last attempt", async () => {
    const shop = await aShop();
    const messenger = await aMessenger({ callbackUrl: shop.url, retryGaps: [1, 1] });
    shop.answers.push(500, 500, 500);
    await messenger.shopper("text", { text: "un" });
    await eventually(async () =>
      expect((await messenger.ledger()).webhooks).toMatchObject([
        { outcome: "given-up", attempts: [{ status: 500 }, { status: 500 }, { status: 500 }] },
      ]),
    );
  });

  it("wait for a shop that starts later", async () => {
    const shop = await aShop();
    shop.verifyToken.value = "not yet";
    const messenger = await aMessenger({ callbackUrl: shop.url, retryGaps: [0, 5, 5, 5, 5, 5, 20, 100, 500] });
    await messenger.shopper("text", { text: "Bonjour" });
    await eventually(async () =>
      expect((await messenger.ledger()).webhooks[0]?.attempts[0]?.error).toContain("did not repeat the challenge"),
    );
    expect(shop.received).toHaveLength(0);
    shop.verifyToken.value = "local-verify-token";
    await eventually(() => expect(textsAt(shop)).toEqual(["Bonjour"]));
  });

  it("come twice when asked to", async () => {
    const shop = await aShop();
    const messenger = await aMessenger({ callbackUrl: shop.url });
    await messenger.control("twice", { times: 1 });
    await messenger.shopper("text", { text: "un" });
    await messenger.shopper("text", { text: "deux" });
    await eventually(() => expect(textsAt(shop)).toEqual(["un", "un", "deux"]));
  });

  it("come newest first when asked to", async () => {
    const shop = await aShop();
    const messenger = await aMessenger({ callbackUrl: shop.url });
    await messenger.control("shuffle", { count: 3 });
    for (const text of ["un", "deux", "trois", "quatre"]) await messenger.shopper("text", { text });
    await eventually(() => expect(textsAt(shop)).toEqual(["trois", "deux", "un", "quatre"]));
  });

  it("come late when asked to", async () => {
    const shop = await aShop();
    const messenger = await aMessenger({ callbackUrl: shop.url });
    await messenger.control("late", { ms: 400 });
    const began = performance.now();
    for (const text of ["un", "deux", "trois"]) await messenger.shopper("text", { text });
    await eventually(() => expect(textsAt(shop)).toEqual(["un", "deux", "trois"]));
    expect(performance.now() - began).toBeGreaterThanOrEqual(390);
  });

  it("end with the subscription when the shop failed for an hour", async () => {
    const shop = await aShop();
    const messenger = await aMessenger({ callbackUrl: shop.url });
    shop.answers.push(500, 500);
    await messenger.shopper("text", { text: "un" });
    await eventually(async () => expect(await messenger.ledger()).toMatchObject({ pending: 0 }));
    await messenger.control("clock", { advanceMs: 3_600_000 });
    await messenger.shopper("text", { text: "deux" });
    await eventually(async () => expect(await messenger.ledger()).toMatchObject({ pending: 0 }));
    await messenger.shopper("text", { text: "trois" });
    expect((await messenger.ledger()).webhooks.map(({ outcome }) => outcome)).toEqual([
      "given-up",
      "given-up",
      "not-subscribed",
    ]);
  });

  it("do not outlive the stand-in", async () => {
    const shop = await aShop();
    const messenger = await aMessenger({ callbackUrl: shop.url, retryGaps: [60_000] });
    shop.answers.push("silent");
    await messenger.shopper("text", { text: "un" });
    await eventually(() => expect(shop.received).toHaveLength(1));
    const began = performance.now();
    await messenger.stop();
    expect(performance.now() - began).toBeLessThan(4000);
  });
});

describe("a raw payload", () => {
  const payload = {
    object: "page",
    entry: [
      {
        id: page.id,
        time: 1,
        messaging: [
          { sender: { id: psid }, recipient: { id: page.id }, timestamp: 1, message: { mid: "m_1", text: "é" } },
        ],
      },
    ],
  };

  it("reaches the callback rightly signed, and its sender may be written to", async () => {
    const shop = await aShop();
    const messenger = await aMessenger({ callbackUrl: shop.url });
    expect(await messenger.control("send-raw", { body: payload })).toMatchObject({ body: { status: 200 } });
    expect(eventIn(shop.received[0]?.bytes ?? "").message?.text).toBe("é");
    expect(shop.received[0]?.headers["x-hub-signature-256"]).toMatch(/^sha256=[0-9a-f]{64}$/);
    expect(await messenger.say({ text: "Bonjour" })).toMatchObject({ status: 200 });
  });

  it.each([
    ["none", undefined, undefined],
    ["forged", /^sha256=[0-9a-f]{64}$/, undefined],
    ["malformed", /^sha256=nothing$/, undefined],
    ["sha1", undefined, /^sha1=[0-9a-f]{40}$/],
  ])("goes out with the signature %s, and its sender stays a stranger", async (signature, sha256, sha1) => {
    const shop = await aShop();
    const messenger = await aMessenger({ callbackUrl: shop.url });
    shop.answers.push(401);
    const answer = await messenger.control("send-raw", { body: payload, signature, headers: { "x-test": "1" } });
    expect(answer).toMatchObject({ status: 200, body: { status: 401 } });
    const { headers = {} } = shop.received[0] ?? {};
    expect(headers["x-test"]).toBe("1");
    expect(String(headers["x-hub-signature-256"])).toMatch(sha256 ?? /^undefined$/);
    expect(String(headers["x-hub-signature"])).toMatch(sha1 ?? /^undefined$/);
    expect(await messenger.say({ text: "Bonjour" })).toMatchObject({ body: { error: { error_subcode: 2018001 } } });
  });

  it("may be broken", async () => {
    const shop = await aShop();
    const messenger = await aMessenger({ callbackUrl: shop.url });
    await messenger.control("send-raw", { body: '{"object":' });
    expect(shop.received[0]?.bytes).toBe('{"object":');
  });
});
