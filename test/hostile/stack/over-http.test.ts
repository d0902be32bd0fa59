import { createHmac } from "node:crypto";
import { connect } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { fixedValues } from "#local/fixed-values.ts";
import { delivery, item } from "#test/lambdas/intake/deliveries.ts";
import { ordered } from "#test/support/purchase.ts";
import { openShop, type ShopUnderTest, signedBy } from "#test/support/shop-under-test.ts";
import { Dice } from "../dice.ts";
import { messengerDelivery, messengerItems, stripeEvents } from "../event-shapes.ts";
import { hostilePayload } from "../hostile-payloads.ts";
import { textOf, treeOf } from "../json-tree.ts";
import { bytesOf, mutate } from "../mutations.ts";

let shop: ShopUnderTest;
beforeAll(async () => {
  shop = await openShop();
});
afterAll(() => shop.stop());

const stripeHeaders = (body: string | Buffer, seconds = Math.floor(Date.now() / 1000)): Record<string, string> => {
  const sum = createHmac("sha256", fixedValues.stripeWebhookSecret).update(`${seconds}.`).update(body).digest("hex");
  return { "stripe-signature": `t=${seconds},v1=${sum}` };
};
const toStripe = (body: string | Buffer, headers = stripeHeaders(body)): Promise<Response> =>
  fetch(shop.endpoints.webhooks.stripe, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: typeof body === "string" ? body : new Uint8Array(body),
  });

/** Bytes as they are on the wire, and the first line of what comes back. */
function rawly(address: string, head: string, body: Buffer): Promise<string> {
  const { hostname, port, pathname, host } = new URL(address);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname, () => {
      socket.write(`POST ${pathname} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n${head}\r\n`);
      socket.write(body);
    });
    let answer = "";
    socket.on("data", (chunk: Buffer) => {
      answer += chunk.toString("latin1");
    });
    socket.on("end", () => resolve(answer.split("\r\n")[0] ?? ""));
    socket.on("error", reject);
  });
}

const documented = [200, 400, 401, 403, 413, 429];
const processes = (): readonly number[] => shop.runner.resources.functions.flatMap((each) => [...each.processIds]);

