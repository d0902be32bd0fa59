/** The verbs behind buttons and quick replies: they stay in threads for ever, so they never change (`docs/buttons.md`). */
import { cut } from "../values/cut.ts";
import type { Locale } from "../values/locale.ts";
import { isLocale } from "../values/locale.ts";
import type { Intent } from "./intent.ts";
import { limits } from "./limits.ts";

/** The payload of a button, by what it does. */
export const payload = {
  start: "start",
  browse: "browse",
  categories: (page: number) => `browse::${page}`,
  category: (id: string, page = 1) => (page === 1 ? `browse:${id}` : `browse:${id}:${page}`),
  product: (id: string, page = 1) => (page === 1 ? `product:${id}` : `product:${id}:${page}`),
  search: "search",
  searchPage: (words: string, page: number) => `search:${page}:${words}`.slice(0, limits.payload),
  add: (sku: string) => `add:${sku}`,
  cart: "cart",
  cartPage: (page: number) => `cart:${page}`,
  quantity: (sku: string, count?: number) => (count === undefined ? `quantity:${sku}` : `quantity:${sku}:${count}`),
  remove: (sku: string) => `remove:${sku}`,
  checkout: "checkout",
  deliver: (method: string) => `deliver:${method}`,
  order: (revision: string) => `order:${revision}`,
  pay: "pay",
  change: "change",
  orders: "orders",
  orderStatus: (id: string) => `order-status:${id}`,
  help: "help",
  person: "person",
  language: (locale: Locale) => `language:${locale}`,
} as const;

type Reading = (rest: readonly string[]) => Intent | undefined;

const verbs: ReadonlyMap<string, Reading> = new Map<string, Reading>([
  ["start", () => ({ kind: "start" })],
  ["GET_STARTED", () => ({ kind: "start" })],
  [
    "browse",
    ([category = "", page]) =>
      withPage(page, (page) => (category === "" ? { kind: "browse", page } : { kind: "browse", category, page })),
  ],
  ["product", ([id, page]) => (id ? withPage(page, (page) => ({ kind: "product", id, page })) : undefined)],
  [
    "search",
    ([page, ...words]) => withPage(page, (page) => ({ kind: "search", words: cut(words.join(":"), 200), page })),
  ],
  ["add", ([sku]) => (sku ? { kind: "add", sku } : undefined)],
  ["cart", ([page]) => withPage(page, (page) => ({ kind: "cart", page }))],
  ["quantity", readQuantity],
  ["remove", ([sku]) => (sku ? { kind: "remove", sku } : undefined)],
  ["checkout", () => ({ kind: "checkout" })],
  ["deliver", ([method]) => (method ? { kind: "deliver", method } : { kind: "checkout" })],
  ["order", ([revision]) => (revision ? { kind: "order", revision } : { kind: "order" })],
  ["pay", () => ({ kind: "pay" })],
  ["change", () => ({ kind: "change" })],
  ["orders", () => ({ kind: "orders" })],
  ["order-status", ([id]) => (id ? { kind: "order-status", id } : { kind: "orders" })],
  ["help", () => ({ kind: "help" })],
  ["person", () => ({ kind: "person" })],
  ["language", ([locale = ""]) => (isLocale(locale) ? { kind: "language", locale } : undefined)],
]);

/** Every verb a payload may begin with. */
export const payloadVerbs: readonly string[] = [...verbs.keys()];

/** What a tap on this payload means; undefined for one that this shop never made or makes no more. */
export function readPayload(text: string): Intent | undefined {
  const [verb = "", ...rest] = text.trim().split(":");
  return verbs.get(verb)?.(rest);
}

function readQuantity([sku, count]: readonly string[]): Intent | undefined {
  if (!sku) return undefined;
  if (count === undefined || count === "") return { kind: "quantity", sku };
  return /^\d{1,6}$/.test(count) ? { kind: "quantity", sku, count: Number(count) } : undefined;
}

function withPage(text: string | undefined, read: (page: number) => Intent): Intent | undefined {
  if (text === undefined || text === "") return read(1);
  return /^[1-9]\d{0,3}$/.test(text) ? read(Number(text)) : undefined;
}
