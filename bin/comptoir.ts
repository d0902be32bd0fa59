#!/usr/bin/env -S node --max-semi-space-size=16
/**
 * `npx comptoir …`: what a merchant reads of the orders, from exports of their table. Nearly all that reading makes is garbage
 * soon: a small young generation (the flag above, megabytes) keeps its memory small.
 */
import { enableCompileCache } from "node:module";
import { comptoir } from "#cli/main.ts";

// Commands are loaded when they are called: what is compiled of them once is found again the next time.
enableCompileCache();

// `comptoir … | head` has read enough; that is no error.
process.stdout.on("error", (error: NodeJS.ErrnoException) => process.exit(error.code === "EPIPE" ? 0 : 1));

const { stdout: out, stderr: err, env } = process;
process.exitCode = await comptoir(process.argv.slice(2), { out, err, env });
