/** What sold best, where orders came from, how they were paid: the largest first, in a chart and a table. */
import { type BoundedSums, type Share, trim } from "#core/exports/bounded-sums.ts";
import { type CurrencyFigures, mostNames } from "#core/exports/figures.ts";
import { html, type Insert, type SafeHtml } from "#core/values/html.ts";
import { rankChart } from "./charts.ts";
import type { Telling } from "./glance-cards.ts";
import { folded, table } from "./table.ts";

const shownArticles = 50;
const shownSources = 30;
/** Bars of a chart. */
const drawnArticles = 10;
const drawnSources = 8;

const byPieces = (one: Share, other: Share): number => other.pieces - one.pieces || other.amount - one.amount;
const byAmount = (one: Share, other: Share): number => other.amount - one.amount || other.orders - one.orders;

/** Best sellers by pieces. */
export function sellerSection({ articles }: CurrencyFigures, telling: Telling): SafeHtml | undefined {
  const { words, formats, money } = telling;
  const { largest, rest } = ranking(
    articles,
    { compare: byPieces, most: shownArticles, limit: mostNames.articles },
    telling,
  );
  if (largest.length === 0) return undefined;
  const named = largest.map(({ key, share }) => ({ sku: key, share, title: titleOf(key, share, formats.locale) }));
  const cells = (name: Insert, { pieces, amount }: Share): readonly Insert[] => [
    name,
    formats.count(pieces),
    money.exact(amount),
  ];
  const rows = [
    ...named.map(({ sku, share, title }) =>
      cells(title === sku ? sku : html`${title} <span class="soft">${sku}</span>`, share),
    ),
    ...rest.map(({ name, share }) => cells(name, share)),
  ];
  const chart = rankChart({
    title: words.sellers,
    rows: named.slice(0, drawnArticles).map(({ title, share: { pieces } }) => ({
      label: title,
      value: pieces,
      text: formats.count(pieces),
    })),
  });
  const { columns } = words;
  return html`<section class="sellers">
<div class="together"><h3>${words.sellers}</h3><p class="hint">${words.sellersHint}</p>
<figure class="wide">${chart(820)}</figure><figure class="narrow">${chart(360)}</figure></div>
${folded(
  words.allArticles,
  table({
    caption: words.sellers,
    hasHeading: true,
    columns: [
      { label: columns.article, kind: "text" },
      { label: columns.pieces, kind: "number" },
      { label: columns.gross, kind: "number" },
    ],
    rows,
  }),
)}
</section>
`;
}

/** Where the orders came from. */
export function sourceSection({ sources }: CurrencyFigures, telling: Telling): SafeHtml {
  const { words } = telling;
  const name = (key: string): string => sourceName(key, telling);
  const labels = { className: "sources", heading: words.sources, column: words.columns.source };
  return shareSection(sources, { ...labels, name, most: shownSources, limit: mostNames.sources }, telling);
}

/** How they were paid. */
export function methodSection({ methods }: CurrencyFigures, telling: Telling): SafeHtml {
  const { words } = telling;
  const name = (key: string): string => (key === "" ? words.noMethod : key);
  const labels = { className: "methods", heading: words.methods, column: words.columns.method };
  return shareSection(methods, { ...labels, name, most: shownSources, limit: mostNames.methods }, telling);
}

interface ShareLabels {
  readonly className: string;
  readonly heading: string;
  readonly column: string;
  readonly name: (key: string) => string;
  readonly most: number;
  readonly limit: number;
}

function shareSection(sums: BoundedSums, labels: ShareLabels, telling: Telling): SafeHtml {
  const { words, formats, money } = telling;
  const { largest, rest } = ranking(sums, { compare: byAmount, most: labels.most, limit: labels.limit }, telling);
  const shown = [...largest.map(({ key, share }) => ({ name: labels.name(key), share })), ...rest];
  const whole = shown.reduce((sum, { share }) => sum + share.amount, 0);
  const part = (amount: number): string => formats.percent(whole === 0 ? 0 : amount / whole);
  const chart = rankChart({
    title: labels.heading,
    rows: shown.slice(0, drawnSources).map(({ name, share: { amount } }) => ({
      label: name,
      value: money.units(amount),
      text: part(amount),
    })),
  });
  const { columns } = words;
  return html`<section class="${labels.className}">
<div class="together"><h3>${labels.heading}</h3>
<figure>${chart(420)}</figure></div>
${folded(
  words.table,
  table({
    caption: labels.heading,
    hasHeading: true,
    columns: [
      { label: labels.column, kind: "text" },
      { label: columns.orders, kind: "number" },
      { label: columns.gross, kind: "number" },
      { label: columns.share, kind: "number" },
    ],
    rows: shown.map(({ name, share: { orders, amount } }) => [
      name,
      formats.count(orders),
      money.exact(amount),
      part(amount),
    ]),
  }),
  labels.heading,
)}
</section>
`;
}

interface RankingOptions {
  readonly compare: (one: Share, other: Share) => number;
  /** Names that are shown. */
  readonly most: number;
  /** Names that the sums keep apart. */
  readonly limit: number;
}

interface Ranking {
  readonly largest: readonly { readonly key: string; readonly share: Share }[];
  /** One row for the names that are not shown, one for those that are not kept apart; each only where there are any. */
  readonly rest: readonly { readonly name: string; readonly share: Share }[];
}

function ranking(sums: BoundedSums, { compare, most, limit }: RankingOptions, { words, formats }: Telling): Ranking {
  trim(sums);
  const all = [...sums.kept]
    .sort(([a, one], [b, other]) => compare(one, other) || (a < b ? -1 : 1))
    .map(([key, share]) => ({ key, share }));
  const hidden = all.slice(most);
  const rest = [];
  if (hidden.length > 0)
    rest.push({ name: words.others(hidden.length, formats.count(hidden.length)), share: sumOf(hidden) });
  if (sums.others) rest.push({ name: words.tooMany(formats.count(limit)), share: sums.others });
  return { largest: all.slice(0, most), rest };
}

/** In the report's language where the article was sold in it. */
function titleOf(sku: string, { titles }: Share, locale: string): string {
  const title = titles?.get(locale) ?? [...(titles?.values() ?? [])].sort((one, other) => other.at - one.at)[0];
  return title === undefined || title.text === "" ? sku : title.text;
}

/** `link newsletter` as "Link · newsletter". */
function sourceName(key: string, { words }: Telling): string {
  if (key === "") return words.noSource;
  const [kind = "", ...which] = key.split(" ");
  const known: Readonly<Record<string, string>> = words.sourceKinds;
  const lower = kind.toLowerCase();
  const name = Object.hasOwn(known, lower) ? known[lower] : kind;
  return [name, which.join(" ")].filter((part) => part !== "").join(" · ");
}

function sumOf(named: readonly { readonly share: Share }[]): Share {
  const sum = { orders: 0, pieces: 0, amount: 0 };
  for (const { share } of named) {
    sum.orders += share.orders;
    sum.pieces += share.pieces;
    sum.amount += share.amount;
  }
  return sum;
}
