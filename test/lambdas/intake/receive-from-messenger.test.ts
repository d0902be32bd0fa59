import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ConversationMessage } from "#core/conversation/input.ts";
import { instant } from "#core/values/instant.ts";
import { answerHandshake, type MessengerIntake, receiveDelivery } from "#lambdas/intake/receive-from-messenger.ts";
import { appSecret, at, delivery, item, signed } from "./deliveries.ts";
import { anUnreadableSecret, aQueue, aSecret } from "./fakes.ts";

const anIntake = (parts: Partial<MessengerIntake> = {}) => {
  const queue = aQueue<ConversationMessage>();
  const intake: MessengerIntake = {
    appSecret: aSecret([appSecret]),
    verifyToken: aSecret(["local-verify-token"]),
    queue,
    now: () => instant(at + 500),
    ...parts,
  };
  return { intake, queue };
};
const hello = delivery(item({ message: { mid: "m_1", text: "Bonjour" } }));
const forged = (call: ReturnType<typeof signed>, header: string | undefined) => ({
  ...call,
  headers: header === undefined ? {} : { "x-hub-signature-256": header },
});

describe("a delivery", () => {
  it("that is signed is queued and acknowledged", async () => {
    const { intake, queue } = anIntake();
    expect((await receiveDelivery(intake, signed(hello))).statusCode).toBe(200);
    expect(queue.sent.map(({ id }) => id)).toEqual(["m_1"]);
  });

  it("is checked over the bytes as they came, however they came", async () => {
    const { intake, queue } = anIntake();
    const escaped = JSON.stringify(delivery(item({ message: { mid: "m_1", text: "caf\u00e9 \ud83d\ude00" } }))).replace(
      /[^\x20-\x7e]/g,
      (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
    );
    expect((await receiveDelivery(intake, signed(escaped))).statusCode).toBe(200);
    expect((await receiveDelivery(intake, signed(Buffer.from(escaped), { base64: true }))).statusCode).toBe(200);
    expect((await receiveDelivery(intake, signed(JSON.stringify(JSON.parse(escaped))))).statusCode).toBe(200);
    expect(queue.sent.map((message) => "input" in message && message.input)).toEqual(
      Array.from({ length: 3 }, () => ({ kind: "text", text: "café 😀" })),
    );
  });

  const good = signed(hello).headers["x-hub-signature-256"] ?? "";
  it.each([
    ["without a signature", undefined],
    ["with an empty signature", ""],
    ["signed with another secret", signed(hello, { secret: "guess" }).headers["x-hub-signature-256"]],
    ["signed over other bytes", signed("{}").headers["x-hub-signature-256"]],
    ["with half a signature", good.slice(0, 40)],
    ["with a signature and more", `${good}00`],
    ["with a signature in the old form", good.replace("sha256=", "sha1=")],
    ["with two signatures joined", `${good},${good}`],
  ])("%s is turned away", async (_what, header) => {
    const { intake, queue } = anIntake();
    expect((await receiveDelivery(intake, forged(signed(hello), header))).statusCode).toBe(401);
    expect(queue.sent).toEqual([]);
  });

  it("passes with the signature that openssl makes of it, in capitals too", async () => {
    const { intake } = anIntake({ appSecret: aSecret(["secret"]) });
    const hex = "550e646d4869f9eaf9e56ccc2b73b528c8d3aac4a24ff137e0a26e3e45bbd075";
    const call = { body: '{"object":"page","entry":[]}', isBase64Encoded: false };
    for (const signature of [hex, hex.toUpperCase()]) {
      const headers = { "x-hub-signature-256": `sha256=${signature}` };
      expect((await receiveDelivery(intake, { ...call, headers })).statusCode).toBe(200);
    }
  });

  it("signed with the previous secret passes during a change", async () => {
    const { intake, queue } = anIntake({ appSecret: aSecret(["new", "old"]) });
    expect((await receiveDelivery(intake, signed(hello, { secret: "old" }))).statusCode).toBe(200);
    expect((await receiveDelivery(intake, signed(hello, { secret: "new" }))).statusCode).toBe(200);
    expect(queue.sent).toHaveLength(2);
  });

  it("signed with a secret that was just put there passes after one look", async () => {
    const secret = aSecret(["old"], ["new"]);
    const { intake } = anIntake({ appSecret: secret });
    expect((await receiveDelivery(intake, signed(hello, { secret: "new" }))).statusCode).toBe(200);
    expect(secret.reads).toBe(1);
  });

  it("without a signature does not make us look for a new secret", async () => {
    const secret = aSecret([appSecret]);
    const { intake } = anIntake({ appSecret: secret });
    await receiveDelivery(intake, forged(signed(hello), undefined));
    expect(secret.reads).toBe(0);
  });

  it.each([
    ["broken JSON", '{"object":"page","entry":[{'],
    ["nothing", ""],
    ["a list", "[]"],
    ["a word", '"page"'],
    ["null", "null"],
    ["half a character", Buffer.from([0x7b, 0xc3])],
  ])("of %s, validly signed, is malformed", async (_what, body) => {
    const { intake } = anIntake();
    expect((await receiveDelivery(intake, signed(body))).statusCode).toBe(400);
  });

  it("nested beyond all sense does not break us", async () => {
    const depth = 200_000;
    const { intake } = anIntake();
    const nested = `{"object":"page","entry":[{"id":"1","messaging":[{"x":${"[".repeat(depth)}${"]".repeat(depth)}}]}]}`;
    expect([200, 400]).toContain((await receiveDelivery(intake, signed(nested))).statusCode);
    const withLongNumber = nested.replace('"id":"1"', '"id":12345678901234567890');
    expect([200, 400]).toContain((await receiveDelivery(intake, signed(withLongNumber))).statusCode);
  });

  it("over three megabytes is refused before it is hashed", async () => {
    const { intake } = anIntake({ appSecret: anUnreadableSecret });
    const most = 3 * 1024 * 1024;
    expect((await receiveDelivery(intake, signed(Buffer.alloc(most + 1, 0x20)))).statusCode).toBe(413);
    expect((await receiveDelivery(intake, signed(Buffer.alloc(most + 1, 0x20), { base64: true }))).statusCode).toBe(
      413,
    );
    expect((await receiveDelivery(intake, signed(Buffer.alloc(most, 0x20)))).statusCode).toBe(503);
  });

  it("of an entry without messaging is acknowledged", async () => {
    const { intake, queue } = anIntake();
    expect((await receiveDelivery(intake, signed({ object: "page", entry: [{ id: "1", time: 1 }] }))).statusCode).toBe(
      200,
    );
    expect(queue.sent).toEqual([]);
  });

  it("that the queue refuses is to be sent again", async () => {
    const { intake } = anIntake({ queue: aQueue(true) });
    const answer = await receiveDelivery(intake, signed(hello));
    expect(answer.statusCode).toBe(503);
    expect(answer.headers?.["retry-after"]).toBe("10");
  });

  it("is to be sent again while our secret cannot be read", async () => {
    const { intake } = anIntake({ appSecret: anUnreadableSecret });
    expect((await receiveDelivery(intake, signed(hello))).statusCode).toBe(503);
  });

  it("of any JSON at all gets one of the documented answers", async () => {
    const { intake } = anIntake();
    const key = fc.constantFrom(
      "object",
      "entry",
      "messaging",
      "message",
      "postback",
      "sender",
      "id",
      "text",
      "mid",
      "timestamp",
      "attachments",
      "payload",
      "__proto__",
      "referral",
      "standby",
      "changes",
      "quick_reply",
      "recipient",
    );
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof(
        { maxDepth: 6 },
        fc.constantFrom("page", "m_1", at, String(at), null, true, 0, -1, 1e300, "", "7001"),
        fc.string({ unit: "binary" }),
        fc.array(tie("value"), { maxLength: 3 }),
        fc.dictionary(key, tie("value"), { maxKeys: 6 }),
      ),
    }));
    await fc.assert(
      fc.asyncProperty(value, async (body) => {
        const shaped = {
          object: "page",
          entry: [{ id: "1", messaging: [body, item(body as Record<string, unknown>)] }],
        };
        for (const each of [body, shaped]) {
          const { statusCode } = await receiveDelivery(intake, signed(JSON.stringify(each) ?? ""));
          expect([200, 400]).toContain(statusCode);
        }
      }),
      { numRuns: 300 },
    );
  });

  it("of any bytes, signed or not, gets one of the documented answers", async () => {
    const { intake } = anIntake();
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ maxLength: 200 }),
        fc.option(fc.string(), { nil: undefined }),
        async (bytes, header) => {
          const call = signed(Buffer.from(bytes), { base64: true });
          expect((await receiveDelivery(intake, call)).statusCode).toSatisfy(
            (status) => status === 400 || status === 200,
          );
          expect((await receiveDelivery(intake, forged(call, header))).statusCode).toBe(401);
        },
      ),
    );
  });
});

