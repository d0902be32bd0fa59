/** Reads files in several threads at once, this one among them, and gives their rows, in the files' order if that is asked for. */
import { getCompileCacheDir } from "node:module";
import { Worker } from "node:worker_threads";
import type { Finding, FoundExport } from "#core/exports/found-export.ts";
import type { ExportPlace } from "#ports/export-place.ts";
import { type PresentTask, tasksOf } from "./present-reader.ts";
import { ReadingHand } from "./reading-hand.ts";
import { errorOf, type FromHand, type HandTerms, type ToHand } from "./thread-messages.ts";

export interface ThreadedReading {
  readonly place: ExportPlace;
  /** The newest first. */
  readonly sources: readonly FoundExport[];
  /** This one and others. */
  readonly threads: number;
  readonly inOrder: boolean;
  readonly terms: HandTerms;
  readonly onBytes: (count: number) => void;
  readonly onFinding: (finding: Finding, items: number) => void;
}

/** Whoever reads: this thread, or another. */
interface Helper {
  say: (message: ToHand) => void;
  dismiss: () => Promise<unknown>;
  isReady: boolean;
  /** The file it reads, and the one that it is to read then. */
  readonly reads: Turn[];
  /** How many files it is given at once: a file that waits for a slow reader holds up the rows of all after it. */
  readonly most: 1 | 2;
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
    this.#helpers = Array.from({ length: reading.threads }, (_, index) => (index === 0 ? this.#own() : this.#engage()));
  }

  /** The next rows, if there are any yet. Throws what a helper failed with. */
  take(): { readonly rows: unknown } | "later" | "end" {
    if (this.#failure !== undefined) throw this.#failure.error;
    while (this.#turns[0]?.isDone === true && this.#turns[0].waiting.length === 0) this.#turns.shift();
    const isRead = this.#turns.length === 0;
    const next = isRead ? this.#last.shift() : this.#nextTurn()?.waiting.shift();
    if (next === undefined) return isRead && this.#helpers.every(({ owes }) => owes === "nothing") ? "end" : "later";
    next.helper.say({ kind: "taken" });
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
    await Promise.all(this.#helpers.map(({ dismiss }) => dismiss()));
  }

  /** This thread reads too, between the others' messages: it need not be started. */
  #own(): Helper {
    const { place, terms } = this.#reading;
    const helper = idle(1);
    const engaging = ReadingHand.engage(place, terms, (message) => this.#listen(helper, message)).then((hand) => {
      helper.say = (message) => hand.hear(message);
      this.#listen(helper, { kind: "ready" });
      return hand;
    });
    engaging.catch((error: unknown) => this.#lose(error));
    helper.dismiss = async () =>
      await engaging.then(
        (hand) => hand.close(),
        () => undefined,
      );
    return helper;
  }

  #engage(): Helper {
    const worker = new Worker(new URL("./reading-helper.ts", import.meta.url), {
      workerData: this.#reading.terms,
      env: { ...process.env, ...compileCache() },
      // Nearly all that a helper makes is garbage after a block: small heaps are as quick, and keep its memory small.
      resourceLimits: { maxYoungGenerationSizeMb: 16, maxOldGenerationSizeMb: 512 },
    });
    const helper = idle(2);
    helper.say = (message) => worker.postMessage(message, []);
    helper.dismiss = async () => await worker.terminate();
    worker.on("message", (message: FromHand) => this.#listen(helper, message));
    worker.on("error", (error) => this.#lose(error));
    worker.on("exit", () => this.#lose(new Error("a thread that reads the export has ended")));
    return helper;
  }

  #lose(error: unknown): void {
    this.#failure ??= { error };
    this.#wake();
  }

  #listen(helper: Helper, message: FromHand): void {
    this.#hear(helper, message);
    this.#assign();
    this.#wake();
  }

  #hear(helper: Helper, message: FromHand): void {
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
   * Gives every helper a file of the export that is being read, and those in other threads one more to go on with at once,
   * while there are enough for all; asks for what is held back once all are read.
   */
  #assign(): void {
    if (this.#turns.every(({ isDone }) => isDone)) this.#collect();
    const free = this.#helpers.filter(({ isReady, reads, most }) => isReady && reads.length < most);
    if (free.length === 0) return;
    const source = this.#turns.find(({ isDone }) => !isDone)?.source;
    const open = this.#turns.filter((turn) => turn.source === source && !turn.isDone && !turn.isGiven);
    for (const helper of free.toSorted((one, other) => one.reads.length - other.reads.length)) {
      const turn = helper.reads.length === 0 || open.length > this.#helpers.length ? open.shift() : undefined;
      if (turn !== undefined) this.#give(helper, turn);
    }
  }

  #give(helper: Helper, turn: Turn): void {
    turn.isGiven = true;
    helper.reads.push(turn);
    helper.owes = "perhaps";
    helper.say({ kind: "read", task: turn.task, keyNames: this.#keyNames });
  }

  #collect(): void {
    for (const helper of this.#helpers) {
      if (helper.owes !== "perhaps") continue;
      helper.owes = "asked";
      helper.say({ kind: "end" });
    }
  }

  #wake(): void {
    this.#news = true;
    this.#tell();
  }
}

const idle = (most: 1 | 2): Helper => ({
  most,
  say: () => {},
  dismiss: async () => await Promise.resolve(),
  isReady: false,
  reads: [],
  owes: "nothing",
});

/** What this thread finds compiled from the last time, its helpers find so too. */
function compileCache(): { readonly NODE_COMPILE_CACHE?: string } {
  const folder = getCompileCacheDir();
  return folder === undefined ? {} : { NODE_COMPILE_CACHE: folder };
}
