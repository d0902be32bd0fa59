/** What the shop sells: categories, products, and the variants of a product that are bought and counted. */
import type { ProductId, Sku } from "../values/ids.ts";
import type { Locale } from "../values/locale.ts";

export type Localised = Readonly<Record<Locale, string>>;

export interface Catalogue {
  /** In the order the shop shows them; at most 30. */
  readonly categories: readonly Category[];
  readonly products: readonly Product[];
}

export interface Category {
  /** Stable, `[a-z0-9-]`: part of button payloads. */
  readonly id: string;
  readonly title: Localised;
}

export interface Product {
  readonly id: ProductId;
  readonly categoryId: string;
  readonly title: Localised;
  /** Plain text, up to 600 characters. */
  readonly description: Localised;
  /** Path below the shop's pictures (`coquelicot.png`) or an absolute https address; PNG or JPEG of 1.91:1. */
  readonly picture: string;
  /** At least one. A product with one variant has no choice to make. */
  readonly variants: readonly Variant[];
}

export interface Variant {
  readonly sku: Sku;
  /** What tells it from its siblings ("Câble lin"); empty for a single variant. */
  readonly option: Localised;
  /** Minor units of the shop's currency, tax as `pricesIncludeTax` says. */
  readonly price: number;
  /** The reduced price that holds now, below `price`. */
  readonly salePrice?: number;
  /** Percent. */
  readonly taxRate: number;
  /** The count that opens a new SKU's stock; absent: not counted, always there. */
  readonly quantity?: number;
  /** False: shown, but not sold now. */
  readonly forSale: boolean;
  readonly weightGrams?: number;
  /** Where this variant looks different; absent: the product's picture. */
  readonly picture?: string;
}

/** What one piece costs now, minor units. */
export const priceOf = (variant: Variant): number => variant.salePrice ?? variant.price;

/** How one variant looks. */
export const pictureOf = (offer: Offer): string => offer.variant.picture ?? offer.product.picture;

export interface Offer {
  readonly product: Product;
  readonly variant: Variant;
}

/** The product and variant sold under a SKU. */
export function findOffer(catalogue: Catalogue, sku: string): Offer | undefined {
  for (const product of catalogue.products) {
    const variant = product.variants.find((each) => each.sku === sku);
    if (variant) return { product, variant };
  }
  return undefined;
}
export const findProduct = (catalogue: Catalogue, id: string): Product | undefined =>
  catalogue.products.find((product) => product.id === id);
