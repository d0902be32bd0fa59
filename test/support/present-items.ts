/** The present items of exports, as they are. */
import { readPresentRows } from "#adapters/exports/read-present.ts";
import type { MakeRows, Reading, ReadingOptions } from "#adapters/exports/reading.ts";
import type { Item } from "#core/exports/item.ts";
import type { ExportPlace } from "#ports/export-place.ts";

/** Read in this thread, in batches. */
export const readPresent = (place: ExportPlace, options: ReadingOptions = {}): Promise<Reading<readonly Item[]>> =>
  readPresentRows(place, { module: import.meta.url, name: "asTheyAre", options: {} }, { ...options, threads: 1 });

export const asTheyAre = (): MakeRows<readonly Item[]> => (items) => items;
