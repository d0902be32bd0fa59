/** Groups of rows as a Parquet file. */
import type { Decimals } from "#adapters/exports/parquet-columns.ts";
import { parquetFile } from "#adapters/exports/parquet-file.ts";
import { release } from "#adapters/exports/release.ts";
import type { View } from "#core/exports/column.ts";
import type { OutFile } from "./out-file.ts";
import type { RowFormat } from "./row-format.ts";

/** One Parquet file of groups of rows. */
export function parquetFormat(out: OutFile, view: View, decimals: Decimals): RowFormat {
  const file = parquetFile(view, decimals);
  return {
    begin: async () => undefined,
    add: async ({ bytes, group }) => {
      if (group) await out.write(file.add({ ...group, bytes }));
      release(bytes);
    },
    end: async () => await out.write(file.end()),
  };
}
