/** A packing slip: what goes into a parcel and where the parcel goes, in the order's language, to be ticked off by hand. */

import { escapeHtml } from "../values/html.ts";
import { formatDay } from "../values/instant.ts";
import type { Locale } from "../values/locale.ts";
import { piecesOf } from "./articles.ts";
import { isToShip, recipientOf, weightOf } from "./carrier-columns.ts";
import { plainText } from "./exact-text.ts";
import type { Item, ItemValue } from "./item.ts";
import { mapOf, mapsOf, textOf } from "./read-item.ts";
import { timeOf } from "./table-time.ts";

export interface SlipLook {
  /** As shoppers know it. */
  readonly shopName: string | undefined;
  /** IANA name. */
  readonly timeZone: string;
}

const words = {
  fr: {
    slip: "Bon de préparation",
    placed: "Commande du",
    promised: "Promise pour le",
    to: "Expédier à",
    delivery: "Livraison",
    phone: "Téléphone",
    instructions: "Consignes",
    relay: "Point relais",
    gift: "Message à joindre",
    note: "Note",
    review: "À vérifier avant d’expédier",
    partly: "Une partie est déjà partie : n’emballer que le reste.",
    packed: "Fait",
    quantity: "Qté",
    article: "Article",
    sku: "Référence",
    pieces: (count: number) => (count === 1 ? "1 pièce" : `${count} pièces`),
    weight: (grams: number) => `${(grams / 1000).toLocaleString("fr-FR", { maximumFractionDigits: 2 })} kg`,
  },
  en: {
    slip: "Packing slip",
    placed: "Ordered on",
    promised: "Promised by",
    to: "Ship to",
    delivery: "Delivery",
    phone: "Phone",
    instructions: "Instructions",
    relay: "Pick-up point",
    gift: "Message to enclose",
    note: "Note",
    review: "Check before shipping",
    partly: "A part has left already: pack only what remains.",
    packed: "Done",
    quantity: "Qty",
    article: "Article",
    sku: "SKU",
    pieces: (count: number) => (count === 1 ? "1 piece" : `${count} pieces`),
    weight: (grams: number) => `${(grams / 1000).toLocaleString("en-GB", { maximumFractionDigits: 2 })} kg`,
  },
} as const;

/** The slip as an HTML `<section>`; an order that is not to be shipped has none. */
export function packingSlip(order: Item, look: SlipLook): string {
  if (!isToShip(order)) return "";
  const locale: Locale = order.get("locale") === "en" ? "en" : "fr";
  const told = words[locale];
  const pieces = piecesOf(order);
  const weight = weightOf(order);
  const facts = [
    [told.delivery, text(order.get("deliveryService") ?? order.get("deliveryMethod"))],
    [told.promised, day(order.get("promisedBy"), locale, look)],
    [told.phone, text(order.get("phone"))],
    [
      told.relay,
      [mapOf(order.get("relayPoint"))?.get("name"), mapOf(order.get("relayPoint"))?.get("id")]
        .map(text)
        .join(" ")
        .trim(),
    ],
  ].filter(([, value]) => value !== "");
  return `<section lang="${locale}">
<header><div><p class="shop">${escapeHtml(look.shopName ?? "")}</p><h1>${text(order.get("orderId"))}</h1></div>
<p class="kind"><b>${told.slip}</b><br>${told.placed} ${day(order.get("placedAt"), locale, look)}</p></header>
<div class="where"><address><small>${told.to}</small>${addressLines(order, locale)}</address>
<dl>${facts.map(([name, value]) => `<dt>${name}</dt><dd>${value}</dd>`).join("")}</dl></div>
${box("careful", told.review, text(order.get("review")))}${order.get("status") === "partly-shipped" ? box("careful", "!", told.partly) : ""}
<table>${tableHead(order, locale)}
<tbody>${mapsOf(order.get("lines")).map(lineRow).join("")}</tbody></table>
${box("plain", told.instructions, text(mapOf(order.get("shippingAddress"))?.get("instructions")))}${box("plain", told.gift, text(order.get("giftMessage")))}${box("plain", told.note, text(order.get("note")))}
<footer><b>${pieces === undefined ? "" : told.pieces(pieces)}</b>${weight === undefined ? "" : ` · ${told.weight(weight)}`}</footer>
</section>
`;
}

const text = (value: ItemValue | undefined): string => escapeHtml(plainText(value));

/** What must not be overlooked; nothing where there is nothing to say. */
const box = (kind: "plain" | "careful", name: string, value: string): string =>
  value === "" ? "" : `<p class="box ${kind}"><b>${name}</b> ${value}</p>`;

/** Paper repeats it on each sheet of a long slip: the order's number is in it, so that a fallen pile can be sorted. */
function tableHead(order: Item, locale: Locale): string {
  const { packed, quantity, article, sku } = words[locale];
  const again = `<span class="order">${text(order.get("orderId"))}</span>`;
  return `<thead><tr><th>${packed}</th><th>${quantity}</th><th>${article}${again}</th><th>${sku}</th></tr></thead>`;
}

function lineRow(line: Item): string {
  const options = textOf(line.get("options"));
  const variant = options === undefined ? "" : `<span class="options">${escapeHtml(options)}</span>`;
  const many = line.get("quantity") === 1 ? "" : ' class="many"';
  return `<tr><td><i class="tick"></i></td><td${many}>${text(line.get("quantity"))}</td><td><b>${text(line.get("title") ?? line.get("sku"))}</b>${variant}</td><td>${text(line.get("sku"))}</td></tr>`;
}

function day(value: ItemValue | undefined, locale: Locale, { timeZone }: SlipLook): string {
  const at = typeof value === "string" ? timeOf(value) : undefined;
  return at === undefined ? text(value) : escapeHtml(formatDay(at, locale, timeZone));
}

/** As the post of the country wants it, the country last and in capitals where it is not the usual one. */
function addressLines(order: Item, locale: Locale): string {
  const address = mapOf(order.get("shippingAddress"));
  const part = (name: string): string => textOf(address?.get(name)) ?? "";
  const country = part("country");
  const isCityFirst = ["US", "CA", "AU", "GB", "IE"].includes(country);
  const town = isCityFirst
    ? [part("city"), part("state"), part("postalCode")]
    : [part("postalCode"), part("city"), part("state")];
  const lines = [
    recipientOf(order) ?? "",
    textOf(order.get("company")) ?? "",
    part("line1"),
    part("line2"),
    town.filter((each) => each !== "").join(" "),
    countryName(country, locale).toUpperCase(),
  ].filter((line) => line !== "");
  return lines
    .map((line, index) => (index === 0 ? `<strong>${escapeHtml(line)}</strong>` : `<span>${escapeHtml(line)}</span>`))
    .join("");
}

function countryName(code: string, locale: Locale): string {
  if (!/^[A-Z]{2}$/.test(code)) return code;
  return new Intl.DisplayNames([locale], { type: "region" }).of(code) ?? code;
}
