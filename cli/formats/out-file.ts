/** Where a result goes: a file that is whole or not there at all, or the output once everything is known to be right. */
import { randomBytes } from "node:crypto";
import { createReadStream, rmSync } from "node:fs";
import { type FileHandle, mkdtemp, open, realpath, rename, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, dirname, join, resolve } from "node:path";
import { finished } from "node:stream/promises";
import { CannotDo } from "#cli/command.ts";
import type { Terminal } from "#cli/terminal.ts";

export interface OutFile {
  readonly write: (bytes: Uint8Array) => Promise<void>;
  /** Everything is written: it appears under its name, in place of an earlier one, or goes to the output. */
  readonly commit: () => Promise<void>;
  /** Nothing of it stays. */
  readonly abandon: () => Promise<void>;
}

/** Bytes after which the disk is asked to take what was written, so that little is left to wait for at the end. */
const syncStep = 32 * 1024 * 1024;

/** Opens a file to be, beside its place; `-` is the output. Throws CannotDo where no file can be written. */
export async function openOut(name: string, terminal: Terminal): Promise<OutFile> {
  if (name === "-") return toOutput(terminal);
  // A link stays one: what it leads to is replaced.
  const path = await realpath(name).catch(() => resolve(name));
  const there = await stat(path).catch(() => undefined);
  if (there?.isDirectory()) throw new CannotDo(`--out ${name}: this is a folder. Give the name of a file in it.`);
  if (there !== undefined && !there.isFile()) return toDevice(path, name);
  const beside = join(dirname(path), `.${basename(path)}.${randomBytes(4).toString("hex")}.part`);
  const handle = await open(beside, "wx").catch((cause: unknown) => {
    throw new CannotDo(`--out ${name}: ${whyNot(cause)}`, { cause });
  });
  const abandon = removing(handle, beside);
  const write = writing(handle, name);
  let unsynced = 0;
  let syncing = Promise.resolve();
  return {
    async write(bytes) {
      await write(bytes);
      unsynced += bytes.length;
      if (unsynced < syncStep) return;
      unsynced = 0;
      // The disk is busy with it while more is made. What goes wrong is told at the end, as the disk tells it only once.
      syncing = syncing.then(() => handle.datasync());
      syncing.catch(() => undefined);
    },
    async commit() {
      await syncing;
      await handle.datasync();
      await handle.close();
      forget(beside);
      await rename(beside, path);
    },
    abandon,
  };
}

/** `/dev/null`, a named pipe: nothing that could be replaced. */
async function toDevice(path: string, name: string): Promise<OutFile> {
  const handle = await open(path, "w");
  const close = async (): Promise<void> => await handle.close();
  return { write: writing(handle, name), commit: close, abandon: close };
}

async function toOutput(terminal: Terminal): Promise<OutFile> {
  const folder = await mkdtemp(join(tmpdir(), "comptoir-"));
  const path = join(folder, "rows");
  const handle = await open(path, "wx");
  const abandon = removing(handle, folder);
  return {
    write: writing(handle, path),
    async commit() {
      await handle.close();
      const source = createReadStream(path, { highWaterMark: 256 * 1024 });
      source.pipe(terminal.out, { end: false });
      try {
        await finished(source);
      } finally {
        await rm(folder, { recursive: true, force: true });
        forget(folder);
      }
    },
    abandon,
  };
}

const writing =
  (handle: FileHandle, name: string) =>
  async (bytes: Uint8Array): Promise<void> => {
    try {
      await handle.writeFile(bytes);
    } catch (cause) {
      throw new CannotDo(`${name}: ${whyNot(cause)}`, { cause });
    }
  };

/** Also when the process is told to stop, nothing half written stays. */
function removing(handle: FileHandle, path: string): () => Promise<void> {
  unfinished.add(path);
  watchSignals();
  return async () => {
    await handle.close().catch(() => undefined);
    await rm(path, { recursive: true, force: true });
    forget(path);
  };
}

const unfinished = new Set<string>();
const forget = (path: string): boolean => unfinished.delete(path);
let isWatching = false;

function watchSignals(): void {
  if (isWatching) return;
  isWatching = true;
  process.once("exit", () => {
    for (const path of unfinished) rmSync(path, { recursive: true, force: true });
  });
  for (const [signal, code] of signals) process.once(signal, () => process.exit(code));
}

/** With the exit codes that shells know them by. */
const signals = [
  ["SIGINT", 130],
  ["SIGTERM", 143],
  ["SIGHUP", 129],
] as const;

function whyNot(cause: unknown): string {
  const code = cause instanceof Error && "code" in cause ? String(cause.code) : "";
  const reasons: Readonly<Record<string, string>> = {
    ENOENT: "its folder is not there. Make it first.",
    ENOTDIR: "its folder is no folder.",
    EACCES: "this file may not be written. Choose another folder.",
    EPERM: "this file may not be written. Choose another folder.",
    EROFS: "nothing can be written on this disk. Choose another folder.",
    ENOSPC: "the disk is full.",
    EISDIR: "this is a folder. Give the name of a file in it.",
  };
  return reasons[code] ?? `it cannot be written (${code || String(cause)}).`;
}
