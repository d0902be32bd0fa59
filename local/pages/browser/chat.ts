/** The chat page: wires the conversation, the composer, the in-app browser and the merchant's list together. */
import "./without-eval.ts";
import { type ShopperCalls, shopperCalls } from "./api.ts";
import { composer } from "./composer.ts";
import { byId } from "./element.ts";
import { followEvents } from "./follow-events.ts";
import { icon } from "./icons.ts";
import { chooseLanguage, label, language, writeLabels } from "./labels.ts";
import { merchantView } from "./merchant.ts";
import { inAppBrowser } from "./overlay.ts";
import { shopFacts } from "./shop-facts.ts";
import { becomeSomeoneElse, currentShopper, newShopperId, onShopperChange } from "./shopper.ts";
import { tabs } from "./tabs.ts";
import { type Thread, threadView } from "./thread.ts";
import { readThreadItem, type ThreadItem } from "./thread-item.ts";
import { reasonOf, toast } from "./toast.ts";
import { initial, welcomeScreen } from "./welcome.ts";

writeLabels();
for (const avatar of document.querySelectorAll(".chat-head .avatar")) avatar.textContent = initial();
byId("chat").setAttribute("aria-label", label("chatRegion"));
byId("scroll").setAttribute("aria-label", label("conversationLog"));

let calls: ShopperCalls = shopperCalls(currentShopper());
const browser = inAppBrowser();
const showWelcome = welcomeScreen(() =>
  told(calls.tap({ payload: shopFacts.getStarted, title: label("getStarted"), as: "get-started" })),
);

const thread = threadView(
  {
    tap: (payload, title, ofMid) =>
      void told(calls.tap({ payload, title, as: "postback", ...about(ofMid) })).catch(nothing),
    reply: (reply, ofMid) =>
      told(calls.tap({ payload: reply.payload, title: reply.title, as: "quick-reply", ...about(ofMid) })),
    openPage: (url, title, height) => browser.open(url, title, height),
  },
  showWelcome,
);

const words = composer({
  send: (text) => told(calls.text(text)),
  attach: (type) => void told(calls.attachment(type)).catch(nothing),
});

const page = tabs();
merchantView(page, (text) => {
  page.show("chat");
  words.write(text);
});

let stopFollowing = followShopper(calls, thread);

function meetAgain(psid: string): void {
  stopFollowing();
  browser.close();
  thread.clear();
  calls = shopperCalls(psid);
  stopFollowing = followShopper(calls, thread);
}

byId("new-shopper").prepend(icon("newPerson"));
byId("new-shopper").title = label("newShopperHint");
byId("new-shopper").addEventListener("click", () => {
  if (new URLSearchParams(location.search).has("shopper")) location.search = `?shopper=${newShopperId()}`;
  else meetAgain(becomeSomeoneElse());
  page.show("chat");
});
onShopperChange(() => meetAgain(currentShopper()));

const second = byId("second-shopper");
second.title = label("secondShopperHint");
second.setAttribute("href", "/");
second.addEventListener("click", () => second.setAttribute("href", `/?shopper=${newShopperId()}`));

for (const button of document.querySelectorAll<HTMLElement>("[data-language]")) {
  const choice = button.dataset["language"] === "fr" ? "fr" : "en";
  button.setAttribute("aria-pressed", String(choice === language));
  button.addEventListener("click", () => chooseLanguage(choice));
}
document.querySelector(".languages")?.setAttribute("aria-label", label("languages"));

/** Draws the conversation and keeps it in step; what arrives while the whole is fetched waits for it. */
function followShopper(calls: ShopperCalls, thread: Thread): () => void {
  let waiting: ThreadItem[] | undefined = [];
  let stopped = false;
  const connection = byId("connection");
  const fetchWhole = async (): Promise<void> => {
    waiting = [];
    try {
      const items = await calls.thread();
      if (stopped) return;
      thread.showWhole(items);
      for (const item of waiting) thread.add(item);
    } catch (error) {
      if (!stopped) toast(reasonOf(error));
    }
    waiting = undefined;
  };
  const stop = followEvents(calls.eventsUrl, ["message"], {
    onOpen() {
      connection.hidden = true;
      void fetchWhole();
    },
    onBreak() {
      connection.textContent = label("reconnecting");
      connection.hidden = false;
    },
    onEvent(_name, data) {
      const item = readThreadItem(data);
      if (item === undefined) return;
      if (waiting) waiting.push(item);
      else thread.add(item);
    },
  });
  return () => {
    stopped = true;
    stop();
  };
}

/** Says what went wrong and passes it on. */
async function told(sending: Promise<void>): Promise<void> {
  try {
    await sending;
  } catch (error) {
    toast(`${label("notSent")}${label("colon")} ${reasonOf(error)}`);
    throw error;
  }
}

const about = (mid: string | undefined): { ofMid?: string } => (mid === undefined ? {} : { ofMid: mid });
const nothing = (): void => undefined;
