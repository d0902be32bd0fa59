/** `npx comptoir report`: a shop's figures from its exports, as one page for the accountant and for breakfast. */
import { openPlace } from "#adapters/exports/open-place.ts";
import { readPresentRows } from "#adapters/exports/read-present.ts";
import type { Reading } from "#adapters/exports/reading.ts";
import { CannotDo, type Command } from "#cli/command.ts";
import { openOut } from "#cli/formats/out-file.ts";
import { progressOf } from "#cli/progress.ts";
import { say, type Terminal } from "#cli/terminal.ts";
import { type Figures, mergeFigures, noFigures } from "#core/exports/figures.ts";
import { type FoundExport, sentence } from "#core/exports/found-export.ts";
import { type Instant, instant } from "#core/values/instant.ts";
import type { ExportPlace } from "#ports/export-place.ts";
import { wantedAttributes } from "./make-figures.ts";
import { type ReportRequest, readReportRequest } from "./read-report-request.ts";
import { shownLedger } from "./report-facts.ts";
import { reportPage } from "./report-page.ts";

const usage = `npx comptoir report WHERE [options]

  WHERE              a folder or s3://bucket/prefix with DynamoDB exports of the Orders table;
                     a full one and its increments are merged into the present state

One page that needs neither network nor script and prints on A4: revenue by day, week and month, orders, average
basket, refunds, tax by rate, best sellers, sources, payment methods, hours; tables behind every chart.

  --since DAY        what was paid or refunded on this day or later: 2026-11-01, today, yesterday, 7d
  --until DAY        on this day or earlier (a moment with its time: before it)
  --page ID          of this Facebook Page
  --test-orders      those paid with test money too
  -o, --out FILE     report.html unless said; written beside and renamed; - is the output
  --lang LANG        fr or en; the shop's language unless said
  --time-zone ZONE   Europe/Paris; the shop's unless said
  --lenient          go on without what is damaged, and tell how much was left out
  --threads N        how many threads read
  --progress         tell the progress although nobody watches

  npx comptoir report ./exports
  npx comptoir report s3://shop-exports/orders --since 2026-01-01 --lang en --out 2026.html`;

export const report: Command = {
  usage,
  async run(args, terminal) {
    const now = instant(Date.now());
    await writeReport(readReportRequest(args, terminal, now), terminal, now);
  },
};

/** Reads, adds up and writes. Throws CannotDo, a PlaceProblem or an ExportProblem; no file is left half written. */
export async function writeReport(request: ReportRequest, terminal: Terminal, now: Instant): Promise<void> {
  const { where, plan, locale, testOrders, shopName } = request;
  const place = await openPlace(where);
  const out = await openOut(request.out, terminal);
  try {
    const { figures, reading } = await gather(place, request, terminal);
    assertOrders(place, figures, reading.exports, request.lenient);
    const problems = problemsOf(reading);
    const { timeZone, since, until } = plan;
    const end = endOf(reading.exports, figures, { until, now });
    const page = reportPage({
      figures,
      locale,
      timeZone,
      shopName,
      end,
      now,
      since,
      until,
      testOrders,
      problems,
      where: place.name,
    });
    await out.write(Buffer.from(page));
    await out.commit();
    for (const line of [...summary(request, figures), ...reading.warnings.map(sentence), ...problems])
      say(terminal, line);
  } catch (error) {
    await out.abandon();
    throw error;
  }
}

async function gather(
  place: ExportPlace,
  { plan, lenient, threads, progress: isAsked }: ReportRequest,
  terminal: Terminal,
): Promise<{ figures: Figures; reading: Reading<Figures> }> {
  const progress = progressOf(terminal, isAsked);
  const figures = noFigures();
  const maker = { module: import.meta.resolve("./make-figures.ts"), name: "makeFigures", options: plan };
  try {
    const reading = await readPresentRows<Figures>(place, maker, {
      attributes: { only: wantedAttributes },
      keyNames: ["orderId"],
      inOrder: false,
      lenient,
      ...(plan.since !== undefined && { since: plan.since }),
      ...(threads !== undefined && { threads }),
      onProgress: ({ bytesRead, bytesTotal }) => progress.at(bytesRead, bytesTotal, `adding up ${place.name}`),
    });
    for await (const part of reading.batches) mergeFigures(figures, part);
    return { figures, reading };
  } finally {
    progress.clear();
  }
}

/** Without `--lenient` an export of orders holds nothing else; an empty one makes a report that says so. */
function assertOrders(place: ExportPlace, figures: Figures, exports: readonly FoundExport[], lenient: boolean): void {
  const { others, live, test } = figures;
  if (others === 0) return;
  const isAnyOrder = live.seen + test.seen + live.leftOut.size + test.leftOut.size > 0;
  if (!isAnyOrder) {
    const table = exports[0]?.table ?? "";
    throw new CannotDo(`${place.name}: no item of the table ${table} has an orderId, so this is no orders table.`);
  }
  if (lenient) return;
  throw new CannotDo(
    `${place.name}: ${others} of its items have no orderId, their key, so they are no orders. --lenient leaves them out.`,
  );
}

/** When the figures end: where the period does, else when the newest export was made. */
function endOf(
  exports: readonly FoundExport[],
  { latest }: Figures,
  { until, now }: { readonly until: Instant | undefined; readonly now: Instant },
): Instant {
  const newest = Math.max(...exports.map((one) => (one.kind === "full" ? one.exportTime : one.to)), latest ?? 0);
  const made = newest === 0 ? now : Math.min(newest, now);
  return instant(until === undefined ? made : Math.min(until, made));
}

function problemsOf({ findings, leftOut }: Reading<Figures>): readonly string[] {
  if (leftOut.findings === 0) return [];
  const more = leftOut.findings - Math.min(findings.length, 20);
  return [...findings.slice(0, 20).map(sentence), ...(more > 0 ? [`… ${more.toLocaleString("en")} more.`] : [])];
}

function summary(request: ReportRequest, figures: Figures): readonly string[] {
  const { ledger, tests } = shownLedger({ figures, testOrders: request.testOrders });
  const paid = [...ledger.currencies.values()].reduce(
    (sum, { hours }) => sum + [...hours.values()].reduce((orders, takings) => orders + takings.orders, 0),
    0,
  );
  const { seen } = figures.test;
  return [
    `${count(paid, "paid order")}${request.out === "-" ? "" : `: ${request.out}`}`,
    ...(tests === "left out"
      ? [`Left out: ${count(seen, "test order")}, paid with test money. --test-orders includes them.`]
      : []),
    ...(tests === "all there is"
      ? ["All orders of this export are test orders, paid with test money, so they are included."]
      : []),
  ];
}

const count = (number: number, noun: string): string =>
  `${number.toLocaleString("en")} ${noun}${number === 1 ? "" : "s"}`;
