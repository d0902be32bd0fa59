/** The in-app browser: a page that slides over the chat, and goes when it is closed or leads back to the chat itself. */
import { z } from "zod";
import { call } from "./api.ts";
import { backMessage } from "./back-message.ts";
import { byId, element, pressable } from "./element.ts";
import { icon } from "./icons.ts";
import { label } from "./labels.ts";

export interface Overlay {
  /** Opens a page over the chat instead of any other; anything but a web address is refused with a sentence. */
  open(url: string, title: string, height?: string): void;
  close(): void;
}

const wayBack = z.object({ type: z.literal(backMessage) });

/** The overlay of the chat. */
export function inAppBrowser(): Overlay {
  const phone = byId("chat");
  const behind = byId("chat-body");
  let panel: HTMLElement | undefined;
  let frame: HTMLIFrameElement | undefined;
  let focusedBefore: Element | null = null;

  function close(): void {
    const closing = panel;
    if (closing === undefined) return;
    panel = undefined;
    frame = undefined;
    behind.inert = false;
    closing.classList.add("closing");
    closing.inert = true;
    // An animation that never runs (reduced motion, a hidden tab) must not keep the page there.
    setTimeout(() => closing.remove(), 260);
    if (focusedBefore instanceof HTMLElement && focusedBefore.isConnected) focusedBefore.focus({ preventScroll: true });
  }

  function open(url: string, title: string, height = "full"): void {
    panel?.remove();
    if (panel === undefined) focusedBefore = document.activeElement;
    const address = webAddress(url);
    const body = element("div", { class: "browser-body" }, element("div", { class: "browser-progress" }));
    const sheet = element("div", { class: `browser ${height === "compact" || height === "tall" ? height : "full"}` });
    const drawn = element("div", { class: "browser-layer", role: "dialog", "aria-label": title }, sheet);
    sheet.append(titleBar(title, address, close), body);
    panel = drawn;
    behind.inert = true;
    phone.append(drawn);
    drawn.querySelector("button")?.focus({ preventScroll: true });
    if (address === undefined) {
      showRefusal(body, label("notAnAddress"));
      return;
    }
    frame = pageFrame(address, title);
    frame.addEventListener("load", () => {
      body.classList.add("loaded");
      // Keys pressed in a page of another origin are its own; those of the shop's pages can be heard.
      frame?.contentDocument?.addEventListener("keydown", closeOnEscape);
    });
    body.append(frame);
    void explainIfUnframeable(address, body, () => panel === drawn);
  }

  function closeOnEscape(event: KeyboardEvent): void {
    if (event.key === "Escape" && panel !== undefined) close();
  }

  addEventListener("message", (event) => {
    if (frame === undefined || event.source !== frame.contentWindow || !isOurs(event.origin)) return;
    if (wayBack.safeParse(event.data).success) close();
  });
  document.addEventListener("keydown", closeOnEscape);
  return { open, close };
}

function titleBar(title: string, address: URL | undefined, close: () => void): HTMLElement {
  const words = element("div", { class: "browser-words" }, element("p", { class: "browser-title" }, title));
  words.append(element("p", { class: "browser-host" }, address?.host ?? ""));
  const bar = element("div", { class: "browser-bar" });
  bar.append(
    pressable({ class: "round", "aria-label": label("close"), title: label("close") }, close, icon("close")),
    words,
  );
  if (address) bar.append(tabLink(address, icon("open"), "round"));
  return bar;
}

/** A shop's page has no business with the chat around it: it may not navigate it away. */
function pageFrame(address: URL, title: string): HTMLIFrameElement {
  return element("iframe", {
    src: address.href,
    title,
    sandbox:
      "allow-scripts allow-forms allow-same-origin allow-popups allow-popups-to-escape-sandbox allow-modals allow-downloads",
    allow: "payment; clipboard-write",
  });
}

const frameCheck = z.object({ frameable: z.boolean(), why: z.string().optional() });

async function explainIfUnframeable(address: URL, body: HTMLElement, stillOpen: () => boolean): Promise<void> {
  const answer = await call(`/local/frame-check?url=${encodeURIComponent(address.href)}`).catch(() => undefined);
  const check = frameCheck.safeParse(answer).data;
  if (check === undefined || check.frameable || !stillOpen()) return;
  showRefusal(body, label(check.why === "unreachable" ? "cannotReach" : "cannotFrame"), address);
}

function showRefusal(body: HTMLElement, why: string, address?: URL): void {
  const notice = element("div", { class: "browser-refusal", role: "alert" }, element("p", {}, why));
  if (address) notice.append(tabLink(address, label("openInTab"), "chip"));
  body.replaceChildren(notice);
}

const tabLink = (address: URL, content: Node | string, look: string): HTMLElement =>
  element(
    "a",
    {
      href: address.href,
      target: "_blank",
      rel: "noopener",
      class: look,
      "aria-label": label("openInTab"),
      title: label("openInTab"),
    },
    content,
  );

/** Never `javascript:` or `data:`: the address comes from a message. */
function webAddress(url: string): URL | undefined {
  const parsed = URL.parse(url, location.href);
  return parsed !== null && (parsed.protocol === "http:" || parsed.protocol === "https:") ? parsed : undefined;
}

/** The same server, by whichever name of this machine the page was opened. */
function isOurs(origin: string): boolean {
  const from = URL.parse(origin);
  return (
    from !== null && from.port === location.port && (from.hostname === location.hostname || isLoopback(from.hostname))
  );
}

const isLoopback = (host: string): boolean => host === "localhost" || host === "127.0.0.1" || host === "[::1]";
