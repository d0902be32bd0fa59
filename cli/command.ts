/** What a command of `npx comptoir` is, and the errors that it ends with. */
import type { Terminal } from "./terminal.ts";

export interface Command {
  /** Shown by `--help`: how it is called, its options, examples. */
  readonly usage: string;
  /** Does it. Throws BadRequest where the arguments are wrong, any other error where it cannot be done. */
  readonly run: (args: readonly string[], terminal: Terminal) => Promise<void>;
}

/** The command line is wrong; the message says what is wrong and how to write it. Exit code 2. */
export class BadRequest extends Error {
  override readonly name = "BadRequest";
}

/** It cannot be done; the message says why. Exit code 1. */
export class CannotDo extends Error {
  override readonly name = "CannotDo";
}
