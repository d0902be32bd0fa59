/** The buttons of a message: they stay in the thread for ever and can always be tapped. */
import { element, pressable } from "./element.ts";
import { icon } from "./icons.ts";
import { label } from "./labels.ts";
import type { MessageButton } from "./thread-item.ts";

/** What drawn messages can ask of the chat. */
export interface ChatActions {
  /** A postback button of the message `ofMid`. */
  tap(payload: string, title: string, ofMid: string | undefined): void;
  /** A page over the chat; `height` as Messenger's `webview_height_ratio`. */
  openPage(url: string, title: string, height?: string): void;
}

/** A row of buttons under each other, each doing what its type says. */
export function messageButtons(
  buttons: readonly MessageButton[],
  actions: ChatActions,
  ofMid: string | undefined,
): HTMLElement {
  const group = element("div", { class: "buttons" });
  for (const button of buttons) group.append(oneButton(button, actions, ofMid));
  return group;
}

function oneButton(button: MessageButton, actions: ChatActions, ofMid: string | undefined): HTMLElement {
  const { url, payload } = button;
  if (button.type === "web_url" && url !== undefined) {
    const open = (): void => actions.openPage(url, button.title, button.webview_height_ratio);
    return pressable({ class: "message-button opens" }, open, button.title, opensMark());
  }
  if (button.type === "postback" && payload !== undefined)
    return pressable(
      { class: "message-button" },
      once(() => actions.tap(payload, button.title, ofMid)),
      button.title,
    );
  if (button.type === "phone_number" && payload !== undefined)
    return element("a", { class: "message-button", href: `tel:${payload.replaceAll(/[^+\d]/g, "")}` }, button.title);
  return pressable({ class: "message-button", disabled: "" }, () => undefined, `${button.title} (${button.type})`);
}

const opensMark = (): HTMLElement =>
  element(
    "span",
    { class: "opens-mark" },
    icon("open"),
    element("span", { class: "unseen" }, ` (${label("opensPage")})`),
  );

/** A second tap within the blink of a double click does nothing. */
function once(action: () => void): () => void {
  let last = -Infinity;
  return () => {
    const now = performance.now();
    if (now - last < 350) return;
    last = now;
    action();
  };
}
