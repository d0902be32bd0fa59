/** A browser for all tests of a file. */
import type { Browser } from "playwright-core";
import { afterAll, beforeAll } from "vitest";
import { launchBrowser } from "#local/browser.ts";

/** Starts it before the file's tests and closes it after them; what is given tells of it in between. */
export function browserOfFile(): () => Browser {
  let browser: Browser | undefined;
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(async () => await browser?.close());
  return () => {
    if (browser === undefined) throw new Error("the browser is started before the tests");
    return browser;
  };
}
