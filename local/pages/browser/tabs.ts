/** On a narrow screen chat and shop are two tabs; on a wide one both are seen. */
import { byId } from "./element.ts";

export type TabName = "chat" | "shop";

export interface Tabs {
  show(tab: TabName): void;
  /** Marks that something happened in the tab that is not seen. */
  news(): void;
}

/** The tabs of the page; arrow keys move between them. */
export function tabs(): Tabs {
  const buttons = { chat: byId("tab-chat"), shop: byId("tab-shop") };
  const mark = buttons.shop.querySelector<HTMLElement>(".tab-news");
  const wide = matchMedia("(min-width: 900px)");
  let shown: TabName = "chat";

  const show = (tab: TabName): void => {
    shown = tab;
    document.body.dataset["tab"] = tab;
    for (const [name, button] of Object.entries(buttons)) {
      button.setAttribute("aria-selected", String(name === tab));
      button.tabIndex = name === tab ? 0 : -1;
    }
    if (mark && tab === "shop") mark.hidden = true;
  };
  for (const [name, button] of Object.entries(buttons)) {
    button.addEventListener("click", () => show(name === "shop" ? "shop" : "chat"));
    button.addEventListener("keydown", (event) => {
      if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
      const next = shown === "chat" ? "shop" : "chat";
      show(next);
      buttons[next].focus();
    });
  }
  return {
    show,
    news: () => {
      if (mark && !wide.matches && shown === "chat") mark.hidden = false;
    },
  };
}
