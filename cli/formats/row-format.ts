/** How rows become a file: what stands before, between and behind them. */
import { release } from "#adapters/exports/release.ts";
import type { RowBlock } from "#cli/orders/arrange-rows.ts";
import type { OutFile } from "./out-file.ts";

export interface RowFormat {
  readonly begin: () => Promise<void>;
  /** Rows in their order. */
  readonly add: (rows: RowBlock) => Promise<void>;
  readonly end: () => Promise<void>;
}

/** Rows that stand one behind the other as they are; once they are written they are gone. */
export function plainFormat(out: OutFile, { head = "", tail = "" }: { head?: string; tail?: string } = {}): RowFormat {
  return {
    begin: async () => await writeText(out, head),
    async add({ bytes }) {
      await out.write(bytes);
      release(bytes);
    },
    end: async () => await writeText(out, tail),
  };
}

/** One JSON list, its rows divided by commas. */
export function jsonList(out: OutFile): RowFormat {
  let isFirst = true;
  return {
    begin: async () => await writeText(out, "["),
    async add({ bytes, ends }) {
      const parts: Uint8Array[] = [];
      let start = 0;
      for (const end of ends) {
        parts.push(isFirst ? newLine : commaLine, bytes.subarray(start, end - 1));
        isFirst = false;
        start = end;
      }
      await out.write(Buffer.concat(parts));
    },
    end: async () => await writeText(out, isFirst ? "]\n" : "\n]\n"),
  };
}

const newLine = Buffer.from("\n");
const commaLine = Buffer.from(",\n");

async function writeText(out: OutFile, text: string): Promise<void> {
  if (text !== "") await out.write(Buffer.from(text));
}
