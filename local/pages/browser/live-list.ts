/** A list of the merchant's side that is kept true: what changed is drawn again and lights up. */
import { element } from "./element.ts";
import { type Label, label } from "./labels.ts";

export interface Entry {
  readonly key: string;
  /** Another state than last time: drawn again and lit up. */
  readonly state: string;
  /** `old` is what was drawn for the state before. */
  draw(old: HTMLElement | undefined): HTMLElement;
}

export interface LiveList {
  readonly section: HTMLElement;
  /** True when something changed that was not there when the page was opened. */
  show(entries: readonly Entry[]): boolean;
}

/** A section with its heading, its number of entries, and words for when there are none. */
export function liveList(kind: "orders" | "stock"): LiveList {
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
      let changed = false;
      known = new Map();
      for (const entry of entries) {
        const old = before?.get(entry.key);
        const same = old?.state === entry.state;
        const drawn = same ? old.drawn : entry.draw(old?.drawn);
        drawn.classList.toggle("fresh", before !== undefined && !same);
        changed ||= before !== undefined && !same;
        known.set(entry.key, { state: entry.state, drawn });
      }
      arrange(
        list,
        [...known.values()].map(({ drawn }) => drawn),
      );
      count.textContent = entries.length > 0 ? String(entries.length) : "";
      empty.hidden = entries.length > 0;
      return changed;
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

/** Leaves what is in its place alone: moving an element takes the keyboard's focus from it. */
function arrange(list: HTMLElement, wanted: readonly HTMLElement[]): void {
  const kept = new Set<Element>(wanted);
  for (const child of list.querySelectorAll(":scope > *")) if (!kept.has(child)) child.remove();
  let next = list.firstElementChild;
  for (const child of wanted) {
    if (child === next) next = next.nextElementSibling;
    else list.insertBefore(child, next);
  }
}
