/** `npx comptoir export`: exports the orders of the shop that runs on this machine, now. */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { z } from "zod";
import { localClock } from "#core/exports/local-clock.ts";
import { instant } from "#core/values/instant.ts";
import { CannotExport, type ExportedNow, LocalExports } from "#local/exports/local-exports.ts";
import { BadRequest, CannotDo, type Command } from "./command.ts";
import { readOptions } from "./options.ts";
import { dayFrom } from "./orders/days.ts";
import { shopFacts } from "./shop-of.ts";
import { say, type Terminal } from "./terminal.ts";

const usage = `npx comptoir export [--full | --since DAY] [--out FOLDER]

  Exports the orders of the shop that runs on this machine (npm start), as DynamoDB does on AWS, and makes them readable.

  --full          every order (the default)
  --since DAY     what changed since: 2026-11-21, today, yesterday, 7d, 2026-11-21T08:00:00Z
  --out FOLDER    copy what was written there too, below the names that it has in the bucket
  --shop FOLDER   where the shop keeps its state; .local unless said

  npx comptoir export --out ./exports && npx comptoir orders read ./exports/exports/orders`;

const options = {
  full: { type: "boolean" },
  since: { type: "string" },
  out: { type: "string" },
  shop: { type: "string" },
} as const;

export const exportNow: Command = {
  usage,
  async run(args, terminal) {
    const { values, words } = readOptions(args, options);
    const { full = false, since, out, shop = ".local" } = values;
    if (words.length > 0) throw new BadRequest(`"${words[0]}" is one word too many; --help shows how it is called.`);
    if (full && since !== undefined) throw new BadRequest("Either --full or --since, not both.");
    const from = since === undefined ? undefined : momentOf(since, terminal);
    const exports = new LocalExports(readEndpoints(shop));
    try {
      const done = await exports.exportNow(from);
      tell(done, from === undefined, terminal);
      if (out !== undefined) await copyTo(out, done, exports, terminal);
    } catch (error) {
      throw error instanceof CannotExport ? new CannotDo(error.message, { cause: error }) : silent(error);
    } finally {
      exports.close();
    }
  },
};

function momentOf(since: string, { env }: Terminal): number {
  const clock = localClock(shopFacts(env).timeZone);
  return dayFrom("--since", since, { clock, now: instant(Date.now()) }).start;
}

const endpoints = z.looseObject({
  dynamodb: z.url(),
  s3: z.url(),
  region: z.string(),
  tables: z.looseObject({ orders: z.string(), exports: z.string() }),
  buckets: z.looseObject({ exports: z.string() }),
});

const notRunning =
  "No shop runs on this machine: start it with npm start, or say where it keeps its state (--shop FOLDER). The exports of a deployed shop are in its bucket, by themselves.";

function readEndpoints(folder: string): z.infer<typeof endpoints> {
  try {
    return endpoints.parse(JSON.parse(readFileSync(join(folder, "endpoints.json"), "utf8")));
  } catch (cause) {
    throw new CannotDo(notRunning, { cause });
  }
}

/** A shop that was stopped leaves its addresses behind. */
function silent(error: unknown): unknown {
  const isSilent = error instanceof Error && "code" in error && error.code === "ECONNREFUSED";
  return isSilent ? new CannotDo(notRunning, { cause: error }) : error;
}

function tell({ items, prefixes, readable }: ExportedNow, isFull: boolean, terminal: Terminal): void {
  const orders = items === 1 ? "1 order" : `${items} orders`;
  say(terminal, `${isFull ? orders : `Changes of ${orders}`} exported to ${prefixes.join(", ")}`);
  if (readable.length === 0) say(terminal, "There is nothing to read in it.");
  for (const { key } of readable) terminal.out.write(`${key}\n`);
}

/** Each file is written under another name and then renamed, so that it is complete or not there. */
async function copyTo(folder: string, done: ExportedNow, exports: LocalExports, terminal: Terminal): Promise<void> {
  const raw = await Promise.all(done.prefixes.map((prefix) => exports.list(prefix)));
  const files = [...raw.flat(), ...done.readable];
  for (const { key } of files) {
    const file = resolve(folder, key);
    const bytes = await exports.read(key);
    if (bytes === undefined) throw new CannotExport(`${key} was removed while it was copied. Export again.`);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(`${file}.new`, bytes);
    renameSync(`${file}.new`, file);
  }
  say(terminal, `${files.length} files are in ${resolve(folder)}.`);
}
