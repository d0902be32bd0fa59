#!/usr/bin/env -S node --max-semi-space-size=8 --initial-old-space-size=48
/**
 * `npx comptoir …`: what a merchant reads of the orders, from exports of their table. Nearly all that reading makes is garbage
 * soon: a small young generation keeps its memory small, and costs hardly any time; and the old one need not be tidied up
 * before it has some size (the flags above, megabytes).
 *
 * This file is JavaScript because Node's reader of TypeScript takes memory and time of its own; all others are found as
 * Node read them the last time, once the compile cache is there.
 */
import { enableCompileCache } from "node:module";

enableCompileCache();
const { comptoir } = await import("#cli/main.ts");

// `comptoir … | head` has read enough; that is no error.
process.stdout.on("error", (/** @type {NodeJS.ErrnoException} */ error) =>
  process.exit(error.code === "EPIPE" ? 0 : 1),
);

const { stdout: out, stderr: err, env } = process;
process.exitCode = await comptoir(process.argv.slice(2), { out, err, env });
