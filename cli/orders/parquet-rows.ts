/** Rows for a Parquet file, group by group. */
import { GroupMaker } from "#adapters/exports/parquet-groups.ts";
import type { View } from "#core/exports/column.ts";
import { noRows, type Rows } from "./made-rows.ts";
import type { RowPlan } from "./row-plan.ts";

/** Rows of a view; where that has no columns yet, they are counted only. */
export function parquetRows({ decimals }: RowPlan, view: View): Rows {
  if (view.columns.length === 0) return uncolumnedRows();
  const maker = new GroupMaker(view, decimals);
  return {
    add: (rows) => maker.add(rows),
    areMany: () => maker.isFull(),
    taken() {
      if (maker.waiting === 0) return noRows();
      const { bytes, ...group } = maker.take();
      return { ...noRows(), bytes, rows: group.rows, group };
    },
  };
}

/** Before the attributes of a raw table are known there is nothing to write: the pass finds their names, and is followed by another. */
function uncolumnedRows(): Rows {
  let rows = 0;
  return {
    add(more) {
      rows += more.length;
    },
    areMany: () => rows >= 1000,
    taken() {
      const made = { ...noRows(), rows };
      rows = 0;
      return made;
    },
  };
}
