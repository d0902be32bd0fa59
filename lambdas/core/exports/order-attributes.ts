/** The attributes that are asked of every order: its own, and those of its lines, taxes, refunds, history and source. */
import { attributesNamed } from "./item.ts";

export const its = {
  ...attributesNamed("orderId", "pageId", "livemode", "locale", "source", "status", "paymentStatus", "review"),
  ...attributesNamed("placedAt", "paidAt", "currency", "total", "pricesIncludeTax"),
  ...attributesNamed("lines", "taxLines", "refunds", "history"),
  ...attributesNamed("paymentMethod", "paymentProvider", "paymentReference", "paymentFee", "paymentFeeCurrency"),
  ...attributesNamed("sku", "title", "options", "quantity", "tax"),
  ...attributesNamed("country", "rate", "base"),
  ...attributesNamed("amount", "reference"),
  ...attributesNamed("at", "what", "detail"),
  ...attributesNamed("ref", "adId", "kind"),
};
