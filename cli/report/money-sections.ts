/** The period's figures in one look, and the tax by rate. */
import type { CurrencyFigures } from "#core/exports/figures.ts";
import { inAll } from "#core/exports/figures-by-time.ts";
import { html, type SafeHtml } from "#core/values/html.ts";
import { averageOf, netOf, netTaxOf } from "./formats.ts";
import type { Telling } from "./glance-cards.ts";
import { table } from "./table.ts";

/** Orders, gross, refunds, net, tax, basket; fees where the export knows them. */
export function figuresSection({ hours }: CurrencyFigures, { words, formats, money }: Telling): SafeHtml {
  const all = inAll(hours);
  const basket = averageOf(all);
  const { figures, hints } = words;
  const rows: readonly (readonly [name: string, value: string, hint: string])[] = [
    [figures.gross, money.exact(all.gross), hints.gross],
    [figures.refunds, money.exact(all.refunded), hints.refunds],
    [figures.net, money.exact(netOf(all)), hints.net],
    [figures.orders, formats.count(all.orders), ""],
    [figures.basket, basket === undefined ? "–" : money.exact(basket), hints.basket],
    [figures.tax, money.exact(netTaxOf(all)), hints.tax],
    ...(all.fees === 0
      ? []
      : ([
          [figures.fees, money.exact(all.fees), hints.fees],
          [figures.left, money.exact(netOf(all) - all.fees), ""],
        ] as const)),
  ];
  return html`<section class="period together"><h3>${figures.heading}</h3>
<dl class="figures${rows.length > 6 ? " four" : ""}">
${rows.map(([name, value, hint]) => html`<div><dt>${name}</dt><dd>${value}</dd>${hint && html`<dd class="hint">${hint}</dd>`}</div>\n`)}</dl>
</section>
`;
}

/** Sales and refunds at each rate of tax. */
export function taxSection({ taxes }: CurrencyFigures, telling: Telling): SafeHtml | undefined {
  const { words, money } = telling;
  if (taxes.size === 0) return undefined;
  const { columns } = words;
  const sums = [...taxes].sort(([one], [other]) => one.localeCompare(other, "en", { numeric: true }));
  const total = { base: 0, tax: 0, baseBack: 0, taxBack: 0 };
  for (const [, part] of sums) {
    total.base += part.base;
    total.tax += part.tax;
    total.baseBack += part.baseBack;
    total.taxBack += part.taxBack;
  }
  const cells = ({ base, tax, baseBack, taxBack }: typeof total): readonly string[] => [
    money.exact(base - baseBack),
    money.exact(tax),
    money.orNothing(taxBack),
    money.exact(tax - taxBack),
  ];
  return html`<section class="taxes together"><h3>${words.taxes}</h3><p class="hint">${words.taxHint}</p>
<div class="scroll" tabindex="0">${table({
    caption: words.taxes,
    hasHeading: true,
    columns: [
      { label: columns.rate, kind: "text" },
      ...[columns.base, columns.taxOnSales, columns.taxOnRefunds, columns.taxDue].map((label) => ({
        label,
        kind: "number" as const,
      })),
    ],
    rows: sums.map(([rate, part]) => [rateName(rate, telling), ...cells(part)]),
    total: [columns.total, ...cells(total)],
  })}</div>
</section>
`;
}

/** `FR 5.5` as "France, 5.5%". */
function rateName(rate: string, { words, formats }: Telling): string {
  const [country, percent] = / /.test(rate) ? rate.split(" ") : ["", rate];
  if (percent === undefined || percent === "") return words.unknownRate;
  const written = formats.rate(Number(percent));
  return country === undefined || country === "" ? written : `${formats.country(country)}, ${written}`;
}
