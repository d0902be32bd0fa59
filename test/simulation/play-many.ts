/** Plays one history for each seed of a range, spread over workers, and adds up what happened in them. */
import { type ChildProcess, fork } from "node:child_process";
import { availableParallelism } from "node:os";
import type { History } from "./history.ts";
import type { Played, Share } from "./seeds-worker.ts";

export interface Range {
  readonly seeds: number;
  readonly from: number;
  /** How many play at once; as many as there are cores, if it is not said. */
  readonly workers?: number;
  /** The name of a planted fault. */
  readonly planted?: string;
  /** Goes on after a history that fails, to know all that do. */
  readonly all?: boolean;
  /** Hands no more seeds out after so many milliseconds. */
  readonly limit?: number;
  /** Called after each share of seeds. */
  readonly onProgress?: (outcome: Outcome) => void;
}

export interface Outcome {
  histories: number;
  /** Milliseconds of the processor, of all workers together and without their start. */
  processor: number;
  readonly figures: Record<string, number>;
  /** The histories that fail, by their seeds. */
  readonly failed: Pick<History, "seed" | "violations">[];
  /** The first seed that nobody has taken: all before it have been played. */
  next: number;
}

/** Seeds that a worker takes at a time. */
const shareSize = 25;

/** What came of all the seeds; without `all`, only what was handed out before the first failure. */
export async function playMany(range: Range): Promise<Outcome> {
  const { from, seeds, planted, limit = Number.POSITIVE_INFINITY } = range;
  const started = performance.now();
  const outcome: Outcome = { histories: 0, processor: 0, figures: {}, failed: [], next: from };
  const take = (): Share | undefined => {
    const isStopped = outcome.failed.length > 0 && range.all !== true;
    const left = from + seeds - outcome.next;
    if (isStopped || left <= 0 || performance.now() - started > limit) return undefined;
    const share: Share = { from: outcome.next, seeds: Math.min(shareSize, left), ...(planted && { planted }) };
    outcome.next += share.seeds;
    return share;
  };
  const count = (played: Played): void => {
    outcome.histories += played.histories;
    outcome.processor += played.processor;
    add(outcome.figures, played.figures);
    outcome.failed.push(...played.failed);
    range.onProgress?.(outcome);
  };
  const workers = range.workers ?? availableParallelism();
  await Promise.all(Array.from({ length: workers }, () => employ(take, count)));
  outcome.failed.sort((one, other) => one.seed - other.seed);
  return outcome;
}

/** One worker, from its first share to the last. */
async function employ(take: () => Share | undefined, count: (played: Played) => void): Promise<void> {
  let share = take();
  if (!share) return;
  const worker = fork(new URL("./seeds-worker.ts", import.meta.url), { execArgv });
  try {
    for (; share; share = take()) count(await played(worker, share));
  } finally {
    worker.disconnect();
  }
}

/** Where a stack is made and never read, none is made; and most of what a history makes is forgotten with it. */
const execArgv = ["--stack-trace-limit=0", "--max-semi-space-size=32"];

function played(worker: ChildProcess, share: Share): Promise<Played> {
  return new Promise((resolve, reject) => {
    const fail = (): void => reject(new Error(`a worker ended while it played seeds from ${share.from}`));
    worker.once("exit", fail);
    worker.once("message", (message: Played) => {
      worker.off("exit", fail);
      resolve(message);
    });
    worker.send(share);
  });
}

/** Adds figures of the same names. */
export function add(total: Record<string, number>, figures: Readonly<Record<string, number>>): void {
  for (const [name, figure] of Object.entries(figures)) total[name] = (total[name] ?? 0) + figure;
}
