import { describe, expect, it } from "vitest";
import { parseJson } from "#adapters/json/loose-json.ts";
import { type EventKind, eventKinds } from "#adapters/messenger/event-kinds.ts";
import { readDelivery } from "#adapters/messenger/webhook-events.ts";
import { parseConversationMessage } from "#adapters/sqs/messages.ts";
import type { Input } from "#core/conversation/input.ts";
import { instant } from "#core/values/instant.ts";
import { at, delivery, item, page, psid } from "./deliveries.ts";

const receivedAt = instant(at + 500);
const read = (body: unknown) => readDelivery(parseJson(JSON.stringify(body)) as Record<string, unknown>, receivedAt);
const inputsOf = (event: Record<string, unknown>): readonly Input[] =>
  read(delivery(item(event))).flatMap(({ messages }) => messages.map((message) => message.input));
const attachment = (type: string, payload: unknown, more: Record<string, unknown> = {}) => ({
  message: { mid: "m_1", attachments: [{ type, payload }], ...more },
});

describe("what a shopper does is queued", () => {
  it("under the message's own id, with who, to whom and when", () => {
    const [event] = read(delivery(item({ message: { mid: "m_1", text: "Bonjour 👋" } })));
    expect(event?.messages).toEqual([
      {
        v: 1,
        kind: "shopper-input",
        id: "m_1",
        pageId: page,
        psid,
        at,
        input: { kind: "text", text: "Bonjour 👋" },
      },
    ]);
  });

  it.each<[string, Record<string, unknown>, Input]>([
    ["words", { message: { mid: "m_1", text: "Rouge" } }, { kind: "text", text: "Rouge" }],
    [
      "words in reply to a message",
      { message: { mid: "m_1", text: "celle-ci", reply_to: { mid: "m_0", is_self_reply: false } } },
      { kind: "text", text: "celle-ci" },
    ],
    [
      "a quick reply",
      { message: { mid: "m_1", text: "Red", quick_reply: { payload: "add:RED" } } },
      { kind: "tap", payload: "add:RED", title: "Red" },
    ],
    [
      "a button",
      { postback: { mid: "m_1", title: "Panier", payload: "cart" } },
      { kind: "tap", payload: "cart", title: "Panier" },
    ],
    ["an old button without title or mid", { postback: { payload: "cart" } }, { kind: "tap", payload: "cart" }],
    ["a photo", attachment("image", { url: "https://cdn/x.jpg" }), { kind: "attachment", what: "image" }],
    ["a voice message", attachment("audio", { url: "https://cdn/x.mp4" }), { kind: "attachment", what: "audio" }],
    ["a film", attachment("video", { url: "https://cdn/x.mp4" }), { kind: "attachment", what: "video" }],
    ["a file", attachment("file", { url: "https://cdn/x.pdf" }), { kind: "attachment", what: "file" }],
    [
      "a sticker of 2026",
      attachment("sticker", { url: "https://cdn/s.png", sticker_id: 144885035685763 }),
      { kind: "attachment", what: "sticker" },
    ],
    [
      "a sticker as it came before",
      attachment("image", { url: "https://cdn/s.png", sticker_id: 144885035685763 }),
      { kind: "attachment", what: "sticker" },
    ],
    [
      "a thumbs-up",
      attachment("sticker", { url: "https://cdn/s.png", sticker_id: 369239263222822 }),
      { kind: "attachment", what: "thumbs-up" },
    ],
    [
      "a larger thumbs-up with its id as text",
      attachment("sticker", { sticker_id: "369239383222810" }),
      { kind: "attachment", what: "thumbs-up" },
    ],
    [
      "a thumbs-up as it was years ago",
      attachment("image", { url: "https://cdn/s.png" }, { sticker_id: 369239343222814 }),
      { kind: "attachment", what: "thumbs-up" },
    ],
    [
      "a place",
      attachment("location", { coordinates: { lat: 48.8, long: 2.3 } }),
      { kind: "attachment", what: "location" },
    ],
    [
      "a shared link, which repeats its address as text",
      attachment("fallback", { url: "https://example.org", title: "x" }, { text: "https://example.org/a?b=c" }),
      { kind: "attachment", what: "link" },
    ],
    [
      "a shared link in the old form",
      { message: { mid: "m_1", attachments: [{ type: "fallback", title: "x", url: "https://e.org", payload: null }] } },
      { kind: "attachment", what: "link" },
    ],
    [
      "words about a shared link",
      attachment("fallback", { url: "https://example.org" }, { text: "vous avez ça ? https://example.org" }),
      { kind: "text", text: "vous avez ça ? https://example.org" },
    ],
    ["a reel", attachment("ig_reel", { url: "https://x", reel_video_id: 1 }), { kind: "attachment", what: "link" }],
    ["a post", attachment("post", { url: "https://x", title: "t", id: "1" }), { kind: "attachment", what: "link" }],
    [
      "a product of the Page's catalogue",
      attachment("template", { product: { elements: [{ id: "1", retailer_id: "LAMP" }] } }),
      { kind: "attachment", what: "product" },
    ],
    [
      "an appointment",
      attachment("appointment_booking", { booking_id: "1", status: "requested" }),
      { kind: "attachment", what: "other" },
    ],
    ["an attachment nobody knows yet", attachment("hologram", {}), { kind: "attachment", what: "other" }],
    ["a message without anything in it", { message: { mid: "m_1" } }, { kind: "attachment", what: "other" }],
    [
      "several photos, once",
      {
        message: {
          mid: "m_1",
          attachments: [
            { type: "image", payload: { url: "a" } },
            { type: "image", payload: { url: "b" } },
          ],
        },
      },
      { kind: "attachment", what: "image" },
    ],
    [
      "a link that led to a thread there was",
      { referral: { ref: "lamp", source: "SHORTLINK", type: "OPEN_THREAD" } },
      { kind: "referral", ref: "lamp", source: "SHORTLINK" },
    ],
    [
      "an ad, with its time in seconds",
      { timestamp: 1763000000, referral: { ad_id: 6045246247433, source: "ADS", type: "LEAD_COMPLETE" } },
      { kind: "referral", source: "ADS", adId: "6045246247433" },
    ],
    ["a referral that says nothing", { referral: { type: "OPEN_THREAD" } }, { kind: "referral" }],
    [
      "a coupon's code",
      { template: { type: "coupon", payload: "x", coupon_code: "SPRING" } },
      { kind: "attachment", what: "other" },
    ],
    [
      "a cart of the Meta shop",
      { order: { products: [{ id: "1", unit_price: 0.01, quantity: 9 }], note: "vite" } },
      { kind: "attachment", what: "product" },
    ],
  ])("%s", (_what, event, input) => {
    expect(inputsOf(event)).toEqual([input]);
  });

  it("in the order of arrival, with every event of every entry and Page", () => {
    const other = "200000000000002";
    const body = {
      object: "page",
      entry: [
        {
          id: page,
          time: at,
          messaging: [item({ message: { mid: "m_1", text: "1" } }), item({ message: { mid: "m_2", text: "2" } })],
        },
        {
          id: other,
          time: at,
          messaging: [
            { sender: { id: "88" }, recipient: { id: other }, timestamp: at, message: { mid: "m_3", text: "3" } },
          ],
        },
        { id: page, time: at, messaging: [item({ message: { mid: "m_4", text: "4" } })] },
      ],
    };
    const heard = read(body).flatMap((event) => event.messages);
    expect(heard.map(({ id, pageId }) => [id, pageId])).toEqual([
      ["m_1", page],
      ["m_2", page],
      ["m_3", other],
      ["m_4", page],
    ]);
  });

  it("what led to a new thread before what was done in it, which answers it", () => {
    const [event] = read(
      delivery(
        item({
          postback: {
            mid: "m_1",
            title: "Démarrer",
            payload: "start",
            referral: { ref: "lamp", source: "SHORTLINK", type: "OPEN_THREAD" },
          },
        }),
      ),
    );
    expect(event?.messages.map(({ id, input }) => [id, input])).toEqual([
      ["m_1:referral", { kind: "referral", ref: "lamp", source: "SHORTLINK", followed: true }],
      ["m_1", { kind: "tap", payload: "start", title: "Démarrer" }],
    ]);
  });

  it("the ad that a first message answers, before the message", () => {
    const referral = { ad_id: "6045246247433", source: "ADS", type: "OPEN_THREAD", ads_context_data: { post_id: "1" } };
    expect(inputsOf({ message: { mid: "m_1", text: "C'est combien ?", referral } })).toEqual([
      { kind: "referral", source: "ADS", adId: "6045246247433", followed: true },
      { kind: "text", text: "C'est combien ?" },
    ]);
  });
});

