/**
 * Sums by name that stay small: of more names than the limit the first by code point are kept, the rest is one sum.
 * Which names are kept depends on the names alone, so that parts added up apart and merged give the same to the last cent.
 */

/** What is summed up under a name. */
export interface Share {
  orders: number;
  pieces: number;
  /** Minor units. */
  amount: number;
  /** What people call it, by language, from the latest order; equal times are settled by the text. */
  titles?: Map<string, Title>;
}

export interface Title {
  /** Of the order that has it, milliseconds since 1970. */
  readonly at: number;
  readonly text: string;
}

export interface BoundedSums {
  readonly limit: number;
  readonly kept: Map<string, Share>;
  /** Everything under names that are not kept; absent while all are. */
  others?: Share;
}

export const boundedSums = (limit: number): BoundedSums => ({ limit, kept: new Map() });

/** Adds to the sum of a name; gives that. */
export function addShare(sums: BoundedSums, name: string, share: Omit<Share, "titles">): Share {
  const known = sums.kept.get(name);
  if (known) {
    addTo(known, share);
    return known;
  }
  const { orders, pieces, amount } = share;
  const first = { orders, pieces, amount };
  sums.kept.set(name, first);
  // Sorting at twice the limit only: a few operations for each name, however many there are.
  if (sums.kept.size > sums.limit * 2) trim(sums);
  return first;
}

/** Remembers what people call it in a language. */
export function addTitle(share: Share, language: string, at: number, text: string): void {
  share.titles ??= new Map();
  const known = share.titles.get(language);
  if (!known || at > known.at || (at === known.at && text > known.text)) share.titles.set(language, { at, text });
}

/** Adds all of one to the other, and cuts that to its limit. */
export function mergeSums(into: BoundedSums, from: BoundedSums): void {
  for (const [name, share] of from.kept) {
    const sum = addShare(into, name, share);
    for (const [language, { at, text }] of share.titles ?? []) addTitle(sum, language, at, text);
  }
  if (from.others) addOthers(into, from.others);
  trim(into);
}

/** Cuts to the limit; to be called before the sums are read. */
export function trim(sums: BoundedSums): void {
  if (sums.kept.size <= sums.limit) return;
  for (const name of [...sums.kept.keys()].sort(byCodeUnit).slice(sums.limit)) {
    const share = sums.kept.get(name);
    if (share) addOthers(sums, share);
    sums.kept.delete(name);
  }
}

const byCodeUnit = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);

function addOthers(sums: BoundedSums, { orders, pieces, amount }: Share): void {
  sums.others ??= { orders: 0, pieces: 0, amount: 0 };
  addTo(sums.others, { orders, pieces, amount });
}

function addTo(sum: Share, share: Omit<Share, "titles">): void {
  sum.orders += share.orders;
  sum.pieces += share.pieces;
  sum.amount += share.amount;
}
