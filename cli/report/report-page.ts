/** The report as one HTML document: no script, no request, readable on a phone, on paper and by a screen reader. */
import type { CurrencyFigures, Takings } from "#core/exports/figures.ts";
import { noTakings } from "#core/exports/figures.ts";
import { type Day, daysAfter, inAll } from "#core/exports/figures-by-time.ts";
import { localClock } from "#core/exports/local-clock.ts";
import { html, type SafeHtml, trustedHtml } from "#core/values/html.ts";
import { type Instant, instant, toIso } from "#core/values/instant.ts";
import { hourSection, weekdaySection } from "./clock-sections.ts";
import { countNotes } from "./count-notes.ts";
import { courseSections } from "./course-sections.ts";
import { english } from "./english.ts";
import { type Formats, formatsOf, moneyFormats } from "./formats.ts";
import { french } from "./french.ts";
import { glanceCards, type Telling } from "./glance-cards.ts";
import { figuresSection, taxSection } from "./money-sections.ts";
import { type ReportFacts, shownLedger } from "./report-facts.ts";
import { methodSection, sellerSection, sourceSection } from "./share-sections.ts";
import { style } from "./style.ts";
import type { Words } from "./words.ts";

/** The whole document as text. */
export function reportPage(facts: ReportFacts): string {
  const words = facts.locale === "fr" ? french : english;
  const formats = formatsOf(facts.locale);
  const shown = shownLedger(facts);
  const currencies = [...shown.ledger.currencies].sort(
    ([a, one], [b, other]) => inAll(other.hours).orders - inAll(one.hours).orders || (a < b ? -1 : 1),
  );
  const tests = facts.figures.test.seen;
  const notes = countNotes(facts, shown, words, formats);
  const parts = currencies.map(([currency, figures], index) => {
    const telling = { words, formats, money: moneyFormats(facts.locale, currency) };
    const heading = currencies.length > 1 ? html`<h2>${formats.currency(currency)}</h2>` : undefined;
    return [heading, currencyPart(figures, facts, telling, index === 0 ? notes : undefined)];
  });
  const body = html`<header>
${facts.shopName && html`<p class="shop">${facts.shopName}</p>`}
<h1>${words.title}</h1>
<p>${periodOf(facts, formats)} <span class="soft">· ${words.clock(facts.timeZone)}</span></p>
<p class="soft hint">${words.asOf(formats.moment(facts.end, facts.timeZone))}</p>
</header>
<main>
${shown.tests === "all there is" ? html`<p class="alert">${words.onlyTests(tests, formats.count(tests))}</p>` : undefined}
${currencies.length > 0 ? parts : [emptyPart(facts, words), notes]}
</main>
<footer><p>${words.madeFrom(facts.where)}</p></footer>`;
  return document(facts, words, body);
}

function document({ locale, shopName }: ReportFacts, words: Words, body: SafeHtml): string {
  return html`<!doctype html>
<html lang="${locale}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${[words.title, shopName].filter((part) => part !== undefined).join(" · ")}</title>
<style>${trustedHtml(style)}</style>
</head>
<body>
${body}
</body>
</html>
`.markup;
}

function currencyPart(
  figures: CurrencyFigures,
  facts: ReportFacts,
  telling: Telling,
  notes: SafeHtml | undefined,
): SafeHtml {
  const end = wallOf(facts.end, facts.timeZone);
  const times = {
    end,
    firstDay: firstDayOf(facts),
    isFresh: end.slice(0, 10) === wallOf(facts.now, facts.timeZone).slice(0, 10),
  };
  const hours = upTo(figures.hours, lastDayOf(facts));
  return html`<div class="part">
${glanceCards(figures.hours, times, telling)}
${figuresSection(figures, telling)}
${notes}
${courseSections(hours, telling)}
${taxSection(figures, telling)}
${sellerSection(figures, telling)}
<div class="pair">
${sourceSection(figures, telling)}${methodSection(figures, telling)}</div>
<div class="pair">
${hourSection(figures, telling)}${weekdaySection(figures, telling)}</div>
</div>
`;
}

function emptyPart({ since, until, figures }: ReportFacts, words: Words): SafeHtml {
  const isPeriod = (since !== undefined || until !== undefined) && figures.earliest !== undefined;
  return html`<div class="empty"><h2>${isPeriod ? words.emptyPeriod : words.empty}</h2>
${isPeriod ? undefined : html`<p>${words.emptyHint}</p>`}</div>`;
}

/** "1 January – 22 November 2026". */
function periodOf(facts: ReportFacts, formats: Formats): string {
  const last = lastDayOf(facts);
  const first = firstDayOf(facts) ?? last;
  return first >= last ? formats.fullDay(last) : formats.days(first, last);
}

/** From the day asked for, or from the first thing that any order tells of. */
function firstDayOf({ figures, since, timeZone }: ReportFacts): Day | undefined {
  const { earliest } = figures;
  if (earliest === undefined && since === undefined) return undefined;
  const first = Math.max(earliest ?? 0, since ?? 0);
  return wallOf(instant(first), timeZone).slice(0, 10);
}

/** The day that figures end with: at midnight sharp the one before. */
function lastDayOf({ end, timeZone }: ReportFacts): Day {
  const wall = wallOf(end, timeZone);
  const day = wall.slice(0, 10);
  return wall.endsWith("00:00:00") ? daysAfter(day, -1) : day;
}

/** Charts go on to the last day, also when nothing was sold on it. */
function upTo(hours: ReadonlyMap<string, Takings>, lastDay: Day): ReadonlyMap<string, Takings> {
  const hour = `${lastDay} 00`;
  return hours.has(hour) ? hours : new Map([...hours, [hour, noTakings()]]);
}

const wallOf = (at: Instant, timeZone: string): string => localClock(timeZone).wall(toIso(at)) ?? "";
