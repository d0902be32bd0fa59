/** What the simulated shop sells, and when: one counted lamp and a cup, whose price and sale change in a history. */
import type { Catalogue } from "#core/catalogue/catalogue.ts";
import type { Shop } from "#core/shop/shop.ts";
import type { PageId } from "#core/values/ids.ts";
import { lampShop } from "#test/support/lamp-shop.ts";
import { pageId } from "#test/support/orders.ts";

/** The shop's Pages; the same person has the same id on both here, and is two shoppers. */
export const pages: readonly [PageId, PageId] = [pageId, "100000000000002" as PageId];

/** What may become of the lamp: another price in minor units, or not for sale. */
export type Offer = { readonly price: number; readonly forSale: true } | { readonly forSale: false };

/** Milliseconds until a function knows of a change: `docs/` promises a minute, a deploy takes no longer. */
const mostLag = 60_000;

export class Offers {
  readonly #known: { readonly from: number; readonly shop: Shop }[] = [];

  constructor(pieces: number) {
    this.#known.push({ from: 0, shop: withLamp(example, { quantity: pieces }) });
  }

  /** The shop that was opened with. */
  get first(): Shop {
    return this.#known[0]?.shop ?? example;
  }

  /** How often anything changed. */
  get changes(): number {
    return this.#known.length - 1;
  }

  /** From now on the lamp is offered like this. */
  change(at: number, offer: Offer): void {
    this.#known.push({ from: at, shop: withLamp(this.first, offer) });
  }

  /** The shop as a function knows it that is so late, from 0 to below 1 of the longest lag. */
  asKnownAt(at: number, lateness: number): Shop {
    return this.#known.findLast(({ from }) => from <= at - lateness * mostLag)?.shop ?? this.first;
  }
}

const example = lampShop({ pages });

function withLamp(shop: Shop, change: Partial<Catalogue["products"][number]["variants"][number]>): Shop {
  const products = shop.catalogue.products.map((product) =>
    product.id === "lamp"
      ? { ...product, variants: product.variants.map((variant) => ({ ...variant, ...change })) }
      : product,
  );
  return { ...shop, catalogue: { ...shop.catalogue, products } };
}
