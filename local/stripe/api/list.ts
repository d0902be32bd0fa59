/** Stripe's lists: newest first, pages by the id before or after. */
import type Stripe from "stripe";
import { integer, text } from "./field.ts";
import { noSuch } from "./refusal.ts";

/** The paging parameters of every list call. */
export const paging = {
  ending_before: text(),
  limit: integer({ min: 1, max: 100 }),
  starting_after: text(),
};

/** One page of a list that is already in order. */
export function page(items: readonly { readonly id: string }[], params: Stripe.PaginationParams, url: string): object {
  const limit = params.limit ?? 10;
  if (params.ending_before !== undefined) {
    const end = indexOf(items, params.ending_before, "ending_before");
    return listObject(items.slice(Math.max(0, end - limit), end), url, end > limit);
  }
  const start = params.starting_after === undefined ? 0 : indexOf(items, params.starting_after, "starting_after") + 1;
  return listObject(items.slice(start, start + limit), url, items.length > start + limit);
}

/** The list object around its entries. */
export function listObject(data: readonly object[], url: string, hasMore: boolean): object {
  return { object: "list", data: [...data], has_more: hasMore, url };
}

function indexOf(items: readonly { readonly id: string }[], id: string, param: string): number {
  const index = items.findIndex((item) => item.id === id);
  if (index === -1) throw noSuch("object", id, param);
  return index;
}
