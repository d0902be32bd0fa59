/** Reads a command's options, and says of a wrong one what is wrong and what would be right. */

import { type ParseArgsOptionsConfig, parseArgs } from "node:util";
import { editDistance } from "#core/values/edit-distance.ts";
import { BadRequest } from "./command.ts";

/** The options and the other words; throws BadRequest for an option that is not there. */
export function readOptions<const Options extends ParseArgsOptionsConfig>(args: readonly string[], options: Options) {
  for (const arg of args) {
    if (arg === "--") break;
    const name = /^--(?:no-)?([^=]+)/.exec(arg)?.[1];
    if (name !== undefined && !Object.hasOwn(options, name)) throw new BadRequest(unknownOption(name, options));
  }
  try {
    const { values, positionals } = parseArgs({
      args: joinDashes(args, options),
      options,
      allowPositionals: true,
      strict: true,
    });
    return { values, words: positionals };
  } catch (cause) {
    throw new BadRequest(sentence(cause), { cause });
  }
}

/** One of a few words; throws BadRequest naming all of them. */
export function oneOf<const Choice extends string>(option: string, value: string, choices: readonly Choice[]): Choice {
  const found = choices.find((choice) => choice === value);
  if (found !== undefined) return found;
  throw new BadRequest(`${option} ${value}: there is no such one. Choose one of ${choices.join(", ")}.`);
}

/** `a,b` and repeated options as one list. */
export const listed = (values: readonly string[] | undefined): readonly string[] =>
  (values ?? [])
    .flatMap((value) => value.split(","))
    .map((value) => value.trim())
    .filter((value) => value !== "");

/** Whether what was written is probably a misspelling of the name. */
export const isNear = (name: string, written: string): boolean =>
  editDistance(name, written) <= Math.max(1, Math.floor(written.length / 3));

/** parseArgs takes `--out -` for an option without its value. */
function joinDashes(args: readonly string[], options: ParseArgsOptionsConfig): string[] {
  const joined: string[] = [];
  for (const arg of args) {
    const before = joined.at(-1);
    const name = before?.startsWith("--") && !before.includes("=") ? before.slice(2) : undefined;
    if (arg === "-" && name !== undefined && options[name]?.type === "string")
      joined[joined.length - 1] = `--${name}=-`;
    else joined.push(arg);
  }
  return joined;
}

function unknownOption(name: string, options: ParseArgsOptionsConfig): string {
  const near = Object.keys(options).find((option) => isNear(option, name));
  const hint = near === undefined ? "--help shows which there are." : `Did you mean --${near}?`;
  return `--${name}: there is no such option. ${hint}`;
}

/** parseArgs' own words, without its advice for programmers. */
function sentence(cause: unknown): string {
  const message = cause instanceof Error ? cause.message : "These options are not understood.";
  return (message.split(/\. To specify|\nDid you/)[0] ?? message).replace(/\.?$/, ".");
}
