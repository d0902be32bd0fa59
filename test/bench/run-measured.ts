/** Runs a program in a process of its own, on one core or on all, and says what it took. */
import { spawn, spawnSync } from "node:child_process";
import { readFile, rm } from "node:fs/promises";
import * as z from "zod";

export interface Taken {
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly peakMegabytes: number;
}

const usage = z.object({ cpuSeconds: z.number(), peakMegabytes: z.number() });
const measure = import.meta.resolve("./note-usage.ts");

/** Whether a process can be kept to one core here. */
export const canPin: boolean = spawnSync("taskset", ["-c", "0", "true"]).status === 0;

/** Rejects where the program fails; what it says then is shown. */
export async function runMeasured(args: readonly string[], cores: 1 | "all", folder: string): Promise<Taken> {
  const notes = `${folder}/usage.json`;
  const node = [process.execPath, "--import", measure, ...args];
  const [command = "", ...rest] = cores === 1 && canPin ? ["taskset", "-c", "0", ...node] : node;
  const start = performance.now();
  const child = spawn(command, rest, {
    env: { ...process.env, BENCH_USAGE: notes },
    stdio: ["ignore", "ignore", "pipe"],
  });
  let said = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => (said += text));
  const code = await new Promise((ended) => child.on("close", ended));
  const seconds = (performance.now() - start) / 1000;
  if (code !== 0) throw new Error(`${args.join(" ")} ended with ${String(code)}: ${said.slice(-2000)}`);
  const taken = usage.parse(JSON.parse(await readFile(notes, "utf8")));
  await rm(notes);
  return { seconds, ...taken };
}
