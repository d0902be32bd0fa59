/** A first-time visitor of the chat page: clicks what the labels say, and counts the taps. */
import type { FrameLocator, Locator, Page } from "playwright-core";

export class Visitor {
  readonly page: Page;
  taps = 0;

  constructor(page: Page) {
    this.page = page;
  }

  /** Clicks the newest button with exactly this label; `within` narrows it to a card or another part of the page. */
  async clicks(label: string | RegExp, within: Page | Locator | FrameLocator = this.page): Promise<void> {
    const exact = typeof label === "string" ? { name: label, exact: true } : { name: label };
    const button = within.getByRole("button", exact).or(within.getByRole("link", exact)).last();
    await button.waitFor();
    await button.click();
    this.taps += 1;
  }

  /** The newest card whose title begins like this. */
  card(title: string): Locator {
    return this.page.locator("article.card", { hasText: title }).last();
  }

  /** Waits until the thread says this. */
  async reads(words: string | RegExp): Promise<void> {
    await this.page.locator("#chat").getByText(words).last().waitFor();
  }

  /** The page in the overlay. */
  get overlay(): FrameLocator {
    return this.page.frameLocator("iframe");
  }

  /** Fills the hosted payment page and pays. */
  async pays(card: string, words: { pay: RegExp }): Promise<void> {
    const page = this.overlay;
    const fill = async (name: string, value: string): Promise<void> => {
      await page.locator(`[name=${name}]`).fill(value);
    };
    await page.locator("[name=email]").waitFor();
    await fill("email", "julie@example.com");
    await fill("recipient", "Julie Martin");
    await fill("line1", "3 rue des Capucins");
    await fill("postalCode", "69001");
    await fill("city", "Lyon");
    await fill("phone", "+33612345678");
    await fill("cardNumber", card);
    await fill("expiry", "12 / 40");
    await fill("cvc", "123");
    await fill("holder", "Julie Martin");
    await page.getByRole("button", { name: words.pay }).click();
    this.taps += 1;
  }
}
