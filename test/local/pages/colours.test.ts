import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

const css = readFileSync("local/pages/browser/style/tokens.css", "utf8");
const [light = "", dark = ""] = css.split("@media (prefers-color-scheme: dark)");

/** Words and the grounds they stand on. */
const pairs = [
  ["ink", "ground"],
  ["ink", "paper"],
  ["ink", "bubble"],
  ["ink-2", "ground"],
  ["ink-2", "paper"],
  ["ink-2", "paper-2"],
  ["ink-2", "bubble"],
  ["accent-ink", "accent"],
  ["mine-ink", "mine"],
  ["accent-text", "paper"],
  ["accent-text", "paper-2"],
  ["accent-text", "accent-soft"],
  ["amber-text", "amber-soft"],
  ["red-text", "red-soft"],
  ["green-text", "green-soft"],
  ["ink", "amber-soft"],
] as const;

describe.each([
  ["light", light],
  ["dark", `${light}${dark}`],
])("the %s colours", (_name, tokens) => {
  it.each(pairs)("let %s be read on %s", (words, ground) => {
    expect(contrast(colour(tokens, words), colour(tokens, ground))).toBeGreaterThanOrEqual(4.5);
  });
});

/** The last value that is given to a token. */
function colour(tokens: string, name: string): string {
  const values = [...tokens.matchAll(new RegExp(`--${name}: (#[0-9a-f]{6});`, "g"))];
  const value = values.at(-1)?.[1];
  if (value === undefined) throw new Error(`no colour --${name}`);
  return value;
}

/** WCAG 2.2's contrast ratio. */
function contrast(one: string, other: string): number {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].toSorted((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
