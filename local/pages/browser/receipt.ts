/** A receipt template, drawn as the slip of paper it stands for. */
import { element } from "./element.ts";
import { countryName, formatDay, formatSum } from "./formats.ts";
import { label } from "./labels.ts";
import type { Receipt } from "./thread-item.ts";

/** The receipt of one order. */
export function receiptSlip(receipt: Receipt): HTMLElement {
  const slip = element("article", { class: "receipt", "aria-label": `${label("receipt")} ${receipt.order_number}` });
  slip.append(
    element(
      "header",
      { class: "receipt-head" },
      element("p", { class: "receipt-kind" }, label("receipt")),
      element("p", { class: "receipt-merchant" }, receipt.merchant_name ?? ""),
    ),
  );
  if (receipt.elements.length > 0) slip.append(lines(receipt));
  slip.append(sums(receipt), particulars(receipt));
  return slip;
}

function lines(receipt: Receipt): HTMLElement {
  const list = element("ul", { class: "receipt-lines" });
  for (const line of receipt.elements) {
    const words = element("div", { class: "receipt-line-words" }, element("p", {}, line.title));
    const small = [line.subtitle, line.quantity === undefined ? undefined : `× ${line.quantity}`].filter(Boolean);
    if (small.length > 0) words.append(element("p", { class: "small" }, small.join(" · ")));
    const row = element("li", {});
    if (line.image_url) row.append(thumbnail(line.image_url));
    row.append(words, element("p", { class: "sum" }, formatSum(line.price, receipt.currency)));
    list.append(row);
  }
  return list;
}

function thumbnail(url: string): HTMLElement {
  const image = element("img", { src: url, alt: "", class: "receipt-picture", decoding: "async" });
  image.addEventListener("error", () => image.remove());
  return image;
}

function sums(receipt: Receipt): HTMLElement {
  const { summary, currency } = receipt;
  const list = element("dl", { class: "receipt-sums" });
  const add = (name: string, amount: number | undefined, kind?: string): void => {
    if (amount === undefined) return;
    const row = element("div", { class: kind });
    row.append(element("dt", {}, name), element("dd", { class: "sum" }, formatSum(amount, currency)));
    list.append(row);
  };
  add(label("subtotal"), summary.subtotal);
  for (const adjustment of receipt.adjustments) add(adjustment.name, -adjustment.amount);
  add(label("shipping"), summary.shipping_cost);
  const within = taxIsWithin(receipt);
  if (!within) add(label("tax"), summary.total_tax);
  add(label("total"), summary.total_cost, "receipt-total");
  if (within) add(label("taxWithin"), summary.total_tax, "small");
  return list;
}

/** Whether the sums add up without the tax: then the prices include it. */
function taxIsWithin({ summary, adjustments }: Receipt): boolean {
  const reductions = adjustments.reduce((sum, adjustment) => sum + adjustment.amount, 0);
  const without = (summary.subtotal ?? 0) + (summary.shipping_cost ?? 0) - reductions;
  return Math.abs(without - summary.total_cost) < 0.005;
}

function particulars(receipt: Receipt): HTMLElement {
  const list = element("dl", { class: "receipt-particulars" });
  const add = (name: string, ...values: readonly string[]): void => {
    const value = element("dd", {});
    for (const [index, line] of values.entries()) value.append(index > 0 ? element("br") : "", line);
    list.append(element("div", {}, element("dt", {}, name), value));
  };
  add(label("orderNumber"), receipt.order_number);
  if (receipt.timestamp !== undefined) add(label("orderedOn"), formatDay(new Date(receipt.timestamp * 1000)));
  add(label("paidWith"), receipt.payment_method);
  add(label("shipTo"), receipt.recipient_name, ...addressLines(receipt.address));
  return list;
}

function addressLines(address: Receipt["address"]): string[] {
  if (!address) return [];
  const town = [address.postal_code, address.city].filter(Boolean).join(" ");
  // Meta wants a state of every address; where there is none the city or the country stands in for it.
  const state = address.state === address.city || address.state === address.country ? "" : address.state;
  const land = [state, countryName(address.country)].filter(Boolean).join(", ");
  return [address.street_1 ?? "", address.street_2 ?? "", town, land].filter((line) => line !== "");
}
