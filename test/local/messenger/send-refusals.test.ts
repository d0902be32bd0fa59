import { beforeAll, describe, expect, it } from "vitest";
import { startMessengerStandIn } from "#local/messenger/stand-in.ts";
import { aMessenger, page, psid } from "./support.ts";

const letters = (count: number): string => "é".repeat(count);
const many = <Item>(count: number, item: Item): Item[] => Array.from({ length: count }, () => item);

const postback = { type: "postback", title: "Voir", payload: "product:1" };
const open = { type: "web_url", title: "Payer", url: "https://shop.example.com/pay/1" };
const choice = { content_type: "text", title: "Lampes", payload: "browse:lamps" };
const card = { title: "Lampe", subtitle: "69,00 €" };

const template = (payload: object) => ({ attachment: { type: "template", payload } });
const buttons = (over: object) =>
  template({ template_type: "button", text: "Que faire ?", buttons: [postback], ...over });
const cards = (...elements: object[]) => template({ template_type: "generic", elements });

let receipts = 0;
const receiptPayload = {
  template_type: "receipt",
  recipient_name: "Julie Martin",
  order_number: "O-1",
  currency: "EUR",
  payment_method: "Visa 4242",
  merchant_name: "Atelier",
  timestamp: "1795300000",
  elements: [{ title: "Lampe", subtitle: "grès", quantity: 2, price: "138.00", currency: "EUR" }],
  address: { street_1: "1 rue Neuve", street_2: "", city: "Lyon", postal_code: "69003", state: "Rhône", country: "FR" },
  summary: { subtotal: 138, shipping_cost: 4.95, total_tax: "23.83", total_cost: "142.95" },
  adjustments: [{ name: "Code promo", amount: 20 }],
};
const receipt = (over: object = {}) => {
  receipts += 1;
  return template({ ...receiptPayload, order_number: `O-${receipts}`, ...over });
};
const place = receiptPayload.address;
const line = receiptPayload.elements[0];
const without = (from: object, key: string) =>
  Object.fromEntries(Object.entries(from).filter(([name]) => name !== key));

