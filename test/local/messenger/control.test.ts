import { describe, expect, it } from "vitest";
import { aMessenger, eventually, page, psid } from "./support.ts";

const greeted = async () => {
  const messenger = await aMessenger();
  await messenger.shopper("text", { text: "Bonjour" });
  return messenger;
};
const hour = 3_600_000;

describe("a failure that was asked for", () => {
  it.each([
    ["613", 613, undefined],
    ["4", 4, undefined],
    ["2", 2, undefined],
    ["1200", 1200, undefined],
    ["551", 551, 1545041],
    ["190", 190, undefined],
    ["10/1893063", 10, 1893063],
    ["2022", 2022, undefined],
  ])("answers %s once and sends nothing", async (error, code, subcode) => {
    const messenger = await greeted();
    await messenger.control("fail", { error });
    const { body } = await messenger.say({ text: "Voilà" });
    expect(body.error?.code).toBe(code);
    expect(body.error?.error_subcode).toBe(subcode);
    expect(await messenger.thread()).toHaveLength(1);
    expect(await messenger.say({ text: "Voilà" })).toMatchObject({ status: 200 });
  });

  it("answers 1/1357046 although the message was sent", async () => {
    const messenger = await greeted();
    await messenger.control("fail", { error: "1/1357046" });
    expect(await messenger.say({ text: "Voilà" })).toMatchObject({
      body: { error: { code: 1, error_subcode: 1357046 } },
    });
    expect(await messenger.thread()).toHaveLength(2);
  });

  it.each(["reset", "half-body"])("breaks the connection: %s", async (error) => {
    const messenger = await greeted();
    await messenger.control("fail", { error });
    await expect(messenger.say({ text: "Voilà" })).rejects.toThrow(/fetch failed|terminated/);
    expect((await messenger.ledger()).calls).toMatchObject([{ fault: error }]);
    expect(await messenger.thread()).toHaveLength(error === "half-body" ? 2 : 1);
  });

  it("leaves a call without an answer", async () => {
    const messenger = await greeted();
    await messenger.control("fail", { error: "hang", delivered: true });
    const call = fetch(`${messenger.url}/v26.0/me/messages?access_token=${page.token}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ recipient: { id: psid }, messaging_type: "RESPONSE", message: { text: "Voilà" } }),
      signal: AbortSignal.timeout(500),
    });
    await expect(call).rejects.toThrow(/timeout/);
    expect(await messenger.thread()).toHaveLength(2);
  });

  it("answers a status and a body of one's own as often as asked", async () => {
    const messenger = await greeted();
    await messenger.control("fail", { status: 502, body: "<html>", times: 2 });
    for (const status of [502, 502, 200]) {
      const answer = await messenger.call("POST", `/v26.0/me/messages?access_token=${page.token}`, {
        recipient: { id: psid },
        sender_action: "mark_seen",
      });
      expect(answer.status).toBe(status);
    }
  });

  it("meets only the calls it is meant for", async () => {
    const messenger = await greeted();
    await messenger.shopper("text", { text: "Hello" }, "2");
    await messenger.control("fail", { error: "2", times: null, match: { psid: "2", kind: "text", contains: "é" } });
    expect(await messenger.say({ text: "é" })).toMatchObject({ status: 200 });
    expect(await messenger.say({ text: "e" }, "2")).toMatchObject({ status: 200 });
    for (const text of ["é", "été", "côté"]) expect(await messenger.say({ text }, "2")).toMatchObject({ status: 500 });
    await messenger.control("reset");
    expect(await messenger.say({ text: "é" }, "2")).toMatchObject({ status: 200 });
  });
});

describe("the clock", () => {
  it("closes the window 24 hours after the shopper's last act, and the next act opens it", async () => {
    const messenger = await greeted();
    await messenger.control("clock", { advanceMs: 24 * hour - 5000 });
    expect(await messenger.say({ text: "Toujours là" })).toMatchObject({ status: 200 });
    await messenger.control("clock", { advanceMs: 10_000 });
    expect(await messenger.say({ text: "Trop tard" })).toMatchObject({
      status: 403,
      body: { error: { code: 10, error_subcode: 2018278 } },
    });
    await messenger.shopper("text", { text: "Me revoilà" });
    expect(await messenger.say({ text: "Bonjour" })).toMatchObject({ status: 200 });
  });

  it("can be set, and dates what is sent", async () => {
    const messenger = await aMessenger();
    await messenger.control("clock", { at: "2026-12-24T18:00:00Z" });
    const { item } = await messenger.shopper("text", { text: "Joyeux Noël" });
    expect(new Date(item?.at ?? 0).toISOString()).toMatch(/^2026-12-24T18:00:0/);
  });
});

describe("control routes", () => {
  it("make a shopper unreachable and reachable again", async () => {
    const messenger = await greeted();
    await messenger.control("block", { psid });
    expect(await messenger.say({ text: "Bonjour" })).toMatchObject({ body: { error: { code: 551 } } });
    expect(await messenger.shopper("text", { text: "Bonjour" })).toMatchObject({ status: 409 });
    await messenger.control("block", { psid, blocked: false });
    expect(await messenger.say({ text: "Bonjour" })).toMatchObject({ status: 200 });
  });

  it("make every answer slow", async () => {
    const messenger = await greeted();
    await messenger.control("slow", { ms: 80 });
    const began = performance.now();
    await messenger.say({ text: "Voilà" });
    expect(performance.now() - began).toBeGreaterThanOrEqual(75);
  });

  it("show every call with its answer, and no token", async () => {
    const messenger = await greeted();
    const { body } = await messenger.say({ text: "Voilà" });
    await messenger.send({ recipient: { id: psid } });
    const ledger = await messenger.ledger();
    expect(ledger.calls).toMatchObject([
      {
        method: "POST",
        path: `/v26.0/${page.id}/messages`,
        body: { message: { text: "Voilà" } },
        status: 200,
        answer: body,
      },
      { status: 400, answer: { error: { code: 100 } } },
    ]);
    expect(JSON.stringify(ledger)).not.toContain(page.token);
    expect((await messenger.call("GET", "/control/ledger?psid=2")).body).toMatchObject({ calls: [], webhooks: [] });
  });

  it("say whether the callback knows the verify token", async () => {
    const messenger = await aMessenger();
    expect((await messenger.control("verify")).body).toMatchObject({ verified: false, problem: expect.any(String) });
  });

  it("put everything back and leave the threads", async () => {
    const messenger = await greeted();
    await eventually(async () => expect(await messenger.ledger()).toMatchObject({ pending: 0 }));
    await messenger.control("fail", { error: "613", times: null });
    await messenger.control("clock", { advanceMs: 48 * hour });
    await messenger.control("block", { psid });
    await messenger.control("reset");
    expect(await messenger.ledger()).toEqual({ pending: 0, calls: [], webhooks: [] });
    expect(await messenger.say({ text: "Voilà" })).toMatchObject({ status: 200 });
    expect(await messenger.thread()).toHaveLength(2);
  });

  it.each([
    ["fail", {}],
    ["fail", { error: "12345" }],
    ["fail", { error: "613", status: 500 }],
    ["fail", { error: "613", times: 0 }],
    ["slow", { ms: -1 }],
    ["twice", {}],
    ["clock", { at: "tomorrow" }],
    ["block", { psid: "Julie" }],
    ["send-raw", { body: {}, signature: "maybe" }],
    ["reset", { everything: true }],
  ])("refuse %s with %j", async (what, body) => {
    const messenger = await aMessenger();
    expect(await messenger.control(what, body)).toEqual({ status: 400, body: { error: expect.any(String) } });
  });

  it("name what there is when asked for something else", async () => {
    const messenger = await aMessenger();
    expect(await messenger.control("dance")).toEqual({
      status: 404,
      body: { error: expect.stringContaining("POST fail") },
    });
  });
});
