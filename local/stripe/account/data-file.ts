/** Keeps the account across restarts in one JSON file. */
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { z } from "zod";
import { emptyStore, type Store } from "./stored.ts";

export interface DataFile {
  /** Writes soon; many changes become one write. */
  readonly changed: () => void;
  /** Writes what is not written yet. */
  readonly flush: () => void;
}

const collection = z.record(z.string(), z.looseObject({}));

const collections = [
  "sessions",
  "secrets",
  "intents",
  "charges",
  "balanceTransactions",
  "refunds",
  "events",
  "keptAnswers",
] as const;

/** The outline of a file that this version wrote; what is inside came from here. */
const outline = z.object({
  version: z.literal(1),
  store: z.object({
    clockOffset: z.number(),
    sessions: collection,
    secrets: collection,
    intents: collection,
    charges: collection,
    // Files of the version before have none.
    balanceTransactions: collection.default({}),
    refunds: collection,
    events: collection,
    keptAnswers: collection,
  }),
});

/** Reads the file into a store; a missing one is an empty account, a foreign one is an error that names it. */
export function loadStore(path: string | undefined): Store {
  const store = emptyStore();
  if (path === undefined || !existsSync(path)) return store;
  const parsed = outline.safeParse(JSON.parse(readFileSync(path, "utf8")));
  if (!parsed.success) throw new Error(`${path} is not a data file of the Stripe stand-in: move it away to begin anew`);
  const read = parsed.data.store as unknown as Store;
  store.clockOffset = read.clockOffset;
  for (const name of collections) Object.assign(store[name], read[name]);
  return store;
}

/** Writes the store to its file, at most every tenth of a second; to nowhere without a path. */
export function dataFile(path: string | undefined, store: Store): DataFile {
  let timer: NodeJS.Timeout | undefined;
  const flush = (): void => {
    if (timer === undefined || path === undefined) return;
    clearTimeout(timer);
    timer = undefined;
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(`${path}.new`, JSON.stringify({ version: 1, store }));
    renameSync(`${path}.new`, path);
  };
  return {
    flush,
    changed() {
      if (path !== undefined) timer ??= setTimeout(flush, 100);
    },
  };
}
