/** `npx comptoir export read`: any table's export as it is. */
import type { Command } from "#cli/command.ts";
import { readOptions } from "#cli/options.ts";
import { readAs } from "#cli/orders/read-orders.ts";
import { onePlace, type ReadRequest, writingOf, writingOptions } from "#cli/orders/writing.ts";
import type { Terminal } from "#cli/terminal.ts";

const usage = `npx comptoir export read --raw WHERE [options]

  WHERE              a folder or s3://bucket/prefix with DynamoDB exports of one table, whichever it is

  --raw              every attribute as it is, with every digit: in columns, or as JSON (the default)
  --changes          each change that incremental exports tell of, instead of the present state
  --format FORMAT    table, csv, json, jsonl, parquet, xlsx; without it what FILE ends with, else a table
  -o, --out FILE     written beside and renamed: it is whole, or not there; - is the output
  --dialect DIALECT  of CSV: international, excel, fr
  --lenient          go on without what is damaged, and tell how much was left out
  --threads N        how many threads read
  --progress         tell the progress although nobody watches

  npx comptoir export read --raw ./exports --format jsonl
  npx comptoir export read --raw ./exports --changes --out changes.csv`;

export const readExport: Command = {
  usage,
  async run(args, terminal) {
    await readAs(exportRequest(args, terminal), terminal);
  },
};

const options = { raw: { type: "boolean" }, changes: { type: "boolean" }, ...writingOptions } as const;

/** What is asked for; throws BadRequest. Numbers have a point unless a dialect is asked for. */
function exportRequest(args: readonly string[], terminal: Terminal): ReadRequest {
  const { values, words } = readOptions(args, options);
  const where = onePlace(words, "export read --raw");
  const { plan, out, lenient, threads, progress } = writingOf({ dialect: "international", ...values }, terminal);
  const { changes = false } = values;
  return {
    where,
    out,
    lenient,
    threads,
    progress,
    changes,
    plan: { ...plan, view: "raw", selection: {}, surplus: [] },
  };
}
