import { readdirSync } from "node:fs";
import { cp, mkdtemp, rename, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import * as fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openPlace } from "#adapters/exports/open-place.ts";
import { readChanges } from "#adapters/exports/read-changes.ts";
import { readPresentRows } from "#adapters/exports/read-present.ts";
import type { Progress, ReadingOptions, RowMaker } from "#adapters/exports/reading.ts";
import { instant } from "#core/values/instant.ts";
import type { ExportPlace } from "#ports/export-place.ts";
import { briefOrders } from "#test/bench/brief-orders.ts";
import { type Change, writeFullExport, writeIncrementalExport } from "#test/support/export-folder.ts";
import { plainChange } from "#test/support/items.ts";
import { readPresent } from "#test/support/present-items.ts";
import { type OrderItem, type SampleShop, sampleOrder } from "#test/support/sample-orders.ts";
import { complaint, inFolder, readAll } from "./export-trial.ts";
import type { Ids } from "./id-rows.ts";

const hour = 3_600_000;
const start = Date.UTC(2026, 10, 1);

/** What happened to a table: at each hour some items are written or deleted. */
type Total = { readonly orderId: string; readonly total: number };
type History = readonly { readonly at: number; readonly id: string; readonly total: number | undefined }[];

function stateAt(history: History, time: number): Map<string, Total> {
  const state = new Map<string, Total>();
  for (const { at, id, total } of history) {
    if (at >= time) continue;
    if (total === undefined) state.delete(id);
    else state.set(id, { orderId: id, total });
  }
  return state;
}

/** The net changes of a window, as DynamoDB tells them. */
function changesIn(history: History, from: number, to: number): Change[] {
  const [before, after] = [stateAt(history, from), stateAt(history, to)];
  const last = new Map(history.filter(({ at }) => at >= from && at < to).map(({ id, at }) => [id, at]));
  return [...last].flatMap(([id, writtenAt]) => {
    const [oldImage, newImage] = [before.get(id), after.get(id)];
    if (oldImage === undefined && newImage === undefined) return [];
    return [{ keys: { orderId: id }, writtenAt, ...(oldImage && { oldImage }), ...(newImage && { newImage }) }];
  });
}

/** Made before a full export and deleted after it, within one window: no export tells of their end. */
function madeAndDeleted(history: History, { from, exportTime, to }: Record<"from" | "exportTime" | "to", number>) {
  const [before, after] = [stateAt(history, from), stateAt(history, to)];
  return [...stateAt(history, exportTime).keys()].filter(
    (id) => from < exportTime && !before.has(id) && !after.has(id),
  );
}

const aHistory = fc
  .array(fc.tuple(fc.nat(71), fc.nat(11), fc.option(fc.nat(1000))), { maxLength: 80 })
  .map((writes) =>
    writes
      .map(([at, id, total]) => ({ at: start + at * hour, id: `O-${id}`, total: total ?? undefined }))
      .sort((one, other) => one.at - other.at),
  );
/** Ends of windows, in hours; each window begins at or before the end of the one before. */
const someWindows = fc.array(fc.tuple(fc.integer({ min: 1, max: 12 }), fc.nat(3)), { minLength: 1, maxLength: 8 });

const sorted = (items: Iterable<object>): unknown[] => Array.from(items, (item) => JSON.stringify(item)).sort();

