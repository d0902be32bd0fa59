/** Makes rows of items; runs in the threads that read them. */
import type { MakeRows } from "#adapters/exports/reading.ts";
import { cellTexts } from "#core/exports/cell-texts.ts";
import type { View } from "#core/exports/column.ts";
import { csvWriter } from "#core/exports/csv.ts";
import type { Item } from "#core/exports/item.ts";
import { itemJson, orderJson, rowJson } from "#core/exports/json-rows.ts";
import { localClock } from "#core/exports/local-clock.ts";
import { packingSlip } from "#core/exports/packing-slip.ts";
import { orderChooser, rowChooser, standingOf } from "#core/exports/selection.ts";
import { sheetWriter } from "#core/exports/sheet-rows.ts";
import { TextBytes } from "#core/exports/text-bytes.ts";
import { type MadeRows, noCounts, type Rows } from "./made-rows.ts";
import { type RowPlan, viewOfPlan } from "./row-plan.ts";

/** Rows by a plan: called once in each thread. */
export async function makeRows(plan: RowPlan): Promise<MakeRows<MadeRows>> {
  const view = viewOfPlan(plan);
  const rows = await rowsOf(plan, view);
  const isChosen = plan.view === "raw" ? () => true : orderChooser(plan.selection);
  const isWanted = rowChooser(plan.selection, view);
  const counts = noCounts();
  const isLeftOut = (item: Item): boolean => {
    const standing = plan.view === "raw" ? "order" : standingOf(item);
    counts[standing] += 1;
    return (
      standing === "no order" ||
      (standing === "test" && plan.selection.testOrders !== true) ||
      (standing === "refused" && plan.selection.refusals !== true)
    );
  };
  const surplus = new Set<string>();
  const taken = (): MadeRows => {
    const made = { ...rows.taken(), counts: { ...counts }, surplus: [...surplus] };
    Object.assign(counts, noCounts());
    surplus.clear();
    return made;
  };
  const make = (items: readonly Item[]): MadeRows | undefined => {
    const wanted: Item[] = [];
    for (const item of items) {
      if (isLeftOut(item) || !isChosen(item)) continue;
      let isAny = false;
      for (const row of view.rowsOf(item)) {
        if (!isWanted(row)) continue;
        isAny = true;
        for (const name of view.surplusOf(row)) surplus.add(name);
        wanted.push(row);
      }
      if (isAny) counts.chosen += 1;
    }
    rows.add(wanted);
    return rows.areMany() ? taken() : undefined;
  };
  return Object.assign(make, { rest: taken });
}

/** What only one format needs is not loaded for the others. */
async function rowsOf(plan: RowPlan, view: View): Promise<Rows> {
  if (plan.format !== "parquet") return textRows(plan, view);
  const { parquetRows } = await import("./parquet-rows.ts");
  return parquetRows(plan, view);
}

/** Bytes of text that are handed over at once. */
const batchSize = 256 * 1024;

function textRows(plan: RowPlan, view: View): Rows {
  const { write, takeCut } = rowWriter(plan, view);
  const text = new TextBytes();
  let ends: number[] = [];
  let times: number[] = [];
  return {
    add(more) {
      for (const row of more) {
        write(row, text);
        ends.push(text.end);
        times.push(view.timeOf(row) ?? Number.NaN);
      }
    },
    areMany: () => text.end >= batchSize,
    taken() {
      const rows = ends.length;
      const made = { bytes: text.take(), ends: Uint32Array.from(ends), times: Float64Array.from(times), rows };
      ends = [];
      times = [];
      return takeCut === undefined ? made : { ...made, cut: takeCut() };
    },
  };
}

interface RowWriter {
  /** Adds one row; what holds the rows together is the format's own. */
  readonly write: (row: Item, to: TextBytes) => void;
  readonly takeCut?: () => number;
}

function rowWriter(plan: RowPlan, view: View): RowWriter {
  const clock = localClock(plan.timeZone);
  switch (plan.format) {
    case "csv":
      return csvWriter(view, plan.dialect, clock);
    case "xlsx": {
      const { row, takeCut } = sheetWriter(view, plan.people, clock);
      return { write: (each, to) => to.text(row(each)), takeCut };
    }
    case "table": {
      const cells = cellTexts(view, plan.people, clock);
      return { write: (row, to) => to.text(`${JSON.stringify(cells(row))}\n`) };
    }
    case "json":
    case "jsonl": {
      const json = jsonWriter(plan, view);
      return { write: (row, to) => to.text(`${json(row)}\n`) };
    }
    case "html":
      return { write: (order, to) => to.text(packingSlip(order, plan)) };
    case "parquet":
      throw new RangeError("Parquet has no text");
  }
}

function jsonWriter({ view: name, timeZone }: RowPlan, view: View): (row: Item) => string {
  const clock = localClock(timeZone);
  if (name === "raw") return itemJson;
  return name === "orders" ? orderJson(clock) : rowJson(view, clock);
}
