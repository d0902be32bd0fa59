/** Revenue along time: by day, by ISO week, month by month; a chart each, and the tables behind them. */
import type { Takings } from "#core/exports/figures.ts";
import { byDay, byMonth, byWeek, type Course, inAll } from "#core/exports/figures-by-time.ts";
import { html, type Insert, type SafeHtml } from "#core/values/html.ts";
import { columnChart } from "./charts.ts";
import { netOf, netTaxOf } from "./formats.ts";
import type { Telling } from "./glance-cards.ts";
import { folded, type Table, table } from "./table.ts";

type Hours = ReadonlyMap<string, Takings>;

/** The sections for one currency. */
export function courseSections(hours: Hours, telling: Telling): readonly SafeHtml[] {
  const months = byMonth(hours);
  return [daySection(hours, telling), weekSection(hours, telling), monthSection(months, hours, telling)];
}

/** More bars than these say nothing on paper. */
const mostDays = 92;
const mostWeeks = 106;

function daySection(hours: Hours, telling: Telling): SafeHtml {
  const { words, formats } = telling;
  const days = byDay(hours);
  const drawn = days.slice(-mostDays);
  const part = drawn.length < days.length ? words.lastDays(mostDays, formats.count(mostDays)) : undefined;
  const chart = courseChart({ name: words.days, part, course: drawn, label: formats.shortDay }, telling);
  const months = byMonth(hours).flatMap(({ start }) => monthOfDays(start, days, telling) ?? []);
  return html`<section class="days">
<div class="together"><h3>${words.days}${part && html` <span class="soft">· ${part}</span>`}</h3>
${chart}</div>
${folded(words.eachDay, [html`<p class="hint">${words.daysWithout}</p>`, html`<div class="by-month" tabindex="0">${months}</div>`])}
</section>
`;
}

function monthOfDays(month: string, days: Course, { words, formats, money }: Telling): SafeHtml | undefined {
  const rows = days.filter(({ start, takings }) => start.startsWith(month.slice(0, 7)) && isMoved(takings));
  if (rows.length === 0) return undefined;
  const { columns } = words;
  const cells = (name: Insert, takings: Takings): readonly Insert[] => [
    name,
    formats.count(takings.orders),
    money.orNothing(takings.gross),
    money.orNothing(takings.refunded),
    money.exact(netOf(takings)),
  ];
  return table({
    caption: formats.month(month),
    columns: [
      { label: columns.day, kind: "text" },
      ...[columns.orders, columns.gross, columns.refunds, columns.net].map((label) => ({
        label,
        kind: "number" as const,
      })),
    ],
    rows: rows.map(({ start, takings }) => cells(formats.dayOfMonth(start), takings)),
    total: cells(columns.total, inAll(asHours(rows))),
  });
}

function weekSection(hours: Hours, telling: Telling): SafeHtml {
  const { words, formats } = telling;
  const weeks = byWeek(hours);
  const drawn = weeks.slice(-mostWeeks);
  const part = drawn.length < weeks.length ? words.lastWeeks(mostWeeks, formats.count(mostWeeks)) : undefined;
  // Over more than a year a day without its year says too little.
  const label = drawn.length > 54 ? formats.shortMonth : formats.shortDay;
  const chart = courseChart({ name: words.weeks, part, course: drawn, label }, telling);
  const rows = table({
    ...moneyTable(words.weeks, words.columns.week, telling),
    rows: weeks.map(({ start, takings }) => moneyCells(formats.week(start), takings, telling)),
    total: moneyCells(words.columns.total, inAll(hours), telling),
  });
  return html`<section class="weeks">
<div class="together"><h3>${words.weeks}${part && html` <span class="soft">· ${part}</span>`}</h3>
${chart}</div>
${folded(words.eachWeek, html`<div class="scroll" tabindex="0">${rows}</div>`)}
</section>
`;
}

function monthSection(months: Course, hours: Hours, telling: Telling): SafeHtml {
  const { words, formats } = telling;
  const rows = table({
    ...moneyTable(words.months, words.columns.month, telling),
    rows: months.map(({ start, takings }) => moneyCells(formats.month(start), takings, telling)),
    total: moneyCells(words.columns.total, inAll(hours), telling),
  });
  return html`<section class="months">
<h3>${words.months}</h3>
<div class="scroll" tabindex="0">${rows}</div>
</section>
`;
}

interface Drawn {
  readonly name: string;
  readonly part: string | undefined;
  readonly course: Course;
  readonly label: (start: string) => string;
}

/** Once for wide screens and paper, once for a phone: letters keep their size. */
function courseChart({ name, part, course, label }: Drawn, { words, formats, money }: Telling): SafeHtml {
  const top = course.reduce((best, each) => (each.takings.gross > best.takings.gross ? each : best));
  const [first] = course;
  const span = first ? formats.days(first.start, course.at(-1)?.start ?? first.start) : "";
  const highest = words.highest(money.exact(top.takings.gross), label(top.start));
  const isRefunded = course.some(({ takings }) => takings.refunded > 0);
  const units = (amount: number): number => money.units(amount);
  const chart = {
    title: [name, part, span, highest].filter((each) => each !== undefined).join(" · "),
    labels: course.map(({ start }) => label(start)),
    bars: [
      { name: words.columns.gross, values: course.map(({ takings }) => units(takings.gross)), color: "sales" as const },
      ...(isRefunded
        ? [
            {
              name: words.columns.refunds,
              values: course.map(({ takings }) => -units(takings.refunded)),
              color: "refunds" as const,
            },
          ]
        : []),
    ],
    write: (value: number) => money.axis(value),
  };
  return html`<figure class="wide">${columnChart(chart, { width: 920, height: 280 })}</figure>
<figure class="narrow">${columnChart(chart, { width: 360, height: 230 })}</figure>`;
}

function moneyTable(
  caption: string,
  first: string,
  { words }: Telling,
): Pick<Table, "caption" | "hasHeading" | "columns"> {
  const { columns } = words;
  const numbers = [columns.orders, columns.gross, columns.refunds, columns.net, columns.tax];
  return {
    caption,
    hasHeading: true,
    columns: [{ label: first, kind: "text" }, ...numbers.map((label) => ({ label, kind: "number" as const }))],
  };
}

const moneyCells = (name: Insert, takings: Takings, { formats, money }: Telling): readonly Insert[] => [
  name,
  formats.count(takings.orders),
  money.orNothing(takings.gross),
  money.orNothing(takings.refunded),
  money.exact(netOf(takings)),
  money.exact(netTaxOf(takings)),
];

const isMoved = ({ orders, gross, refunds, fees }: Takings): boolean =>
  orders > 0 || gross > 0 || refunds > 0 || fees > 0;

const asHours = (course: Course): Hours => new Map(course.map(({ start, takings }) => [start, takings]));
