/** One synthesis for all tests of the whole stack: vitest runs it before them. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { synthesise } from "#local/synthesise.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** The folder of the cloud assembly. */
    assembly: string;
  }
}

/** Synthesises into a temporary folder that is removed when the tests have ended. */
export async function setup(project: TestProject): Promise<() => void> {
  const folder = mkdtempSync(join(tmpdir(), "comptoir-assembly-"));
  await synthesise({ into: folder });
  project.provide("assembly", folder);
  return () => rmSync(folder, { recursive: true, force: true });
}
