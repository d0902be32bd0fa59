/** How far each shard of a stream has been handled: kept in a file, so that a restart goes on where the last one ended. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { z } from "zod";

export interface StreamPosition {
  /** The sequence number of the last record handled. */
  after(shard: string): string | undefined;
  advance(shard: string, sequenceNumber: string): void;
}

/** The position of one mapping; forgotten at the end where there is no folder. */
export function streamPosition(folder: string | undefined, mapping: string): StreamPosition {
  const file = folder === undefined ? undefined : join(folder, "stream-positions", `${mapping}.json`);
  const positions = new Map(Object.entries(file === undefined ? {} : read(file)));
  return {
    after: (shard) => positions.get(shard),
    advance: (shard, sequenceNumber) => {
      positions.set(shard, sequenceNumber);
      if (file === undefined) return;
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, JSON.stringify(Object.fromEntries(positions)));
    },
  };
}

function read(file: string): Record<string, string> {
  try {
    return z.record(z.string(), z.string()).parse(JSON.parse(readFileSync(file, "utf8")));
  } catch {
    return {};
  }
}
