/** What the public address answers, also while what it needs is failing: nothing of its inside, and nothing to be kept. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { marks } from "#test/support/every-path.ts";
import { proxies } from "#test/support/proxy.ts";
import { ordered } from "#test/support/purchase.ts";
import { openShop, type ShopUnderTest } from "#test/support/shop-under-test.ts";
import { Refusals } from "./quoting.ts";

const refusals = new Refusals();
let running: ShopUnderTest | undefined;
let shop: ShopUnderTest;
let payLink: string;
const between = proxies({ functions: () => running?.runner.resources.functions ?? [], onCall: refusals.verdict });

beforeAll(async () => {
  shop = running = await openShop({ between: between.between });
  payLink = await ordered(shop.shopper(), ["GOUTTE"]);
});
afterAll(async () => {
  await running?.stop();
  await between.stop();
});

const failing = { __type: "ValidationException", message: `${marks.name} is not valid` };
/** One failure of the tables that the pay page reads. */
const withoutTables = (): void => refusals.next(/PayPage.* dynamodb GetItem/, 400, failing);
const withoutQueue = (): void => refusals.next(/Webhook.* sqs SendMessageBatch/, 400, failing);

const words = { object: "page", entry: [{ id: "100000000000001", time: 1, messaging: [written()] }] };
function written() {
  const recipient = { id: "100000000000001" };
  return { sender: { id: "4711" }, recipient, timestamp: Date.now(), message: { mid: "m_answers", text: marks.words } };
}

type Ask = () => Promise<Response>;
const get =
  (path: string, init: RequestInit = {}): Ask =>
  () =>
    fetch(`${shop.endpoints.shop}${path}`, { redirect: "manual", ...init });
const post = (path: string, body: string): Ask => get(path, { method: "POST", body });
const open =
  (rest = "", before: () => void = () => undefined): Ask =>
  () => {
    before();
    return fetch(`${payLink}${rest}`, { redirect: "manual" });
  };

const payPages: readonly [string, number, Ask][] = [
  ["the way to Stripe", 302, open()],
  ["the page after paying", 200, open("/done?look=1")],
  ["the page of somebody who came back", 200, open("/back")],
  ["an outcome that there is none of", 404, open("/elsewhere")],
  ["the pay page while no order can be read", 503, open("", withoutTables)],
  ["a pay link of nobody", 404, get("/pay/O-00000-00000.AAAAAAAAAAAAAAAAAAAAAA")],
];

const answers: readonly [string, number, Ask][] = [
  ...payPages,
  ["a picture", 200, get("/pictures/braise.png")],
  ["no picture", 404, get("/pictures/..%2Fshop.json")],
  ["a legal text", 200, get("/legal/terms")],
  ["no legal text", 404, get("/legal/%3Cscript%3E")],
  ["a handshake of a stranger", 403, get("/webhooks/messenger?hub.mode=subscribe&hub.verify_token=x&hub.challenge=1")],
  ["an unsigned delivery", 401, post("/webhooks/messenger", marks.words)],
  ["an unsigned event", 401, post("/webhooks/stripe", marks.words)],
  ["broken JSON, signed", 400, () => shop.webhook(`{"text":"${marks.words}`)],
  [
    "a delivery that cannot be queued",
    503,
    () => {
      withoutQueue();
      return shop.webhook(JSON.stringify(words));
    },
  ],
];

/** Headers that answers may have, those of API Gateway and of HTTP itself among them. */
const allowed =
  /^(?:content-(?:type|length|language|security-policy)|cache-control|x-content-type-options|referrer-policy|location|refresh|retry-after|etag|vary|cross-origin-resource-policy|apigw-requestid|connection|date|keep-alive|transfer-encoding)$/;

const inside =
  /\bat .+:\d+:\d+|node_modules|\.lambda|dynamodb|\bsqs\b|arn:aws|comptoir-|Exception|Failure|TypeError|shop\.json/i;

describe("an answer", () => {
  test.each(answers)("says nothing of the inside: %s", async (_what, status, ask) => {
    const answer = await ask();
    expect(answer.status).toBe(status);
    expect([...answer.headers.keys()].filter((name) => !allowed.test(name))).toEqual([]);
    const body = await answer.text();
    expect(body).not.toMatch(inside);
    for (const word of marks.words.split(" ").filter(({ length }) => length > 4)) expect(body).not.toContain(word);
    expect(body).not.toContain(marks.name);
  });

  test("of a route that there is not says only so", async () => {
    const answer = await get("/admin")();
    expect([answer.status, await answer.text()]).toEqual([404, '{"message":"Not Found"}']);
  });
});

describe("a pay page", () => {
  test.each(payPages)("is kept by nobody and tells no address: %s", async (_what, status, ask) => {
    const { headers, status: given } = await ask();
    expect(given).toBe(status);
    expect(headers.get("cache-control")).toBe("no-store");
    expect(headers.get("referrer-policy")).toBe("no-referrer");
    if (status === 302) return;
    expect(headers.get("x-content-type-options")).toBe("nosniff");
    const policy = headers.get("content-security-policy") ?? "";
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toMatch(/unsafe|\*|script-src|http:/);
  });

  test("shows a link's preview nothing of the order", async () => {
    const seen = await fetch(payLink, { headers: { "user-agent": "facebookexternalhit/1.1" } });
    const page = await seen.text();
    expect(page).not.toMatch(/O-[0-9A-Z]{5}-/);
    expect(page).not.toContain("€");
  });
});
