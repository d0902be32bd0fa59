/** Opens the chat page in a browser as one shopper; what the page complains of is kept. */
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { expect } from "vitest";
import type { ShopOnLoopback } from "./shop-on-loopback.ts";

export interface ChatPage {
  readonly page: Page;
  readonly psid: string;
  /** Sends words from the composer and waits until they are in the thread. */
  readonly write: (text: string) => Promise<void>;
  /** The bubbles, cards and slips of the thread, oldest first, as words. */
  readonly turns: () => Promise<string[]>;
  /** Waits until the last turn of the thread holds these words. */
  readonly sees: (words: string) => Promise<void>;
  readonly chips: () => Promise<string[]>;
}

/** How long to wait for what is expected, on a machine that is busy with other tests too. */
export const soon = { timeout: 15_000 };

let shoppers = 0;
/** A shopper nobody was before. */
export const someone = (): string => `7${String(Date.now()).slice(-10)}${String((shoppers += 1)).padStart(5, "0")}`;

/** A page of its own context (a device of its own), closed with it. */
export async function openChat(
  browser: Browser,
  shop: ShopOnLoopback,
  options: BrowserContextOptions & { psid?: string } = {},
): Promise<ChatPage> {
  const { psid = someone(), ...device } = options;
  const context = await browser.newContext({
    locale: "fr-FR",
    viewport: { width: 1280, height: 800 },
    reducedMotion: "reduce",
    baseURL: shop.url,
    ...device,
  });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  await page.goto(`/?shopper=${psid}`);
  return chatPage(page, psid);
}

/** The handle on a page that shows the chat. */
export function chatPage(page: Page, psid: string): ChatPage {
  const turns = (): Promise<string[]> => page.locator(".turn").allInnerTexts();
  const sees = (words: string): Promise<void> =>
    expect.poll(async () => (await turns()).at(-1) ?? "", soon).toContain(words);
  return {
    page,
    psid,
    turns,
    sees,
    chips: () => page.locator("#quick-replies:not([hidden]) .chip").allInnerTexts(),
    async write(text) {
      await page.locator("textarea").fill(text);
      await page.keyboard.press("Enter");
      await sees(text);
    },
  };
}
