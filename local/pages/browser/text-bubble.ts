/** Words in a bubble: line breaks kept, web addresses tappable, a few emoji alone drawn large. */
import { element, pressable } from "./element.ts";

const address = /https?:\/\/[^\s<>"]+[^\s<>".,;:!?)\]}'»]/g;

/** A bubble; `openPage` is called with an address that is tapped. */
export function textBubble(text: string, openPage: (url: string) => void): HTMLElement {
  const bubble = element("div", { class: isFewEmoji(text) ? "bubble jumbo" : "bubble", dir: "auto" });
  let from = 0;
  for (const match of text.matchAll(address)) {
    bubble.append(text.slice(from, match.index));
    bubble.append(pressable({ class: "text-link" }, () => openPage(match[0]), match[0]));
    from = match.index + match[0].length;
  }
  bubble.append(text.slice(from));
  return bubble;
}

function isFewEmoji(text: string): boolean {
  const trimmed = text.trim();
  if (trimmed === "" || trimmed.length > 40) return false;
  const signs = [...new Intl.Segmenter().segment(trimmed)];
  return (
    signs.length <= 3 && signs.every(({ segment }) => /\p{Extended_Pictographic}|\p{Regional_Indicator}/u.test(segment))
  );
}
