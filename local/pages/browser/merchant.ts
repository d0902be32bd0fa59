/** The merchant's plain list beside the chat: orders and stock as the tables hold them now, and what to try. */
import { z } from "zod";
import { type OrderRow, orderRow, type StockRow, stockRow } from "#local/pages/shop-rows.ts";
import { call } from "./api.ts";
import { byId, element } from "./element.ts";
import { followEvents } from "./follow-events.ts";
import { type Label, label, language } from "./labels.ts";
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
  place.append(trouble, orders.section, stock.section, tryBox(say));

  const titles = new Map(Object.entries(shopFacts.names.products).map(([sku, title]) => [sku, title[language]]));
  async function refresh(what: { orders: boolean; stock: boolean }): Promise<void> {
    try {
      if (what.orders) {
        const rows = ordersAnswer.parse(await call("/local/orders")).orders;
        const lines = rows.flatMap((row) => row.lines).filter((line) => !titles.has(line.sku));
        for (const line of lines) titles.set(line.sku, line.title);
        orders.show(rows.map(orderEntry));
        tabs.news();
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

  followEvents("/local/live", ["change", "trouble"], {
    onOpen: () => undefined,
    onBreak: () => undefined,
    onEvent(name, data) {
      if (name === "trouble") complain(z.object({ message: z.string() }).safeParse(data).data?.message ?? "");
      const what = change.safeParse(data).data;
      if (what) void refresh(what);
    },
  });
}

interface Entry {
  readonly key: string;
  /** Another state than last time: drawn again and lit up. */
  readonly state: string;
  /** `old` is what was drawn for the state before. */
  draw(old: HTMLElement | undefined): HTMLElement;
}

interface LiveList {
  readonly section: HTMLElement;
  show(entries: readonly Entry[]): void;
}

function liveList(kind: "orders" | "stock"): LiveList {
  const list = element("div", { class: `counter-${kind}` });
  const count = element("span", { class: "count" });
  const heading = element("h2", {}, label(kind), " ", count);
  const empty = emptyState(kind);
  const section = element("section", { class: "counter-section" }, heading, empty, list);
  let known: Map<string, { state: string; drawn: HTMLElement }> | undefined;
  return {
    section,
    show(entries) {
      const before = known;
      known = new Map();
      for (const entry of entries) {
        const old = before?.get(entry.key);
        const drawn = old?.state === entry.state ? old.drawn : entry.draw(old?.drawn);
        if (before !== undefined && drawn !== old?.drawn) drawn.classList.add("fresh");
        known.set(entry.key, { state: entry.state, drawn });
      }
      list.replaceChildren(...[...known.values()].map(({ drawn }) => drawn));
      count.textContent = entries.length > 0 ? String(entries.length) : "";
      empty.hidden = entries.length > 0;
    },
  };
}

function emptyState(kind: "orders" | "stock"): HTMLElement {
  const [title, hint]: [Label, Label] = kind === "orders" ? ["noOrders", "noOrdersHint"] : ["noStock", "noStockHint"];
  return element(
    "div",
    { class: "empty" },
    element("p", {}, label(title)),
    element("p", { class: "small" }, label(hint)),
  );
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