describe("what nobody has to hear is dropped on purpose", () => {
  it.each<[EventKind, Record<string, unknown>]>([
    [
      "echo",
      { sender: { id: page }, message: { is_echo: true, app_id: 1, metadata: "m_1:0", mid: "m_2", text: "Bonjour" } },
    ],
    ["delivery", { delivery: { mids: ["m_1"], watermark: at } }],
    ["delivery", { timestamp: undefined, delivery: { watermark: String(at) } }],
    ["read", { read: { watermark: at } }],
    ["reaction", { reaction: { mid: "m_1", action: "react", emoji: "❤", reaction: "love" } }],
    ["message_edit", { message_edit: { mid: "m_1", text: "deux", num_edit: 1 } }],
    ["deleted-message", { message: { mid: "m_1", is_deleted: true } }],
    ["admin-notice", { message: { admin_text: "Meta AI handed this chat back" } }],
    ["optin", { optin: { type: "notification_messages", payload: "x", notification_messages_token: "t" } }],
    ["optin", { sender: undefined, optin: { ref: "x", user_ref: "u" } }],
    ["pass_thread_control", { pass_thread_control: { previous_owner_app_id: null, new_owner_app_id: 1 } }],
    ["policy_enforcement", { sender: undefined, policy_enforcement: { action: "warning", reason: "…" } }],
    ["response_feedback", { response_feedback: { feedback: "Good response", mid: "m_1" } }],
    ["account_linking", { account_linking: { status: "linked", authorization_code: "x" } }],
    ["postback-of-another-app", { postback: { mid: "m_1", title: "x" } }],
    ["without-sender", { sender: { user_ref: "abc" }, message: { mid: "m_1", text: "Bonjour" } }],
    ["without-sender", { sender: undefined, message: { mid: "m_1", text: "Bonjour" } }],
    ["without-sender", { sender: { id: page }, message: { mid: "m_1", text: "our own words" } }],
    ["without-sender", { sender: null, message: { mid: "m_1", text: "Bonjour" } }],
    ["unknown", { telepathy: { thought: "…" } }],
    ["unknown", {}],
    ["unknown", { message: null }],
    ["unknown", { message: "Bonjour" }],
  ])("%s", (kind, event) => {
    expect(read(delivery(item(event)))).toEqual([{ kind, messages: [] }]);
  });

  it("events of a thread that another app owns", () => {
    const body = {
      object: "page",
      entry: [{ id: page, time: at, standby: [item({ message: { mid: "m_1", text: "x" } })] }],
    };
    expect(read(body)).toEqual([{ kind: "standby", messages: [] }]);
  });

  it("the dashboard's test, whose entry is 0 and holds changes", () => {
    const body = {
      object: "page",
      entry: [{ id: "0", time: 1763000000, changes: [{ field: "messages", value: { message: { text: "test" } } }] }],
    };
    expect(read(body)).toEqual([{ kind: "changes", messages: [] }]);
  });

  it("an entry without messaging, and a delivery without entries", () => {
    expect(read({ object: "page", entry: [{ id: page, time: at }] })).toEqual([]);
    expect(read({ object: "page" })).toEqual([]);
    expect(read({ object: "page", entry: [null, 1, "x", []] })).toEqual([]);
  });

  it("what is not about a Page", () => {
    expect(read({ object: "instagram", entry: [] })).toEqual([{ kind: "not-a-page", messages: [] }]);
  });

  it("with a fate for every kind", () => {
    expect(Object.values(eventKinds).filter((fate) => fate === "queued")).toHaveLength(7);
    expect(Object.values(eventKinds).every((fate) => fate.length > 0)).toBe(true);
  });
});

