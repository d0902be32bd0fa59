import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { openPlace } from "#adapters/exports/open-place.ts";
import { readChanges } from "#adapters/exports/read-changes.ts";
import { fromIso, instant } from "#core/values/instant.ts";
import { type Change, writeFullExport, writeIncrementalExport } from "#test/support/export-folder.ts";
import { complaint, inFolder, readAll } from "./export-trial.ts";

const hour = 3_600_000;
const first = Date.UTC(2026, 10, 20);
const increments = "exports/orders/incremental";
const items = [{ orderId: "O-1" }, { orderId: "O-2" }];

const full = (root: string, exportTime: number, more: readonly object[] = []) =>
  writeFullExport(root, { exportTime, items: [...items, ...more], prefix: "exports/orders/full" });

/** An increment of an hour in a place of its own, which writes one order. */
function increment(root: string, number: number, tail = "") {
  const from = first + number * hour;
  const keys = { orderId: `O-hour-${number}` };
  const changes: Change[] = [{ keys, newImage: keys, writtenAt: from + 1 }];
  return writeIncrementalExport(root, { from, to: from + hour, changes, prefix: `${increments}/${number}${tail}` });
}

/** What DynamoDB leaves of an export that failed, and shows of one that is running; its folder. */
async function begun(root: string, prefix: string, at: number): Promise<string> {
  const folder = `${prefix}/AWSDynamoDB/${String(at).padStart(14, "0")}-0a0b0c0d`;
  await mkdir(join(root, folder), { recursive: true });
  await writeFile(join(root, folder, "_started"), "");
  return folder;
}

async function read(root: string, since?: string) {
  const { items: found, warnings } = await readAll(root, since === undefined ? {} : { since: fromIso(since) });
  const notes = warnings.map(({ where, what }) => `${where.replace(`${root}/`, "")}: ${what}`);
  return { ids: found.map(({ orderId }) => String(orderId)).sort(), notes };
}

const runsOrFailed = "This export is not complete: it is still running, or failed.";

describe("an export that is still running or failed", () => {
  test("stops nobody who reads the others, and is told with its place and the time that is missing", () =>
    inFolder(async (root) => {
      await full(root, first);
      await increment(root, 0);
      const folder = await begun(root, `${increments}/1`, first + 3 * hour);
      const { ids, notes } = await read(root);
      expect(ids).toEqual(["O-1", "O-2", "O-hour-0"]);
      expect(notes).toEqual([
        `${folder}/: ${runsOrFailed} What changed since 2026-11-20T01:00:00.000Z is not in what is read here.`,
      ]);
    }));

  test("is not missed where an earlier full export and increments without a gap hold the same", () =>
    inFolder(async (root) => {
      await full(root, first);
      for (const number of [0, 1, 2]) await increment(root, number);
      const folder = await begun(root, "exports/orders/full", first + 2 * hour);
      const { ids, notes } = await read(root);
      expect(ids).toHaveLength(5);
      expect(notes).toEqual([
        `${folder}/: ${runsOrFailed} What is read here, up to 2026-11-20T03:00:00.000Z, comes from the others.`,
      ]);
    }));

  test("leaves no gap where it was tried again in a place of its own", () =>
    inFolder(async (root) => {
      await full(root, first);
      await increment(root, 0);
      await begun(root, `${increments}/1`, first + 2 * hour + 1);
      await increment(root, 1, "-attempt-2");
      await increment(root, 2);
      const { ids, notes } = await read(root);
      expect(ids).toEqual(["O-1", "O-2", "O-hour-0", "O-hour-1", "O-hour-2"]);
      expect(notes).toHaveLength(1);
    }));

  test("is named where the changes of its time are missing between others, which stops the reading", () =>
    inFolder(async (root) => {
      await full(root, first);
      await increment(root, 0);
      await begun(root, "exports/orders/full", first - hour);
      const folder = await begun(root, `${increments}/1`, first + 2 * hour + 1);
      await begun(root, `${increments}/9`, first + 9 * hour + 1);
      await increment(root, 2);
      expect((await complaint(readAll(root))).replaceAll(`${root}/`, "")).toMatch(
        new RegExp(
          `No export tells what changed from 2026-11-20T01:00:00.000Z to 2026-11-20T02:00:00.000Z. ${folder}/ may be it, but is not complete: wait for it, fetch another export of that time, or make a new full one.$`,
        ),
      );
    }));

  test("stops the reading where nothing else is there, or nothing else is asked for", () =>
    inFolder(async (root) => {
      const folder = await begun(root, "exports/orders/full", first);
      expect(await complaint(readAll(root))).toMatch(`${folder}/: This export has begun but has no manifest-summary`);
      await full(root, first + hour);
      expect(await complaint(readAll(root))).toBe("");
      expect(await complaint(readAll(join(root, folder)))).toMatch("This export has begun but has no manifest-summary");
    }));

  test("is no news to who asks for a time after it was begun", () =>
    inFolder(async (root) => {
      await full(root, first);
      for (const number of [0, 1, 2]) await increment(root, number);
      await begun(root, `${increments}/0`, first + hour + 1);
      expect((await read(root, "2026-11-20T02:00:00Z")).notes).toEqual([]);
      expect((await read(root, "2026-11-20T01:00:00Z")).notes).toHaveLength(1);
    }));

  test("is told of as well where all that is complete is older than what is asked for", () =>
    inFolder(async (root) => {
      await full(root, first);
      await increment(root, 0);
      await begun(root, `${increments}/9`, first + 240 * hour);
      const { ids, notes } = await read(root, "2026-11-28T00:00:00Z");
      expect(ids).toEqual([]);
      expect(notes).toEqual([
        expect.stringMatching("What changed since 2026-11-20T01:00:00.000Z is not in what is read here."),
      ]);
    }));

  test("may be the full one that is missing", () =>
    inFolder(async (root) => {
      await begun(root, "exports/orders/full", first);
      await increment(root, 0);
      const { notes } = await read(root);
      expect(notes).toHaveLength(2);
      expect(notes[0]).toMatch("There is no full export here: only what changed since the first window is known.");
    }));

  test("is told of too where changes are read one by one", () =>
    inFolder(async (root) => {
      const folder = await begun(root, `${increments}/1`, first + 2 * hour + 1);
      const place = await openPlace(root);
      expect(await complaint(readChanges(place))).toMatch("This export has begun but has no manifest-summary");
      await increment(root, 0);
      const { warnings } = await readChanges(place);
      expect(warnings.map(({ where }) => where)).toEqual([`${root}/${folder}/`]);
      expect((await readChanges(place, { since: instant(first + 3 * hour) })).warnings).toEqual([]);
    }));
});
