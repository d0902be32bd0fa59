/** JSON that no object could hold: doubled keys, numbers of any length, text that is no JSON at all. */

export type Json =
  | { readonly kind: "object"; readonly members: readonly (readonly [key: string, value: Json])[] }
  | { readonly kind: "list"; readonly items: readonly Json[] }
  /** Written as it is. */
  | { readonly kind: "raw"; readonly text: string };

export const raw = (text: string): Json => ({ kind: "raw", text });
export const quoted = (text: string): Json => raw(JSON.stringify(text));
export const object = (...members: readonly (readonly [string, Json])[]): Json => ({ kind: "object", members });
export const list = (...items: readonly Json[]): Json => ({ kind: "list", items });

/** The tree of a plain value. */
export function treeOf(value: unknown): Json {
  if (Array.isArray(value)) return list(...value.map(treeOf));
  if (typeof value !== "object" || value === null) return raw(JSON.stringify(value) ?? "null");
  return object(...Object.entries(value).map(([key, each]) => [key, treeOf(each)] as const));
}

/** The text of a tree. */
export function textOf(tree: Json): string {
  switch (tree.kind) {
    case "raw":
      return tree.text;
    case "list":
      return `[${tree.items.map(textOf).join(",")}]`;
    case "object":
      return `{${tree.members.map(([key, value]) => `${JSON.stringify(key)}:${textOf(value)}`).join(",")}}`;
  }
}

/** The tree with one place in it, chosen by its number in reading order, replaced. */
export function replaceAt(tree: Json, place: number, by: (old: Json) => Json): Json {
  let left = place;
  const visit = (at: Json): Json => {
    left -= 1;
    if (left === -1) return by(at);
    if (left < 0 || at.kind === "raw") return at;
    if (at.kind === "list") return { kind: "list", items: at.items.map(visit) };
    return { kind: "object", members: at.members.map(([key, value]) => [key, visit(value)] as const) };
  };
  return visit(tree);
}

/** How many places a tree has. */
export function placesIn(tree: Json): number {
  if (tree.kind === "raw") return 1;
  const inside = tree.kind === "list" ? tree.items : tree.members.map(([, value]) => value);
  return inside.reduce((sum, each) => sum + placesIn(each), 1);
}
