/** `npx comptoir orders read`: the orders of an export, as a merchant, an accountant, a carrier or a program wants them. */
import { openPlace } from "#adapters/exports/open-place.ts";
import { widest } from "#adapters/exports/parquet-columns.ts";
import { CannotDo, type Command } from "#cli/command.ts";
import { openOut } from "#cli/formats/out-file.ts";
import { progressOf } from "#cli/progress.ts";
import { say, type Terminal } from "#cli/terminal.ts";
import { ExportProblem } from "#core/exports/found-export.ts";
import { instant } from "#core/values/instant.ts";
import type { ExportPlace } from "#ports/export-place.ts";
import { formatOf } from "./file-formats.ts";
import { readRequest } from "./read-request.ts";
import type { RowPlan } from "./row-plan.ts";
import { summary } from "./summary.ts";
import { type PassResult, writeRows } from "./write-rows.ts";
import type { ReadRequest } from "./writing.ts";

const usage = `npx comptoir orders read WHERE [options]

  WHERE              a folder or s3://bucket/prefix with DynamoDB exports of the Orders table;
                     a full one and its increments are merged into the present state

Which orders
  --since DAY        placed on this day or later: 2026-11-01, today, yesterday, 7d, 2026-11-01T08:00:00Z
  --until DAY        placed on this day or earlier (a moment with its time: before it)
  --status LIST      awaiting-payment, to-ship, partly-shipped, shipped, delivered, returned, cancelled, expired;
                     unpaid, pending, paid, partly-refunded, refunded
  --page ID          of this Facebook Page
  --sku SKU          with this article
  --test-orders      those paid with test money too
  --refused          those too that were never made: sold out, price changed

Which rows
  --lines            one for each line instead of each order
  --for accountant   one for each movement of money at its own date: sale, refund, fee
  --for carrier      what is paid and to be shipped, with addresses and weights
  --for packing      packing slips to print, as a page

How
  --format FORMAT    table, csv, json, jsonl, parquet, xlsx; without it what FILE ends with, else a table
  -o, --out FILE     written beside and renamed: it is whole, or not there; - is the output
  --dialect DIALECT  of CSV: international, excel (UTF-8 mark, CRLF), fr (; and decimal comma, for Excel in French)
  --lang LANG        fr or en: headings and words for people; the shop's language unless said
  --time-zone ZONE   Europe/Paris; the shop's unless said
  --lenient          go on without what is damaged, and tell how much was left out
  --threads N        how many threads read
  --progress         tell the progress although nobody watches

  npx comptoir orders read ./exports --since 2026-11-01 --out november.xlsx
  npx comptoir orders read s3://shop-exports/orders --for accountant --out november.csv --dialect fr
  npx comptoir orders read ./exports --for packing --out slips.html`;

export const readOrders: Command = {
  usage,
  async run(args, terminal) {
    await readAs(readRequest(args, terminal, instant(Date.now())), terminal);
  },
};

/** Reads, and once more where the first pass shows that more columns or the test orders are needed. */
export async function readAs(request: ReadRequest, terminal: Terminal): Promise<void> {
  const place = await openPlace(request.where);
  let plan = request.plan;
  for (;;) {
    const { result, next } = await pass(place, plan, request, terminal);
    if (next === undefined) {
      for (const line of summary(request, plan, result)) say(terminal, line);
      return;
    }
    plan = next;
  }
}

/** One pass; its file appears only if it was the last one. */
async function pass(
  place: ExportPlace,
  plan: RowPlan,
  request: ReadRequest,
  terminal: Terminal,
): Promise<{ readonly result: PassResult; readonly next: RowPlan | undefined }> {
  const out = await openOut(request.out, terminal);
  const progress = progressOf(terminal, request.progress);
  try {
    const format = await formatOf(plan, out, { terminal, file: request.out });
    const { lenient, threads, changes = false } = request;
    const result = await writeRows({ place, plan, out, format, lenient, threads, progress, changes });
    assertOrders(place, plan, result, lenient);
    const next = replanned(plan, result);
    progress.clear();
    await (next === undefined ? out.commit() : out.abandon());
    return { result, next };
  } catch (error) {
    progress.clear();
    await out.abandon();
    throw plan.view === "raw" ? error : hinted(error, request.where);
  }
}

/** Who reads another table as orders is told how to read it. */
function hinted(error: unknown, where: string): unknown {
  if (!(error instanceof ExportProblem) || !error.message.includes("without its key orderId")) return error;
  const hint = `If this is no orders table: npx comptoir export read --raw ${where} reads any.`;
  return new CannotDo(`${error.message} ${hint}`, { cause: error });
}

/** What a merchant asked for is there: items, and all of them orders. */
function assertOrders(place: ExportPlace, { view, selection }: RowPlan, result: PassResult, lenient: boolean): void {
  const { counts, reading } = result;
  const promised = reading.exports.reduce((sum, one) => sum + one.itemCount, 0);
  if (promised === 0 && selection.since === undefined && !lenient) {
    throw new CannotDo(`${place.name}: the export is empty, its manifest says 0 items. Is it of the right table?`);
  }
  const strangers = counts["no order"];
  if (view === "raw" || strangers === 0) return;
  const table = reading.exports[0]?.table ?? "";
  if (counts.order + counts.test + counts.refused === 0) {
    throw new CannotDo(
      `${place.name}: no item of the table ${table} has an orderId, so this is no orders table. npx comptoir export read --raw ${place.name} reads any table.`,
    );
  }
  if (lenient) return;
  throw new CannotDo(
    `${place.name}: ${strangers} of its items have no orderId, their key, so they are no orders. --lenient leaves them out; npx comptoir export read --raw ${place.name} shows them.`,
  );
}

/** The plan of another pass; undefined where this one has everything. */
function replanned(plan: RowPlan, { counts, surplus, needs }: PassResult): RowPlan | undefined {
  const hasOnlyTests =
    counts.order === 0 && counts.test > 0 && plan.selection.testOrders !== true && plan.view !== "raw";
  if (surplus.length === 0 && needs === undefined && !hasOnlyTests) return undefined;
  return {
    ...plan,
    decimals: widest(plan.decimals, needs) ?? plan.decimals,
    surplus: [...new Set([...plan.surplus, ...surplus])].sort(),
    selection: hasOnlyTests ? { ...plan.selection, testOrders: true } : plan.selection,
  };
}
