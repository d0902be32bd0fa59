import { describe, expect, it } from "vitest";
import { aMessenger, page, psid } from "./support.ts";

const token = `access_token=${page.token}`;
const action = { recipient: { id: psid }, sender_action: "mark_seen" };

describe("the Graph API", () => {
  it.each([
    ["query", `/v26.0/${page.id}/messages?${token}`, action, {}],
    ["body", `/v26.0/me/messages`, { ...action, access_token: page.token }, {}],
    ["Authorization header", `/v26.0/me/messages`, action, { authorization: `Bearer ${page.token}` }],
  ])("takes the token from the %s", async (_where, path, body, headers) => {
    const messenger = await aMessenger();
    await messenger.shopper("text", { text: "Bonjour" });
    expect(await messenger.graph("POST", path, body, headers)).toMatchObject({ status: 200 });
  });

  it.each([
    ["no token", "POST", "/v26.0/me/messages", 104, undefined],
    ["a wrong token", "POST", "/v26.0/me/messages?access_token=other", 190, undefined],
    ["an old version", "POST", `/v19.0/me/messages?${token}`, 2500, undefined],
    ["no version", "POST", `/me/messages?${token}`, 2500, undefined],
    ["the root", "GET", `/?${token}`, 2500, undefined],
    ["an unknown edge", "POST", `/v26.0/me/massages?${token}`, 2500, undefined],
    ["a path too long", "POST", `/v26.0/me/messages/more?${token}`, 2500, undefined],
    ["another Page", "POST", `/v26.0/100000000000009/messages?${token}`, 100, 33],
    ["a name for a Page", "POST", `/v26.0/atelier/messages?${token}`, 803, undefined],
    ["reading what can only be sent", "GET", `/v26.0/me/messages?${token}`, 100, 33],
    ["the Page itself", "GET", `/v26.0/me?${token}`, 100, 33],
    ["the profile of a person", "GET", `/v26.0/${psid}?fields=first_name,last_name&${token}`, 100, 2018247],
    ["a profile field that is none", "GET", `/v26.0/${psid}?fields=shoe_size&${token}`, 100, undefined],
    ["the profile of a stranger", "GET", `/v26.0/999?fields=first_name&${token}`, 100, 33],
  ])("refuses %s", async (...[, method, path, code, subcode]) => {
    const messenger = await aMessenger();
    await messenger.shopper("text", { text: "Bonjour" });
    const { status, body } = await messenger.graph(method, path, method === "GET" ? undefined : action);
    expect(status).toBeGreaterThanOrEqual(400);
    expect(body.error).toMatchObject({ code, message: expect.any(String), fbtrace_id: expect.any(String) });
    expect(body.error?.error_subcode).toBe(subcode);
  });

  it("refuses a body that is not JSON, and does not see one that is not announced as JSON", async () => {
    const messenger = await aMessenger();
    await messenger.shopper("text", { text: "Bonjour" });
    const path = `/v26.0/me/messages?${token}`;
    expect(await messenger.graph("POST", path, "{")).toMatchObject({ status: 400, body: { error: { code: 100 } } });
    expect(await messenger.graph("POST", path, JSON.stringify(action), { "content-type": "text/plain" })).toMatchObject(
      { body: { error: { code: 100, message: expect.stringContaining("required") } } },
    );
  });
});

const item = { type: "postback", title: "Mes commandes", payload: "orders" };
const menu = (call_to_actions: object[], locale = "default") => ({
  get_started: { payload: "start" },
  persistent_menu: [{ locale, composer_input_disabled: false, call_to_actions }],
});
const many = (count: number, one: object): object[] => Array.from({ length: count }, () => one);
const starters = (count: number) => ({
  ice_breakers: [
    { locale: "default", call_to_actions: many(count, { question: "Livrez-vous ?", payload: "delivery" }) },
  ],
});

