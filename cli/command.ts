/** What a command of `npx comptoir` is, and how one says that it cannot. */
import type { Terminal } from "./terminal.ts";

export interface Command {
  /** Shown by `--help`: how it is called, its options, examples. */
  readonly usage: string;
  /** Does it. Throws BadRequest where the arguments are wrong, any other error where it cannot be done. */
  readonly run: (args: readonly string[], terminal: Terminal) => Promise<void>;
}

/** The words of the command line are wrong: says which, and how they would be right. Exit code 2. */
export class BadRequest extends Error {
  override readonly name = "BadRequest";
}

/** It cannot be done, and everything about it is said. Exit code 1. */
export class CannotDo extends Error {
  override readonly name = "CannotDo";
}
