/** `npm run take-picture`: buys something in the chat page and keeps what a shopper saw as docs/pictures/chat.png. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Browser, Page } from "playwright-core";
import { launchBrowser } from "./browser.ts";
import { startShop } from "./start.ts";

const phone = { width: 390, height: 760 };

const folder = mkdtempSync(join(tmpdir(), "comptoir-picture-"));
const shop = await startShop({ port: 0, folder });
const browser = await launchBrowser();
try {
  const file = fileURLToPath(new URL("../docs/pictures/chat.png", import.meta.url));
  mkdirSync(new URL(".", `file://${file}`), { recursive: true });
  writeFileSync(file, await side(await takePictures(browser, shop.endpoints.shop)));
  process.stdout.write(`${file}\n`);
} finally {
  await browser.close();
  await shop.stop();
  rmSync(folder, { recursive: true, force: true });
}

/** The shelf, the order and the payment in French, the receipt in English. */
async function takePictures(browser: Browser, url: string): Promise<readonly Buffer[]> {
  const french = await visit(browser, url, "fr-FR");
  await tap(french, "Démarrer");
  await tap(french, "Lampes");
  await french.locator("article.card").first().waitFor();
  const shelf = await still(french);
  await french.locator("article.card", { hasText: "Galet" }).getByRole("button").last().click();
  await tap(french, /Vert sauge|Sauge/);
  await tap(french, "Choisir la livraison");
  await tap(french, "À domicile");
  await french.getByRole("button", { name: "Commander et payer" }).last().waitFor();
  const order = await still(french);

  const english = await visit(browser, url, "en-GB");
  await tap(english, "Get Started");
  await tap(english, "Plates and dishes");
  await english.locator("article.card", { hasText: "Rivage" }).getByRole("button", { name: "Add to cart" }).click();
  await tap(english, "Choose delivery");
  await tap(english, "Home delivery");
  await tap(english, "Order and pay");
  await tap(english, /^Pay /);
  const page = english.frameLocator("iframe");
  await page.locator("#fill").click();
  const payment = await still(english);
  await page.getByRole("button", { name: /^Pay/ }).click();
  await page.getByRole("link", { name: "Back to the conversation" }).click();
  await english.locator("article.receipt").waitFor();
  return [shelf, order, payment, await still(english)];
}

async function visit(browser: Browser, url: string, locale: string): Promise<Page> {
  const context = await browser.newContext({ locale, viewport: phone, reducedMotion: "reduce", colorScheme: "light" });
  const page = await context.newPage();
  await page.goto(url);
  return page;
}

async function tap(page: Page, label: string | RegExp): Promise<void> {
  const name = typeof label === "string" ? { name: label, exact: true } : { name: label };
  await page.getByRole("button", name).last().click();
}

/** A picture once all pictures in the page are drawn and nothing is being typed. */
async function still(page: Page): Promise<Buffer> {
  await page.waitForLoadState("networkidle").catch(() => undefined);
  return page.screenshot();
}

/** The pictures side by side, on a page that is only made for it. */
async function side(pictures: readonly Buffer[]): Promise<Buffer> {
  const page = await browser.newPage({ viewport: { width: pictures.length * 420 + 30, height: phone.height + 60 } });
  const images = pictures.map((picture) => `<img src="data:image/png;base64,${picture.toString("base64")}">`).join("");
  await page.setContent(
    `<style>body{margin:0;padding:30px;display:flex;gap:30px;background:#e9e2d8}
img{width:390px;border-radius:28px;box-shadow:0 6px 24px #0003}</style>${images}`,
  );
  return page.screenshot();
}
