/** What the figures count and what they leave out, in a few sentences. */
import type { Ledger, NoSale } from "#core/exports/figures.ts";
import { html, type SafeHtml } from "#core/values/html.ts";
import { type Formats, moneyFormats } from "./formats.ts";
import type { ReportFacts, Shown } from "./report-facts.ts";
import type { Words } from "./words.ts";

const reasons: readonly NoSale[] = [
  "refused",
  "awaiting payment",
  "pending",
  "cancelled",
  "expired",
  "otherwise unpaid",
  "paid without a time",
];

/** The box at the end of the first page. */
export function countNotes(facts: ReportFacts, { ledger, tests }: Shown, words: Words, formats: Formats): SafeHtml {
  const sentences = [
    words.counting,
    ...leftOut(ledger, words, formats),
    ...testSentences(facts, tests, words, formats),
    ...oddities(ledger, words, formats),
    ...(facts.figures.others > 0 ? [words.notOrders(facts.figures.others, formats.count(facts.figures.others))] : []),
    ...(ledger.currencies.size > 1 ? [words.notAddedUp] : []),
    ...facts.problems,
  ];
  return html`<section class="counted together"><h3>${words.counted}</h3>
<ul>${sentences.map((sentence) => html`<li>${sentence}</li>`)}</ul>
</section>
`;
}

function leftOut({ leftOut }: Ledger, words: Words, formats: Formats): readonly string[] {
  const parts = reasons.flatMap((reason) => {
    const count = leftOut.get(reason) ?? 0;
    return count === 0 ? [] : [words.noSale[reason](count, formats.count(count))];
  });
  return parts.length === 0 ? [] : [words.leftOut(parts.join(", "))];
}

function testSentences(
  { figures }: ReportFacts,
  tests: Shown["tests"],
  words: Words,
  formats: Formats,
): readonly string[] {
  const { seen } = figures.test;
  if (tests === "left out") return [words.testsLeftOut(seen, formats.count(seen))];
  return tests === "included" ? [words.testsIncluded(seen, formats.count(seen))] : [];
}

function oddities(ledger: Ledger, words: Words, formats: Formats): readonly string[] {
  const counted = (["unreadable", "paidDifferently", "paidTwice", "toReview"] as const).flatMap((what) =>
    ledger[what] === 0 ? [] : [words[what](ledger[what], formats.count(ledger[what]))],
  );
  const due = [...ledger.currencies].flatMap(([currency, { refundsDue, refundsDueAmount }]) => {
    if (refundsDue === 0) return [];
    const amount = moneyFormats(formats.locale, currency).exact(refundsDueAmount);
    return [words.refundsDue(refundsDue, formats.count(refundsDue), amount)];
  });
  return [...counted, ...due];
}
