import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { forbidsFrames } from "#local/pages/frame-check.ts";
import { type ShopOnLoopback, startShopOnLoopback } from "./shop-on-loopback.ts";
import { order } from "./what-the-shop-says.ts";

let shop: ShopOnLoopback;

beforeAll(async () => {
  shop = await startShopOnLoopback({ shopName: 'Chez "Léa" <b>' });
}, 30_000);
afterAll(() => shop.stop(), 30_000);

const get = (path: string, init: RequestInit = {}): Promise<Response> => fetch(`${shop.url}${path}`, init);

describe("the pages' routes", { timeout: 20_000 }, () => {
  it("serve the chat page with the shop's name, as words, and everything it needs from this machine", async () => {
    const body = await (await get("/")).text();
    expect(body).toContain("<title>Chez &quot;Léa&quot; &lt;b&gt;</title>");
    expect(body.match(/https?:\/\//g)).toBeNull();
    for (const path of body.matchAll(/(?:href|src)="(\/local\/[^"]+)"/g)) {
      const asset = await get(path[1] ?? "");
      expect(asset.status).toBe(200);
      expect(await asset.text()).not.toMatch(/@import|url\(["']?https?:/);
    }
  });

  it("leave every other path to the shop's HTTP API", async () => {
    expect(await (await get("/pay/x")).text()).toContain("Pay here");
    expect((await get("/webhooks/messenger", { method: "POST" })).status).toBe(404);
  });

  it("answer 404 below /local and 405 for writing", async () => {
    expect((await get("/local/nothing")).status).toBe(404);
    expect((await get("/local/assets/nothing.js")).status).toBe(404);
    expect((await get("/local/orders", { method: "POST" })).status).toBe(405);
  });

  it("pass on what a shopper can do, and nothing else of the stand-in", async () => {
    const body = JSON.stringify({ text: "bonjour" });
    expect((await get("/local/messenger/shoppers/7001/text", { method: "POST", body })).status).toBe(200);
    expect(await shop.thread("7001")).toMatchObject([{ from: "shopper", text: "bonjour" }]);
    expect((await get("/local/messenger/shoppers/7001/text", { method: "POST", body: "{" })).status).toBe(400);
    for (const path of ["control/ledger", "shoppers", "shoppers/7001/../../control/ledger", "v26.0/me/messages"])
      expect((await get(`/local/messenger/${path}`)).status).toBe(404);
  });

  it("read orders and stock from the tables, without what no page needs", async () => {
    await shop.put("Orders", order({ payTokenHash: "0".repeat(64) }));
    await shop.put("Stock", { sku: "BOWL", available: 2, reserved: 1 });
    const orders = await (await get("/local/orders")).text();
    expect(JSON.parse(orders)).toMatchObject({ orders: [{ orderId: "O-7K3M2-4QZ8T", total: 10_500 }] });
    expect(orders).not.toContain("payTokenHash");
    expect(await (await get("/local/stock")).json()).toEqual({ stock: [{ sku: "BOWL", available: 2, reserved: 1 }] });
  });

  it("tell a listener at once and whenever orders or stock changed", async () => {
    const stop = new AbortController();
    const answer = await get("/local/live", { signal: stop.signal });
    const heard = new EventLog(answer);
    await expect.poll(() => heard.text).toContain('event: change\ndata: {"orders":true,"stock":true}');
    await shop.put("Stock", { sku: "CUP", available: 1, reserved: 0 });
    await expect.poll(() => heard.text, { timeout: 5000 }).toContain('data: {"orders":false,"stock":true}');
    stop.abort();
  });

  it("send who comes by another name of this machine to the address that the shop's links bear", async () => {
    const port = new URL(shop.url).port;
    const own = await startShopOnLoopback({ publicUrl: `http://localhost:${port}` });
    expect((await fetch(own.url, { redirect: "manual" })).status).toBe(200);
    await own.stop();
    const same = await startShopOnLoopback({}, (url) => ({ publicUrl: url.replace("127.0.0.1", "localhost") }));
    const answer = await fetch(`${same.url}/?shopper=7001`, { redirect: "manual" });
    expect(answer.status).toBe(302);
    expect(answer.headers.get("location")).toBe(`${same.url.replace("127.0.0.1", "localhost")}/?shopper=7001`);
    expect((await fetch(`${same.url}/local/orders`)).status).toBe(200);
    await same.stop();
  });
});

describe("the frame check", () => {
  it("never asks pages of this machine, refuses what is no web address, and reports silence", async () => {
    const check = async (url: string): Promise<unknown> =>
      (await get(`/local/frame-check?url=${encodeURIComponent(url)}`)).json();
    expect(await check("http://localhost:1/pay/x")).toEqual({ frameable: true });
    expect(await check("javascript:alert(1)")).toEqual({ frameable: false, why: "not-a-web-address" });
    expect(await check("https://shop.invalid/")).toEqual({ frameable: false, why: "unreachable" });
  });

  it("reads both headers by which a page forbids frames", () => {
    expect(forbidsFrames(new Headers())).toBe(false);
    expect(forbidsFrames(new Headers({ "x-frame-options": "SAMEORIGIN" }))).toBe(true);
    expect(forbidsFrames(new Headers({ "content-security-policy": "default-src 'self'" }))).toBe(false);
    expect(forbidsFrames(new Headers({ "content-security-policy": "frame-ancestors 'self'; img-src *" }))).toBe(true);
    expect(forbidsFrames(new Headers({ "content-security-policy": "frame-ancestors *" }))).toBe(false);
  });
});

/** What came over a stream so far. */
class EventLog {
  text = "";

  constructor(answer: Response) {
    void this.#read(answer).catch(() => undefined);
  }

  async #read(answer: Response): Promise<void> {
    const decoder = new TextDecoder();
    const body: AsyncIterable<Uint8Array> | undefined = answer.body ?? undefined;
    if (body === undefined) return;
    for await (const chunk of body) this.text += decoder.decode(chunk, { stream: true });
  }
}
