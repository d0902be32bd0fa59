/** Where a command writes: what was asked for goes to the output, everything said about it to the error output. */
import type { Writable } from "node:stream";

export interface Terminal {
  readonly out: Writable & { readonly isTTY?: boolean; readonly columns?: number };
  readonly err: Writable & { readonly isTTY?: boolean };
  /** Environment variables. */
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** A line for the person at the terminal. */
export function say(terminal: Terminal, line: string): void {
  terminal.err.write(`${line}\n`);
}

/** Whether the output may be coloured: only where a person looks at it (https://no-color.org). */
export const isColoured = ({ out, env }: Terminal): boolean =>
  out.isTTY === true && !env["NO_COLOR"] && env["TERM"] !== "dumb";