describe("ids and times of every form", () => {
  const one = (event: Record<string, unknown>) =>
    read(delivery(item({ message: { mid: "m_1", text: "x" }, ...event })))[0]?.messages[0];

  it.each([
    ["milliseconds", at, at],
    ["milliseconds as text", String(at), at],
    ["seconds", 1763000000, at],
    ["seconds as text", "1763000000", at],
    ["none, where the entry has one", undefined, at + 40],
    ["nonsense, where the entry has one", "soon", at + 40],
    ["a year ahead, where the entry has one", at + 31_536_000_000, at + 40],
    ["negative, where the entry has one", -5, at + 40],
  ])("a time in %s", (_form, timestamp, expected) => {
    expect(one({ timestamp })?.at).toBe(expected);
  });

  it("no time anywhere is the time of arrival", () => {
    const body = {
      object: "page",
      entry: [{ id: page, messaging: [item({ timestamp: undefined, message: { mid: "m", text: "x" } })] }],
    };
    expect(read(body)[0]?.messages[0]?.at).toBe(receivedAt);
  });

  it("ids as numbers are the same people", () => {
    const body = `{"object":"page","entry":[{"id":${page},"messaging":[{"sender":{"id":${psid}},"recipient":{"id":${page}},"timestamp":${at},"message":{"mid":"m_1","text":"x"}}]}]}`;
    const [event] = readDelivery(parseJson(body) as Record<string, unknown>, receivedAt);
    expect(event?.messages[0]).toMatchObject({ pageId: page, psid });
  });

  it("an id too long for a number is not rounded to somebody else", () => {
    const body = `{"object":"page","entry":[{"id":"${page}","messaging":[{"sender":{"id": 70012345678901234567},"recipient":{"id":"${page}"},"timestamp":${at},"message":{"mid":"m_1","text":"x"}}]}]}`;
    const [event] = readDelivery(parseJson(body) as Record<string, unknown>, receivedAt);
    expect(event?.messages[0]?.psid).toBe("70012345678901234567");
  });

  it("the Page is the entry's where the recipient is missing", () => {
    expect(one({ recipient: undefined })?.pageId).toBe(page);
  });

  it("an event without a mid has an id of its own that a second delivery repeats", () => {
    const tap = (payload: string, timestamp: number) =>
      read(delivery(item({ timestamp, postback: { payload } })))[0]?.messages[0]?.id;
    expect(tap("cart", at)).toMatch(/^[0-9a-f]{64}$/);
    expect(tap("cart", at)).toBe(tap("cart", at));
    expect(tap("cart", at)).not.toBe(tap("cart", at + 1));
    expect(tap("cart", at)).not.toBe(tap("orders", at));
  });

  it("keys of prototypes are neither followed nor taken for events", () => {
    const body = `{"object":"page","entry":[{"id":"${page}","messaging":[{"sender":{"id":"${psid}"},"recipient":{"id":"${page}"},"timestamp":${at},"__proto__":{"message":{"mid":"m_1","text":"x"}},"constructor":{"message":1},"toString":1}]}]}`;
    expect(readDelivery(parseJson(body) as Record<string, unknown>, receivedAt)).toEqual([
      { kind: "unknown", messages: [] },
    ]);
  });

  it("whatever is queued, the conversation's border lets in", () => {
    const long = "é\ud83d".repeat(20_000);
    const odd = read(
      delivery(
        item({ message: { mid: "m".repeat(2000), text: long } }),
        item({ postback: { payload: long, title: long, referral: { ref: long, source: long, ad_id: long } } }),
        item({ message: { mid: 12, text: 12, quick_reply: { payload: "" } } }),
        item({ message: { mid: "", text: "\u0000\uffff" } }),
      ),
    ).flatMap((event) => event.messages);
    expect(odd).toHaveLength(5);
    for (const message of odd) {
      expect(() => parseConversationMessage(JSON.parse(JSON.stringify(message)))).not.toThrow();
    }
  });
});
