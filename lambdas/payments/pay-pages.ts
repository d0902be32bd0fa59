/** The small pages around paying, in the shop's look and the order's language: what happened, and the way on. */
import { htmlPage, type PageAnswer } from "#adapters/web/page.ts";
import type { Words } from "#core/conversation/wording.ts";
import type { Order } from "#core/orders/order.ts";
import type { Shop } from "#core/shop/shop.ts";
import { html, type SafeHtml } from "#core/values/html.ts";
import type { PayToken } from "#core/values/ids.ts";
import { formatTime, fromIso } from "#core/values/instant.ts";
import type { Locale } from "#core/values/locale.ts";
import { formatMoney } from "#core/values/money.ts";

/** The shop whose look a page has, and where its conversations are. */
export interface PageFrame {
  readonly shop: Shop;
  readonly words: Readonly<Record<Locale, Words>>;
  readonly messengerLinkUrl: string;
}

export type PayScene =
  | "paid"
  | "pending"
  | "checking"
  | "review"
  | "back"
  | "expired"
  | "cancelled"
  | "refunded"
  | "unavailable";

/** An expired order is gone (410), a failing partner is worth another try (503); all else is as it should be. */
const statusCodes: Readonly<Record<PayScene, number>> = {
  paid: 200,
  pending: 200,
  checking: 200,
  review: 200,
  back: 200,
  expired: 410,
  cancelled: 410,
  refunded: 410,
  unavailable: 503,
};

/** What an order that cannot be paid has to say for itself. */
export function sceneOf(order: Order): PayScene {
  switch (order.paymentStatus) {
    case "paid":
      if (order.refunds !== undefined) return "refunded";
      return order.review === undefined ? "paid" : "review";
    case "pending":
      return "pending";
    case "partly-refunded":
    case "refunded":
      return "refunded";
    case "unpaid":
      return order.status === "cancelled" ? "cancelled" : "expired";
  }
}

/** The page of a scene; `refresh` is where it looks again by itself, and after how many seconds. */
export function payPage(
  frame: PageFrame,
  scene: PayScene,
  subject: { readonly order: Order; readonly token: PayToken; readonly refresh?: string },
): PageAnswer {
  const { order, token, refresh } = subject;
  const words = frame.words[order.locale];
  const title = words(`pay.${scene}-title`);
  return htmlPage({
    lang: order.locale,
    title,
    shopName: frame.shop.settings.seller.name,
    statusCode: statusCodes[scene],
    headers: {
      ...(refresh !== undefined && { refresh }),
      ...(scene === "unavailable" && { "retry-after": "60" }),
    },
    body: html`<h1>${title}</h1>
<p role="status">${storyOf(frame, scene, order)}</p>
${wayOn(scene, words, `/pay/${token}`)}
${toConversation(frame, order.pageId, words, scene === "back" || scene === "unavailable")}
${scene === "back" ? html`<p class="soft">${words("pay.browser")}</p>` : ""}`,
  });
}

/** What happened, in one or two sentences. */
function storyOf(frame: PageFrame, scene: PayScene, order: Order): string {
  const words = frame.words[order.locale];
  const total = formatMoney({ amount: order.total, currency: order.currency }, order.locale);
  const until = formatTime(fromIso(order.payBy), order.locale, frame.shop.settings.timeZone);
  const particulars = { order: order.orderId, total, until };
  return scene === "unavailable" ? words("pay.unavailable") : words(`pay.${scene}`, particulars);
}

/** The page of a link that opens no order. */
export const unknownPage = (frame: PageFrame, lang: Locale): PageAnswer => plainPage(frame, lang, "unknown", 404);

/** What is said while not even the order can be read. */
export function laterPage(frame: PageFrame, lang: Locale): PageAnswer {
  const page = plainPage(frame, lang, "later", 503);
  return { ...page, headers: { ...page.headers, "retry-after": "60" } };
}

/** What a link preview is shown: nothing of the order. */
export const previewPage = (frame: PageFrame, lang: Locale): PageAnswer => plainPage(frame, lang, "preview", 200);

function plainPage(
  frame: PageFrame,
  lang: Locale,
  scene: "unknown" | "later" | "preview",
  statusCode: number,
): PageAnswer {
  const [pageId] = frame.shop.settings.pages;
  const words = frame.words[lang];
  return htmlPage({
    lang,
    title: words(`pay.${scene}-title`),
    shopName: frame.shop.settings.seller.name,
    statusCode,
    body: html`<h1>${words(`pay.${scene}-title`)}</h1>
<p>${words(`pay.${scene}`)}</p>
${pageId === undefined || scene === "preview" ? "" : toConversation(frame, pageId, words, false)}`,
  });
}

function wayOn(scene: PayScene, words: Words, payPath: string): SafeHtml | undefined {
  if (scene !== "back" && scene !== "unavailable") return undefined;
  return html`<p><a class="button" href="${payPath}">${words(scene === "back" ? "pay.resume" : "pay.retry")}</a></p>`;
}

const toConversation = (frame: PageFrame, pageId: string, words: Words, isSecond: boolean): SafeHtml =>
  html`<p><a class="button${isSecond ? " second" : ""}" href="${frame.messengerLinkUrl}/${pageId}">${words("pay.to-conversation")}</a></p>`;
