/** Stripe's request encoding: form pairs whose names nest with brackets, `line_items[0][price_data][currency]=eur`. */
import { invalid } from "./refusal.ts";

/** A leaf is always text; a branch keeps the order in which its names came. */
export type FormValue = string | FormTree;
export type FormTree = ReadonlyMap<string, FormValue>;

type Branch = Map<string, string | Branch>;

/** Reads a body or a query string; refuses a name that is a value and a branch at once. */
export function readForm(encoded: string): FormTree {
  const root: Branch = new Map();
  for (const [name, value] of new URLSearchParams(encoded)) put(root, name, value);
  return root;
}

/** The same pairs in one fixed order, to tell whether two requests ask for the same. */
export function sortedPairs(encoded: string): readonly (readonly [string, string])[] {
  return [...new URLSearchParams(encoded)].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
}

function put(root: Branch, name: string, value: string): void {
  const path = pathOf(name);
  let branch = root;
  for (const [depth, part] of path.entries()) {
    const key = part === "" ? String(branch.size) : part;
    if (depth === path.length - 1) {
      if (branch.get(key) instanceof Map) throw invalid(`Invalid object: ${name}`, { param: name });
      branch.set(key, value);
      return;
    }
    const next = branch.get(key) ?? new Map<string, string | Branch>();
    if (typeof next === "string") throw invalid(`Invalid object: ${name}`, { param: name });
    branch.set(key, next);
    branch = next;
  }
}

function pathOf(name: string): readonly string[] {
  const open = name.indexOf("[");
  if (open === -1) return [name];
  const inner = [...name.slice(open).matchAll(/\[([^[\]]*)\]/g)];
  const consumed = inner.reduce((length, part) => length + part[0].length, open);
  if (open === 0 || consumed !== name.length) throw invalid(`Invalid parameter name: ${name}`, { param: name });
  return [name.slice(0, open), ...inner.map((part) => part[1] ?? "")];
}
