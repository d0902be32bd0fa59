/** `npx comptoir …`: finds the command, runs it, and turns what went wrong into a sentence and an exit code. */
import { readFileSync } from "node:fs";
import { ExportProblem } from "#core/exports/found-export.ts";
import { PlaceProblem } from "#ports/export-place.ts";
import { BadRequest, CannotDo } from "./command.ts";
import { type CommandEntry, commands } from "./commands.ts";
import { isNear } from "./options.ts";
import { say, type Terminal } from "./terminal.ts";

/** Runs what the words ask for. 0: done; 1: it could not be done; 2: the words are wrong. */
export async function comptoir(words: readonly string[], terminal: Terminal): Promise<0 | 1 | 2> {
  try {
    await run(words, terminal);
    return 0;
  } catch (error) {
    if (error instanceof BadRequest) {
      say(terminal, `${error.message}\n`);
      return 2;
    }
    say(terminal, told(error, terminal));
    return 1;
  }
}

async function run(words: readonly string[], terminal: Terminal): Promise<void> {
  const [first] = words;
  if (first === "--version" || first === "-v") return print(terminal, version());
  if (first === undefined || first === "help" || first === "--help" || first === "-h") {
    const about = words.slice(1);
    return print(terminal, about.length === 0 ? overview() : (await find(about).load()).usage);
  }
  const entry = find(words);
  const command = await entry.load();
  const args = words.slice(entry.words.length);
  if (isHelpAsked(args)) return print(terminal, command.usage);
  await command.run(args, terminal);
}

function find(words: readonly string[]): CommandEntry {
  const entry = commands
    .filter((each) => each.words.every((word, index) => words[index] === word))
    .sort((one, other) => other.words.length - one.words.length)[0];
  if (entry) return entry;
  const said = words
    .filter((word) => !word.startsWith("-"))
    .slice(0, 2)
    .join(" ");
  const near = commands
    .map((each) => each.words.join(" "))
    .find((name) => isNear(name, said) || name.startsWith(`${said} `));
  const hint = near === undefined ? "npx comptoir help shows which there are." : `Did you mean ${near}?`;
  throw new BadRequest(`There is no command "${said || words[0]}". ${hint}`);
}

function isHelpAsked(args: readonly string[]): boolean {
  const end = args.indexOf("--");
  return args.slice(0, end < 0 ? args.length : end).some((arg) => arg === "--help" || arg === "-h");
}

function overview(): string {
  const width = Math.max(...commands.map(({ words }) => words.join(" ").length));
  const lines = commands.map(({ words, summary }) => `  npx comptoir ${words.join(" ").padEnd(width)}   ${summary}`);
  return [
    "Comptoir, a shop counter in Messenger: its orders, from exports of its table.",
    "",
    ...lines,
    "",
    "npx comptoir help orders read (or any of them) tells its options; docs/exports.md tells all.",
  ].join("\n");
}

function version(): string {
  const file: unknown = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));
  return typeof file === "object" && file !== null && "version" in file ? String(file.version) : "unknown";
}

function print(terminal: Terminal, text: string): void {
  terminal.out.write(`${text}\n`);
}

/** What went wrong, in a sentence; with a stack trace only for an error that was not foreseen, or where DEBUG is set. */
function told(error: unknown, { env }: Terminal): string {
  if (!(error instanceof Error)) return String(error);
  const isForeseen = [CannotDo, PlaceProblem, ExportProblem].some((kind) => error instanceof kind);
  if (isForeseen && !env["DEBUG"]) return error.message;
  if ("syscall" in error && !env["DEBUG"]) return error.message;
  return error.stack ?? error.message;
}