describe("over the real HTTP API", { timeout: 180_000 }, () => {
  test("hostile bodies get only the documented answers, and no function dies of them", async () => {
    await shop.webhook("{}");
    await toStripe("{}");
    const before = processes();
    const dice = new Dice(11);
    const statuses = new Set<number>();
    for (let number = 0; number < 250; number += 1) {
      const isStripe = dice.once(2);
      const shape = isStripe ? dice.pick(stripeEvents) : messengerDelivery(dice.pick(messengerItems));
      const body = bytesOf(dice, textOf(mutate(dice, treeOf(shape))));
      const response = isStripe ? await toStripe(body) : await shop.webhook(body);
      statuses.add(response.status);
      await response.arrayBuffer();
    }
    expect([...statuses].filter((status) => !documented.includes(status))).toEqual([]);
    expect(statuses).toContain(200);
    expect(statuses).toContain(400);
    expect(processes()).toEqual(expect.arrayContaining([...before]));
  });

  test("chunks, repeated headers, odd content types and no body are told what they are", async () => {
    const body = Buffer.from(JSON.stringify(delivery(item({ message: { mid: "m_chunk", text: "x" } }))));
    const signature = `X-Hub-Signature-256: ${signedBy(fixedValues.appSecret, body)["x-hub-signature-256"]}\r\n`;
    const length = `Content-Length: ${body.length}\r\n`;
    const json = "Content-Type: application/json\r\n";
    const { messenger } = shop.endpoints.webhooks;
    const half = Math.floor(body.length / 2);
    const chunk = (bytes: Buffer) =>
      Buffer.concat([Buffer.from(`${bytes.length.toString(16)}\r\n`), bytes, Buffer.from("\r\n")]);
    const chunked = Buffer.concat([
      chunk(body.subarray(0, half)),
      chunk(body.subarray(half)),
      Buffer.from("0\r\n\r\n"),
    ]);
    const chunks = "Transfer-Encoding: chunked\r\n";
    expect(await rawly(messenger, json + signature + chunks, chunked)).toContain(" 200 ");
    expect(await rawly(messenger, json + signature + length, body)).toContain(" 200 ");
    expect(await rawly(messenger, `Content-Type: application/octet-stream\r\n${signature}${length}`, body)).toContain(
      " 200 ",
    );
    expect(await rawly(messenger, signature + length, body)).toContain(" 200 ");
    expect(await rawly(messenger, json + signature + signature + length, body)).toContain(" 401 ");
    expect(await rawly(messenger, `${json}X-Hub-Signature-256: \r\n${length}`, body)).toContain(" 401 ");
    expect(await rawly(messenger, `${json}${signature}Content-Length: 0\r\n`, Buffer.alloc(0))).toContain(" 401 ");
    const notText = Buffer.concat([body.subarray(0, -1), Buffer.from([0xff])]);
    const ofIt = `X-Hub-Signature-256: ${signedBy(fixedValues.appSecret, notText)["x-hub-signature-256"]}\r\n`;
    expect(await rawly(messenger, `${ofIt}Content-Length: ${notText.length}\r\n`, notText)).toContain(" 400 ");
  });

  test("a delivery under another app's secret, or for another Page, is not acted on", async () => {
    const stranger = shop.shopper();
    const words = (id: string) => item({ message: { mid: `m_${id}`, text: "hello" } }, stranger.psid);
    const forged = JSON.stringify(delivery(words("forged")));
    expect((await shop.webhook(forged, signedBy("another-app-secret", forged))).status).toBe(401);
    const elsewhere = {
      object: "page",
      entry: [{ id: "999", messaging: [{ ...words("elsewhere"), recipient: { id: "999" } }] }],
    };
    const answer = await shop.messenger("send-raw", { body: elsewhere });
    expect(answer.status).toBe(200);
    await expect
      .poll(() => shop.lines.some((line) => line.includes("not a Page of this shop")), { timeout: 30_000 })
      .toBe(true);
    expect(await stranger.heard()).toEqual([]);
  });

  test("made-up taps are answered, and show and call off nothing of another's", async () => {
    const [owner, thief] = [shop.shopper(), shop.shopper()];
    const payUrl = await ordered(owner, ["GOUTTE"]);
    const [order] = await shop.ordersOf(owner);
    if (!order) throw new Error("no order");
    await thief.says("hello");
    await thief.hears("automatic assistant");
    const dice = new Dice(5);
    const taps = [
      ...["order-status", "change", "pay", "order", "cancel"].map((verb) => `${verb}:${order.orderId}`),
      ...Array.from({ length: 30 }, () => hostilePayload(dice, order.orderId)),
    ];
    for (const tap of taps) {
      const since = await thief.now();
      await thief.tapsPayload(tap === "" ? "start" : tap);
      await thief.hears(/./, since, 30_000);
    }
    const told = (await thief.heard()).map((heard) => JSON.stringify(heard.message)).join();
    expect(told).not.toContain(order.orderId);
    expect(told).not.toContain(payUrl.split("/").at(-1));
    expect(await shop.ordersOf(owner)).toMatchObject([{ status: "awaiting-payment", total: order.total }]);
  });

  test("tampered pay links lead nowhere", async () => {
    const payUrl = await ordered(shop.shopper(), ["GOUTTE"]);
    const at = payUrl.lastIndexOf("/") + 1;
    const [base, token] = [payUrl.slice(0, at), payUrl.slice(at)];
    const tampered = [
      `${token.slice(0, -1)}${token.endsWith("A") ? "B" : "A"}`,
      `${token}A`,
      `..%2fpay%2f${token}`,
      `..%252f${token}`,
      `${token}%00`,
      `${token}%0a`,
      `${token}%20`,
      token.replace("O", "%D0%9E"),
      token.toLowerCase(),
      "__proto__",
      "%",
      "%ff",
    ];
    for (const each of tampered) {
      const response = await fetch(base + each, { redirect: "manual" });
      expect([each, [400, 404].includes(response.status)]).toEqual([each, true]);
      expect(response.headers.get("location")).toBeNull();
      await response.arrayBuffer();
    }
    expect((await fetch(payUrl, { redirect: "manual" })).status).toBe(302);
  });
});
