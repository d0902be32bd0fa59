/** The format of a plan's file. */
import type { OutFile } from "#cli/formats/out-file.ts";
import { packingHead, packingTail } from "#cli/formats/packing-page.ts";
import { jsonList, plainFormat, type RowFormat } from "#cli/formats/row-format.ts";
import { tableFormat } from "#cli/formats/table.ts";
import { isColoured, type Terminal } from "#cli/terminal.ts";
import { csvWriter } from "#core/exports/csv.ts";
import { localClock } from "#core/exports/local-clock.ts";
import { sheetWriter } from "#core/exports/sheet-rows.ts";
import { type RowPlan, viewOfPlan } from "./row-plan.ts";

export interface Surroundings {
  readonly terminal: Terminal;
  /** `-` for the output. */
  readonly file: string;
}

/** What writes a plan's rows; what only one format needs is not loaded for the others. */
export async function formatOf(plan: RowPlan, out: OutFile, { terminal, file }: Surroundings): Promise<RowFormat> {
  const view = viewOfPlan(plan);
  const clock = localClock(plan.timeZone);
  switch (plan.format) {
    case "csv":
      return plainFormat(out, { head: csvWriter(view, plan.dialect, clock).header });
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
    case "html":
      return plainFormat(out, { head: packingHead(plan.people), tail: packingTail });
    case "xlsx": {
      const { xlsxFormat } = await import("#cli/formats/xlsx-file.ts");
      return xlsxFormat(out, { title: titles[plan.view][plan.people], sheet: sheetWriter(view, plan.people, clock) });
    }
    case "parquet": {
      const { parquetFormat } = await import("#cli/formats/parquet-format.ts");
      return parquetFormat(out, view, plan.decimals);
    }
  }
}

/** What a sheet is called: at most 31 characters, none of []:*?/\\. */
const titles = {
  orders: { fr: "Commandes", en: "Orders" },
  lines: { fr: "Lignes", en: "Lines" },
  accountant: { fr: "Mouvements", en: "Movements" },
  carrier: { fr: "À expédier", en: "To ship" },
  raw: { fr: "Table", en: "Table" },
} as const;
