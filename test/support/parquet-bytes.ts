/** A small Parquet file, whole. */
import { type Decimals, usualDecimals } from "#adapters/exports/parquet-columns.ts";
import { parquetFile } from "#adapters/exports/parquet-file.ts";
import { GroupMaker } from "#adapters/exports/parquet-groups.ts";
import type { View } from "#core/exports/column.ts";
import type { Item } from "#core/exports/item.ts";

/** The rows as one group. */
export function parquetBytes(view: View, rows: readonly Item[], decimals: Decimals = usualDecimals): Uint8Array {
  const file = parquetFile(view, decimals);
  const maker = new GroupMaker(view, decimals);
  maker.add(rows);
  const group = rows.length === 0 ? new Uint8Array() : file.add(maker.take());
  return Buffer.concat([group, file.end()]);
}
