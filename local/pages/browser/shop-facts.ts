/** What the server wrote into the page about the shop. */
import { z } from "zod";

const schema = z.object({
  shopName: z.string(),
  pageId: z.string(),
  getStarted: z.string(),
  titles: z.record(z.string(), z.string()),
  links: z.array(z.object({ label: z.string(), url: z.string() })),
});

export const shopFacts = schema.parse(
  JSON.parse(document.querySelector('meta[name="shop-facts"]')?.getAttribute("content") ?? "null"),
);
