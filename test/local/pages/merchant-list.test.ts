import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { launchBrowser } from "#local/browser.ts";
import { openChat, soon } from "./chat-page.ts";
import { type ShopOnLoopback, startShopOnLoopback } from "./shop-on-loopback.ts";
import { order, paid } from "./what-the-shop-says.ts";

let shop: ShopOnLoopback;
let browser: Browser;

const names = {
  products: { BOWL: { fr: "Bol Galet", en: "Pebble bowl" } },
  deliveries: { relais: { fr: "Point relais", en: "Pick-up point" } },
};

beforeAll(async () => {
  browser = await launchBrowser();
}, 60_000);
afterAll(() => browser.close(), 30_000);
beforeEach(async () => {
  shop = await startShopOnLoopback({
    names,
    timeZone: "Europe/Paris",
    links: [{ label: "Messenger", url: "http://127.0.0.1:1/ledger" }],
  });
}, 30_000);
afterEach(() => shop.stop(), 30_000);

const wordsOf = async (page: Page, selector: string): Promise<string> =>
  (await page.locator(selector).first().innerText()).replaceAll(/\s+/g, " ");

describe("the merchant's list", { timeout: 40_000 }, () => {
  it("says what will appear while there is nothing yet, and what to try", async () => {
    const { page } = await openChat(browser, shop);
    await page.getByText("Pas encore de commande").waitFor();
    await page.getByText("Rien n’est encore compté").waitFor();
    await page.getByRole("button", { name: "4242 4242 4242 4242" }).waitFor();
    expect(await page.getByRole("link", { name: "Messenger" }).getAttribute("href")).toBe("http://127.0.0.1:1/ledger");
    await page.getByRole("button", { name: "mes commandes" }).click();
    expect(await page.locator("textarea").inputValue()).toBe("mes commandes");
    await page.context().close();
  });

  it("shows an order by itself, then who gets it where once it is paid, and lights up what changed", async () => {
    const { page } = await openChat(browser, shop);
    await page.getByText("Pas encore de commande").waitFor();
    await shop.put("Orders", order());
    await page.getByText("O-7K3M2-4QZ8T").waitFor();
    expect(await wordsOf(page, ".order")).toContain("Attend le paiement jusqu’à 12:00");
    expect(await wordsOf(page, ".order")).toContain("1 × Lampe Coquelicot, câble lin 69,00 €");
    expect(await wordsOf(page, ".order")).toContain("Livraison (Point relais) offerte");
    await shop.put("Orders", paid({ review: "paid 10400 instead of 10500" }));
    await page.getByText("À expédier").waitFor();
    const words = await wordsOf(page, ".order");
    expect(words).toContain("Julie Martin · 12 rue Mercière · 69002 Lyon · France");
    expect(words).toContain("À vérifier : paid 10400 instead of 10500");
    expect(await page.locator(".order.fresh").count()).toBe(1);
    await page.context().close();
  });

  it("tells times as the shop tells them, wherever the browser is", async () => {
    const { page } = await openChat(browser, shop, { timezoneId: "America/New_York", locale: "en-GB" });
    await shop.put("Orders", order({ placedAt: "2026-11-18T23:30:00.000Z", payBy: "2026-11-19T00:30:00.000Z" }));
    await page.getByText("Waits for the payment until 01:30").waitFor();
    expect(await wordsOf(page, ".order time")).toMatch(/19 November 00:30$/);
    await page.context().close();
  });

  it("lists the newest order first and folds the others, but not one that the reader unfolded", async () => {
    await shop.put("Orders", order({ orderId: "O-7K3M1-AAAAA", placedAt: "2026-11-22T08:00:00.000Z" }));
    await shop.put("Orders", order({ orderId: "O-7K3M3-BBBBB", placedAt: "2026-11-22T09:00:00.000Z" }));
    const { page } = await openChat(browser, shop);
    await page.getByText("O-7K3M3-BBBBB").waitFor();
    const ids = page.locator(".order-id");
    expect(await ids.allInnerTexts()).toEqual(["O-7K3M3-BBBBB", "O-7K3M1-AAAAA"]);
    expect(await page.locator(".order").last().getAttribute("open")).toBeNull();
    await ids.last().click();
    await shop.put("Orders", order({ orderId: "O-7K3M4-CCCCC", placedAt: "2026-11-22T10:00:00.000Z" }));
    await expect.poll(() => ids.allInnerTexts(), soon).toEqual(["O-7K3M4-CCCCC", "O-7K3M3-BBBBB", "O-7K3M1-AAAAA"]);
    expect(await page.locator(".order").last().getAttribute("open")).not.toBeNull();
    await page.context().close();
  });

  it("names what is in stock, from the catalogue or from the orders", async () => {
    await shop.put("Orders", order());
    await shop.put("Stock", { sku: "BOWL", available: 5, reserved: 0 });
    await shop.put("Stock", { sku: "LAMP-LIN", available: 0, reserved: 1 });
    const { page } = await openChat(browser, shop, { locale: "en-GB" });
    await page.getByText("Pebble bowl").waitFor();
    const rows = (await page.locator(".stock-row").allInnerTexts()).map((row) => row.replaceAll(/\s+/g, " "));
    expect(rows).toEqual([
      "Pebble bowl BOWL Available 5 Reserved 0",
      "Lampe Coquelicot LAMP-LIN Available 0 Reserved 1",
    ]);
    await page.context().close();
  });

  it("is a second tab on a phone, which says that something happened there", async () => {
    const { page } = await openChat(browser, shop, { viewport: { width: 390, height: 844 } });
    const tab = page.getByRole("tab", { name: "Boutique" });
    await page.getByRole("button", { name: "Démarrer" }).waitFor();
    expect(await page.locator("#shop").isVisible()).toBe(false);
    await expect.poll(() => page.locator("#shop .empty").count(), soon).toBe(2);
    await shop.put("Orders", order());
    await page.locator(".tab-news").waitFor();
    await tab.click();
    await page.getByText("O-7K3M2-4QZ8T").waitFor();
    expect(await page.locator(".tab-news").isVisible()).toBe(false);
    expect(await page.locator("#chat").isVisible()).toBe(false);
    await tab.press("ArrowLeft");
    await page.getByRole("button", { name: "Démarrer" }).waitFor();
    await page.context().close();
  });
});
