import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import sparticuz from "@sparticuz/chromium";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Bench, sessionParams, startBench } from "./stripe-bench.ts";

let bench: Bench;
let browser: Browser;
let page: Page;
let shop: Server;
let shopUrl: string;

beforeAll(async () => {
  bench = await startBench({ sellerName: "Atelier Ombeline" });
  shop = createServer((request, response) => {
    const { searchParams, pathname } = new URL(request.url ?? "/", "http://shop");
    response.writeHead(200, { "content-type": "text/html" });
    response.end(
      pathname === "/chat"
        ? `<iframe width="380" height="680" src="${searchParams.get("pay")?.replaceAll("&", "&amp;")}"></iframe>`
        : `<h1>${pathname}</h1>`,
    );
  });
  await new Promise<void>((listening) => shop.listen(0, "127.0.0.1", listening));
  shopUrl = `http://127.0.0.1:${(shop.address() as AddressInfo).port}`;
  // In one process, the whole browser ends with its first page.
  const args = sparticuz.args.filter((argument) => argument !== "--single-process");
  browser = await chromium.launch({ executablePath: await sparticuz.executablePath(), args });
}, 60_000);
afterAll(async () => {
  await browser.close();
  await bench.stop();
  shop.closeAllConnections();
  shop.close();
}, 60_000);
beforeEach(async () => {
  page = await browser.newPage({ viewport: { width: 320, height: 700 } });
}, 30_000);
afterEach(() => page.close(), 30_000);

const create = (changes: object = {}) =>
  bench.stripe.checkout.sessions.create({ ...sessionParams(), success_url: `${shopUrl}/done`, ...changes });

describe("the hosted payment page in a browser", { timeout: 30_000 }, () => {
  it("is paid by keyboard alone, inside a frame of the chat", async () => {
    const session = await create();
    await page.goto(`${shopUrl}/chat?pay=${encodeURIComponent(session.url ?? "")}`);
    const frame = page.frameLocator("iframe");
    await frame.locator("#fill").press("Enter");
    await page.keyboard.press("Enter");
    expect(await frame.locator("h1").filter({ hasText: "/done" }).textContent()).toBe("/done");
    expect((await bench.stripe.checkout.sessions.retrieve(session.id)).payment_status).toBe("paid");
  });

  it("is broken without the part of its address behind #, as Stripe's is", async () => {
    const { url } = await create({ locale: "en" });
    await page.goto(url?.split("#")[0] ?? "");
    expect(await page.locator("h1:visible").textContent()).toBe("This link is incomplete");
    await page.goto("about:blank");
    await page.goto(decodeURIComponent(url ?? ""));
    expect(await page.locator("h1:visible").textContent()).toBe("This link is incomplete");
    await page.goto("about:blank");
    await page.goto(url ?? "");
    expect(await page.locator("h1:visible").textContent()).toContain("€112.90");
  });

  it("groups the digits of card and date, keeps the total true, and fits a narrow screen", async () => {
    const rate = (amount: number) => ({
      shipping_rate_data: { display_name: `Way ${amount}`, fixed_amount: { amount, currency: "eur" } },
    });
    const { url } = await create({ locale: "en", shipping_options: [rate(790), rate(0)] });
    await page.goto(url ?? "");
    await page.locator("#cardNumber").pressSequentially("4242424242424242");
    await page.locator("#expiry").pressSequentially("540");
    expect(await page.inputValue("#cardNumber")).toBe("4242 4242 4242 4242");
    expect(await page.inputValue("#expiry")).toBe("05 / 40");
    await page.getByText("Way 0").click();
    expect(await page.locator("#total").textContent()).toBe("€105.00");
    expect(await page.locator("button[type=submit]").textContent()).toBe("Pay €105.00");
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(320);
  });

  it("leads to the first field that is wrong", async () => {
    const { url } = await create({ locale: "en" });
    await page.goto(url ?? "");
    await page.click("#fill");
    await page.fill("#city", "");
    await page.click("button[type=submit]");
    await page.getByRole("alert").waitFor();
    expect(await page.evaluate("document.activeElement.id")).toBe("city");
    expect(await page.inputValue("#recipient")).toBe("Julie Martin");
  });
});