describe("the Page's Messenger profile", () => {
  const path = `/v26.0/me/messenger_profile?${token}`;
  const fields = "fields=get_started,greeting,persistent_menu,ice_breakers";
  it("keeps what is set, gives it back and takes it away", async () => {
    const messenger = await aMessenger();
    const profile = { ...menu([item]), greeting: [{ locale: "default", text: "Bienvenue" }], ...starters(4) };
    expect(await messenger.call("POST", path, profile)).toEqual({ status: 200, body: { result: "success" } });
    expect((await messenger.call("GET", `${path}&${fields}`)).body).toEqual({ data: [profile] });
    const byPage = `/v26.0/${page.id}/messenger_profile?${token}`;
    await messenger.call("DELETE", byPage, { fields: ["persistent_menu", "ice_breakers"] });
    await messenger.call("DELETE", byPage, { fields: ["get_started"] });
    expect((await messenger.call("GET", `${byPage}&${fields}`)).body).toEqual({
      data: [{ greeting: profile.greeting }],
    });
  });

  it("gives the Get Started button its payload", async () => {
    const messenger = await aMessenger();
    expect(await messenger.shopper("tap", { as: "get-started" })).toMatchObject({ status: 400 });
    await messenger.call("POST", path, { get_started: { payload: "start" } });
    expect(await messenger.shopper("tap", { as: "get-started" })).toMatchObject({
      item: { tap: { payload: "start", as: "get-started" } },
    });
  });

  it.each([
    ["nothing", { get_started: { payload: "start" } }, {}],
    ["an unknown property", { get_started: { payload: "start" } }, { home_url: "https://example.com" }],
    ["a menu without Get Started", menu([item]), { persistent_menu: menu([item]).persistent_menu }],
    ["a menu without the default locale", menu([item]), menu([item], "fr_FR")],
    ["21 menu items", menu(many(20, item)), menu(many(21, item))],
    [
      "a menu title of 31 characters",
      menu([{ ...item, title: "é".repeat(30) }]),
      menu([{ ...item, title: "é".repeat(31) }]),
    ],
    ["a nested menu", menu([item]), menu([{ type: "nested", title: "Plus", call_to_actions: [item] }])],
    [
      "a greeting of 161 characters",
      { greeting: [{ locale: "default", text: "é".repeat(160) }] },
      { greeting: [{ locale: "default", text: "é".repeat(161) }] },
    ],
    ["five ice breakers", starters(4), starters(5)],
  ])("refuses %s", async (_what, right, wrong) => {
    const messenger = await aMessenger();
    expect(await messenger.graph("POST", path, wrong)).toMatchObject({ status: 400, body: { error: { code: 100 } } });
    expect(await messenger.graph("POST", path, right)).toMatchObject({ status: 200 });
  });

  it("takes ten changes in ten minutes", async () => {
    const messenger = await aMessenger();
    const change = () => messenger.graph("POST", path, { get_started: { payload: "start" } });
    for (let call = 1; call <= 10; call += 1) expect(await change()).toMatchObject({ status: 200 });
    expect(await change()).toMatchObject({ body: { error: { code: 613 } } });
    await messenger.control("clock", { advanceMs: 600_001 });
    expect(await change()).toMatchObject({ status: 200 });
  });
});

describe("the Page's subscription", () => {
  const path = `/v26.0/${page.id}/subscribed_apps?${token}`;

  it("is read, changed and ended", async () => {
    const messenger = await aMessenger();
    expect((await messenger.call("GET", path)).body).toMatchObject({
      data: [{ subscribed_fields: expect.arrayContaining(["messages", "messaging_postbacks"]) }],
    });
    expect((await messenger.call("POST", path, { subscribed_fields: ["messages"] })).body).toEqual({ success: true });
    expect((await messenger.call("GET", path)).body).toMatchObject({ data: [{ subscribed_fields: ["messages"] }] });
    expect((await messenger.call("DELETE", path)).body).toEqual({ success: true });
    expect((await messenger.call("GET", path)).body).toEqual({ data: [] });
    expect(await messenger.graph("POST", path, { subscribed_fields: ["everything"] })).toMatchObject({
      body: { error: { code: 100, message: expect.stringContaining("subscribed_fields") } },
    });
  });

  it("decides which events are sent", async () => {
    const messenger = await aMessenger();
    await messenger.call("POST", path, { subscribed_fields: ["messaging_postbacks"] });
    await messenger.shopper("text", { text: "Bonjour" });
    expect((await messenger.ledger()).webhooks).toMatchObject([{ field: "messages", outcome: "not-subscribed" }]);
  });
});
