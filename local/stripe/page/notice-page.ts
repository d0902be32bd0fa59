/** What stands at the address of a session that cannot be paid: done, expired, or never there. */
import type { StoredSession } from "../account/stored.ts";
import { type Html, html } from "./html.ts";
import { layout } from "./layout.ts";
import { successUrl } from "./page-content.ts";
import type { PageLanguage, PageWords } from "./wording.ts";

/** A sentence and the way back to the shop, where there is one. */
export function noticePage(
  kind: "complete" | "expired" | "unknown",
  { language, words }: { language: PageLanguage; words: PageWords },
  session?: StoredSession,
): Html {
  const title = words[`${kind}Title`];
  const back = session === undefined ? null : kind === "complete" ? successUrl(session) : session.cancel_url;
  const way = back === null ? null : html`<p><a class="button" href="${back}">${words.toShop}</a></p>`;
  const body = html`<h1 class="notice">${title}</h1><p>${words[`${kind}Text`]}</p>${way}`;
  return layout({ language, title, body });
}
