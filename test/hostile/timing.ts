/** Measures how the time of work grows with its input, on a machine that may be busy. */

/** The processor time of the shortest of a few runs, milliseconds: waiting for other programs does not count. */
export function shortest(work: () => unknown, runs = 5): number {
  let least = Number.POSITIVE_INFINITY;
  for (let run = 0; run < runs; run += 1) {
    const started = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(started);
    least = Math.min(least, (user + system) / 1000);
  }
  return least;
}

/** Milliseconds. Less than this is not slow, and too short to be compared by this clock. */
const negligible = 4;

/**
 * How many times longer eight times as much takes: about 8 where work grows with its input, 64 where it grows with its
 * square. 0 for what takes no time worth speaking of. Measured again while it looks bad: noise passes, growth stays.
 */
export function growth(work: (size: number) => unknown, size: number): number {
  let best = Number.POSITIVE_INFINITY;
  for (let attempt = 0; attempt < 6; attempt += 1) {
    const large = shortest(() => work(size * 8), 5);
    if (large < negligible) return 0;
    best = Math.min(best, large / shortest(() => work(size), 15));
    if (best < mostGrowth) return best;
  }
  return best;
}

/** Between 8 and 64, nearer to 8. */
export const mostGrowth = 24;
