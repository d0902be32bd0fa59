import type { Browser, Locator } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { launchBrowser } from "#local/browser.ts";
import { chatPage, openChat, someone, soon } from "./chat-page.ts";
import { type ShopOnLoopback, startShopOnLoopback } from "./shop-on-loopback.ts";
import { buttons, card, cards, receipt, text } from "./what-the-shop-says.ts";

let shop: ShopOnLoopback;
let browser: Browser;

beforeAll(async () => {
  [shop, browser] = await Promise.all([startShopOnLoopback(), launchBrowser()]);
}, 60_000);
afterAll(async () => {
  await browser.close();
  await shop.stop();
}, 30_000);

describe("the chat page", { timeout: 40_000 }, () => {
  it("greets a new shopper, and Get Started reaches the shop under its title", async () => {
    const { page, psid, sees } = await openChat(browser, shop);
    await page.getByRole("button", { name: "Démarrer" }).click();
    await sees("Démarrer");
    const [first] = await shop.thread(psid);
    expect(first).toMatchObject({ from: "shopper", text: "Démarrer", tap: { payload: "start", as: "get-started" } });
    expect(await page.locator("#welcome").isVisible()).toBe(false);
    await page.context().close();
  });

  it("sends with Enter, breaks the line with Shift and Enter", async () => {
    const { page, psid, sees } = await openChat(browser, shop);
    await page.locator("textarea").fill("une lampe");
    await page.keyboard.press("Shift+Enter");
    await page.keyboard.type("rouge 😀");
    await page.keyboard.press("Enter");
    await sees("une lampe\nrouge 😀");
    expect(await page.locator("textarea").inputValue()).toBe("");
    expect((await shop.thread(psid)).map((item) => item["text"])).toEqual(["une lampe\nrouge 😀"]);
    await page.context().close();
  });

  it("offers quick replies until the next message, and sends the one that is tapped", async () => {
    const chat = await openChat(browser, shop);
    await chat.write("bonjour");
    await shop.say(chat.psid, text("Que cherchez-vous ?", ["Lampes", "Tasses et bols"]));
    await expect.poll(chat.chips, soon).toEqual(["Lampes", "Tasses et bols"]);
    await chat.page.getByRole("button", { name: "Tasses et bols" }).click();
    await chat.sees("Tasses et bols");
    expect(await chat.chips()).toEqual([]);
    expect((await shop.thread(chat.psid)).at(-1)).toMatchObject({
      text: "Tasses et bols",
      tap: { payload: "browse:Tasses et bols", as: "quick-reply" },
    });
    await shop.say(chat.psid, text("Ou bien ?", ["Chercher"]));
    await expect.poll(chat.chips, soon).toEqual(["Chercher"]);
    await shop.say(chat.psid, text("Je suis là."));
    await expect.poll(chat.chips, soon).toEqual([]);
    await chat.page.context().close();
  });

  it("draws cards side by side; their buttons answer for ever, and once for a double tap", async () => {
    const chat = await openChat(browser, shop);
    await chat.write("lampes");
    await shop.say(chat.psid, cards(card("Lampe Coquelicot", "69,00 €"), card("Lampe Galet", "54,00 €")));
    await shop.say(chat.psid, text("Autre chose ?"));
    await chat.sees("Autre chose ?");
    const first = chat.page.getByRole("listitem", { name: "Lampe Coquelicot" });
    const second = chat.page.getByRole("listitem", { name: "Lampe Galet" });
    // The thread may still be scrolling to its end between one look and the next.
    const higher = async (): Promise<number> =>
      ((await first.boundingBox())?.y ?? 0) - ((await second.boundingBox())?.y ?? 1);
    await expect.poll(higher, soon).toBe(0);
    const [left, right] = [await first.boundingBox(), await second.boundingBox()];
    expect(right?.x).toBeGreaterThan((left?.x ?? 0) + (left?.width ?? 0));
    await first.getByRole("button", { name: "Ajouter au panier" }).dblclick();
    await chat.sees("Ajouter au panier");
    const taps = (await shop.thread(chat.psid)).filter((item) => "tap" in item);
    expect(taps).toMatchObject([
      { text: "Ajouter au panier", tap: { payload: "add:Lampe Coquelicot", as: "postback" } },
    ]);
    await chat.page.getByRole("button", { name: "Fiches suivantes" }).click();
    await expect.poll(async () => (await second.boundingBox())?.x, soon).toBeLessThan((right?.x ?? 0) - 50);
    await chat.page.context().close();
  });

  it("keeps the place of a picture at 1.91:1 while it is loading and when it never comes", async () => {
    const chat = await openChat(browser, shop);
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    await chat.page.route("**/pictures/**", async (route) => {
      await held;
      await route.abort();
    });
    await chat.write("lampes");
    await shop.say(chat.psid, cards(card("Lampe Coquelicot", "69,00 €")));
    const frame = chat.page.locator(".card-picture");
    const before = await frame.boundingBox();
    expect((before?.width ?? 0) / (before?.height ?? 1)).toBeCloseTo(1.91, 1);
    const height = (await chat.page.locator(".card").boundingBox())?.height;
    release();
    await chat.page.locator(".card-picture.missing").waitFor();
    expect((await chat.page.locator(".card").boundingBox())?.height).toBe(height);
    await chat.page.context().close();
  });

  it("draws a receipt with its lines, its sums, the address and how it was paid", async () => {
    const chat = await openChat(browser, shop);
    await chat.write("merci");
    await shop.say(chat.psid, receipt("O-7K3M2-4QZ8T"));
    await chat.sees("O-7K3M2-4QZ8T");
    const words = (await chat.turns()).at(-1)?.replaceAll(/\s+/g, " ") ?? "";
    for (const part of [
      "Lampe Coquelicot",
      "× 2",
      "36,00 €",
      "Sous-total 105,00 €",
      "Total 105,00 €",
      "dont TVA 17,50 €",
    ])
      expect(words).toContain(part);
    for (const part of ["Visa 4242", "Julie Martin 12 rue Mercière 69002 Lyon France"]) expect(words).toContain(part);
    await chat.page.context().close();
  });

  it("shows that the shop is typing until it has spoken", async () => {
    const chat = await openChat(browser, shop);
    await chat.write("bonjour");
    await shop.typing(chat.psid, true);
    await chat.page.getByRole("status", { name: "La boutique écrit" }).waitFor();
    await shop.say(chat.psid, text("Bonjour !"));
    await chat.sees("Bonjour !");
    expect(await chat.page.locator("#typing").isVisible()).toBe(false);
    await chat.page.context().close();
  });

  it("sends what is no text from the + menu", async () => {
    const chat = await openChat(browser, shop);
    for (const [name, type] of [
      ["Photo", "image"],
      ["Position", "location"],
      ["Message vocal", "audio"],
      ["Pouce levé", "sticker"],
    ] as const) {
      await chat.page.getByRole("button", { name: "Envoyer autre chose" }).click();
      await chat.page.getByRole("menuitem", { name }).click();
      await expect
        .poll(async () => (await shop.thread(chat.psid)).at(-1)?.["attachment"], soon)
        .toMatchObject({ type });
    }
    await chat.page.getByRole("img", { name: "Pouce levé" }).waitFor();
    await chat.page.context().close();
  });

  it("keeps the conversation over a reload, and several tabs in step", async () => {
    const chat = await openChat(browser, shop);
    await chat.write("première");
    const other = chatPage(await chat.page.context().newPage(), chat.psid);
    await other.page.goto(`/?shopper=${chat.psid}`);
    await other.sees("première");
    await other.write("deuxième");
    await chat.page.reload();
    await chat.sees("deuxième");
    expect(await chat.turns()).toHaveLength(2);
    await chat.page.context().close();
  });

  it("begins as someone else in every tab when a new shopper is wanted", async () => {
    const { page, psid } = await openChat(browser, shop);
    await page.goto("/");
    const other = await page.context().newPage();
    await other.goto("/");
    const chat = chatPage(page, psid);
    await chat.write("qui suis-je ?");
    await chatPage(other, psid).sees("qui suis-je ?");
    await page.getByRole("button", { name: "Nouveau client" }).click();
    await page.getByRole("button", { name: "Démarrer" }).waitFor();
    await other.getByRole("button", { name: "Démarrer" }).waitFor();
    expect(await chat.turns()).toEqual([]);
    await page.context().close();
  });

  it("speaks the browser's language until another one is chosen", async () => {
    const { page } = await openChat(browser, shop, { locale: "en-GB" });
    await page.getByRole("button", { name: "Get Started" }).waitFor();
    await page.getByRole("button", { name: "FR", exact: true }).click();
    await page.getByRole("button", { name: "Démarrer" }).waitFor();
    expect(await page.locator("html").getAttribute("lang")).toBe("fr");
    await page.context().close();
  });

  it("shows markup as the words it is, whoever wrote it", async () => {
    const chat = await openChat(browser, shop);
    const nasty = `<img src=x onerror="document.title='broken'"><b>gras</b>`;
    await chat.write(nasty);
    await shop.say(chat.psid, buttons(nasty, { type: "postback", title: "<i>ok</i>", payload: "ok" }));
    await chat.sees("<i>ok</i>");
    expect(await chat.page.title()).toBe("Atelier Ombeline");
    await chat.page.context().close();
  });

  it("keeps very long words and very long texts inside their bubble", async () => {
    const chat = await openChat(browser, shop, { viewport: { width: 390, height: 844 } });
    await chat.write("Donaudampfschifffahrt".repeat(400));
    await chat.sees("Donaudampf");
    const sideways = await chat.page.evaluate(
      "((frame) => frame.scrollWidth - frame.clientWidth)(document.querySelector('#scroll'))",
    );
    expect(sideways).toBe(0);
    expect(await chat.page.locator("#composer").isVisible()).toBe(true);
    await chat.page.context().close();
  });

  it("follows the newest message, but not while an older one is being read", async () => {
    const chat = await openChat(browser, shop);
    await chat.write("beaucoup");
    for (let n = 1; n <= 12; n += 1) await shop.say(chat.psid, text(`Message ${n}\n\n\n\nfin`));
    await chat.sees("Message 12");
    const jump = chat.page.getByRole("button", { name: "Nouveaux messages" });
    const last = chat.page.locator(".turn").last();
    await expect.poll(() => isInView(last), soon).toBe(true);
    expect(await jump.isVisible()).toBe(false);
    await chat.page.locator("#scroll").hover();
    await chat.page.mouse.wheel(0, -900);
    await expect.poll(() => isInView(last), soon).toBe(false);
    await shop.say(chat.psid, text("Message 13"));
    await jump.click();
    await expect.poll(() => isInView(last), soon).toBe(true);
    await chat.page.context().close();
  });

  it("gives every button, field and picture a name", async () => {
    const chat = await openChat(browser, shop);
    await chat.write("tout");
    await shop.say(chat.psid, {
      ...cards(card("Lampe", "69,00 €"), card("Bol", "9,00 €")),
      quick_replies: text("", ["Oui"]).quick_replies,
    });
    await expect.poll(chat.chips, soon).toEqual(["Oui"]);
    const nameless = await chat.page.evaluate(`
      [...document.querySelectorAll("button, a, textarea, img:not([alt=''])")]
        .filter((each) => (each.getAttribute("aria-label") ?? each.getAttribute("alt") ?? each.textContent).trim() === "")
        .map((each) => each.outerHTML)
    `);
    expect(nameless).toEqual([]);
    await chat.page.context().close();
  });
});

