/** The merchant's plain list beside the chat: orders and stock as the tables hold them now, and what to try. */
import { z } from "zod";
import { type OrderRow, orderRow, type StockRow, stockRow } from "#local/pages/shop-rows.ts";
import { call } from "./api.ts";
import { byId, element } from "./element.ts";
import { exportsBox } from "./exports-box.ts";
import { followEvents } from "./follow-events.ts";
import { label, language } from "./labels.ts";
import { type Entry, liveList } from "./live-list.ts";
import { orderCard } from "./order-card.ts";
import { shopFacts } from "./shop-facts.ts";
import type { Tabs } from "./tabs.ts";
import { reasonOf } from "./toast.ts";
import { tryBox } from "./try-box.ts";

const change = z.object({ orders: z.boolean(), stock: z.boolean() });
const ordersAnswer = z.object({ orders: z.array(orderRow) });
const stockAnswer = z.object({ stock: z.array(stockRow) });

/** Fills the shop's side of the page and keeps it true; `say` puts words into the composer. */
export function merchantView(tabs: Tabs, say: (text: string) => void): void {
  const trouble = element("p", { class: "counter-trouble", role: "status", hidden: "" });
  const orders = liveList("orders");
  const stock = liveList("stock");
  const place = byId("shop");
  place.setAttribute("aria-label", label("tabShop"));
  place.append(trouble, orders.section, ...(shopFacts.exports ? [exportsBox()] : []), stock.section, tryBox(say));

  const titles = new Map(Object.entries(shopFacts.names.products).map(([sku, title]) => [sku, title[language]]));
  async function refresh(what: { orders: boolean; stock: boolean }): Promise<void> {
    try {
      if (what.orders) {
        const rows = ordersAnswer.parse(await call("/local/orders")).orders;
        const lines = rows.flatMap((row) => row.lines).filter((line) => !titles.has(line.sku));
        for (const line of lines) titles.set(line.sku, line.title);
        if (orders.show(rows.map(orderEntry))) tabs.news();
      }
      if (what.stock || what.orders) {
        const rows = stockAnswer.parse(await call("/local/stock")).stock;
        stock.show(rows.map((row) => stockEntry(row, titles.get(row.sku))));
      }
      trouble.hidden = true;
    } catch (error) {
      complain(reasonOf(error));
    }
  }
  const complain = (why: string): void => {
    trouble.textContent = `${label("tablesTrouble")}${label("colon")} ${why}`;
    trouble.hidden = false;
  };

  let refreshed = Promise.resolve();
  followEvents("/local/live", ["change", "trouble"], {
    onOpen: () => undefined,
    onBreak: () => undefined,
    onEvent(name, data) {
      if (name === "trouble") complain(z.object({ message: z.string() }).safeParse(data).data?.message ?? "");
      const what = change.safeParse(data).data;
      // One after the other: an older answer must not be drawn over a newer one.
      if (what) refreshed = refreshed.then(() => refresh(what));
    },
  });
}

/** Only the newest order is unfolded, and whatever the reader unfolded. */
const orderEntry = (row: OrderRow, index: number): Entry => ({
  key: row.orderId,
  state: JSON.stringify(row),
  draw: (old) => orderCard(row, old instanceof HTMLDetailsElement ? old.open : index === 0),
});

function stockEntry(row: StockRow, title: string | undefined): Entry {
  const draw = (): HTMLElement =>
    element(
      "div",
      { class: row.available === 0 ? "stock-row none" : "stock-row" },
      element(
        "div",
        {},
        element("p", {}, title ?? row.sku),
        title ? element("p", { class: "small sku" }, row.sku) : "",
      ),
      count(label("available"), row.available),
      count(label("reserved"), row.reserved),
    );
  return { key: row.sku, state: JSON.stringify([row, title]), draw };
}

const count = (name: string, value: number): HTMLElement =>
  element(
    "p",
    { class: "stock-count" },
    element("span", { class: "small" }, name),
    " ",
    element("strong", {}, String(value)),
  );
