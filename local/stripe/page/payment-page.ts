/** The payment page of an open session. */
import { sum } from "./figures.ts";
import { type Html, html } from "./html.ts";
import { layout } from "./layout.ts";
import { orderSummary, pageHeader } from "./order-summary.ts";
import type { PageContent } from "./page-content.ts";
import { pageScript } from "./page-script.ts";
import { addressFields, contactFields, meansFields, shippingChoices, termsField } from "./payment-fields.ts";
import { testHint } from "./test-hint.ts";

/** Shows the order and the form; with `entered`, what was typed is still there, card details excepted. */
export function paymentPage(content: PageContent): Html {
  const { account, session, secrets, language, words } = content;
  const only = session.payment_method_types.length === 1 ? `only-${session.payment_method_types[0]}` : "";
  const text = session.custom_text;
  const alert =
    content.alert === undefined
      ? null
      : html`<p class="alert" role="alert" tabindex="-1" id="alert">${content.alert}</p>`;
  const body = html`<div id="page">${pageHeader(content)}
<div class="columns"><div>${orderSummary(content)}</div>
<form method="post" action="/c/pay/${session.id}" class="${only}" novalidate>
${alert}
${account.livemode ? null : testHint(words, html`<button type="button" class="link" id="fill" hidden>${words.fill}</button>`)}
${contactFields(content)}
${session.shipping_address_collection === null ? null : addressFields(content)}
${note(text.shipping_address?.message)}
${secrets.shippingRates.length > 1 ? shippingChoices(content) : null}
${session.amount_total === 0 ? null : meansFields(content)}
${session.consent_collection?.terms_of_service === "required" ? termsField(content) : null}
${note(text.submit?.message)}
<button type="submit" data-working="${words.working}">${payLabel(content)}</button>
${note(text.after_submit?.message)}
</form></div></div>
<div id="broken" hidden>${pageHeader(content)}<h1 class="notice">${words.brokenTitle}</h1><p>${words.brokenText}</p></div>`;
  const fragment = content.entered === undefined ? secrets.fragment : null;
  const script = pageScript({ fragment, currency: session.currency, language, free: words.free });
  const title = `${words.pay} ${sum(session.amount_total, session.currency, language)}`;
  return layout({ language, title, body, script });
}

function payLabel({ session, language, words }: PageContent): Html {
  const amount = html`<span id="pay-amount">${sum(session.amount_total, session.currency, language)}</span>`;
  if (session.amount_total === 0) return html`${words.confirm}`;
  if (session.submit_type === "book") return html`${words.book} ${amount}`;
  return session.submit_type === "donate" ? html`${words.donate} ${amount}` : html`${words.pay} ${amount}`;
}

function note(message: string | undefined): Html | null {
  return message === undefined ? null : html`<p class="note">${message}</p>`;
}
