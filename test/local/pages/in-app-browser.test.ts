import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { launchBrowser } from "#local/browser.ts";
import { type ChatPage, openChat } from "./chat-page.ts";
import { type ShopOnLoopback, startShopOnLoopback } from "./shop-on-loopback.ts";
import { buttons, payButton } from "./what-the-shop-says.ts";

let shop: ShopOnLoopback;
let browser: Browser;

beforeAll(async () => {
  [shop, browser] = await Promise.all([startShopOnLoopback(), launchBrowser()]);
}, 60_000);
afterAll(async () => {
  await browser.close();
  await shop.stop();
}, 30_000);

async function chatWithPayButton(): Promise<ChatPage> {
  const chat = await openChat(browser, shop);
  await chat.write("commander");
  await shop.say(chat.psid, payButton(`${shop.url}/pay/O-7K3M2-4QZ8T.abc`));
  await chat.sees("Payer 105,00 €");
  return chat;
}

describe("the in-app browser", { timeout: 40_000 }, () => {
  it("opens a web_url button over the chat, and gives the focus back when it is closed", async () => {
    const { page } = await chatWithPayButton();
    const pay = page.getByRole("button", { name: "Payer 105,00 €" });
    await pay.click();
    const dialog = page.getByRole("dialog", { name: "Payer 105,00 €" });
    await dialog.getByText(new URL(shop.url).host).waitFor();
    await page.frameLocator("iframe").getByRole("heading", { name: "Pay here" }).waitFor();
    expect(await page.locator("#chat-body").getAttribute("inert")).not.toBeNull();
    expect(await page.locator(":focus").getAttribute("aria-label")).toBe("Fermer et revenir à la conversation");
    await dialog.getByRole("button", { name: "Fermer" }).click();
    await dialog.waitFor({ state: "detached" });
    expect(await page.locator(":focus").innerText()).toContain("Payer 105,00 €");
    expect(await page.locator("#chat-body").getAttribute("inert")).toBeNull();
    await page.context().close();
  });

  it("closes with Escape, also when the shop's page has the focus", async () => {
    const { page } = await chatWithPayButton();
    const pay = page.getByRole("button", { name: "Payer 105,00 €" });
    await pay.click();
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "detached" });
    await pay.click();
    await page.frameLocator("iframe").getByRole("link").focus();
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "detached" });
    expect(await page.locator("iframe").count()).toBe(0);
    await page.context().close();
  });

  it("closes when the shopper follows the link back to the chat", async () => {
    const { page } = await chatWithPayButton();
    await page.getByRole("button", { name: "Payer 105,00 €" }).click();
    await page.frameLocator("iframe").getByRole("link", { name: "Back to the chat" }).click();
    await page.getByRole("dialog").waitFor({ state: "detached" });
    expect(new URL(page.url()).pathname).toBe("/");
    await page.context().close();
  });

  it("stays open when anyone but the page inside asks to close it, or asks otherwise", async () => {
    const { page } = await chatWithPayButton();
    await page.getByRole("button", { name: "Payer 105,00 €" }).click();
    const frame = page.frameLocator("iframe");
    await frame.getByRole("heading").waitFor();
    await page.evaluate(`window.postMessage({ type: "comptoir:back-to-chat" }, "*")`);
    await frame.locator("body").evaluate(`window.parent.postMessage({ type: "something else" }, "*")`);
    // The next message is heard after those two.
    await frame.locator("body").evaluate(`new Promise((resolve) => {
      window.parent.addEventListener("message", resolve, { once: true });
      window.parent.postMessage("last", "*");
    })`);
    expect(await page.getByRole("dialog").isVisible()).toBe(true);
    await frame.locator("body").evaluate(`window.parent.postMessage({ type: "comptoir:back-to-chat" }, "*")`);
    await page.getByRole("dialog").waitFor({ state: "detached" });
    await page.context().close();
  });

  it("offers a tab of its own for a page that does not answer or forbids to be framed", async () => {
    const chat = await openChat(browser, shop);
    await chat.write("conditions");
    const url = "https://shop.invalid/terms";
    await shop.say(chat.psid, buttons("Nos conditions", { type: "web_url", title: "Lire", url }));
    await chat.page.getByRole("button", { name: "Lire" }).click();
    const dialog = chat.page.getByRole("dialog", { name: "Lire" });
    await dialog.getByText("Cette page ne répond pas.").waitFor();
    expect(await dialog.getByRole("link", { name: "Ouvrir dans un onglet" }).last().getAttribute("href")).toBe(url);
    await chat.page.context().close();
  });

  it("opens addresses written in a message, but never a script", async () => {
    const chat = await openChat(browser, shop);
    await chat.write(`javascript:alert(1) et ${shop.url}/pay/x.`);
    await chat.sees("javascript:alert(1)");
    const links = chat.page.locator(".turn .text-link");
    expect(await links.allInnerTexts()).toEqual([`${shop.url}/pay/x`]);
    await links.click();
    await chat.page.frameLocator("iframe").getByRole("heading", { name: "Pay here" }).waitFor();
    await chat.page.context().close();
  });

  it("leads to the chat when the page behind the link is opened alone", async () => {
    const chat = await openChat(browser, shop);
    await chat.page.goto("/local/m.me/100000000000001");
    await chat.page.getByRole("link", { name: "Revenir à la conversation" }).click();
    await chat.page.getByRole("button", { name: "Démarrer" }).waitFor();
    expect(new URL(chat.page.url()).pathname).toBe("/");
    await chat.page.context().close();
  });
});
