/** One order of the merchant's list. */
import type { OrderRow } from "#local/pages/shop-rows.ts";
import { element } from "./element.ts";
import { formatMinor, formatMoment } from "./formats.ts";
import { label } from "./labels.ts";
import { goodsStanding, moneyStanding, type Standing } from "./order-words.ts";

/** The order with its lines, its sum, where it stands, and who gets it where once that is known. */
export function orderCard(order: OrderRow): HTMLElement {
  const card = element("article", { class: "order", "aria-label": `${label("orderNumber")} ${order.orderId}` });
  const placed = element("time", { datetime: order.placedAt, class: "small" }, formatMoment(new Date(order.placedAt)));
  card.append(element("header", { class: "order-head" }, element("h3", {}, order.orderId), placed));
  const badges = element("p", { class: "badges" }, badge(goodsStanding(order)), badge(moneyStanding(order)));
  card.append(badges);
  if (order.review) card.append(element("p", { class: "review" }, `${label("review")}: ${order.review}`));
  card.append(lines(order), buyer(order));
  return card;
}

const badge = (standing: Standing): HTMLElement => element("span", { class: `badge ${standing.mood}` }, standing.words);

function lines(order: OrderRow): HTMLElement {
  const list = element("ul", { class: "order-lines" });
  for (const line of order.lines) {
    const title = line.options ? `${line.title}, ${line.options}` : line.title;
    const row = element("li", {}, element("span", {}, `${line.quantity} × ${title}`));
    row.append(element("span", { class: "sum" }, formatMinor(line.total, order.currency)));
    list.append(row);
  }
  const delivery = order.shippingTotal === 0 ? label("free") : formatMinor(order.shippingTotal, order.currency);
  const method = order.deliveryMethod ? ` (${order.deliveryMethod})` : "";
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
    ? [to.name === person ? "" : to.name, to.line1, to.line2, [to.postalCode, to.city].join(" "), to.country]
    : [];
  const parts = [person, ...address, order.email, order.phone, order.paymentMethod].filter(Boolean);
  const words = parts.length > 0 ? parts.join(" · ") : label("nobodyYet");
  return element("p", { class: "small order-buyer" }, words);
}
