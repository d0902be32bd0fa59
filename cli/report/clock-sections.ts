/** When shoppers pay: by hour of the day and by weekday, on the merchant's clock. */
import type { CurrencyFigures, Takings } from "#core/exports/figures.ts";
import { byHourOfDay, byWeekday } from "#core/exports/figures-by-time.ts";
import { html, type SafeHtml } from "#core/values/html.ts";
import { columnChart } from "./charts.ts";
import type { Telling } from "./glance-cards.ts";
import { folded, table } from "./table.ts";

/** Orders by hour of the day. */
export function hourSection({ hours }: CurrencyFigures, telling: Telling): SafeHtml {
  const { words } = telling;
  const sums = byHourOfDay(hours);
  const names = sums.map((_, hour) => words.hourSpan(hour));
  const labels = sums.map((_, hour) => String(hour));
  return clockSection(
    { className: "hours", heading: words.hours, column: words.columns.hour, labels, names, sums },
    telling,
  );
}

/** Orders by weekday, Monday first. */
export function weekdaySection({ hours }: CurrencyFigures, telling: Telling): SafeHtml {
  const { words, formats } = telling;
  const sums = byWeekday(hours);
  const names = sums.map((_, index) => formats.weekday(index));
  const labels = names.map((name) => name.slice(0, 3));
  const { columns, weekdays } = words;
  return clockSection(
    { className: "weekdays", heading: weekdays, column: columns.weekday, labels, names, sums },
    telling,
  );
}

interface Clock {
  readonly className: string;
  readonly heading: string;
  readonly column: string;
  readonly labels: readonly string[];
  readonly names: readonly string[];
  readonly sums: readonly Takings[];
}

function clockSection(clock: Clock, { words, formats, money }: Telling): SafeHtml {
  const { heading, sums, names, labels } = clock;
  const chart = columnChart(
    {
      title: `${heading} · ${words.columns.orders}`,
      labels,
      bars: [{ name: words.columns.orders, values: sums.map(({ orders }) => orders), color: "sales" }],
      write: formats.count,
      isWhole: true,
    },
    { width: 420, height: 220 },
  );
  const all = sums.reduce((sum, { orders }) => sum + orders, 0);
  return html`<section class="${clock.className}">
<div class="together"><h3>${heading}</h3>
<figure>${chart}</figure></div>
${folded(
  words.table,
  table({
    caption: heading,
    hasHeading: true,
    columns: [
      { label: clock.column, kind: "text" },
      { label: words.columns.orders, kind: "number" },
      { label: words.columns.gross, kind: "number" },
      { label: words.columns.share, kind: "number" },
    ],
    rows: sums.flatMap(({ orders, gross }, index) =>
      orders === 0 && gross === 0
        ? []
        : [[names[index], formats.count(orders), money.exact(gross), formats.percent(all === 0 ? 0 : orders / all)]],
    ),
  }),
  heading,
)}
</section>
`;
}
