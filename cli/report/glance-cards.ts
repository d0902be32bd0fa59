/** The cards on top: yesterday, the week and the month so far, each against the time before. */
import type { Takings } from "#core/exports/figures.ts";
import { type Compared, type Glance, type GlanceTimes, glances } from "#core/exports/glances.ts";
import { html, type SafeHtml } from "#core/values/html.ts";
import { averageOf, type Formats, type MoneyFormats } from "./formats.ts";
import type { Words } from "./words.ts";

export interface Telling {
  readonly words: Words;
  readonly formats: Formats;
  readonly money: MoneyFormats;
}

/** Three cards for one currency; `isFresh`: the last full day is yesterday. */
export function glanceCards(
  hours: ReadonlyMap<string, Takings>,
  times: GlanceTimes & { readonly isFresh: boolean },
  telling: Telling,
): SafeHtml {
  return html`<div class="glances">
${glances(hours, times).map((glance) => card(glance, times.isFresh, telling))}</div>`;
}

function card(glance: Glance, isFresh: boolean, { words, formats, money }: Telling): SafeHtml {
  const { takings, kind, from, to } = glance;
  const name = kind === "day" && !isFresh ? words.lastDay : words.glances[kind];
  const when = kind === "day" ? formats.longDay(from) : formats.days(from, to);
  const basket = averageOf(takings);
  const details = [
    words.orders(takings.orders, formats.count(takings.orders)),
    ...(basket === undefined ? [] : [words.basketOf(money.exact(basket))]),
    ...(takings.refunded === 0 ? [] : [words.refundsOf(money.exact(takings.refunded))]),
  ];
  const before = glance.before.map((compared) => comparison(compared, takings, { words, formats, money }));
  return html`<article class="glance">
<h3>${name}</h3><p class="when">${when}</p>
<p class="money">${money.exact(takings.gross)}</p>
<p class="hint">${details.join(" · ")}</p>
<ul>${before.length > 0 ? before : html`<li>${words.nothingBefore}</li>`}</ul>
</article>
`;
}

/** More or less than before in percent; from nothing there is no percentage. */
function comparison(compared: Compared, { gross }: Takings, { words, formats, money }: Telling): SafeHtml {
  const before = compared.takings.gross;
  const change = before === 0 ? "–" : formats.change((gross - before) / before);
  return html`<li><b>${change}</b> <span>${words.before[compared.kind]}${words.colon}${money.exact(before)}</span></li>`;
}
