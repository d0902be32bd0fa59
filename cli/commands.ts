/** The commands of `npx comptoir` in the order of the help; a new command is a file and an entry here. */
import type { Command } from "./command.ts";

export interface CommandEntry {
  readonly words: readonly string[];
  readonly summary: string;
  /** Imports the command when it is called, so that no command waits for the modules of another. */
  readonly load: () => Promise<Command>;
}

export const commands: readonly CommandEntry[] = [
  {
    words: ["orders", "read"],
    summary: "orders of an export as table, CSV, JSON, Parquet, Excel file or packing slips",
    load: async () => (await import("./orders/read-orders.ts")).readOrders,
  },
  {
    words: ["export", "read"],
    summary: "any table's export as it is: attributes as columns, or JSON",
    load: async () => (await import("./exports/read-export.ts")).readExport,
  },
  {
    words: ["export"],
    summary: "exports the orders of the shop that runs on this machine, now",
    load: async () => (await import("./export-now.ts")).exportNow,
  },
  {
    words: ["report"],
    summary: "revenue, best sellers, sources and hours as one page to read and print",
    load: async () => (await import("./report/report-command.ts")).report,
  },
];
