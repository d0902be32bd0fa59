/** An order as one row: who, where to, what for how much, and how it was paid. */
import type { orderStatuses, paymentStatuses } from "../orders/order.ts";
import type { Locale } from "../values/locale.ts";
import { articlesOf, copyArticles, piecesOf } from "./articles.ts";
import { type Column, type ColumnKind, column, type View, viewOf } from "./column.ts";
import { feeCurrencyOf } from "./movement.ts";
import { its } from "./order-attributes.ts";
import { textOf } from "./read-item.ts";
import { timeIn } from "./table-time.ts";

const personal = { personal: true } as const;

const columns: readonly Column[] = [
  attribute("orderId", ["Commande", "Order"]),
  attribute("placedAt", ["Passée le", "Placed"], "time"),
  attribute("status", ["État", "Status"], "word"),
  attribute("paymentStatus", ["Paiement", "Payment"], "word"),
  attribute("review", ["À vérifier", "To review"], "text", personal),
  attribute("customerFirstName", ["Prénom", "First name"], "text", personal),
  attribute("customerLastName", ["Nom", "Last name"], "text", personal),
  attribute("email", ["E-mail", "E-mail"], "text", personal),
  attribute("phone", ["Téléphone", "Phone"], "text", personal),
  ...addressColumns("shipping", ["Livraison", "Shipping"]),
  ...addressColumns("billing", ["Facturation", "Billing"]),
  column("articles", ["Articles", "Articles"], articlesOf, { copy: copyArticles }),
  column("pieces", ["Pièces", "Pieces"], piecesOf, { kind: "whole" }),
  attribute("subtotal", ["Sous-total", "Subtotal"], "money"),
  attribute("discountTotal", ["Remises", "Discounts"], "money"),
  attribute("shippingTotal", ["Frais de livraison", "Delivery charge"], "money"),
  attribute("taxTotal", ["TVA", "Tax"], "money"),
  attribute("total", ["Total", "Total"], "money"),
  attribute("currency", ["Devise", "Currency"]),
  attribute("pricesIncludeTax", ["Prix TTC", "Prices include tax"], "yes"),
  attribute("refundedAmount", ["Remboursé", "Refunded"], "money"),
  attribute("paymentFee", ["Frais de paiement", "Payment fee"], "money", { currencyOf: feeCurrencyOf }),
  attribute("paymentFeeCurrency", ["Devise des frais", "Fee currency"]),
  attribute("deliveryMethod", ["Mode de livraison", "Delivery method"]),
  attribute("deliveryService", ["Livraison choisie", "Delivery"]),
  attribute("promisedBy", ["Promise pour le", "Promised by"], "time"),
  attribute("weightGrams", ["Poids (g)", "Weight (g)"], "whole"),
  attribute("paymentProvider", ["Prestataire de paiement", "Payment provider"]),
  attribute("paymentReference", ["Référence de paiement", "Payment reference"]),
  attribute("paymentMethod", ["Moyen de paiement", "Payment method"], "text", personal),
  attribute("payBy", ["À payer avant", "Pay by"], "time"),
  attribute("paidAt", ["Payée le", "Paid"], "time"),
  attribute("cancelledAt", ["Annulée le", "Cancelled"], "time"),
  column("sourceKind", ["Origine", "Source"], ["source", "kind"]),
  column("sourceRef", ["Lien d’origine", "Source link"], ["source", "ref"]),
  column("sourceAdId", ["Publicité", "Ad"], ["source", "adId"]),
  attribute("pageId", ["Page", "Page"]),
  attribute("shopper", ["Client Messenger", "Messenger shopper"], "text", personal),
  attribute("locale", ["Langue", "Language"]),
  attribute("livemode", ["Argent réel", "Real money"], "yes"),
  attribute("termsVersion", ["Version des CGV", "Terms version"]),
  attribute("termsAcceptedAt", ["CGV acceptées le", "Terms accepted"], "time"),
  attribute("schemaVersion", ["Schéma", "Schema version"], "whole"),
];

/** Attributes that no row of an order shows anything of: they are in other tables, or of no use outside the shop. */
export const notInOrderRows: readonly string[] =
  "version pageStatus taxLines deliveryCountries attempts payTokenHash refunds".split(" ");

/** Attributes of which rows show a part. */
const inParts = "source shippingAddress billingAddress lines history".split(" ");

/** One row for each order, its articles in one cell. */
export const orderView: View = viewOf(
  {
    columns,
    rowsOf: (order) => [order],
    currencyOf: (order) => textOf(order.get(its.currency)) ?? "",
    timeOf: (order) => timeIn(order, its.placedAt),
  },
  [...columns.map((each) => each.name), ...notInOrderRows, ...inParts],
);

/** What people are shown instead of the table's words. */
export const words: Readonly<Record<string, Readonly<Record<Locale, string>>>> = {
  "awaiting-payment": { fr: "à payer", en: "awaiting payment" },
  "to-ship": { fr: "à expédier", en: "to ship" },
  "partly-shipped": { fr: "expédiée en partie", en: "partly shipped" },
  shipped: { fr: "expédiée", en: "shipped" },
  delivered: { fr: "livrée", en: "delivered" },
  returned: { fr: "retournée", en: "returned" },
  cancelled: { fr: "annulée", en: "cancelled" },
  expired: { fr: "expirée", en: "expired" },
  unpaid: { fr: "non payé", en: "unpaid" },
  pending: { fr: "en attente", en: "pending" },
  paid: { fr: "payé", en: "paid" },
  "partly-refunded": { fr: "remboursé en partie", en: "partly refunded" },
  refunded: { fr: "remboursé", en: "refunded" },
  sale: { fr: "vente", en: "sale" },
  "second-payment": { fr: "second paiement", en: "second payment" },
  refund: { fr: "remboursement", en: "refund" },
  fee: { fr: "frais de paiement", en: "payment fee" },
} satisfies Record<string, Record<Locale, string>> &
  Record<(typeof orderStatuses)[number] | (typeof paymentStatuses)[number], Record<Locale, string>>;

/** An attribute of the order as a column of the same name. */
export function attribute(
  name: string,
  label: readonly [fr: string, en: string],
  kind: ColumnKind = "text",
  more: Partial<Pick<Column, "personal" | "currencyOf">> = {},
): Column {
  return column(name, label, [name], { kind, ...more });
}

function addressColumns(which: "shipping" | "billing", [fr, en]: readonly [string, string]): readonly Column[] {
  const part = (name: string, label: readonly [string, string], isPersonal = true): Column =>
    column(
      `${which}${name.charAt(0).toUpperCase()}${name.slice(1)}`,
      [`${fr} : ${label[0]}`, `${en}: ${label[1]}`],
      [`${which}Address`, name],
      { personal: isPersonal },
    );
  return [
    part("name", ["nom", "name"]),
    part("line1", ["adresse", "address"]),
    part("line2", ["complément", "address 2"]),
    part("postalCode", ["code postal", "postal code"]),
    part("city", ["ville", "city"]),
    part("state", ["région", "state"]),
    part("country", ["pays", "country"], false),
    ...(which === "shipping" ? [part("instructions", ["consignes", "instructions"])] : []),
  ];
}
