/** Exports in a folder of their own, and what reading them gives. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openPlace } from "#adapters/exports/open-place.ts";
import type { Reading, ReadingOptions } from "#adapters/exports/reading.ts";
import { plainOf } from "#test/support/items.ts";
import { readPresent } from "#test/support/present-items.ts";

/** Runs a trial in a new folder, which is removed afterwards. */
export async function inFolder<Result>(trial: (root: string) => Promise<Result>): Promise<Result> {
  const root = await mkdtemp(join(tmpdir(), "exports-"));
  try {
    return await trial(root);
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}

export interface ReadItems extends Omit<Reading<unknown>, "batches"> {
  /** As plain objects. */
  readonly items: readonly Readonly<Record<string, unknown>>[];
}

/** All items of a place's present state. */
export async function readAll(where: string, options: ReadingOptions = {}): Promise<ReadItems> {
  const { batches, ...reading } = await readPresent(await openPlace(where), options);
  const items: Record<string, unknown>[] = [];
  for await (const batch of batches) items.push(...batch.map(plainOf));
  return { ...reading, items };
}

/** What goes wrong, as a person is told it; an empty text when nothing does. */
export async function complaint(work: Promise<unknown>): Promise<string> {
  try {
    await work;
    return "";
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
