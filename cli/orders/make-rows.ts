/** Makes rows of items; runs in the threads that read them. */
import type { MakeRows } from "#adapters/exports/reading.ts";
import { cellTexts } from "#core/exports/cell-texts.ts";
import type { View } from "#core/exports/column.ts";
import { csvWriter } from "#core/exports/csv.ts";
import type { Item } from "#core/exports/item.ts";
import { itemJson, orderJson, rowJson } from "#core/exports/json-rows.ts";
import { localClock, timeOf } from "#core/exports/local-clock.ts";
import { orderChooser, rowChooser, type Standing, standingOf } from "#core/exports/selection.ts";
import { sheetWriter } from "#core/exports/sheet-rows.ts";
import { type RowPlan, viewOfPlan } from "./row-plan.ts";

export interface MadeRows {
  /** All rows, one behind the other. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Where each row ends in `bytes`. */
  readonly ends: Uint32Array<ArrayBuffer>;
  /** When each row happened, milliseconds since 1970; NaN where nothing is known. */
  readonly times: Float64Array<ArrayBuffer>;
  readonly counts: Counts;
  /** What has no column yet. */
  readonly surplus: readonly string[];
}

/** Items by their standing, and how many of them were chosen. */
export type Counts = Record<Standing | "chosen", number>;

export const noCounts = (): Counts => ({ order: 0, test: 0, refused: 0, "no order": 0, chosen: 0 });

/** Rows by a plan: called once in each thread. */
export function makeRows(plan: RowPlan): MakeRows<MadeRows> {
  const view = viewOfPlan(plan);
  const write = rowWriter(plan, view);
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
  return (items) => {
    Object.assign(counts, noCounts());
    const surplus = new Set<string>();
    const rows = gatherer();
    for (const item of items) {
      if (isLeftOut(item) || !isChosen(item)) continue;
      let isAny = false;
      for (const row of view.rowsOf(item)) {
        if (!isWanted(row)) continue;
        isAny = true;
        for (const name of view.surplusOf(row)) surplus.add(name);
        rows.add(write(row), timeOf(view.timeOf(row) ?? "") ?? Number.NaN);
      }
      if (isAny) counts.chosen += 1;
    }
    return { ...rows.taken(), counts: { ...counts }, surplus: [...surplus] };
  };
}

function gatherer() {
  const texts: string[] = [];
  const ends: number[] = [];
  const times: number[] = [];
  let end = 0;
  return {
    add(text: string, time: number): void {
      texts.push(text);
      ends.push((end += Buffer.byteLength(text)));
      times.push(time);
    },
    taken(): Pick<MadeRows, "bytes" | "ends" | "times"> {
      const bytes = new TextEncoder().encode(texts.join(""));
      return { bytes, ends: Uint32Array.from(ends), times: Float64Array.from(times) };
    },
  };
}

/** One row's text; what holds the rows together is the format's own. */
function rowWriter(plan: RowPlan, view: View): (row: Item) => string {
  const clock = localClock(plan.timeZone);
  switch (plan.format) {
    case "csv":
      return csvWriter(view, plan.dialect, clock).row;
    case "xlsx":
      return sheetWriter(view, plan.people, clock).row;
    case "table": {
      const cells = cellTexts(view, plan.people, clock);
      return (row) => `${JSON.stringify(cells(row))}\n`;
    }
    case "json":
    case "jsonl": {
      const json = jsonWriter(plan, view);
      return (row) => `${json(row)}\n`;
    }
    case "html":
    case "parquet":
      return () => "";
  }
}

function jsonWriter({ view: name, timeZone }: RowPlan, view: View): (row: Item) => string {
  const clock = localClock(timeZone);
  if (name === "raw") return itemJson;
  return name === "orders" ? orderJson(clock) : rowJson(view, clock);
}
