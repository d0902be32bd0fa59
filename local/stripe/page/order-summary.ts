/** The upper part of the payment page: who sells, what, and for how much. */
import { estimate, sum } from "./figures.ts";
import { type Html, html } from "./html.ts";
import type { PageContent } from "./page-content.ts";

/** Back arrow, seller and the mark of test mode. */
export function pageHeader({ account, session, words }: Pick<PageContent, "account" | "session" | "words">): Html {
  const back =
    session.cancel_url === null
      ? null
      : html`<a href="${session.cancel_url}" aria-label="${words.back}"><svg width="20" height="20" viewBox="0 0 20 20" aria-hidden="true"><path d="M12.5 4 6.5 10l6 6" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"/></svg></a>`;
  const seller = session.branding_settings?.display_name ?? account.sellerName;
  const badge = account.livemode ? null : html`<span class="badge">${words.testMode}</span>`;
  return html`<header>${back}<strong>${seller}</strong>${badge}</header>`;
}

/** Lines, delivery and total. */
export function orderSummary({ session, secrets, language, words }: PageContent): Html {
  const money = (amount: number): string => sum(amount, session.currency, language);
  const lines = secrets.lineItems.map(({ description, quantity, amount_total: amount, price }) => {
    const each = (quantity ?? 1) > 1 ? html`<small>${quantity} × ${money(price.unit_amount ?? 0)}</small>` : null;
    return html`<li><span>${description}${each}</span><span>${money(amount)}</span></li>`;
  });
  const [rate] = secrets.shippingRates;
  const shipping = session.shipping_cost?.amount_total ?? 0;
  const shippingName = secrets.shippingRates.length === 1 ? rate?.display_name : null;
  const note = rate === undefined || secrets.shippingRates.length > 1 ? "" : estimate(rate, words);
  const details = [shippingName, note].filter(Boolean).join(" · ");
  const delivery =
    rate === undefined
      ? null
      : html`<li><span>${words.delivery}<small>${details}</small></span><span id="shipping">${shipping === 0 ? words.free : money(shipping)}</span></li>`;
  return html`<h1><span class="unseen">${words.total}</span> <span id="amount">${money(session.amount_total)}</span></h1>
<section class="panel" aria-label="${words.total}"><ul class="lines">${lines}${delivery}
<li class="sum"><span>${words.total}</span><span id="total">${money(session.amount_total)}</span></li></ul></section>`;
}