/** Whether the lower edge of an element can be seen. */
async function isInView(element: Locator): Promise<boolean> {
  const box = await element.boundingBox();
  const frame = await element.page().locator("#scroll").boundingBox();
  return box !== null && frame !== null && box.y + box.height <= frame.y + frame.height + 2;
}

describe("a chat page that loses the shop", { timeout: 40_000 }, () => {
  it("says that words were not sent and keeps them, then shows what it missed", async () => {
    const own = await startShopOnLoopback();
    const psid = someone();
    const chat = await openChat(browser, own, { psid });
    await chat.write("un");
    await own.stopMessenger();
    await chat.page.getByText("Reconnexion…").waitFor();
    await chat.page.locator("textarea").fill("deux");
    await chat.page.keyboard.press("Enter");
    await chat.page.getByRole("alert").getByText("Non envoyé").waitFor();
    expect(await chat.page.locator("textarea").inputValue()).toBe("deux");
    // The stand-in comes back without a memory: what was said before is gone there, and so it is here.
    await own.restartMessenger();
    await own.write(psid, "trois");
    await expect.poll(chat.turns, soon).toEqual([expect.stringContaining("trois")]);
    expect(await chat.page.getByText("Reconnexion…").isVisible()).toBe(false);
    await chat.page.context().close();
    await own.stop();
  });
});
