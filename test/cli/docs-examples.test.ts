import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { commands } from "#cli/commands.ts";
import { readOptions } from "#cli/options.ts";
import { readRequest } from "#cli/orders/read-request.ts";
import { instant } from "#core/values/instant.ts";

const page = readFileSync(new URL("../../docs/exports.md", import.meta.url), "utf8");
const readme = readFileSync(new URL("../../README.md", import.meta.url), "utf8");
const examples = [...`${page}\n${readme}`.matchAll(/^npx comptoir ([^#\n]+)/gm)].map(([, words = ""]) =>
  words.trim().split(/\s+/),
);
const terminal = { out: process.stdout, err: process.stderr, env: {} };

describe("the commands that the docs show", () => {
  it("are there", () => {
    expect(examples.length).toBeGreaterThan(6);
    for (const words of examples) {
      const found = commands.some((each) => each.words.every((word, index) => words[index] === word));
      expect([words.join(" "), found]).toEqual([words.join(" "), true]);
    }
  });

  it("have options that are there", () => {
    const reading = examples.filter((words) => words[0] === "orders").map((words) => words.slice(2));
    expect(reading.length).toBeGreaterThan(4);
    for (const args of reading) expect(readRequest(args, terminal, instant(0)).where).not.toBe("");
  });

  it("have a help text that names every option", async () => {
    for (const { words, load } of commands) {
      const { usage } = await load();
      expect(usage).toContain(`npx comptoir ${words.join(" ")}`);
    }
    expect(() => readOptions(["--nothing"], {})).toThrow("--nothing: there is no such option");
  });
});
