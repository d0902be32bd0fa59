/** What the pages name is there: files, headings, commands. */
import { existsSync, globSync, readFileSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { z } from "zod";

const root = fileURLToPath(new URL("../..", import.meta.url));
const folders = ["bin", "cli", "docs", "lambdas", "lib", "local", "shop", "test"];
// The legal texts link to pages of the shop itself.
const pages = globSync(["*.md", `{${folders.join()}}/**/*.md`], { cwd: root, exclude: ["shop/legal/**"] });
const textOf = (page: string): string => readFileSync(join(root, page), "utf8");
const files = globSync(`{${folders.join()}}/**/*`, { cwd: root });
const names = new Set(files.map((file) => basename(file)));
const { scripts } = z
  .object({ scripts: z.record(z.string(), z.string()) })
  .parse(JSON.parse(readFileSync(join(root, "package.json"), "utf8")));

const inPages = (pattern: RegExp): (readonly [page: string, match: string])[] =>
  pages.flatMap((page) => [...textOf(page).matchAll(pattern)].map((match) => [page, match[1] ?? ""] as const));

test("there are pages, and they name things", () => {
  expect(pages).toEqual(expect.arrayContaining(["README.md", join("docs", "reliability.md")]));
  expect(inPages(/`([^`\n]+)`/g).length).toBeGreaterThan(200);
});

test("every link leads to a file of the repository, and to a heading of it", () => {
  const dead = inPages(/\]\((?!https?:|mailto:)([^)\s]+)\)/g).filter(([page, link]) => !isThere(page, link));
  expect(dead).toEqual([]);
});

test("every path in the text is one of the repository", () => {
  const missing = inPages(/`([^`\n]+)`/g)
    .filter(([, named]) => /^[\w.{},/-]+$/.test(named) && isPath(named))
    .filter(([page, named]) => !expanded(named).every((path) => isFile(page, path)));
  expect(missing).toEqual([]);
});

test("every command of npm is a script, and every file that node or vitest is given is there", () => {
  const commands = inPages(/npm run ([\w:-]+)/g);
  expect(commands.length).toBeGreaterThan(5);
  expect(commands.filter(([, name]) => !Object.hasOwn(scripts, name))).toEqual([]);
  const given = inPages(/(?:node|--project \w+) ((?:bin|local|shop|test)\/[\w./-]+)/g);
  expect(given.filter(([, path]) => !existsSync(join(root, path)))).toEqual([]);
});

test("every script runs a file that is there", () => {
  const run = Object.values(scripts).flatMap((script) =>
    [...script.matchAll(/node (\S+\.ts)/g)].map((match) => match[1]),
  );
  expect(run.length).toBeGreaterThan(5);
  expect(run.filter((path) => !existsSync(join(root, path ?? "")))).toEqual([]);
});

/** A folder or file below one of ours, or a source or test named alone. */
const isPath = (named: string): boolean =>
  folders.some((folder) => named.startsWith(`${folder}/`)) || /\.ts$|\/[\w.-]+\.(?:md|json|csv)$/.test(named);

/** `test/core/{orders,payments}` as both. */
function expanded(named: string): readonly string[] {
  const [whole, before = "", choices = "", after = ""] = /^(.*)\{([^}]+)\}(.*)$/.exec(named) ?? [];
  return whole === undefined ? [named] : choices.split(",").map((choice) => `${before}${choice}${after}`);
}

/** From the root, or from where the page lies; a name alone anywhere. */
const isFile = (page: string, path: string): boolean =>
  existsSync(join(root, path)) ||
  existsSync(join(root, dirname(page), path)) ||
  (!path.includes("/") && names.has(path)) ||
  // What a start or a shop's team makes.
  path.startsWith(".local/");

function isThere(page: string, link: string): boolean {
  const [path = "", heading] = link.split("#");
  const target = path === "" ? join(root, page) : resolve(root, dirname(page), path);
  if (!existsSync(target)) return false;
  return heading === undefined || headingsOf(target).has(heading);
}

/** As GitHub makes anchors of headings. */
const headingsOf = (file: string): ReadonlySet<string> =>
  new Set(
    [...readFileSync(file, "utf8").matchAll(/^#+ (.+)$/gm)].map(([, title = ""]) =>
      title
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N}\s_-]/gu, "")
        .trim()
        .replaceAll(" ", "-"),
    ),
  );
