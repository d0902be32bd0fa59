/** `npm run bench-publish`: what making a day's orders readable takes of memory and time, by how many orders the day has. */
import { rmSync } from "node:fs";
import { mkdir, mkdtemp } from "node:fs/promises";
import { availableParallelism, cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { type Change, writeFullExport, writeIncrementalExport } from "#test/support/export-folder.ts";
import { placedAtOf, sampleOrder } from "#test/support/sample-orders.ts";
import { runMeasured } from "./run-measured.ts";

const { values } = parseArgs({
  options: {
    orders: { type: "string", default: "5000,20000,100000,300000" },
    folder: { type: "string", default: tmpdir() },
  },
});
const hour = 3_600_000;
const start = Date.UTC(2026, 10, 20, 23);
const say = (text: string): boolean => process.stdout.write(text);

const root = await mkdtemp(join(values.folder, "comptoir-publish-"));
process.on("SIGINT", () => process.exit(130));
process.on("exit", () => rmSync(root, { recursive: true, force: true }));
say(`${cpus()[0]?.model ?? "?"}, ${availableParallelism()} cores, Node ${process.version}\n\n`);
say("| orders | what | CPU s | peak MB |\n| --: | --- | --: | --: |\n");
for (const orders of values.orders.split(",").map(Number)) await measure(orders);

async function measure(orders: number): Promise<void> {
  const place = join(root, String(orders));
  // A bucket has no folders that could be missing.
  for (const kind of ["by-hand", "incremental"]) await mkdir(join(place, "exports/orders", kind), { recursive: true });
  const day = await writeDay(place, orders);
  await row(orders, "the day, 24 increments", [place, day]);
  const full = await writeAll(place, orders);
  await row(orders, "a full export", [place, full]);
  rmSync(place, { recursive: true });
}

async function row(orders: number, what: string, words: readonly string[]): Promise<void> {
  const { cpuSeconds, peakMegabytes } = await runMeasured(["test/bench/publish.ts", ...words], "all", root);
  say(`| ${orders.toLocaleString("en")} | ${what} | ${cpuSeconds.toFixed(1)} | ${peakMegabytes.toFixed(0)} |\n`);
}

/** Orders placed over a day of the shop, as hourly increments tell of them; the folder of the last one. */
async function writeDay(place: string, orders: number): Promise<string> {
  const shop = { seed: 1, start, end: start + 24 * hour, orders };
  let last = "";
  for (let from = start; from < shop.end; from += hour) {
    const name = (at: number): string => new Date(at).toISOString().slice(0, 16).replace(":", "");
    const prefix = `exports/orders/incremental/${name(from)}Z--${name(from + hour)}Z`;
    const changes = changesOf(shop, from);
    ({ folder: last } = await writeIncrementalExport(place, { from, to: from + hour, changes, prefix, perFile: 5000 }));
  }
  return last;
}

/** Orders are paid within half an hour and sent the next day. */
function* changesOf(shop: Parameters<typeof sampleOrder>[0], from: number): Generator<Change> {
  for (let number = 0; number < shop.orders; number += 1) {
    const placed = placedAtOf(shop, number);
    if (placed < from - hour || placed >= from + hour) continue;
    const oldImage = sampleOrder(shop, number, from);
    const newImage = sampleOrder(shop, number, from + hour);
    if (newImage === undefined || newImage.version === oldImage?.version) continue;
    const writtenAt = Math.max(placed, from);
    yield { keys: { orderId: newImage.orderId }, writtenAt, newImage, ...(oldImage && { oldImage }) };
  }
}

async function writeAll(place: string, orders: number): Promise<string> {
  const shop = { seed: 1, start, end: start + 24 * hour, orders };
  function* items(): Generator<object> {
    for (let number = 0; number < orders; number += 1) {
      const order = sampleOrder(shop, number, shop.end);
      if (order !== undefined) yield order;
    }
  }
  const options = { exportTime: shop.end, prefix: "exports/orders/full", perFile: 5000 };
  return (await writeFullExport(place, { ...options, items: items() })).folder;
}