/** What is wrong, a message that is right, one that is wrong, and the parameter that the refusal names. */
const pairs: readonly [string, object, object, string][] = [
  ["a text of 2,000 characters", { text: letters(1999) }, { text: letters(2000) }, "message[text]"],
  ["an empty text", { text: "." }, { text: " " }, "message[text]"],
  ["neither text nor attachment", { text: "a" }, { metadata: "a" }, "message"],
  ["text and attachment together", buttons({}), { ...buttons({}), text: "a" }, "message"],
  [
    "metadata of 1,000 characters",
    { text: "a", metadata: letters(999) },
    { text: "a", metadata: letters(1000) },
    "message[metadata]",
  ],
  ["an unknown key", { text: "a" }, { text: "a", colour: "red" }, "colour"],
  [
    "an attachment that is no template",
    buttons({}),
    { attachment: { type: "image", payload: { url: "https://a.example/b.png" } } },
    "message[attachment][type]",
  ],
  [
    "a template nobody knows",
    buttons({}),
    template({ template_type: "list", elements: [] }),
    "message[attachment][payload][template_type]",
  ],

  [
    "14 quick replies",
    { text: "a", quick_replies: many(13, choice) },
    { text: "a", quick_replies: many(14, choice) },
    "message[quick_replies]",
  ],
  ["no quick reply in the list", { text: "a" }, { text: "a", quick_replies: [] }, "message[quick_replies]"],
  [
    "a quick-reply title of 21 characters",
    { text: "a", quick_replies: [{ ...choice, title: letters(20) }] },
    { text: "a", quick_replies: [{ ...choice, title: letters(21) }] },
    "message[quick_replies][0][title]",
  ],
  [
    "a quick-reply payload of 1,001 characters",
    { text: "a", quick_replies: [{ ...choice, payload: letters(1000) }] },
    { text: "a", quick_replies: [{ ...choice, payload: letters(1001) }] },
    "message[quick_replies][0][payload]",
  ],
  [
    "the location quick reply, which is gone",
    { text: "a", quick_replies: [{ content_type: "user_email" }] },
    { text: "a", quick_replies: [{ content_type: "location" }] },
    "message[quick_replies][0][content_type]",
  ],
  [
    "a quick reply without a title",
    { text: "a", quick_replies: [choice] },
    { text: "a", quick_replies: [without(choice, "title")] },
    "message[quick_replies][0][title]",
  ],

  [
    "a button text of 641 characters",
    buttons({ text: letters(640) }),
    buttons({ text: letters(641) }),
    "message[attachment][payload][text]",
  ],
  [
    "four buttons",
    buttons({ buttons: many(3, postback) }),
    buttons({ buttons: many(4, postback) }),
    "message[attachment][payload][buttons]",
  ],
  ["no button", buttons({ buttons: [open] }), buttons({ buttons: [] }), "message[attachment][payload][buttons]"],
  [
    "a button title of 21 characters",
    buttons({ buttons: [{ ...postback, title: letters(20) }] }),
    buttons({ buttons: [{ ...postback, title: letters(21) }] }),
    "message[attachment][payload][buttons][0][title]",
  ],
  [
    "a button payload of 1,001 characters",
    buttons({ buttons: [{ ...postback, payload: letters(1000) }] }),
    buttons({ buttons: [{ ...postback, payload: letters(1001) }] }),
    "message[attachment][payload][buttons][0][payload]",
  ],
  [
    "an http address",
    buttons({ buttons: [{ ...open, url: "http://127.0.0.1:3000/pay/1" }] }),
    buttons({ buttons: [{ ...open, url: "http://shop.example.com/pay/1" }] }),
    "message[attachment][payload][buttons][0][url]",
  ],
  [
    "an address that is none",
    buttons({ buttons: [{ ...open, url: "http://localhost:3000/pay/1" }] }),
    buttons({ buttons: [{ ...open, url: "shop.example.com" }] }),
    "message[attachment][payload][buttons][0][url]",
  ],
  [
    "a script for an address",
    buttons({ buttons: [open] }),
    buttons({ buttons: [{ ...open, url: "javascript:alert(1)" }] }),
    "message[attachment][payload][buttons][0][url]",
  ],
  [
    "a height ratio nobody knows",
    buttons({ buttons: [{ ...open, webview_height_ratio: "tall" }] }),
    buttons({ buttons: [{ ...open, webview_height_ratio: "huge" }] }),
    "message[attachment][payload][buttons][0][webview_height_ratio]",
  ],
  [
    "extensions without an allow-listed domain",
    buttons({ buttons: [{ ...open, webview_share_button: "hide" }] }),
    buttons({ buttons: [{ ...open, messenger_extensions: true }] }),
    "message[attachment][payload][buttons][0][messenger_extensions]",
  ],
  [
    "the buy button of 2016",
    buttons({}),
    buttons({ buttons: [{ type: "payment", title: "Payer", payload: "x" }] }),
    "message[attachment][payload][buttons][0][type]",
  ],
  [
    "a payload on a web_url button",
    buttons({ buttons: [open] }),
    buttons({ buttons: [{ ...open, payload: "x" }] }),
    "payload",
  ],

  ["eleven cards", cards(...many(10, card)), cards(...many(11, card)), "message[attachment][payload][elements]"],
  ["no card", cards(card), cards(), "message[attachment][payload][elements]"],
  [
    "a card without a title",
    cards(card),
    cards(without(card, "title")),
    "message[attachment][payload][elements][0][title]",
  ],
  [
    "a card with only a title",
    cards({ title: "Lampe", buttons: [postback] }),
    cards({ title: "Lampe" }),
    "message[attachment][payload][elements][0]",
  ],
  [
    "a card title of 81 characters",
    cards({ ...card, title: letters(80) }),
    cards({ ...card, title: letters(81) }),
    "message[attachment][payload][elements][0][title]",
  ],
  [
    "a card subtitle of 81 characters",
    cards({ ...card, subtitle: letters(80) }),
    cards({ ...card, subtitle: letters(81) }),
    "message[attachment][payload][elements][0][subtitle]",
  ],
  [
    "four buttons on a card",
    cards({ ...card, buttons: many(3, postback) }),
    cards({ ...card, buttons: many(4, postback) }),
    "message[attachment][payload][elements][0][buttons]",
  ],
  [
    "a picture that is no web address",
    cards({ ...card, image_url: "http://127.0.0.1:3000/pictures/a.png" }),
    cards({ ...card, image_url: "/pictures/a.png" }),
    "message[attachment][payload][elements][0][image_url]",
  ],
  [
    "a title on a default action",
    cards({ ...card, default_action: without(open, "title") }),
    cards({ ...card, default_action: open }),
    "title",
  ],
  [
    "an aspect ratio, which is gone",
    cards(card),
    template({ template_type: "generic", elements: [card], image_aspect_ratio: "square" }),
    "image_aspect_ratio",
  ],

  ...["recipient_name", "order_number", "currency", "payment_method", "summary"].map(
    (key): [string, object, object, string] => [
      `a receipt without ${key}`,
      receipt(),
      template(without(receiptPayload, key)),
      `message[attachment][payload][${key}]`,
    ],
  ),
  [
    "a receipt without a total",
    receipt({ summary: { total_cost: 0 } }),
    receipt({ summary: { subtotal: 1 } }),
    "message[attachment][payload][summary][total_cost]",
  ],
  [
    "a comma in an amount",
    receipt({ summary: { total_cost: "1.50" } }),
    receipt({ summary: { total_cost: "1,50" } }),
    "message[attachment][payload][summary][total_cost]",
  ],
  [
    "three decimals",
    receipt({ summary: { total_cost: 1.25 } }),
    receipt({ summary: { total_cost: 1.255 } }),
    "message[attachment][payload][summary][total_cost]",
  ],
  [
    "a negative amount",
    receipt({ adjustments: [{ name: "a", amount: 1 }] }),
    receipt({ adjustments: [{ name: "a", amount: -1 }] }),
    "message[attachment][payload][adjustments][0][amount]",
  ],
  [
    "a time in milliseconds",
    receipt({ timestamp: "1795300000" }),
    receipt({ timestamp: "1795300000000" }),
    "message[attachment][payload][timestamp]",
  ],
  [
    "a time that is a number",
    receipt({ timestamp: "1795300000" }),
    receipt({ timestamp: 1_795_300_000 }),
    "message[attachment][payload][timestamp]",
  ],
  ["a currency in words", receipt(), receipt({ currency: "euro" }), "message[attachment][payload][currency]"],
  [
    "101 lines",
    receipt({ elements: many(100, line) }),
    receipt({ elements: many(101, line) }),
    "message[attachment][payload][elements]",
  ],
  [
    "a line without a price",
    receipt({ elements: [{ title: "Cadeau", price: 0 }] }),
    receipt({ elements: [{ title: "Cadeau" }] }),
    "message[attachment][payload][elements][0][price]",
  ],
  [
    "an address without a region",
    receipt({ address: without(place, "street_2") }),
    receipt({ address: without(place, "state") }),
    "message[attachment][payload][address][state]",
  ],
  [
    "a country in words",
    receipt(),
    receipt({ address: { ...place, country: "France" } }),
    "message[attachment][payload][address][country]",
  ],
  ["a button on a receipt", receipt({ sharable: false }), receipt({ buttons: [postback] }), "buttons"],
];

