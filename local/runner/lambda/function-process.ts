/** One process of a function: one invocation at a time, ended when it runs out of time. */
import { type ChildProcess, fork } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import type { FromProcess, ToProcess } from "./channel.ts";
import { type FunctionError, functionError, type Outcome } from "./outcome.ts";

const bootstrap = fileURLToPath(new URL("bootstrap.ts", import.meta.url));

/** Lambda gives a function 10 seconds to load, then tries once more within its timeout; a busy machine gets as much. */
const initMilliseconds = 30_000;

const message: z.ZodType<FromProcess> = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("ready") }),
  z.object({ kind: z.literal("broken"), error: functionError }),
  z.object({ kind: z.literal("answered"), id: z.string(), json: z.string() }),
  z.object({ kind: z.literal("failed"), id: z.string(), error: functionError }),
]);

export interface ProcessSettings {
  readonly arn: string;
  readonly taskRoot: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly memoryMegabytes: number;
  readonly timeoutSeconds: number;
  /** Where compiled code is kept between processes. */
  readonly compileCache: string;
  readonly print: (line: string) => void;
}

export interface Invocation {
  readonly id: string;
  readonly json: string;
}

export class FunctionProcess {
  readonly #settings: ProcessSettings;
  readonly #child: ChildProcess;
  readonly #loaded = Promise.withResolvers<FunctionError | undefined>();
  readonly #ended = Promise.withResolvers<void>();
  #current: { readonly id: string; readonly settle: (outcome: Outcome) => void } | undefined;

  constructor(settings: ProcessSettings) {
    this.#settings = settings;
    // Lambda stops a function at its memory; a limit on the heap is what comes nearest without containers.
    const heap = `--max-old-space-size=${Math.ceil(settings.memoryMegabytes * 0.9)}`;
    this.#child = fork(bootstrap, {
      execPath: process.execPath,
      execArgv: [heap],
      cwd: settings.taskRoot,
      // Halves the start of a process: V8 does not compile the function's code anew.
      env: { ...settings.environment, NODE_COMPILE_CACHE: settings.compileCache },
      stdio: ["ignore", "pipe", "pipe", "ipc"],
    });
    this.#child.on("message", (received) => this.#receive(message.parse(received)));
    this.#child.on("error", (error) => this.#end(error.message));
    this.#child.on("exit", (code, signal) => this.#end(signal ? `signal: ${signal}` : `exit status ${code ?? 0}`));
    for (const stream of [this.#child.stdout, this.#child.stderr])
      if (stream) createInterface({ input: stream }).on("line", settings.print);
    const slow = setTimeout(
      () => this.#break("Sandbox.Timedout", "it did not load within 30 seconds"),
      initMilliseconds,
    );
    void this.#loaded.promise.then(() => clearTimeout(slow));
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  /** Settles when the handler is loaded, with the error if it could not be. */
  get loaded(): Promise<FunctionError | undefined> {
    return this.#loaded.promise;
  }

  /** Settles when the process has ended, for whatever reason. */
  get ended(): Promise<void> {
    return this.#ended.promise;
  }

  /** Runs the handler once; the process must be loaded and idle. Past the function's time the process is killed. */
  async run(invocation: Invocation): Promise<Outcome> {
    const { timeoutSeconds, arn } = this.#settings;
    const deadline = Date.now() + timeoutSeconds * 1000;
    const { promise, resolve } = Promise.withResolvers<Outcome>();
    this.#current = { id: invocation.id, settle: resolve };
    const timer = setTimeout(() => {
      const errorMessage = `RequestId: ${invocation.id} Error: Task timed out after ${timeoutSeconds.toFixed(2)} seconds`;
      this.#settle({ kind: "failed", error: { errorType: "Sandbox.Timedout", errorMessage } });
      this.kill();
    }, timeoutSeconds * 1000);
    // A channel that closed in this very moment: the process's end settles the invocation.
    if (this.#child.connected) this.#child.send({ ...invocation, deadline, arn } satisfies ToProcess, () => undefined);
    const outcome = await promise;
    clearTimeout(timer);
    return outcome;
  }

  kill(): void {
    this.#child.kill("SIGKILL");
  }

  #receive(received: FromProcess): void {
    if (received.kind === "ready") return this.#loaded.resolve(undefined);
    if (received.kind === "broken") return this.#loaded.resolve(received.error);
    // An answer after its time is up belongs to nobody.
    if (received.id !== this.#current?.id) return;
    if (received.kind === "answered") this.#settle({ kind: "answered", json: received.json });
    else this.#settle({ kind: "failed", error: received.error });
  }

  #settle(outcome: Outcome): void {
    const current = this.#current;
    this.#current = undefined;
    current?.settle(outcome);
  }

  #break(errorType: string, errorMessage: string): void {
    this.#loaded.resolve({ errorType, errorMessage });
    this.kill();
  }

  #end(how: string): void {
    const errorMessage = `RequestId: ${this.#current?.id ?? "none"} Error: Runtime exited with error: ${how}`;
    const error = { errorType: "Runtime.ExitError", errorMessage };
    this.#loaded.resolve(error);
    this.#settle({ kind: "failed", error });
    this.#ended.resolve();
  }
}
