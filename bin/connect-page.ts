/** `npm run connect-page -- --page <id>`: subscribes a Page to the shop and sets Get Started, greeting and menu. */
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { connectPage } from "#adapters/messenger/connect-page.ts";
import { readShopFolder } from "#adapters/shop/read-shop-folder.ts";
import { describeProblem } from "#adapters/shop/shop-problem.ts";
import { isPageId } from "#core/values/ids.ts";

const usage = `META_PAGE_TOKEN=… npm run connect-page -- --page 1234567890
  The token is one of the Page, with pages_messaging and pages_manage_metadata; SHOP_DIR and META_GRAPH_URL as elsewhere.`;

try {
  process.stdout.write(`${await run()}\n`);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}

async function run(): Promise<string> {
  const { page } = parseArgs({ options: { page: { type: "string" } } }).values;
  const token = process.env["META_PAGE_TOKEN"];
  if (page === undefined || !isPageId(page)) throw new Error(`--page is the Page's id, in digits.\n\n${usage}`);
  if (!token) throw new Error(`META_PAGE_TOKEN is missing.\n\n${usage}`);
  const folder = process.env["SHOP_DIR"] ?? fileURLToPath(new URL("../shop", import.meta.url));
  const { shop, problems } = readShopFolder(folder);
  if (!shop) throw new Error(problems.map(describeProblem).join("\n"));
  const advice = shop.settings.pages.includes(page)
    ? ""
    : `\nAdd "${page}" to "pages" in settings.json and deploy: until then the shop does not answer this Page.`;
  await connectPage(
    { graphUrl: process.env["META_GRAPH_URL"] ?? "https://graph.facebook.com", pageId: page, token },
    shop,
  );
  return `The Page ${page} is connected: events, Get Started, greeting and menu.${advice}`;
}
