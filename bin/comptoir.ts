#!/usr/bin/env node
/** `npx comptoir …`: what a merchant reads of the orders, from exports of their table. */
import { comptoir } from "#cli/main.ts";

// `comptoir … | head` has read enough; that is no error.
process.stdout.on("error", (error: NodeJS.ErrnoException) => process.exit(error.code === "EPIPE" ? 0 : 1));

const { stdout: out, stderr: err, env } = process;
process.exitCode = await comptoir(process.argv.slice(2), { out, err, env });
