/** A generic template: one card, or several side by side to be swiped, with arrows for a mouse and the keyboard. */
import { element, pressable } from "./element.ts";
import { icon } from "./icons.ts";
import { label } from "./labels.ts";
import { type ChatActions, messageButtons } from "./message-buttons.ts";
import type { CardElement } from "./thread-item.ts";

/** The cards of a message. */
export function carousel(cards: readonly CardElement[], actions: ChatActions, ofMid: string | undefined): HTMLElement {
  const row = element("div", { class: "cards", role: "list" });
  for (const card of cards) row.append(drawCard(card, actions, ofMid));
  if (cards.length === 1) return element("div", { class: "carousel single" }, row);
  const carousel = element("div", {
    class: "carousel",
    role: "group",
    "aria-label": `${label("cards")} (${cards.length})`,
  });
  carousel.append(row, ...arrows(row));
  return carousel;
}

function drawCard(card: CardElement, actions: ChatActions, ofMid: string | undefined): HTMLElement {
  const words = element("div", { class: "card-words" }, element("p", { class: "card-title", dir: "auto" }, card.title));
  if (card.subtitle) words.append(element("p", { class: "card-subtitle", dir: "auto" }, card.subtitle));
  const drawn = element("article", { class: "card", role: "listitem", "aria-label": card.title });
  if (card.image_url) drawn.append(picture(card.image_url));
  drawn.append(words);
  const url = card.default_action?.url;
  if (url !== undefined) {
    words.classList.add("tappable");
    words.addEventListener("click", () => actions.openPage(url, card.title, card.default_action?.webview_height_ratio));
  }
  if (card.buttons.length > 0) drawn.append(messageButtons(card.buttons, actions, ofMid));
  return drawn;
}

/** Its place is kept at 1.91:1, so that nothing moves when it arrives; one that does not arrive leaves a plain field. */
export function picture(url: string): HTMLElement {
  const image = element("img", { src: url, alt: "", draggable: "false", decoding: "async" });
  const frame = element("div", { class: "card-picture" }, image);
  image.addEventListener("error", () => {
    image.remove();
    frame.append(icon("photo"));
    frame.classList.add("missing");
  });
  return frame;
}

function arrows(row: HTMLElement): HTMLElement[] {
  const step = (direction: number) => (): void => {
    const card = row.firstElementChild;
    const width = card instanceof HTMLElement ? card.offsetWidth + 10 : row.clientWidth;
    row.scrollBy({ left: direction * width, behavior: "smooth" });
  };
  const back = pressable(
    { class: "arrow back", "aria-label": label("previousCards"), hidden: "" },
    step(-1),
    icon("left"),
  );
  const on = pressable({ class: "arrow on", "aria-label": label("nextCards") }, step(1), icon("right"));
  const mark = (): void => {
    back.hidden = row.scrollLeft < 8;
    on.hidden = row.scrollLeft + row.clientWidth > row.scrollWidth - 8;
  };
  row.addEventListener("scroll", mark, { passive: true });
  new ResizeObserver(mark).observe(row);
  return [back, on];
}
