/** What the server wrote into the page about the shop. */
import { z } from "zod";

const localised = z.object({ fr: z.string(), en: z.string() });

const schema = z.object({
  shopName: z.string(),
  pageId: z.string(),
  getStarted: z.string(),
  names: z.object({ products: z.record(z.string(), localised), deliveries: z.record(z.string(), localised) }),
  timeZone: z.string().optional(),
  /** Whether its exports can be asked for here. */
  exports: z.boolean(),
  links: z.array(z.object({ label: z.string(), url: z.string() })),
});

export const shopFacts = schema.parse(
  JSON.parse(document.querySelector('meta[name="shop-facts"]')?.getAttribute("content") ?? "null"),
);
