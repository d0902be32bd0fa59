/** The carrier's table: what is paid and still to be shipped, and where it goes. */
import { articlesOf, copyArticles, piecesOf } from "./articles.ts";
import { type Column, column, type View } from "./column.ts";
import type { Item } from "./item.ts";
import { its } from "./order-attributes.ts";
import { attribute } from "./order-columns.ts";
import { mapOf, mapsOf, textOf, wholeOf } from "./read-item.ts";
import { timeIn } from "./table-time.ts";

const personal = { personal: true } as const;

const addressLabels = {
  line1: ["Adresse", "Address"],
  line2: ["Complément", "Address 2"],
  postalCode: ["Code postal", "Postal code"],
  city: ["Ville", "City"],
  state: ["Région", "State"],
  country: ["Pays", "Country"],
} as const;

/** One row for each order that is to be shipped; none for the others. */
export const carrierView: View = {
  columns: [
    attribute("orderId", ["Commande", "Order"]),
    column("name", ["Destinataire", "Recipient"], recipientOf, personal),
    attribute("company", ["Société", "Company"], "text", personal),
    ...(["line1", "line2", "postalCode", "city", "state", "country"] as const).map(addressColumn),
    attribute("phone", ["Téléphone", "Phone"], "text", personal),
    attribute("email", ["E-mail", "E-mail"], "text", personal),
    column("instructions", ["Consignes", "Instructions"], ["shippingAddress", "instructions"], personal),
    attribute("deliveryService", ["Livraison", "Delivery"]),
    column("relayId", ["Point relais", "Pick-up point"], ["relayPoint", "id"]),
    column("relayName", ["Nom du point relais", "Pick-up point name"], ["relayPoint", "name"]),
    column("weightGrams", ["Poids (g)", "Weight (g)"], weightOf, { kind: "whole" }),
    column("pieces", ["Pièces", "Pieces"], piecesOf, { kind: "whole" }),
    column("articles", ["Contenu", "Contents"], articlesOf, { copy: copyArticles }),
    attribute("total", ["Valeur", "Value"], "money"),
    attribute("currency", ["Devise", "Currency"]),
    attribute("promisedBy", ["Promise pour le", "Promised by"], "time"),
    attribute("placedAt", ["Passée le", "Placed"], "time"),
    attribute("status", ["État", "Status"], "word"),
    attribute("review", ["À vérifier", "To review"], "text", personal),
  ],
  rowsOf: (order) => (isToShip(order) ? [order] : []),
  currencyOf: (order) => textOf(order.get(its.currency)) ?? "",
  timeOf: (order) => timeIn(order, its.placedAt),
  surplusOf: () => [],
  extendedBy: () => carrierView,
};

/** Whether goods of it are paid for and have not all left; a part may have been paid back meanwhile. */
export const isToShip = (order: Item): boolean =>
  (order.get("status") === "to-ship" || order.get("status") === "partly-shipped") &&
  (order.get("paymentStatus") === "paid" || order.get("paymentStatus") === "partly-refunded");

/** Who gets the parcel. */
export function recipientOf(order: Item): string | undefined {
  const names = [textOf(order.get("customerFirstName")), textOf(order.get("customerLastName"))];
  return textOf(addressOf(order)?.get("name")) ?? textOf(names.filter((name) => name !== undefined).join(" "));
}

/** Grams of all goods; from the lines where the order does not say. */
export function weightOf(order: Item): number | undefined {
  const weight = wholeOf(order.get("weightGrams"));
  if (weight !== undefined) return weight;
  const parts = mapsOf(order.get("lines")).map((line) => {
    const piece = wholeOf(line.get("weightGrams"));
    const quantity = wholeOf(line.get("quantity"));
    return piece === undefined || quantity === undefined ? Number.NaN : piece * quantity;
  });
  const sum = parts.reduce((all, part) => all + part, 0);
  return parts.length === 0 || Number.isNaN(sum) ? undefined : sum;
}

function addressOf(order: Item): Item | undefined {
  return mapOf(order.get("shippingAddress"));
}

function addressColumn(name: "line1" | "line2" | "postalCode" | "city" | "state" | "country"): Column {
  return column(name, addressLabels[name], ["shippingAddress", name], { personal: name !== "country" });
}
