/** The answers offered under the last message; they vanish with the next one. */
import { byId, element, pressable } from "./element.ts";
import { label } from "./labels.ts";
import type { QuickReply } from "./thread-item.ts";

export interface QuickReplies {
  /** Offers these instead of any before; none hides the row. */
  offer(replies: readonly QuickReply[], choose: (reply: QuickReply) => Promise<void>): void;
}

/** The row of answers. It goes at the tap, and comes back when the answer could not be sent. */
export function quickReplies(): QuickReplies {
  const row = byId("quick-replies");
  row.setAttribute("aria-label", label("quickReplies"));
  return {
    offer(replies, choose) {
      const chips = replies.map((reply) => {
        const chip = pressable({ class: "chip" }, () => {
          row.hidden = true;
          choose(reply).catch(() => {
            if (chip.isConnected) row.hidden = false;
          });
        });
        if (reply.image_url) chip.append(element("img", { src: reply.image_url, alt: "", class: "chip-picture" }));
        chip.append(reply.title);
        return chip;
      });
      row.replaceChildren(...chips);
      row.hidden = chips.length === 0;
    },
  };
}
