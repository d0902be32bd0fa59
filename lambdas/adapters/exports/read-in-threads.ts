/** Reads files in several threads at once and gives their rows, in the files' order if that is asked for. */
import { getCompileCacheDir } from "node:module";
import { Worker } from "node:worker_threads";
import type { Finding, FoundExport } from "#core/exports/found-export.ts";
import { type PresentTask, tasksOf } from "./present-reader.ts";
import { errorOf, type FromHelper, type HelperTerms, type ToHelper } from "./thread-messages.ts";

export interface ThreadedReading {
  /** The newest first. */
  readonly sources: readonly FoundExport[];
  readonly threads: number;
  readonly inOrder: boolean;
  readonly terms: HelperTerms;
  readonly onBytes: (count: number) => void;
  readonly onFinding: (finding: Finding, items: number) => void;
}

interface Helper {
  readonly worker: Worker;
  isReady: boolean;
  /** The file it reads, and the one that it is to read then. */
  readonly reads: Turn[];
  /** Whether it may hold back rows of files it has read: it is asked for them once, when there is nothing more to read. */
  owes: "perhaps" | "asked" | "nothing";
}

interface Waiting {
  readonly rows: unknown;
  readonly helper: Helper;
}

/** One file and its rows that wait to be given. */
interface Turn {
  readonly task: PresentTask;
  /** Number of its export: one is read to its end before the next begins. */
  readonly source: number;
  readonly waiting: Waiting[];
  isGiven: boolean;
  isDone: boolean;
}

/** The rows of all files; ends its threads when it ends, also when whoever takes the rows stops before. */
export async function* readInThreads<Rows>(reading: ThreadedReading): AsyncGenerator<Rows> {
  const crew = new Crew(reading);
  try {
    for (;;) {
      const next = crew.take();
      if (next === "end") return;
      if (next === "later") await crew.news();
      else yield next.rows as Rows;
    }
  } finally {
    await crew.dismiss();
  }
}

class Crew {
  readonly #reading: ThreadedReading;
  readonly #helpers: Helper[];
  /** Files that are not done, or whose rows are not given yet, in their order. */
  readonly #turns: Turn[];
  /** Rows of no one file, to be given after all others. */
  readonly #last: Waiting[] = [];
  #keyNames: readonly string[];
  #failure: { readonly error: unknown } | undefined;
  #tell = (): void => {};
  #news = false;

  constructor(reading: ThreadedReading) {
    this.#reading = reading;
    this.#keyNames = reading.terms.keyNames;
    this.#turns = tasksOf(reading.sources).flatMap((tasks, source) =>
      tasks.map((task) => ({ task, source, waiting: [], isGiven: false, isDone: false })),
    );
    this.#helpers = Array.from({ length: reading.threads }, () => this.#engage());
  }

  /** The next rows, if there are any yet. Throws what a helper failed with. */
  take(): { readonly rows: unknown } | "later" | "end" {
    if (this.#failure !== undefined) throw this.#failure.error;
    while (this.#turns[0]?.isDone === true && this.#turns[0].waiting.length === 0) this.#turns.shift();
    const isRead = this.#turns.length === 0;
    const next = isRead ? this.#last.shift() : this.#nextTurn()?.waiting.shift();
    if (next === undefined) return isRead && this.#helpers.every(({ owes }) => owes === "nothing") ? "end" : "later";
    say(next.helper, { kind: "taken" });
    return next;
  }

  #nextTurn(): Turn | undefined {
    return this.#reading.inOrder ? this.#turns[0] : this.#turns.find(({ waiting }) => waiting.length > 0);
  }

  async news(): Promise<void> {
    if (!this.#news) await new Promise<void>((tell) => (this.#tell = tell));
    this.#news = false;
  }

  async dismiss(): Promise<void> {
    await Promise.all(this.#helpers.map(({ worker }) => worker.terminate()));
  }

  #engage(): Helper {
    const worker = new Worker(new URL("./reading-helper.ts", import.meta.url), {
      workerData: this.#reading.terms,
      env: { ...process.env, ...compileCache() },
      // Nearly all that a helper makes is garbage after a block: small heaps are as quick, and keep its memory small.
      resourceLimits: { maxYoungGenerationSizeMb: 16, maxOldGenerationSizeMb: 512 },
    });
    const helper: Helper = { worker, isReady: false, reads: [], owes: "nothing" };
    worker.on("message", (message: FromHelper) => {
      this.#hear(helper, message);
      this.#assign();
      this.#wake();
    });
    const lose = (error: unknown): void => {
      this.#failure ??= { error };
      this.#wake();
    };
    worker.on("error", lose);
    worker.on("exit", () => lose(new Error("a thread that reads the export has ended")));
    return helper;
  }

  #hear(helper: Helper, message: FromHelper): void {
    switch (message.kind) {
      case "ready":
        helper.isReady = true;
        return;
      case "rows":
        this.#reading.onBytes(message.bytes);
        (helper.reads[0]?.waiting ?? this.#last).push({ rows: message.rows, helper });
        return;
      case "progress":
        this.#reading.onBytes(message.bytes);
        return;
      case "left out":
        this.#reading.onFinding(message.finding, message.items);
        return;
      case "done":
        this.#reading.onBytes(message.bytes);
        if (this.#keyNames.length === 0) this.#keyNames = message.keyNames;
        this.#finish(helper);
        return;
      case "ended":
        helper.owes = "nothing";
        return;
      case "failed":
        this.#failure ??= { error: errorOf(message.failure) };
    }
  }

  #finish({ reads }: Helper): void {
    const turn = reads.shift();
    if (turn !== undefined) turn.isDone = true;
  }

  /**
   * Gives every helper a file of the export that is being read, and while there are enough for all of them another to go on
   * with at once; asks for what is held back once all are read.
   */
  #assign(): void {
    if (this.#turns.every(({ isDone }) => isDone)) this.#collect();
    const source = this.#turns.find(({ isDone }) => !isDone)?.source;
    const ready = this.#helpers.filter(({ isReady, reads }) => isReady && reads.length < 2);
    if (ready.length === 0) return;
    const open = this.#turns.filter((turn) => turn.source === source && !turn.isDone && !turn.isGiven);
    for (const helper of ready) if (helper.reads.length === 0) this.#give(helper, open.shift());
    for (const helper of ready) if (open.length > this.#helpers.length) this.#give(helper, open.shift());
  }

  #give(helper: Helper, turn: Turn | undefined): void {
    if (turn === undefined || helper.reads.length > 1) return;
    turn.isGiven = true;
    helper.reads.push(turn);
    helper.owes = "perhaps";
    say(helper, { kind: "read", task: turn.task, keyNames: this.#keyNames });
  }

  #collect(): void {
    for (const helper of this.#helpers) {
      if (helper.owes !== "perhaps") continue;
      helper.owes = "asked";
      say(helper, { kind: "end" });
    }
  }

  #wake(): void {
    this.#news = true;
    this.#tell();
  }
}

const say = ({ worker }: Helper, message: ToHelper): void => worker.postMessage(message, []);

/** What this thread finds compiled from the last time, its helpers find so too. */
function compileCache(): { readonly NODE_COMPILE_CACHE?: string } {
  const folder = getCompileCacheDir();
  return folder === undefined ? {} : { NODE_COMPILE_CACHE: folder };
}
