/** Does the same with many things, sixteen at a time: enough to wait little for a bucket or a disk, and to hold little. */

/** Resolves with what came of each thing, in their order; rejects with the first failure. */
export async function sixteenAtOnce<Thing, Result>(
  things: readonly Thing[],
  work: (thing: Thing) => Promise<Result>,
): Promise<readonly Result[]> {
  const results: Result[] = [];
  const rest = things.entries();
  const worker = async (): Promise<void> => {
    for (const [index, thing] of rest) results[index] = await work(thing);
  };
  await Promise.all(Array.from({ length: 16 }, worker));
  return results;
}
