/** Charts as SVG text, drawn without a browser; plain enough to be printed and read in black and white. */
import { type BarSeriesOption, type EChartsOption, init } from "echarts/dist/echarts.esm.min";
import { html, type SafeHtml, trustedHtml } from "#core/values/html.ts";

export interface ChartSize {
  readonly width: number;
  readonly height: number;
}

export interface Bars {
  readonly name: string;
  readonly values: readonly number[];
  readonly color: "sales" | "refunds";
}

export interface ColumnChart {
  /** What it shows, for those who do not see it. */
  readonly title: string;
  readonly labels: readonly string[];
  /** One above the other; refunds as negative values below the line. */
  readonly bars: readonly Bars[];
  /** How the axis writes a value. */
  readonly write: (value: number) => string;
  /** The values are counts: the axis has whole numbers only. */
  readonly isWhole?: boolean;
}

export interface RankChart {
  readonly title: string;
  /** The largest first. */
  readonly rows: readonly { readonly label: string; readonly value: number; readonly text: string }[];
}

/** Upright bars along time. */
export function columnChart(chart: ColumnChart, size: ChartSize): SafeHtml {
  const several = chart.bars.length > 1;
  return draw(chart.title, size, {
    grid: {
      left: 4,
      right: Math.max(10, overhang(chart.labels, size.width)),
      top: several ? 34 : 14,
      bottom: 4,
      outerBounds: { left: 4, right: 0, top: 0, bottom: 4 },
      outerBoundsContain: "axisLabel",
    },
    ...(several && {
      legend: {
        top: 0,
        right: 0,
        itemWidth: 12,
        itemHeight: 12,
        textStyle: { color: ink, fontSize },
        selectedMode: false,
      },
    }),
    xAxis: {
      type: "category",
      data: [...chart.labels],
      axisTick: { show: false },
      axisLine: { lineStyle: { color: line }, onZero: true },
      axisLabel: { color: soft, fontSize, hideOverlap: true },
    },
    yAxis: {
      type: "value",
      splitNumber: 4,
      ...(chart.isWhole === true && { minInterval: 1 }),
      axisLabel: { color: soft, fontSize, formatter: chart.write },
      splitLine: { lineStyle: { color: line } },
    },
    series: chart.bars.map(
      ({ name, values, color }): BarSeriesOption => ({
        ...quiet,
        name,
        stack: "all",
        data: [...values],
        itemStyle: { color: colors[color] },
        barMaxWidth: 34,
        barCategoryGap: values.length > 40 ? "15%" : "30%",
      }),
    ),
  });
}

/** How far the widest label would stand out on the right, if it were the last bar's: letters are 7 pixels wide at most. */
function overhang(labels: readonly string[], width: number): number {
  const longest = labels.reduce((most, { length }) => Math.max(most, length), 0);
  const bar = (width - roomForAxis) / Math.max(1, labels.length);
  return Math.ceil(longest * 3.5 - bar / 2) + 2;
}

/** What the values at the left take. */
const roomForAxis = 70;

/** Lying bars by size, each with its figure. */
export const rankChart =
  (chart: RankChart) =>
  (width: number): SafeHtml => {
    const rows = chart.rows.toReversed();
    return draw(
      chart.title,
      { width, height: 16 + rows.length * 30 },
      {
        grid: { left: 4, right: 70, top: 4, bottom: 4, outerBoundsMode: "same", outerBoundsContain: "axisLabel" },
        xAxis: { type: "value", show: false, min: 0 },
        yAxis: {
          type: "category",
          data: rows.map(({ label }) => label),
          axisTick: { show: false },
          axisLine: { show: false },
          axisLabel: { color: ink, fontSize, width: Math.round(width * 0.42), overflow: "truncate", ellipsis: "…" },
        },
        series: [
          {
            ...quiet,
            data: rows.map(({ value, text }) => ({ value, label: { formatter: text.replaceAll(/[{}|]/g, " ") } })),
            itemStyle: { color: colors.sales },
            barMaxWidth: 18,
            label: { show: true, position: "right", color: ink, fontSize },
          },
        ],
      },
    );
  };

const fontSize = 13;
const ink = "#1d2523";
const soft = "#5b6663";
const line = "#dde2df";
const colors = { sales: "#1f6f66", refunds: "#c0673a" } as const;

/** Nothing answers to the pointer: there is no script to do so. */
const quiet = { type: "bar", silent: true, cursor: "default", emphasis: { disabled: true } } as const;

function draw(title: string, size: ChartSize, option: EChartsOption): SafeHtml {
  const chart = init(null, null, { renderer: "svg", ssr: true, ...size });
  chart.setOption({ animation: false, textStyle: { fontFamily: "inherit" }, ...option });
  const drawn = chart.renderToSVGString();
  chart.dispose();
  const inner = drawn
    .replace(/^<svg [^>]*>/, "")
    .replace(/<style\s*>[^]*?<\/style>/g, "")
    .replace(/<\/svg>\s*$/, "")
    .replaceAll(/ (?:class|pointer-events|ecmeta_\w+)="[^"]*"/g, "")
    .replaceAll("\n", "");
  return html`<svg viewBox="0 0 ${size.width} ${size.height}" role="img" aria-label="${title}"><title>${title}</title>${trustedHtml(inner)}</svg>`;
}
