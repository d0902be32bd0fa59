/** What the merchant's list calls things, taken from the shop folder. */
import type { Localised } from "#core/catalogue/catalogue.ts";
import type { Shop } from "#core/shop/shop.ts";

export interface Names {
  /** By SKU; a variant with its option ("Lampe Coquelicot, Câble lin"). */
  readonly products: Readonly<Record<string, Localised>>;
  /** By the delivery method's id. */
  readonly deliveries: Readonly<Record<string, Localised>>;
}

/** The names of everything that this shop sells and of the ways in which it delivers. */
export function namesOf(shop: Pick<Shop, "catalogue" | "settings">): Names {
  const products: Record<string, Localised> = {};
  for (const { title, variants } of shop.catalogue.products)
    for (const { sku, option } of variants)
      products[sku] = { fr: fullName(title.fr, option.fr), en: fullName(title.en, option.en) };
  return {
    products,
    deliveries: Object.fromEntries(shop.settings.delivery.map(({ id, title }) => [id, title])),
  };
}

const fullName = (title: string, option: string): string => (option === "" ? title : `${title}, ${option}`);