describe("the handshake", () => {
  const ask = (query: Record<string, string>, intake = anIntake().intake) =>
    answerHandshake(intake, { isBase64Encoded: false, headers: {}, queryStringParameters: query });
  const right = { "hub.mode": "subscribe", "hub.verify_token": "local-verify-token", "hub.challenge": "1158201444" };

  it("is answered with the bare challenge", async () => {
    const answer = await ask(right);
    expect(answer).toMatchObject({ statusCode: 200, body: "1158201444" });
    expect(answer.headers?.["content-type"]).toMatch(/^text\/plain/);
  });

  it.each([
    ["another token", { ...right, "hub.verify_token": "guess" }],
    ["an empty token", { ...right, "hub.verify_token": "" }],
    ["another mode", { ...right, "hub.mode": "unsubscribe" }],
    ["no mode", { "hub.verify_token": "local-verify-token", "hub.challenge": "1" }],
    ["nothing", {}],
  ])("with %s is forbidden", async (_what, query: Record<string, string>) => {
    expect(await ask(query)).toMatchObject({ statusCode: 403 });
  });

  it("without a challenge is malformed", async () => {
    const { "hub.challenge": _none, ...query } = right;
    expect((await ask(query)).statusCode).toBe(400);
  });

  it("takes the previous token during a change, and a new one after one look", async () => {
    const during = anIntake({ verifyToken: aSecret(["next", "local-verify-token"]) });
    expect((await ask(right, during.intake)).statusCode).toBe(200);
    const after = anIntake({ verifyToken: aSecret(["old"], ["local-verify-token"]) });
    expect((await ask(right, after.intake)).statusCode).toBe(200);
  });

  it("is to be tried again while our token cannot be read", async () => {
    expect((await ask(right, anIntake({ verifyToken: anUnreadableSecret }).intake)).statusCode).toBe(503);
  });
});
