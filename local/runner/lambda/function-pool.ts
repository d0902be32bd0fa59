/** The processes of one function: warm ones are used again, new ones are started while invocations wait. */
import { randomUUID } from "node:crypto";
import { FunctionProcess, type Invocation, type ProcessSettings } from "./function-process.ts";
import type { FunctionError, Outcome } from "./outcome.ts";

/** Without a reserved concurrency a burst waits here instead of filling the machine with processes. */
const mostProcesses = 10;
/** More processes starting at once than a small machine has cores only slow each other down. */
const mostStarting = 2;
const idleMilliseconds = 5 * 60_000;

interface Waiting {
  readonly invocation: Invocation;
  readonly settle: (outcome: Outcome) => void;
}

export class FunctionPool {
  readonly #settings: ProcessSettings;
  readonly #reserved: number | undefined;
  readonly #processes = new Set<FunctionProcess>();
  /** The last one used is the first to be used again, so that the others can end. */
  readonly #idle: FunctionProcess[] = [];
  /** Tells a process that was idle all the time from one that was used meanwhile. */
  readonly #restedAs = new WeakMap<FunctionProcess, symbol>();
  readonly #waiting: Waiting[] = [];
  #starting = 0;
  #running = 0;
  #stopped = false;

  constructor(settings: ProcessSettings, reserved: number | undefined) {
    this.#settings = settings;
    this.#reserved = reserved;
  }

  get processIds(): readonly number[] {
    return [...this.#processes].flatMap(({ pid }) => pid ?? []);
  }

  /** Starts a process before it is needed. */
  warm(): void {
    if (this.#processes.size === 0 && this.#reserved !== 0) void this.#start();
  }

  /** Runs the handler once with this event; throttled only where the template reserves a concurrency. */
  async invoke(event: unknown): Promise<Outcome> {
    const busy = this.#running + this.#waiting.length;
    if (this.#stopped) return { kind: "throttled" };
    if (this.#reserved !== undefined && busy >= this.#reserved) {
      this.#settings.print("throttled: its reserved concurrency is in use");
      return { kind: "throttled" };
    }
    const { promise, resolve } = Promise.withResolvers<Outcome>();
    this.#waiting.push({ invocation: { id: randomUUID(), json: JSON.stringify(event) }, settle: resolve });
    this.#serve();
    return promise;
  }

  /** Waits up to `patienceMilliseconds` for running invocations, then ends every process. */
  async stop(patienceMilliseconds: number): Promise<void> {
    this.#stopped = true;
    const deadline = Date.now() + patienceMilliseconds;
    while (this.#running > 0 && Date.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 10));
    const ended = [...this.#processes].map((process) => process.ended);
    for (const process of this.#processes) process.kill();
    await Promise.all(ended);
    for (const { settle } of this.#waiting.splice(0)) settle({ kind: "throttled" });
  }

  #serve(): void {
    while (this.#waiting.length > 0) {
      const process = this.#idle.pop();
      if (process === undefined) break;
      const next = this.#waiting.shift();
      if (next) void this.#run(process, next);
    }
    const most = this.#reserved ?? mostProcesses;
    while (this.#waiting.length > this.#starting && this.#processes.size < most && this.#starting < mostStarting)
      void this.#start();
  }

  async #run(process: FunctionProcess, { invocation, settle }: Waiting): Promise<void> {
    this.#running += 1;
    const outcome = await process.run(invocation);
    this.#running -= 1;
    if (outcome.kind === "failed") this.#tell(outcome.error);
    settle(outcome);
    // A process that ended or was killed for its time has removed itself, or is about to.
    if (this.#processes.has(process) && !isProcessFault(outcome)) this.#rest(process);
    this.#serve();
  }

  async #start(): Promise<void> {
    const process = new FunctionProcess(this.#settings);
    this.#processes.add(process);
    this.#starting += 1;
    void process.ended.then(() => this.#forget(process));
    const broken = await process.loaded;
    this.#starting -= 1;
    if (broken) this.#refuse(broken);
    else if (this.#processes.has(process)) this.#rest(process);
    this.#serve();
  }

  /** A function that does not load fails the invocation it was started for, as on Lambda. */
  #refuse(error: FunctionError): void {
    if (this.#stopped) return;
    this.#tell(error);
    this.#waiting.shift()?.settle({ kind: "failed", error });
  }

  /** As Lambda's runtime does, whoever invoked the function. */
  #tell({ errorType, errorMessage, trace }: FunctionError): void {
    for (const line of trace?.length ? trace : [`${errorType}: ${errorMessage}`]) this.#settings.print(line);
  }

  #rest(process: FunctionProcess): void {
    this.#idle.push(process);
    const rested = Symbol("rested");
    this.#restedAs.set(process, rested);
    const timer = setTimeout(() => {
      const unused = this.#idle.includes(process) && this.#restedAs.get(process) === rested;
      if (unused && this.#processes.size > 1) {
        this.#forget(process);
        process.kill();
      }
    }, idleMilliseconds);
    timer.unref();
  }

  #forget(process: FunctionProcess): void {
    this.#processes.delete(process);
    const index = this.#idle.indexOf(process);
    if (index >= 0) this.#idle.splice(index, 1);
    if (!this.#stopped) this.#serve();
  }
}

const isProcessFault = (outcome: Outcome): boolean =>
  outcome.kind === "failed" && ["Sandbox.Timedout", "Runtime.ExitError"].includes(outcome.error.errorType);