describe("the present state of a table", { timeout: 60_000 }, () => {
  test("is what a full export and the windows after it come to, deletions, overlaps and all", () =>
    fc.assert(
      fc.asyncProperty(aHistory, someWindows, fc.nat(30), fc.nat(2), async (history, windows, fullAt, extraFiles) => {
        await inFolder(async (root) => {
          const exportTime = start + fullAt * hour;
          const items = stateAt(history, exportTime).values();
          await writeFullExport(root, { exportTime, items, files: 1 + extraFiles, emptyFiles: extraFiles });
          let end = exportTime;
          const untold = new Set<unknown>();
          for (const [length, overlap] of windows) {
            const from = end - overlap * hour;
            const to = from + length * hour;
            end = Math.max(end, to);
            const changes = changesIn(history, from, to);
            await writeIncrementalExport(root, { from, to, changes, files: 1 + extraFiles });
            for (const id of madeAndDeleted(history, { from, exportTime, to })) untold.add(id);
          }
          const { items: read } = await readAll(root, { keyNames: ["orderId"] });
          const isTold = ({ orderId }: object & { orderId?: unknown }): boolean => !untold.has(orderId);
          expect(sorted(read.filter(isTold))).toEqual(sorted([...stateAt(history, end).values()].filter(isTold)));
        });
      }),
      { numRuns: 25 },
    ));

  test("has no item that was made while two windows overlapped, and deleted in the later one", () =>
    inFolder(async (root) => {
      const made = { orderId: "O-1" };
      const changes = [{ keys: made, newImage: made, writtenAt: start + 2.5 * hour }];
      await writeIncrementalExport(root, { from: start, to: start + 3 * hour, changes });
      expect((await readAll(root)).items).toEqual([made]);
      // What was made and deleted within a window has no line there.
      await writeIncrementalExport(root, { from: start + 2 * hour, to: start + 5 * hour, changes: [] });
      expect((await readAll(root)).items).toEqual([]);
    }));

  test("is not looked for in exports that were begun long before what is asked for", () =>
    inFolder(async (root) => {
      await writeFullExport(root, { exportTime: start, items: [{ orderId: "O-1" }] });
      for (let day = 0; day < 5; day += 1) {
        const from = start + day * 24 * hour;
        const made = { orderId: `O-day-${day}` };
        const changes = [{ keys: made, newImage: made, writtenAt: from + hour }];
        await writeIncrementalExport(root, { from, to: from + 24 * hour, changes });
      }
      const place = await openPlace(root);
      const looked = new Set<string>();
      const watched = {
        ...place,
        read: (key: string) => {
          if (key.endsWith("manifest-summary.json")) looked.add(key);
          return place.read(key);
        },
      };
      const { exports } = await readPresent(watched, { since: instant(start + 4 * 24 * hour) });
      expect(exports).toHaveLength(1);
      // The one that tells, and the one that was begun when the day began.
      expect(looked.size).toBe(2);
    }));

  test("is found from everywhere that leads to it", () =>
    inFolder(async (root) => {
      const prefix = "orders/full";
      const from = start;
      const changes = [{ keys: { orderId: "O-2" }, newImage: { orderId: "O-2" }, writtenAt: from + 5 }];
      const full = await writeFullExport(root, { exportTime: start, items: [{ orderId: "O-1" }], prefix });
      const increment = await writeIncrementalExport(root, { from, to: from + hour, changes, prefix });
      const ids = async (where: string): Promise<unknown[]> =>
        (await readAll(where)).items.map(({ orderId }) => orderId);

      for (const above of ["", "orders", "orders/full", "orders/full/AWSDynamoDB", "orders/full/AWSDynamoDB/"]) {
        expect(await ids(join(root, above))).toEqual(["O-2", "O-1"]);
      }
      expect(await ids(relative(".", join(root, prefix)))).toEqual(["O-2", "O-1"]);
      expect(await ids(join(root, full.folder))).toEqual(["O-1"]);
      expect(await ids(join(root, increment.folder))).toEqual(["O-2"]);

      const download = join(root, "download");
      await cp(join(root, full.folder), download, { recursive: true });
      await rm(join(root, "orders"), { recursive: true });
      expect(await ids(download)).toEqual(["O-1"]);
      await rename(download, join(root, "renamed"));
      expect(await ids(root)).toEqual(["O-1"]);
    }));

  test("comes without a word of what later editions of DynamoDB add to manifests", () =>
    inFolder(async (root) => {
      await writeFullExport(root, {
        exportTime: start,
        items: [{ orderId: "O-1" }],
        extra: { filter: { a: 1 }, colour: null },
      });
      const { items, warnings, findings } = await readAll(root);
      expect([items, warnings, findings]).toEqual([[{ orderId: "O-1" }], [], []]);
    }));
});

