/** Finds articles whose order could never be paid: its total is below the least that Stripe charges. */
import { quote } from "#core/cart/quote.ts";
import { priceOf } from "#core/catalogue/catalogue.ts";
import { leastCharge } from "#core/payments/least-charge.ts";
import type { DeliveryMethod, Shop } from "#core/shop/shop.ts";
import type { Sku } from "#core/values/ids.ts";
import { formatMoney } from "#core/values/money.ts";
import type { ShopProblem } from "./shop-problem.ts";

/** SKUs named in a message; more are counted. */
const mostNamed = 5;

/** One warning for each delivery method with which an article alone costs too little. The shop opens all the same. */
export function checkTotals(shop: Shop): readonly ShopProblem[] {
  const { currency, delivery } = shop.settings;
  const cheap = shop.catalogue.products
    .flatMap((product) => product.variants)
    .filter((variant) => priceOf(variant) < leastCharge[currency])
    .map((variant) => variant.sku);
  return delivery.flatMap((method) => problemsWith(shop, method, cheap));
}

function problemsWith(shop: Shop, method: DeliveryMethod, cheap: readonly Sku[]): readonly ShopProblem[] {
  const { currency, defaultLocale, maxQuantity } = shop.settings;
  const tooLittle = (sku: Sku, quantity: number): boolean => {
    const quoted = quote(shop, [{ sku, quantity }], method.id);
    return "reason" in quoted && quoted.reason === "too-little";
  };
  const found = cheap.filter((sku) => tooLittle(sku, 1));
  if (found.length === 0) return [];
  const never = found.filter((sku) => tooLittle(sku, maxQuantity));
  const least = formatMoney({ amount: leastCharge[currency], currency }, "en");
  const title = method.title[defaultLocale];
  const alone = `with the delivery "${title}", one piece of ${named(found)} costs less than ${least}, the least that Stripe charges: such an order is not taken.`;
  const atMost = `Of ${named(never)} not even the ${maxQuantity} pieces that a cart holds reach it.`;
  return [
    {
      file: "catalogue.csv",
      column: "price",
      what: never.length === 0 ? alone : `${alone} ${atMost}`,
      mend: "Raise the price or that of the delivery, or leave it: the shopper is asked to add an article.",
      stops: false,
    },
  ];
}

function named(skus: readonly Sku[]): string {
  const names = skus.slice(0, mostNamed).join(", ");
  return skus.length > mostNamed ? `${names} and ${skus.length - mostNamed} more` : names;
}
