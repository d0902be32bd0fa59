/** Runs `cdk synth` for this machine: the same app and settings as a deployment, written beside the local state. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { CannotStart } from "./services/dynamodb.ts";

const root = fileURLToPath(new URL("..", import.meta.url));

/**
 * Synthesises the app into a folder; needs no network, no credentials and no Docker. CannotStart with what CDK, its checks
 * or the shop folder complained of.
 */
export async function synthesise(options: { into: string; shopFolder?: string | undefined }): Promise<void> {
  const cli = createRequire(import.meta.url).resolve("aws-cdk/bin/cdk");
  const child = spawn(process.execPath, [cli, "synth", "--quiet", "--no-notices", "--output", options.into], {
    cwd: root,
    env: {
      ...process.env,
      ...(options.shopFolder ? { SHOP_DIR: options.shopFolder } : {}),
      // The CLI starts the app with a shell: its `node` must be this one, whatever the machine has.
      PATH: `${fileURLToPath(new URL("../node_modules/.bin", import.meta.url))}:${process.env["PATH"] ?? ""}`,
      // Half of the time goes into a check of the template's form, which a deployment makes; cdk-nag checks all the same.
      CDK_VALIDATION: "false",
      CI: "true",
      NO_COLOR: "1",
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const said: string[] = [];
  child.stdout.on("data", (chunk: Buffer) => said.push(chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => said.push(chunk.toString()));
  await once(child, "close");
  if (child.exitCode !== 0) throw new CannotStart(`The shop could not be synthesised.\n${said.join("").trim()}`);
}
