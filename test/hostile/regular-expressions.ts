/** Every regular expression in our code, and texts on which a careless one would never come to an end. */
import { readdirSync, readFileSync } from "node:fs";
import { stripTypeScriptTypes } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseAst } from "vitest/node";
import { z } from "zod";

export interface FoundExpression {
  readonly file: string;
  readonly expression: RegExp;
}

const literal = z.looseObject({ regex: z.object({ pattern: z.string(), flags: z.string() }) });
const root = fileURLToPath(new URL("../..", import.meta.url));

/** The literals of all files below a folder of the repository. */
export const expressionsIn = (folder: string): readonly FoundExpression[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts"))
    .flatMap((file) => {
      const source = stripTypeScriptTypes(readFileSync(join(root, folder, file), "utf8"));
      return literalsIn(parseAst(source)).map((expression) => ({ file: join(folder, file), expression }));
    });

function literalsIn(node: unknown): readonly RegExp[] {
  if (Array.isArray(node)) return node.flatMap(literalsIn);
  if (typeof node !== "object" || node === null) return [];
  const found = literal.safeParse(node);
  if (found.success) return [new RegExp(found.data.regex.pattern, found.data.regex.flags)];
  return Object.values(node).flatMap(literalsIn);
}

/** Texts of about this length made of what the expression itself names, repeated, and ending in what it does not expect. */
export function pumped(expression: RegExp, length: number): readonly string[] {
  const named = expression.source.replace(/\\[dwsbpPDWSB]|\{[\w=,]*\}|[()[\]^$|?*+]/g, " ").split(/\s+/);
  const words = named.flatMap((word) => [word, word.slice(0, 1)]).map((word) => word.replaceAll("\\", ""));
  const signs = [
    "a",
    "0",
    " ",
    "\n",
    "_",
    "-",
    ".",
    ":",
    ",",
    "/",
    '"',
    "é",
    "\u0301",
    "😀",
    "a ",
    "0 ",
    "a-",
    "=,",
    "# ",
  ];
  const pieces = [...new Set([...words, ...signs])].filter((piece) => piece !== "").slice(0, 24);
  return pieces.flatMap((piece) => {
    const run = piece.repeat(Math.ceil(length / piece.length));
    return [run, `${run}\u0000`, `${pieces[0] ?? ""}${run}!`];
  });
}