describe("the changes that increments tell", () => {
  test("come window after window, with the images before and after", () =>
    inFolder(async (root) => {
      const history = [
        { at: start, id: "O-1", total: 1 },
        { at: start + 2 * hour, id: "O-1", total: 2 },
        { at: start + 5 * hour, id: "O-1", total: undefined },
      ];
      for (const from of [start + 4 * hour, start, start + 2 * hour]) {
        await writeIncrementalExport(root, {
          from,
          to: from + 2 * hour,
          changes: changesIn(history, from, from + 2 * hour),
        });
      }
      const { batches, exports } = await readChanges(await openPlace(root));
      const changes: object[] = [];
      for await (const batch of batches) changes.push(...batch.map(plainChange));
      expect(exports).toHaveLength(3);
      expect(changes).toEqual([
        { keys: { orderId: "O-1" }, newImage: { orderId: "O-1", total: 1 }, writtenAtMicros: start * 1000 },
        {
          keys: { orderId: "O-1" },
          oldImage: { orderId: "O-1", total: 1 },
          newImage: { orderId: "O-1", total: 2 },
          writtenAtMicros: (start + 2 * hour) * 1000,
        },
        {
          keys: { orderId: "O-1" },
          oldImage: { orderId: "O-1", total: 2 },
          writtenAtMicros: (start + 5 * hour) * 1000,
        },
      ]);
    }));
});

