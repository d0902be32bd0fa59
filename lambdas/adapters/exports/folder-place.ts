/** Exports that lie in a folder of this machine. */
import { type FileHandle, open, opendir, stat } from "node:fs/promises";
import { join, relative, resolve, sep } from "node:path";
import { type ExportPlace, PlaceProblem, type StoredFile } from "#ports/export-place.ts";
import { sixteenAtOnce } from "./sixteen-at-once.ts";
import { withinExports } from "./within-exports.ts";

/** The place that a folder is. Rejects with a PlaceProblem if it is none or may not be read. */
export async function openFolder(name: string): Promise<ExportPlace> {
  const path = resolve(name);
  const entry = await stat(path).catch((cause: unknown) => {
    throw folderProblem(name, cause);
  });
  if (!entry.isDirectory()) {
    throw new PlaceProblem("missing", `${name} is a file, not a folder. Give the folder that holds AWSDynamoDB.`);
  }
  const within = withinExports(path.split(sep).join("/"));
  const root = within === "" ? path : path.slice(0, path.length + 1 - within.length);
  const shown = within === "" ? name : relative(".", root).startsWith("..") ? root : relative(".", root);
  return {
    name,
    within,
    locate: (key) => join(shown, key),
    list: (prefix) => filesBelow(root, prefix, name),
    read: (key) => readFile(join(root, key), join(shown, key)),
  };
}

async function* filesBelow(root: string, prefix: string, name: string): AsyncGenerator<StoredFile> {
  const found: { readonly key: string; readonly path: string }[] = [];
  try {
    const folder = join(root, prefix.slice(0, prefix.lastIndexOf("/") + 1));
    for await (const entry of await opendir(folder, { recursive: true })) {
      if (!entry.isFile() && !entry.isSymbolicLink()) continue;
      const path = join(entry.parentPath, entry.name);
      const key = relative(root, path).split(sep).join("/");
      if (key.startsWith(prefix)) found.push({ key, path });
    }
    found.sort((one, other) => (one.key < other.key ? -1 : 1));
    const stats = await sixteenAtOnce(found, ({ path }) => stat(path));
    yield* found.flatMap(({ key }, index) => (stats[index]?.isFile() ? [{ key, size: stats[index].size }] : []));
  } catch (cause) {
    throw folderProblem(name, cause);
  }
}

async function readFile(path: string, shown: string): Promise<AsyncIterable<Uint8Array>> {
  const file = await open(path).catch((cause: unknown) => {
    throw folderProblem(shown, cause);
  });
  return parts(file, shown);
}

/** Reads without a stream, which costs more than a manifest's reading itself. */
async function* parts(file: FileHandle, shown: string): AsyncGenerator<Uint8Array> {
  try {
    for (let size = 16 * 1024; ; size = 256 * 1024) {
      const { bytesRead, buffer } = await file.read(Buffer.allocUnsafeSlow(size));
      if (bytesRead > 0) yield buffer.subarray(0, bytesRead);
      if (bytesRead < size) return;
    }
  } catch (cause) {
    throw folderProblem(shown, cause);
  } finally {
    await file.close();
  }
}

function folderProblem(name: string, cause: unknown): PlaceProblem {
  const code = cause instanceof Error && "code" in cause ? cause.code : undefined;
  if (code === "ENOENT" || code === "ENOTDIR") {
    return new PlaceProblem("missing", `${name} is not there. Check the spelling, or download the export again.`, {
      cause,
    });
  }
  if (code === "EACCES" || code === "EPERM") {
    return new PlaceProblem("no permission", `${name} may not be read. Give your user the right to read it.`, {
      cause,
    });
  }
  return new PlaceProblem("unreadable", `${name} cannot be read (${String(code ?? cause)}). Copy it anew.`, { cause });
}
