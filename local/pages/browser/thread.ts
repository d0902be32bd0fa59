/** The conversation as a growing list: bubbles, times between them, the typing mark, the offered answers. */
import { drawItem } from "./draw-message.ts";
import { byId, element } from "./element.ts";
import { formatMoment } from "./formats.ts";
import { icon } from "./icons.ts";
import { label } from "./labels.ts";
import type { ChatActions } from "./message-buttons.ts";
import { quickReplies } from "./quick-replies.ts";
import { type ScrollKeeper, scrollKeeper } from "./scroll-keeper.ts";
import type { QuickReply, ThreadItem } from "./thread-item.ts";
import { typingMark } from "./typing-mark.ts";

export interface ThreadActions extends ChatActions {
  reply(reply: QuickReply, ofMid: string | undefined): Promise<void>;
}

export interface Thread {
  /** The whole conversation, as it stands now: what is new is added, and all is drawn again if it is another one. */
  showWhole(items: readonly ThreadItem[]): void;
  /** One more item; an item shown before is not shown twice. */
  add(item: ThreadItem): void;
  clear(): void;
}

/** A pause after which the time is written between two messages. */
const pause = 10 * 60_000;

/** `onEmpty` is told whether nothing was said yet. */
export function threadView(actions: ThreadActions, onEmpty: (empty: boolean) => void): Thread {
  const log = byId("thread");
  const replies = quickReplies();
  const setTyping = typingMark();
  const keeper = keepScrolled(log);
  log.setAttribute("aria-label", label("conversationLog"));
  let shown: ThreadItem[] = [];

  function append(item: ThreadItem): void {
    const before = shown.at(-1);
    shown.push(item);
    if (item.from === "page") setTyping(false);
    if (before === undefined || item.at.getTime() - before.at.getTime() > pause)
      log.append(element("p", { class: "moment" }, formatMoment(item.at)));
    log.append(drawTurn(item, actions));
    const offered = item.from === "page" ? (item.message?.quick_replies ?? []) : [];
    replies.offer(offered, (reply) => actions.reply(reply, item.mid));
  }

  function clear(): void {
    shown = [];
    log.replaceChildren();
    replies.offer([], () => Promise.resolve());
    setTyping(false);
  }

  return {
    clear,
    add(item) {
      if (item.from === "typing") {
        setTyping(item.on !== false);
        return;
      }
      if (item.seq <= (shown.at(-1)?.seq ?? 0)) return;
      append(item);
      onEmpty(false);
      if (item.from === "shopper") keeper.toEnd("gliding");
      else keeper.added();
    },
    showWhole(items) {
      if (!continues(shown, items)) clear();
      const first = shown.length === 0;
      const last = shown.at(-1)?.seq ?? 0;
      const added = items.filter((item) => item.seq > last);
      // A screen reader shall not read out a whole conversation because the page was opened.
      log.setAttribute("aria-live", first ? "off" : "polite");
      for (const item of added) append(item);
      log.setAttribute("aria-live", "polite");
      onEmpty(shown.length === 0);
      if (first) keeper.toEnd("at-once");
      else if (added.length > 0) keeper.added();
    },
  };
}

function keepScrolled(log: HTMLElement): ScrollKeeper {
  const jump = byId("jump");
  const keeper = scrollKeeper(byId("scroll"), log.parentElement ?? log, (away) => {
    jump.hidden = !away;
  });
  jump.append(icon("down"), label("newMessages"));
  jump.addEventListener("click", () => keeper.toEnd("gliding"));
  return keeper;
}

function drawTurn(item: ThreadItem, actions: ThreadActions): HTMLElement {
  const turn = element("div", { class: `turn from-${item.from}`, title: formatMoment(item.at) });
  turn.append(element("span", { class: "unseen" }, `${label(item.from === "shopper" ? "you" : "shop")}: `));
  turn.append(...drawItem(item, actions));
  return turn;
}

/** Whether the conversation is the one already shown, with nothing lost: a fresh start of the stand-in begins anew. */
function continues(shown: readonly ThreadItem[], items: readonly ThreadItem[]): boolean {
  const last = shown.at(-1);
  if (last === undefined) return true;
  const same = items.find((item) => item.seq === last.seq);
  return same !== undefined && same.at.getTime() === last.at.getTime() && same.from === last.from;
}
