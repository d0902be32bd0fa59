/** What an export says of a table: every item as it was at a moment, or the net change of each in a window. */

import { z } from "zod";
import { type Attributes, attributes, type Change } from "./change-journal.ts";
import { rawCall } from "./raw-call.ts";

/** One line of a data file, and the key by which it falls into one. */
export interface ExportLine {
  readonly key: string;
  readonly text: string;
}

/** The whole item's JSON by its key's. */
export type TableState = Map<string, Attributes>;

const page = z.object({ Items: z.array(attributes).default([]), LastEvaluatedKey: attributes.optional() });

/** Reads the present items of a table. */
export async function scanTable(endpoint: string, table: string, keyNames: readonly string[]): Promise<TableState> {
  const state: TableState = new Map();
  let from: Attributes | undefined;
  do {
    const read = page.parse(
      await rawCall(endpoint, "DynamoDB_20120810.Scan", {
        TableName: table,
        ConsistentRead: true,
        ...(from && { ExclusiveStartKey: from }),
      }),
    );
    for (const item of read.Items) state.set(keyOf(item, keyNames), item);
    from = read.LastEvaluatedKey;
  } while (from);
  return state;
}

/**
 * The lines of a full export: the present state with every change since the moment undone. The changes have to be read after
 * the state, so that none is missing.
 */
export function fullLines(
  state: TableState,
  changes: readonly Change[],
  at: number,
  keyNames: readonly string[],
): readonly ExportLine[] {
  const undone = new Set<string>();
  for (const change of changes) {
    const key = keyOf(change.keys, keyNames);
    if (change.at < at || undone.has(key)) continue;
    undone.add(key);
    if (change.old) state.set(key, change.old);
    else state.delete(key);
  }
  return [...state].map(([key, item]) => ({ key, text: JSON.stringify({ Item: item }) }));
}

export interface Window {
  /** Microseconds: from and not including to. */
  readonly from: number;
  readonly to: number;
  readonly withOldImages: boolean;
}

/** The lines of an incremental export: one for each item that is another one than at the beginning, or was written. */
export function incrementalLines(
  changes: readonly Change[],
  { from, to, withOldImages }: Window,
  keyNames: readonly string[],
): readonly ExportLine[] {
  const net = new Map<string, { readonly first: Change; readonly last: Change }>();
  for (const change of changes) {
    if (change.at < from || change.at >= to) continue;
    const key = keyOf(change.keys, keyNames);
    net.set(key, { first: net.get(key)?.first ?? change, last: change });
  }
  return [...net].flatMap(([key, { first, last }]) => {
    // What was put in and taken out again within the window was never there.
    if (!first.old && !last.new) return [];
    const line = {
      Metadata: { WriteTimestampMicros: { N: String(last.at) } },
      Keys: last.keys,
      ...(withOldImages && first.old && { OldImage: first.old }),
      ...(last.new && { NewImage: last.new }),
    };
    return [{ key, text: JSON.stringify(line) }];
  });
}

const keyOf = (item: Attributes, names: readonly string[]): string => JSON.stringify(names.map((name) => item[name]));
