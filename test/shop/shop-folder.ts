/** A shop folder of a test's own: a copy of the example shop, changed. */
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { onTestFinished } from "vitest";
import { readShopFolder } from "#adapters/shop/read-shop-folder.ts";
import type { ShopProblem } from "#adapters/shop/shop-problem.ts";

/** Files by path: a new text or bytes, a change of the old text, or `undefined` to delete it. */
export type Changes = Readonly<Record<string, string | Uint8Array | ((text: string) => string) | undefined>>;

/** The folder; it is deleted when the test ends. */
export function shopFolder(changes: Changes = {}): string {
  const folder = mkdtempSync(join(tmpdir(), "shop-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const part of ["settings.json", "catalogue.csv", "legal", "wording", "pictures"]) {
    const isChanged = Object.keys(changes).some((file) => file.startsWith(part));
    if (isChanged) cpSync(join("shop", part), join(folder, part), { recursive: true });
    else symlinkSync(resolve("shop", part), join(folder, part));
  }
  for (const [file, change] of Object.entries(changes)) {
    const path = join(folder, file);
    if (change === undefined) rmSync(path);
    else writeFileSync(path, typeof change === "function" ? change(readFileSync(path, "utf8")) : change);
  }
  return folder;
}

/** What is said of the example shop after these changes. */
export const problemsAfter = (changes: Changes): readonly ShopProblem[] => readShopFolder(shopFolder(changes)).problems;

/** Settings with one value changed; `undefined` takes it out. */
export function withSetting(path: string, value: unknown): (text: string) => string {
  return (text) => {
    const settings: unknown = JSON.parse(text);
    const names = path.split(".");
    let at: unknown = settings;
    for (const name of names.slice(0, -1)) at = (at as Record<string, unknown>)[name];
    (at as Record<string, unknown>)[names.at(-1) ?? ""] = value;
    return JSON.stringify(settings);
  };
}
