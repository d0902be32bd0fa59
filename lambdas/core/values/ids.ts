/** Branded identifiers: a string that was checked once at the border and cannot be mixed up with another afterwards. */

declare const brand: unique symbol;
type Branded<Name extends string> = string & { readonly [brand]: Name };

/** A Facebook Page's id, digits as text. */
export type PageId = Branded<"PageId">;
/** A page-scoped id: one person as seen by one Page (https://developers.facebook.com/docs/messenger-platform/identity). */
export type Psid = Branded<"Psid">;
/** `<pageId>:<psid>`: the key of a session and of a shopper's orders. */
export type ShopperKey = Branded<"ShopperKey">;
/** A product, which may come in several variants; the catalogue's `item_group_id`, or the item's own id. */
export type ProductId = Branded<"ProductId">;
/** What can be bought and is counted in stock; the catalogue's `id`. */
export type Sku = Branded<"Sku">;
/** `O-` with ten letters and digits in two groups, the first sortable by time: `O-7K3M2-4QZ8T`. */
export type OrderId = Branded<"OrderId">;
/** What a queue message is about, the same however often it is delivered: a `mid`, a hash, `<orderId>:<sequence>`. */
export type InputId = Branded<"InputId">;
/** `<inputId>:<n>`: one effect of one decision. */
export type EffectId = Branded<"EffectId">;
/** `<orderId>.<22 base64url characters>`: who holds it may open the payment page of this order. */
export type PayToken = Branded<"PayToken">;
/** SHA-256 of a pay token, hex. */
export type PayTokenHash = Branded<"PayTokenHash">;

const pattern = {
  page: /^\d{1,32}$/,
  psid: /^[\w.-]{1,128}$/,
  sku: /^[\w.-]{1,64}$/,
  order: /^O-[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{5}$/,
  token: /^(O-[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{5})\.[\w-]{22}$/,
};

export const isPageId = (text: string): text is PageId => pattern.page.test(text);
export const isPsid = (text: string): text is Psid => pattern.psid.test(text);
export const isSku = (text: string): text is Sku => pattern.sku.test(text);
export const isProductId = (text: string): text is ProductId => pattern.sku.test(text);
export const isOrderId = (text: string): text is OrderId => pattern.order.test(text);
export const isPayToken = (text: string): text is PayToken => pattern.token.test(text);

/** The order that a pay token opens. */
export function orderOfToken(token: PayToken): OrderId {
  const id = token.slice(0, token.indexOf("."));
  if (!isOrderId(id)) throw new RangeError("a pay token begins with its order id");
  return id;
}

export const shopperKey = (pageId: PageId, psid: Psid): ShopperKey => `${pageId}:${psid}` as ShopperKey;
export const inputId = (text: string): InputId => text as InputId;
export const effectId = (input: InputId, n: number): EffectId => `${input}:${n}` as EffectId;

/** Crockford's base 32, without the letters that are misheard or misread: I, L, O, U. */
const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const epochMinutes = Date.UTC(2026, 0, 1) / 60_000;

/**
 * An order id from the time in milliseconds and five numbers of 0 to 31: minutes since 2026 first, so that ids sort by
 * time until 2089.
 */
export function orderId(now: number, random: readonly number[]): OrderId {
  let minutes = Math.max(0, Math.floor(now / 60_000) - epochMinutes) % 32 ** 5;
  let time = "";
  for (let place = 0; place < 5; place += 1) {
    time = alphabet.charAt(minutes % 32) + time;
    minutes = Math.floor(minutes / 32);
  }
  const tail = random
    .slice(0, 5)
    .map((number) => alphabet.charAt(number & 31))
    .join("")
    .padEnd(5, "0");
  return `O-${time}-${tail}` as OrderId;
}
