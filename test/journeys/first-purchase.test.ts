/** A first-time visitor of the chat page who clicks only what the labels say, in both languages. */
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { launchBrowser } from "#local/browser.ts";
import { openShop, type ShopUnderTest } from "#test/support/shop-under-test.ts";
import { Visitor } from "#test/support/visitor.ts";

let shop: ShopUnderTest;
let browser: Browser;
beforeAll(async () => {
  [shop, browser] = await Promise.all([openShop(), launchBrowser()]);
});
afterAll(async () => {
  await browser.close();
  await shop.stop();
});

async function visit(locale: "fr-FR" | "en-GB"): Promise<Visitor> {
  const context = await browser.newContext({ locale, viewport: { width: 1280, height: 900 }, reducedMotion: "reduce" });
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  await page.goto(shop.endpoints.shop);
  return new Visitor(page);
}

const languages = [
  {
    locale: "fr-FR",
    start: "Démarrer",
    category: "Assiettes et plats",
    product: "Plat Rivage",
    add: "Ajouter au panier",
    checkout: "Choisir la livraison",
    delivery: "À domicile",
    order: "Commander et payer",
    pay: /^Payer 53,90/,
    payOnPage: /Payer/,
    paidTitle: "C’est payé",
    back: "Revenir à la conversation",
    confirmed: /paiement reçu/,
  },
  {
    locale: "en-GB",
    start: "Get Started",
    category: "Plates and dishes",
    product: "Rivage dish",
    add: "Add to cart",
    checkout: "Choose delivery",
    delivery: "Home delivery",
    order: "Order and pay",
    pay: /^Pay €53\.90/,
    payOnPage: /Pay/,
    paidTitle: "Paid",
    back: "Back to the conversation",
    confirmed: /payment received/,
  },
] as const;

describe("the first purchase", () => {
  test.each(languages)("is paid within 12 taps ($locale)", { timeout: 120_000 }, async (say) => {
    const visitor = await visit(say.locale);
    await opensPaymentPage(visitor, say);
    await visitor.pays("4242 4242 4242 4242", { pay: say.payOnPage });
    await visitor.overlay.getByText(say.paidTitle).first().waitFor();
    await visitor.clicks(say.back, visitor.overlay);
    await visitor.reads(say.confirmed);
    await visitor.page.locator("article.receipt").waitFor();
    expect(visitor.taps).toBeLessThanOrEqual(12);
    await visitor.page.getByRole("dialog").waitFor({ state: "detached" });
    await visitor.page.context().close();
  });

  test("survives a declined card: one sentence in the chat, and the same page takes another card", {
    timeout: 120_000,
  }, async () => {
    const visitor = await visit("en-GB");
    const [, say] = languages;
    await opensPaymentPage(visitor, say);
    await visitor.pays("4000 0000 0000 0002", { pay: say.payOnPage });
    await visitor.overlay.getByRole("alert").first().waitFor();
    await visitor.pays("4242 4242 4242 4242", { pay: say.payOnPage });
    await visitor.clicks(say.back, visitor.overlay);
    await visitor.reads(say.confirmed);
    expect(await visitor.page.getByText("declined the payment").count()).toBe(1);
    await visitor.page.context().close();
  });
});

/** From the first tap to the payment page. */
async function opensPaymentPage(visitor: Visitor, say: (typeof languages)[number]): Promise<void> {
  await visitor.clicks(say.start);
  await visitor.clicks(say.category);
  await visitor.clicks(say.add, visitor.card(say.product));
  await visitor.clicks(say.checkout);
  await visitor.clicks(say.delivery);
  await visitor.clicks(say.order);
  await visitor.clicks(say.pay);
}
