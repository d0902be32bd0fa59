/** `npm run bench`: how quickly exports become files for people, against plain Node's parsing and DuckDB in the same run. */
import { readFileSync, rmSync } from "node:fs";
import { mkdir, mkdtemp, stat } from "node:fs/promises";
import { availableParallelism, cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { type WrittenExport, writeFullExport, writeIncrementalExport } from "#test/support/export-folder.ts";
import { briefOrder, briefOrders } from "./brief-orders.ts";
import { canPin, runMeasured, type Taken } from "./run-measured.ts";

const { values } = parseArgs({
  options: {
    orders: { type: "string", default: "1000000" },
    files: { type: "string", default: "200" },
    runs: { type: "string", default: "3" },
    seed: { type: "string", default: "1" },
    folder: { type: "string", default: tmpdir() },
  },
});
const orders = Number(values.orders);
const day = 86_400_000;
const start = Date.UTC(2025, 10, 1);
const shop = { seed: Number(values.seed), start, end: start + 365 * day, orders };
/** With the flags of the command's first line, as a shell starts it. */
const [firstLine = ""] = readFileSync("bin/comptoir.js", "utf8").split("\n");
const comptoir = [...(firstLine.match(/--\S+/g) ?? []), "bin/comptoir.js"];
const say = (text: string): boolean => process.stdout.write(text);

const root = await mkdtemp(join(values.folder, "comptoir-bench-"));
process.on("SIGINT", () => process.exit(130));
process.on("exit", () => rmSync(root, { recursive: true, force: true }));
await bench();

async function bench(): Promise<void> {
  const [whole, year] = [join(root, "whole"), join(root, "year")];
  const full = await writeWhole(whole);
  await writeYear(year);
  say(`${cpus()[0]?.model ?? "?"}, ${availableParallelism()} cores, Node ${process.version}\n\n`);
  say(
    `${describe(full)}\n\n| what | cores | seconds | of the floor | CPU s | peak MB |\n| --- | --- | --: | --: | --: | --: |\n`,
  );
  const since = new Date(shop.end - day).toISOString();
  const out = join(root, "out");
  for (const cores of [1, "all"] as const) {
    const threads = cores === 1 ? "1" : String(availableParallelism());
    const read = (format: string): string[] => [
      ...comptoir,
      "orders",
      "read",
      whole,
      "--format",
      format,
      "--out",
      `${out}.${format}`,
    ];
    const own = cores === 1 && !canPin ? ["--threads", "1"] : [];
    const floor = await quickest(["test/bench/floor.ts", whole], 1);
    row("plain Node: unpack and JSON.parse", 1, floor);
    row("comptoir orders read, CSV", cores, await quickest([...read("csv"), ...own], cores), floor);
    row("comptoir orders read, Parquet", cores, await quickest([...read("parquet"), ...own], cores), floor);
    row(
      "comptoir report",
      cores,
      await quickest([...comptoir, "report", whole, "--out", `${out}.html`, ...own], cores),
      floor,
    );
    row(
      "DuckDB, CSV",
      cores,
      await quickest(["test/bench/duckdb.ts", whole, `${out}.duck.csv`, threads], cores),
      floor,
    );
    row(
      "DuckDB, Parquet",
      cores,
      await quickest(["test/bench/duckdb.ts", whole, `${out}.duck.parquet`, threads], cores),
      floor,
    );
    const recent = [
      ...comptoir,
      "orders",
      "read",
      year,
      "--since",
      since,
      "--format",
      "csv",
      "--out",
      `${out}.since.csv`,
    ];
    row("a year of days, --since yesterday", cores, await quickest(recent, cores));
  }
  say(`\nCSV: ${await megabytes(`${out}.csv`)} MB, Parquet: ${await megabytes(`${out}.parquet`)} MB.\n`);
}

/** Everything the shop ever sold, as it stands at the end of its year. */
async function writeWhole(folder: string): Promise<WrittenExport> {
  await mkdir(folder);
  const perFile = Math.ceil(orders / Number(values.files));
  return writeFullExport(folder, { exportTime: shop.end, items: briefOrders(shop), perFile, emptyFiles: 3 });
}

/** The same shop as 365 windows of a day after an export of nothing. */
async function writeYear(folder: string): Promise<void> {
  await mkdir(folder);
  const year = { ...shop, orders: Math.ceil(orders / 20) };
  await writeFullExport(folder, { exportTime: start, items: [] });
  for (let from = start; from < shop.end; from += day) {
    await writeIncrementalExport(folder, { from, to: from + day, changes: changesOf(year, from), files: 4 });
  }
}

/** An order changes on the day it is placed, the two after, and where it goes back nine days later. */
function* changesOf(year: typeof shop, from: number) {
  const perDay = year.orders / 365;
  const today = Math.floor((from - start) / day) * perDay;
  for (
    let number = Math.max(0, Math.floor(today - 11 * perDay));
    number < Math.min(today + perDay + 1, year.orders);
    number += 1
  ) {
    const [oldImage, newImage] = [briefOrder(year, number, from), briefOrder(year, number, from + day)];
    if (newImage === undefined || JSON.stringify(oldImage) === JSON.stringify(newImage)) continue;
    yield { keys: { orderId: newImage.orderId }, newImage, ...(oldImage && { oldImage }), writtenAt: from + day / 2 };
  }
}

async function quickest(args: readonly string[], cores: 1 | "all"): Promise<Taken> {
  const runs: Taken[] = [];
  for (let run = 0; run < Number(values.runs); run += 1) runs.push(await runMeasured(args, cores, root));
  const [best] = runs.toSorted((one, other) => one.seconds - other.seconds);
  if (best === undefined) throw new RangeError("--runs must be 1 at least");
  return { ...best, peakMegabytes: Math.max(...runs.map(({ peakMegabytes }) => peakMegabytes)) };
}

function row(what: string, cores: 1 | "all", taken: Taken, floor?: Taken): void {
  const ratio = floor === undefined ? "" : `${(floor.seconds / taken.seconds).toFixed(2)} ×`;
  const { seconds, cpuSeconds, peakMegabytes } = taken;
  const cells = [
    what,
    cores === 1 ? 1 : availableParallelism(),
    seconds.toFixed(2),
    ratio,
    cpuSeconds.toFixed(2),
    peakMegabytes.toFixed(0),
  ];
  say(`| ${cells.join(" | ")} |\n`);
}

function describe({ items, dataFiles, bytes, plainBytes }: WrittenExport): string {
  const size = `${(bytes / 1e6).toFixed(0)} MB packed, ${(plainBytes / 1e6).toFixed(0)} MB of typed JSON`;
  return `${items} orders in ${dataFiles.length} files: ${size}, ${(plainBytes / items).toFixed(0)} bytes each. Quickest of ${values.runs} runs.`;
}

async function megabytes(file: string): Promise<string> {
  return ((await stat(file)).size / 1e6).toFixed(0);
}
