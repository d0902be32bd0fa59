/** One order of the merchant's list. */
import type { OrderRow } from "#local/pages/shop-rows.ts";
import { element } from "./element.ts";
import { countryName, formatMinor, formatMoment } from "./formats.ts";
import { label, language } from "./labels.ts";
import { goodsStanding, moneyStanding, type Standing } from "./order-words.ts";
import { shopFacts } from "./shop-facts.ts";

/** The order with where it stands and its sum; unfolded also its lines, and who gets it where once that is known. */
export function orderCard(order: OrderRow, open: boolean): HTMLElement {
  const placed = element(
    "time",
    { datetime: order.placedAt, class: "small" },
    formatMoment(new Date(order.placedAt), shopFacts.timeZone),
  );
  const standing = element("span", { class: "badges" }, badge(goodsStanding(order)), badge(moneyStanding(order)));
  if (order.review) standing.append(badge({ words: label("review"), mood: "alarm" }) ?? "");
  const total = element("span", { class: "sum order-sum" }, formatMinor(order.total, order.currency));
  const summary = element(
    "summary",
    {},
    element("span", { class: "order-head" }, element("strong", { class: "order-id" }, order.orderId), placed),
    element("span", { class: "order-head" }, standing, total),
  );
  const card = element("details", { class: "order" }, summary);
  card.open = open;
  if (order.review)
    card.append(element("p", { class: "review" }, `${label("review")}${label("colon")} ${order.review}`));
  card.append(lines(order), buyer(order));
  return card;
}

function badge(standing: Standing | undefined): HTMLElement | undefined {
  return standing && element("span", { class: `badge ${standing.mood}` }, standing.words);
}

function lines(order: OrderRow): HTMLElement {
  const list = element("ul", { class: "order-lines" });
  for (const line of order.lines) {
    const title = line.options ? `${line.title}, ${line.options}` : line.title;
    const row = element("li", {}, element("span", {}, `${line.quantity} × ${title}`));
    row.append(element("span", { class: "sum" }, formatMinor(line.total, order.currency)));
    list.append(row);
  }
  const delivery = order.shippingTotal === 0 ? label("free") : formatMinor(order.shippingTotal, order.currency);
  const name = shopFacts.names.deliveries[order.deliveryMethod ?? ""]?.[language] ?? order.deliveryMethod;
  const method = name ? ` (${name})` : "";
  list.append(
    element(
      "li",
      { class: "small" },
      element("span", {}, `${label("shipping")}${method}`),
      element("span", { class: "sum" }, delivery),
    ),
    element(
      "li",
      { class: "order-total" },
      element("span", {}, label("total")),
      element("span", { class: "sum" }, formatMinor(order.total, order.currency)),
    ),
  );
  return list;
}

function buyer(order: OrderRow): HTMLElement {
  const person = [order.customerFirstName, order.customerLastName].filter(Boolean).join(" ");
  const { shippingAddress: to } = order;
  const address = to
    ? [
        to.name === person ? "" : to.name,
        to.line1,
        to.line2,
        [to.postalCode, to.city].join(" "),
        countryName(to.country),
      ]
    : [];
  const parts = [person, ...address, order.email, order.phone, order.paymentMethod].filter(Boolean);
  const words = parts.length > 0 ? parts.join(" · ") : label("nobodyYet");
  return element("p", { class: "small order-buyer" }, words);
}
