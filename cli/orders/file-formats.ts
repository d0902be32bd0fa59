/** The format of a plan's file. */
import type { OutFile } from "#cli/formats/out-file.ts";
import { jsonList, plainFormat, type RowFormat } from "#cli/formats/row-format.ts";
import { tableFormat } from "#cli/formats/table.ts";
import type { ShopFacts } from "#cli/shop-of.ts";
import { isColoured, type Terminal } from "#cli/terminal.ts";
import { csvWriter } from "#core/exports/csv.ts";
import { localClock } from "#core/exports/local-clock.ts";
import { type RowPlan, viewOfPlan } from "./row-plan.ts";

export interface Surroundings {
  readonly terminal: Terminal;
  /** `-` for the output. */
  readonly file: string;
  readonly shop: ShopFacts;
}

/** What writes a plan's rows. */
export function formatOf(plan: RowPlan, out: OutFile, { terminal, file }: Surroundings): RowFormat {
  const view = viewOfPlan(plan);
  switch (plan.format) {
    case "csv":
      return plainFormat(out, { head: csvWriter(view, plan.dialect, localClock(plan.timeZone)).header });
    case "json":
      return jsonList(out);
    case "jsonl":
      return plainFormat(out);
    case "table":
      return tableFormat(out, {
        columns: view.columns,
        people: plan.people,
        isColoured: file === "-" && isColoured(terminal),
        width: file === "-" && terminal.out.isTTY === true ? terminal.out.columns : undefined,
      });
    case "xlsx":
    case "parquet":
    case "html":
      throw new RangeError(`${plan.format} is not written yet`);
  }
}