describe("rows made in several threads", { timeout: 60_000 }, () => {
  const shop: SampleShop = { seed: 3, start, end: start + 240 * hour, orders: 400 };
  const orders = (asOf: number): OrderItem[] =>
    Array.from({ length: shop.orders }, (_, number) => sampleOrder(shop, number, asOf)).filter(
      (one) => one !== undefined,
    );
  const makeIds = {
    module: new URL("./id-rows.ts", import.meta.url).href,
    name: "makeIds",
    options: { prefix: "no. " },
  };

  let root: string;
  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), "shop-"));
    await writeShop();
  });
  afterAll(() => rm(root, { recursive: true }));

  async function writeShop(): Promise<void> {
    const half = start + 120 * hour;
    await writeFullExport(root, { exportTime: half, items: orders(half), files: 5, emptyFiles: 1 });
    for (const from of [half, half + 24 * hour]) {
      const to = from + 24 * hour;
      const [before, after] = [orders(from), orders(to)];
      const changes = after
        .filter((order, index) => JSON.stringify(order) !== JSON.stringify(before[index]))
        .map((newImage) => ({ keys: { orderId: newImage.orderId }, newImage, writtenAt: to - 1 }));
      await writeIncrementalExport(root, { from, to, changes, files: 2 });
    }
  }

  async function idsOf(options: ReadingOptions, maker: RowMaker = makeIds, place: string = root): Promise<string[]> {
    const { batches } = await readPresentRows<Ids>(await openPlace(place), maker, {
      attributes: { only: ["orderId"] },
      ...options,
    });
    const ids: string[] = [];
    for await (const { bytes } of batches) ids.push(...new TextDecoder().decode(bytes).split("\n").slice(0, -1));
    return ids;
  }

  test("are the same as those made in one, and in the same order", async () => {
    const alone = await idsOf({ threads: 1 });
    expect(alone).toHaveLength(orders(start + 168 * hour).length);
    expect(new Set(alone).size).toBe(alone.length);
    expect(await idsOf({ threads: 3 })).toEqual(alone);
    expect((await idsOf({ threads: 3, inOrder: false })).sort()).toEqual(alone.toSorted());
  });

  test("may be told at the end only, by each thread once", async () => {
    const counted = async (threads: number): Promise<number[]> =>
      (await idsOf({ threads }, { ...makeIds, name: "countOrders" })).map(Number);
    const [alone] = await counted(1);
    expect(alone).toBe(orders(start + 168 * hour).length);
    for (const threads of [1, 3, 12]) {
      const counts = await counted(threads);
      expect(counts.length).toBeLessThanOrEqual(threads);
      expect(counts.reduce((sum, count) => sum + count, 0)).toBe(alone);
    }
  });

  test("are right in files many times as large as what is unpacked at once", async () => {
    const items = [...briefOrders({ seed: 5, start, end: start + 240 * hour, orders: 6000 })];
    await inFolder(async (folder) => {
      await writeFullExport(folder, { exportTime: start + 240 * hour, items, files: 2 });
      const expected = items.map((item) => ("orderId" in item ? `no. ${String(item.orderId)}` : ""));
      for (const threads of [1, 2]) expect((await idsOf({ threads }, makeIds, folder)).sort()).toEqual(expected.sort());
    });
  });

  test("leave nothing behind in the folder they are asked for in", async () => {
    const before = readdirSync(".");
    await idsOf({ threads: 2 });
    expect(readdirSync(".")).toEqual(before);
  });

  test("stop at what is wrong, with its place", async () => {
    const alone = await complaint(idsOf({ threads: 1, keyNames: ["sku"] }));
    expect(alone).toMatch(/, line 1: This line holds an item without its key sku\./);
    expect(await complaint(idsOf({ threads: 2, keyNames: ["sku"] }))).toMatch(
      /, line 1: This line holds an item without its key sku\./,
    );
  });

  test("tell how far they are, up to the end", async () => {
    for (const threads of [1, 2]) {
      let last: Progress = { bytesRead: 0, bytesTotal: 0 };
      await idsOf({ threads, onProgress: (progress) => (last = progress) });
      expect(last.bytesTotal).toBeGreaterThan(0);
      expect(last.bytesRead).toBe(last.bytesTotal);
    }
  });

  test("end their threads, and leave no file open, when nobody takes more", async () => {
    const items = [...briefOrders({ seed: 5, start, end: start + 240 * hour, orders: 20_000 })];
    await inFolder(async (folder) => {
      await writeFullExport(folder, { exportTime: start + 240 * hour, items, files: 2 });
      const { place, open, begun } = watchedPlace(await openPlace(folder));
      for (const threads of [1, 2]) {
        begun.clear();
        const { batches } = await readPresentRows<Ids>(place, makeIds, { threads });
        for await (const { bytes } of batches) {
          expect(bytes.length).toBeGreaterThan(0);
          break;
        }
        expect(begun.size, `${threads} threads`).toBeGreaterThan(0);
        await expect.poll(() => [...open]).toEqual([]);
      }
    });
  });

  /** The place, and which of its data files were begun and are open in this thread. */
  function watchedPlace(place: ExportPlace) {
    const open = new Set<string>();
    const begun = new Set<string>();
    async function* watched(key: string, parts: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
      open.add(key);
      begun.add(key);
      try {
        yield* parts;
      } finally {
        open.delete(key);
      }
    }
    const read = async (key: string): Promise<AsyncIterable<Uint8Array>> => {
      const parts = await place.read(key);
      return key.endsWith(".gz") ? watched(key, parts) : parts;
    };
    return { place: { ...place, read }, open, begun };
  }

  test("fail where the module has no such maker", async () => {
    const reading = await readPresentRows<Ids>(
      await openPlace(root),
      { ...makeIds, name: "makeNothing" },
      { threads: 2 },
    );
    const goThrough = async (): Promise<void> => {
      for await (const { bytes } of reading.batches) expect(bytes).toBeUndefined();
    };
    expect(await complaint(goThrough())).toMatch(/exports no makeNothing$/);
  });
});
