/** 3-D Secure: the bank's question whether it is the card's holder who pays. */
import { sum } from "./figures.ts";
import { type Html, html } from "./html.ts";
import { layout } from "./layout.ts";
import { pageHeader } from "./order-summary.ts";
import type { PageContent } from "./page-content.ts";

/** Two buttons: approve or refuse. */
export function challengePage(
  content: Pick<PageContent, "account" | "session" | "language" | "words">,
  last4: string,
): Html {
  const { account, session, language, words } = content;
  const seller = session.branding_settings?.display_name ?? account.sellerName;
  const text = words.challengeText.replace("{seller}", seller).replace("{last4}", last4);
  const body = html`${pageHeader(content)}
<h1>${sum(session.amount_total, session.currency, language)}</h1>
<section class="panel"><h2>${words.challengeTitle}</h2><p>${text}</p>
<form method="post" action="/c/pay/${session.id}/challenge">
<button type="submit" name="proof" value="complete">${words.approve}</button>
<button type="submit" name="proof" value="fail" class="plain">${words.refuse}</button>
</form></section>`;
  return layout({ language, title: words.challengeTitle, body });
}
