/** One pass over an export: reads its items, makes rows of them on all cores, and writes them. */

import { type Decimals, widest } from "#adapters/exports/parquet-columns.ts";
import { readChanges } from "#adapters/exports/read-changes.ts";
import { readPresentRows } from "#adapters/exports/read-present.ts";
import type { Reading } from "#adapters/exports/reading.ts";
import { CannotDo } from "#cli/command.ts";
import type { OutFile } from "#cli/formats/out-file.ts";
import type { RowFormat } from "#cli/formats/row-format.ts";
import type { Progress } from "#cli/progress.ts";
import type { ItemChange } from "#core/exports/found-export.ts";
import { Item } from "#core/exports/item.ts";
import type { ExportPlace } from "#ports/export-place.ts";
import { arranger } from "./arrange-rows.ts";
import { type Counts, type MadeRows, noCounts } from "./made-rows.ts";
import { makeRows } from "./make-rows.ts";
import { attributesFor, type RowPlan } from "./row-plan.ts";

export interface Pass {
  readonly place: ExportPlace;
  readonly plan: RowPlan;
  readonly out: OutFile;
  readonly format: RowFormat;
  readonly lenient: boolean;
  readonly threads: number | undefined;
  readonly progress: Progress;
  /** Each change instead of what became of all of them. */
  readonly changes?: boolean;
}

export interface PassResult {
  readonly counts: Counts;
  readonly rows: number;
  readonly bytes: number;
  readonly isSorted: boolean;
  /** What has no column: nothing was written of it, so the pass was for nothing. */
  readonly surplus: readonly string[];
  /** Amounts that need other decimals than those of the plan: the pass was for nothing. */
  readonly needs: Decimals | undefined;
  /** Values that no column of Parquet could hold. */
  readonly misfits: number;
  /** Texts that no cell of Excel could hold as a whole. */
  readonly cut: number;
  readonly reading: Reading<MadeRows>;
}

/** Columns beside the promised ones; a sheet of Excel has 16,384 in all. */
const mostColumns = 4000;
const tooWide = `There are more than ${mostColumns} different attributes, too many for columns: choose jsonl, which needs none.`;

/** Reads and writes; once something is found that has no column, it reads on to find all of it, and writes no more. */
export async function writeRows(pass: Pass): Promise<PassResult> {
  const { plan, format } = pass;
  const counts = noCounts();
  const total = { rows: 0, bytes: 0 };
  const surplus = new Set<string>();
  const rows = arranger();
  let misfits = 0;
  let cut = 0;
  let needs: Decimals | undefined;
  const reading = await startReading(pass, () => total.rows);
  await format.begin();
  for await (const made of reading.batches) {
    addCounts(counts, made.counts);
    total.rows += made.rows;
    total.bytes += made.bytes.length;
    addSurplus(surplus, plan, made);
    misfits += made.group?.misfits ?? 0;
    cut += made.cut ?? 0;
    needs = widest(needs, made.group?.needs);
    if (surplus.size > 0 || needs !== undefined) continue;
    // Rows of Parquet stand in groups, which cannot be put into an order any more.
    for (const block of made.group === undefined ? rows.add(made) : [made]) await format.add(block);
  }
  const { rest, isSorted } = rows.end();
  if (surplus.size === 0 && needs === undefined) {
    for (const block of rest) await format.add(block);
    await format.end();
  }
  return { counts, ...total, isSorted, misfits, cut, needs, surplus: [...surplus], reading };
}

async function startReading(
  { place, plan, lenient, threads, progress, changes = false }: Pass,
  rows: () => number,
): Promise<Reading<MadeRows>> {
  const { since } = plan.selection;
  const attributes = attributesFor(plan);
  const options = {
    lenient,
    ...(attributes && { attributes }),
    ...(since !== undefined && { since }),
    ...(threads !== undefined && { threads }),
    ...(plan.view !== "raw" && { keyNames: ["orderId"] }),
    onProgress: ({ bytesRead, bytesTotal }: { readonly bytesRead: number; readonly bytesTotal: number }) =>
      progress.at(bytesRead, bytesTotal, `${rows().toLocaleString("en")} rows from ${place.name}`),
  };
  if (changes) {
    const reading = await readChanges(place, options);
    return { ...reading, batches: rowsOfChanges(reading.batches, plan) };
  }
  const maker = { module: import.meta.resolve("./make-rows.ts"), name: "makeRows", options: plan };
  return await readPresentRows<MadeRows>(place, maker, options);
}

async function* rowsOfChanges(batches: AsyncIterable<readonly ItemChange[]>, plan: RowPlan): AsyncGenerator<MadeRows> {
  const make = await makeRows(plan);
  const isNested = plan.format === "json" || plan.format === "jsonl";
  for await (const batch of batches) {
    const rows = make(batch.map((change) => (isNested ? nestedChange : flatChange)(change)));
    if (rows !== undefined) yield rows;
  }
  if (make.rest) yield make.rest();
}

/** The change as it is: what the item was, and what it became. */
function nestedChange(change: ItemChange): Item {
  const { keys, oldImage, newImage } = change;
  return Item.of({ ...told(change), keys, oldImage, newImage });
}

/** What the item became, or the key of one that is gone; what is told of the change stands under names of its own. */
function flatChange(change: ItemChange): Item {
  let item = change.newImage ?? change.keys;
  for (const [name, value] of Object.entries(told(change))) item = item.with(name, value);
  return item;
}

function told({ oldImage, newImage, writtenAtMicros }: ItemChange): Readonly<Record<string, string>> {
  const change = newImage === undefined ? "removed" : oldImage === undefined ? "written" : "changed";
  return { "(change)": change, "(writtenAt)": new Date(writtenAtMicros / 1000).toISOString() };
}

function addSurplus(surplus: Set<string>, plan: RowPlan, made: MadeRows): void {
  if (hasColumns(plan)) for (const name of made.surplus) surplus.add(name);
  if (surplus.size > mostColumns) throw new CannotDo(tooWide);
}

/** JSON has all attributes in each row; a terminal shows the promised columns only. */
const hasColumns = ({ format, view }: RowPlan): boolean =>
  format === "table"
    ? view === "raw"
    : !(format === "html" || ((format === "json" || format === "jsonl") && (view === "orders" || view === "raw")));

function addCounts(counts: Counts, more: Counts): void {
  for (const key of ["order", "test", "refused", "no order", "chosen"] as const) counts[key] += more[key];
}