describe("the Send API", () => {
  let url = "";
  // One stand-in for the whole table: a refused message changes nothing.
  beforeAll(async () => {
    const standIn = await startMessengerStandIn({
      page,
      appSecret: "local-app-secret",
      verifyToken: "local-verify-token",
      callbackUrl: "http://127.0.0.1:9/",
      retryGaps: [],
    });
    url = standIn.url;
    await fetch(`${url}/shoppers/${psid}/text`, { method: "POST", body: JSON.stringify({ text: "Bonjour" }) });
    return () => standIn.stop();
  });
  const say = async (message: object) => {
    const answer = await fetch(`${url}/v26.0/me/messages`, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${page.token}` },
      body: JSON.stringify({ recipient: { id: psid }, messaging_type: "RESPONSE", message }),
    });
    return { status: answer.status, body: await answer.json() };
  };

  it.each(pairs)("refuses %s", async (_what, right, wrong, parameter) => {
    expect(await say(right)).toMatchObject({ status: 200, body: { message_id: expect.any(String) } });
    const refused = await say(wrong);
    expect(refused).toEqual({
      status: 400,
      body: {
        error: {
          message: expect.stringContaining(parameter),
          type: "OAuthException",
          code: 100,
          fbtrace_id: expect.stringMatching(/^A[\w-]{22}$/),
        },
      },
    });
  });
});

describe("the Send API's envelope", () => {
  const recipient = { id: psid };
  const message = { text: "Bonjour" };

  it.each([
    ["no recipient", { messaging_type: "RESPONSE", message }, 100, undefined, "recipient"],
    [
      "a recipient that is a number",
      { recipient: { id: 7001 }, messaging_type: "RESPONSE", message },
      100,
      undefined,
      "recipient[id]",
    ],
    [
      "a recipient by phone",
      { recipient: { phone_number: "1" }, messaging_type: "RESPONSE", message },
      100,
      undefined,
      "recipient",
    ],
    ["no messaging_type", { recipient, message }, 100, undefined, "messaging_type"],
    ["an unknown messaging_type", { recipient, messaging_type: "SPAM", message }, 100, undefined, "messaging_type"],
    [
      "the utility type without its template",
      { recipient, messaging_type: "UTILITY", message },
      100,
      undefined,
      "messaging_type",
    ],
    ["neither message nor action", { recipient, messaging_type: "RESPONSE" }, 100, undefined, "message"],
    [
      "an unknown parameter",
      { recipient, messaging_type: "RESPONSE", message, priority: 1 },
      100,
      undefined,
      "priority",
    ],
    [
      "message and action",
      { recipient, messaging_type: "RESPONSE", message, sender_action: "typing_on" },
      100,
      2018014,
      "sender_action",
    ],
    ["an unknown action", { recipient, sender_action: "wave" }, 100, undefined, "sender_action"],
    [
      "a dead tag",
      { recipient, messaging_type: "MESSAGE_TAG", tag: "POST_PURCHASE_UPDATE", message },
      100,
      undefined,
      "POST_PURCHASE_UPDATE",
    ],
    [
      "a tag without its type",
      { recipient, messaging_type: "UPDATE", tag: "ACCOUNT_UPDATE", message },
      100,
      undefined,
      "tag",
    ],
    ["the type without a tag", { recipient, messaging_type: "MESSAGE_TAG", message }, 100, undefined, "tag"],
    [
      "the human agent tag",
      { recipient, messaging_type: "MESSAGE_TAG", tag: "HUMAN_AGENT", message },
      10,
      undefined,
      "Human Agent",
    ],
    ["a stranger", { recipient: { id: "999" }, messaging_type: "RESPONSE", message }, 100, 2018001, "No matching user"],
  ])("refuses %s", async (...[, parameters, code, subcode, words]) => {
    const messenger = await aMessenger();
    await messenger.shopper("text", { text: "Bonjour" });
    const { body } = await messenger.send(parameters);
    expect(body.error).toMatchObject({ code, message: expect.stringContaining(words) });
    expect(body.error?.error_subcode).toBe(subcode);
    expect(await messenger.thread()).toHaveLength(1);
  });

  it.each(["mark_seen", "typing_on", "typing_off"])(
    "takes the action %s, which leaves nothing in the thread",
    async (action) => {
      const messenger = await aMessenger();
      await messenger.shopper("text", { text: "Bonjour" });
      expect(await messenger.send({ recipient, sender_action: action })).toEqual({
        status: 200,
        body: { recipient_id: psid },
      });
      expect(await messenger.thread()).toHaveLength(1);
    },
  );

  it("takes an update as well as a response", async () => {
    const messenger = await aMessenger();
    await messenger.shopper("text", { text: "Bonjour" });
    expect(await messenger.send({ recipient, messaging_type: "UPDATE", message })).toMatchObject({ status: 200 });
  });

  it("refuses a second receipt with the same number, whoever gets it", async () => {
    const messenger = await aMessenger();
    await messenger.shopper("text", { text: "Bonjour" });
    await messenger.shopper("text", { text: "Bonjour" }, "2");
    const once = receipt();
    expect(await messenger.say(once)).toMatchObject({ status: 200 });
    expect(await messenger.say(once, "2")).toMatchObject({
      body: { error: { code: 100, message: expect.stringContaining("order_number") } },
    });
    expect(await messenger.thread("2")).toHaveLength(1);
  });

  it("refuses one call too many for the time", async () => {
    const messenger = await aMessenger({ sendRate: { calls: 3, withinMs: 600_000 } });
    await messenger.shopper("text", { text: "Bonjour" });
    const call = () => messenger.send({ recipient, sender_action: "mark_seen" });
    for (const status of [200, 200, 200]) expect(await call()).toMatchObject({ status });
    expect(await call()).toMatchObject({ status: 400, body: { error: { code: 613 } } });
    await messenger.control("reset");
    expect(await call()).toMatchObject({ status: 200 });
  });
});
