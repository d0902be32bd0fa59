import { createHmac } from "node:crypto";
import { describe, expect, it } from "vitest";
import { actsAt, aMessenger, aShop, eventIn, eventually, page, psid } from "./support.ts";

const choices = [
  { content_type: "text", title: "Lampes", payload: "browse:lamps" },
  { content_type: "text", title: "Tasses", payload: "browse:cups" },
];
const card = {
  title: "Lampe",
  subtitle: "69,00 €",
  buttons: [{ type: "postback", title: "Voir", payload: "product:lamp" }],
};
const carousel = { attachment: { type: "template", payload: { template_type: "generic", elements: [card] } } };

describe("a thread between a shopper and the Page", () => {
  it("brings the shopper's words to the shop and the Page's words to the shopper", async () => {
    const shop = await aShop();
    const messenger = await aMessenger({ callbackUrl: shop.url });

    const { item } = await messenger.shopper("text", { text: "Bonjour" });
    await eventually(() => expect(actsAt(shop)).toHaveLength(1));
    expect(actsAt(shop)[0]).toEqual({
      sender: { id: psid },
      recipient: { id: page.id },
      timestamp: item?.at,
      message: { mid: item?.mid, text: "Bonjour" },
    });

    const said = await messenger.say({ text: "Bonjour, ici la boutique", metadata: "effect:1" });
    expect(said).toEqual({
      status: 200,
      body: { recipient_id: psid, message_id: expect.stringMatching(/^m_[\w-]{86}$/) },
    });
    expect(await messenger.thread()).toEqual([
      { seq: 1, at: item?.at, from: "shopper", mid: item?.mid, text: "Bonjour" },
      {
        seq: 2,
        at: expect.any(Number),
        from: "page",
        mid: said.body.message_id,
        text: "Bonjour, ici la boutique",
        message: { text: "Bonjour, ici la boutique", metadata: "effect:1" },
      },
    ]);
  });

  it("signs the very bytes it sends, accents and emoji escaped in lower case", async () => {
    const shop = await aShop();
    const messenger = await aMessenger({ callbackUrl: shop.url });
    await messenger.shopper("text", { text: "Une théière « bleue » à 20 € 🫖" });
    await eventually(() => expect(shop.received).toHaveLength(1));
    const { bytes, headers } = shop.received[0] ?? { bytes: "", headers: {} };
    expect(bytes).toContain("Une th\\u00e9i\\u00e8re \\u00ab bleue \\u00bb \\u00e0 20 \\u20ac \\ud83e\\uded6");
    expect(bytes).toMatch(/^[\x20-\x7e]*$/);
    expect(eventIn(bytes).message?.text).toBe("Une théière « bleue » à 20 € 🫖");
    expect(headers["x-hub-signature-256"]).toBe(
      `sha256=${createHmac("sha256", "local-app-secret").update(bytes).digest("hex")}`,
    );
  });

  it("sends a quick-reply tap as a message and a button tap as a postback with a mid", async () => {
    const shop = await aShop();
    const messenger = await aMessenger({ callbackUrl: shop.url });
    await messenger.shopper("tap", { as: "get-started", payload: "welcome", ref: "stall" });
    await messenger.say({ ...carousel, quick_replies: choices });
    await messenger.shopper("tap", { as: "quick-reply", payload: "browse:cups" });
    await messenger.shopper("tap", { as: "postback", payload: "product:lamp", title: "Voir" });
    await eventually(() => expect(actsAt(shop)).toHaveLength(3));
    const [start, reply, button] = actsAt(shop);
    expect(start?.postback).toEqual({
      mid: expect.stringMatching(/^m_/),
      title: "Get Started",
      payload: "welcome",
      referral: { ref: "stall", source: "SHORTLINK", type: "OPEN_THREAD" },
    });
    expect(reply?.message).toEqual({
      mid: expect.stringMatching(/^m_/),
      text: "Tasses",
      quick_reply: { payload: "browse:cups" },
    });
    expect(button?.postback).toEqual({ mid: expect.stringMatching(/^m_/), title: "Voir", payload: "product:lamp" });
  });

  it("takes a quick reply only while it is shown, and a button for ever", async () => {
    const messenger = await aMessenger();
    await messenger.shopper("text", { text: "Bonjour" });
    const { body } = await messenger.say({ ...carousel, quick_replies: choices });
    const ofMid = body.message_id;
    expect(await messenger.shopper("tap", { as: "quick-reply", payload: "browse:hats" })).toMatchObject({
      status: 409,
      error: "no quick reply with the payload browse:hats is shown",
    });
    await messenger.say({ text: "Et voilà." });
    const late = { as: "quick-reply", payload: "browse:cups", ofMid };
    expect(await messenger.shopper("tap", late)).toMatchObject({ status: 409 });
    await messenger.control("old-quick-replies", { allow: true });
    expect(await messenger.shopper("tap", late)).toMatchObject({ status: 200, item: { text: "Tasses" } });
    expect(await messenger.shopper("tap", { as: "postback", payload: "product:lamp", ofMid })).toMatchObject({
      status: 200,
    });
    expect(await messenger.shopper("tap", { as: "postback", payload: "product:hat", ofMid })).toMatchObject({
      status: 409,
    });
  });

  it.each([
    ["image", { type: "image", payload: { url: "https://cdn.example.com/1.jpg" } }],
    ["audio", { type: "audio", payload: { url: "https://cdn.example.com/1.jpg" } }],
    ["video", { type: "video", payload: { url: "https://cdn.example.com/1.jpg" } }],
    ["file", { type: "file", payload: { url: "https://cdn.example.com/1.jpg" } }],
    ["sticker", { type: "sticker", payload: { url: expect.any(String), sticker_id: expect.any(Number) } }],
    ["thumbs-up", { type: "sticker", payload: { url: expect.any(String), sticker_id: 369239263222822 } }],
    ["location", { type: "location", payload: { coordinates: { lat: expect.any(Number), long: expect.any(Number) } } }],
    ["link", { type: "fallback", payload: { url: "https://cdn.example.com/1.jpg", title: expect.any(String) } }],
  ])("sends an attachment of the kind %s in the shape of 2026", async (type, attachment) => {
    const shop = await aShop();
    const messenger = await aMessenger({ callbackUrl: shop.url });
    await messenger.shopper("attachment", { type, url: "https://cdn.example.com/1.jpg" });
    await eventually(() => expect(actsAt(shop)).toHaveLength(1));
    expect(actsAt(shop)[0]?.message).toMatchObject({ attachments: [attachment] });
  });

  it("tells the shop of a link followed, in a thread that exists", async () => {
    const shop = await aShop();
    const messenger = await aMessenger({ callbackUrl: shop.url });
    expect(await messenger.call("POST", `/shoppers/${psid}/referral`, { ref: "stall" })).toMatchObject({ status: 409 });
    await messenger.shopper("text", { text: "Bonjour" });
    expect(await messenger.call("POST", `/shoppers/${psid}/referral`, { adId: "9" })).toMatchObject({ status: 200 });
    await eventually(() => expect(actsAt(shop)).toHaveLength(2));
    expect(actsAt(shop)[1]).toMatchObject({ referral: { source: "ADS", type: "OPEN_THREAD", ad_id: "9" } });
  });

  it("tells the shop of its own messages: echo, delivery, and reading when the shopper comes back", async () => {
    const shop = await aShop();
    const messenger = await aMessenger({ callbackUrl: shop.url });
    await messenger.shopper("text", { text: "Bonjour" });
    const { body } = await messenger.say({ ...carousel, metadata: "effect:1" });
    await messenger.shopper("text", { text: "Merci" });
    await eventually(() => expect(shop.received).toHaveLength(5));
    const events = shop.received.map(({ bytes }) => eventIn(bytes));
    expect(events.find((event) => event.message?.["is_echo"])).toMatchObject({
      sender: { id: page.id },
      recipient: { id: psid },
      message: { mid: body.message_id, metadata: "effect:1", attachments: [{ type: "template" }] },
    });
    expect(events.find((event) => event["delivery"])).toMatchObject({
      sender: { id: psid },
      delivery: { mids: [body.message_id], watermark: expect.any(Number) },
    });
    expect(events.filter((event) => event["read"])).toHaveLength(1);
  });

  it("streams messages and typing as they come, and what was missed", async () => {
    const messenger = await aMessenger();
    await messenger.shopper("text", { text: "Bonjour" });
    const stream = await fetch(`${messenger.url}/shoppers/${psid}/events?after=0`);
    const heard = collect(stream);
    await messenger.send({ recipient: { id: psid }, sender_action: "typing_on" });
    await messenger.say({ text: "Oui ?" });
    await eventually(() => expect(heard).toHaveLength(4));
    expect(heard).toMatchObject([
      { seq: 1, from: "shopper", text: "Bonjour" },
      { seq: 1, from: "typing", on: true },
      { seq: 1, from: "typing", on: false },
      { seq: 2, from: "page", message: { text: "Oui ?" } },
    ]);
    expect(await messenger.thread()).toHaveLength(2);
  });

  it("keeps shoppers apart and lists them", async () => {
    const messenger = await aMessenger();
    await messenger.shopper("text", { text: "Bonjour" }, "1");
    await messenger.shopper("text", { text: "Hello" }, "2");
    await messenger.say({ text: "Welcome" }, "2");
    expect(await messenger.thread("1")).toHaveLength(1);
    expect((await messenger.call("GET", "/shoppers")).body).toMatchObject({
      shoppers: [
        { psid: "1", items: 1 },
        { psid: "2", items: 2 },
      ],
    });
  });

  it("gives only what came after a place", async () => {
    const messenger = await aMessenger();
    for (const text of ["un", "deux", "trois"]) await messenger.shopper("text", { text });
    expect((await messenger.call("GET", `/shoppers/${psid}/thread?after=2`)).body).toMatchObject({
      items: [{ seq: 3, text: "trois" }],
    });
  });

  it.each([
    ["/shoppers/someone/text", { text: "Bonjour" }, 400],
    [`/shoppers/${psid}/text`, { words: "Bonjour" }, 400],
    [`/shoppers/${psid}/text`, "{", 400],
    [`/shoppers/${psid}/tap`, { as: "postback" }, 400],
    [`/shoppers/${psid}/tap`, { as: "shake", payload: "x" }, 400],
    [`/shoppers/${psid}/attachment`, { type: "hologram" }, 400],
    [`/shoppers/${psid}/dance`, {}, 404],
  ])("refuses %s with %j", async (path, body, status) => {
    const messenger = await aMessenger();
    expect(await messenger.call("POST", path, body)).toEqual({ status, body: { error: expect.any(String) } });
    expect((await messenger.call("GET", "/shoppers")).body).toEqual({ shoppers: [] });
  });

  it("opens the shoppers' side to pages of this machine and to no others", async () => {
    const messenger = await aMessenger();
    const ask = async (method: string, origin: string) => {
      const answer = await fetch(`${messenger.url}/shoppers`, { method, headers: { origin } });
      return [answer.status, answer.headers.get("access-control-allow-origin")];
    };
    expect(await ask("OPTIONS", "http://localhost:3000")).toEqual([204, "http://localhost:3000"]);
    expect(await ask("GET", "http://127.0.0.1:3000")).toEqual([200, "http://127.0.0.1:3000"]);
    expect(await ask("OPTIONS", "https://www.example.com")).toEqual([403, null]);
    expect(await ask("GET", "https://www.example.com")).toEqual([403, null]);
  });
});

/** Reads server-sent events into an array that fills as they come. */
function collect(stream: Response): unknown[] {
  const heard: unknown[] = [];
  const read = async (): Promise<void> => {
    let text = "";
    for await (const part of stream.body?.pipeThrough(new TextDecoderStream()) ?? []) {
      text += part;
      const blocks = text.split("\n\n");
      text = blocks.pop() ?? "";
      for (const block of blocks) {
        const data = block.split("\n").find((line) => line.startsWith("data: "));
        if (data !== undefined) heard.push(JSON.parse(data.slice(6)));
      }
    }
  };
  // The stream ends when the stand-in stops.
  read().catch(() => undefined);
  return heard;
}
