import { createHash, randomBytes } from "node:crypto";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { DataFiles } from "#adapters/exports/data-files.ts";
import { wholeLines } from "#adapters/exports/whole-lines.ts";
import type { DataFile } from "#core/exports/found-export.ts";
import { type ExportPlace, PlaceProblem } from "#ports/export-place.ts";

/** A place that notes which files were begun, and which are open. */
function placeOf(contents: Readonly<Record<string, Buffer | undefined>>) {
  const begun: string[] = [];
  const open = new Set<string>();
  async function* parts(key: string, bytes: Buffer): AsyncGenerator<Uint8Array> {
    open.add(key);
    try {
      for (let at = 0; at < bytes.length; at += 16_384) yield bytes.subarray(at, at + 16_384);
    } finally {
      open.delete(key);
    }
  }
  const place: ExportPlace = {
    name: "noting",
    within: "",
    locate: (key) => key,
    list: () => expect.fail("its files are known"),
    async read(key) {
      begun.push(key);
      const bytes = contents[key];
      if (bytes === undefined) throw new PlaceProblem("missing", `${key} is not there`);
      return await Promise.resolve(parts(key, bytes));
    },
  };
  const tasks = Object.entries(contents).map(([key, bytes]): { file: DataFile } => ({
    file: { key, size: bytes?.length ?? 0, itemCount: 1, md5: bytes === undefined ? "" : md5(bytes) },
  }));
  return { place, tasks, begun, open };
}

const md5 = (bytes: Buffer): string => createHash("md5").update(bytes).digest("base64");
const small = (line: string): Buffer => gzipSync(`${line}\n`);
const cutShort = small("a line of some length, and not one more").subarray(0, -12);
/** Packed hardly any smaller. */
const large = (bytes: number): Buffer =>
  gzipSync(Array.from({ length: bytes / 1500 }, () => randomBytes(1000).toString("base64")).join("\n"));

async function* texts(files: DataFiles, { file }: { readonly file: DataFile }): AsyncGenerator<string> {
  for await (const block of wholeLines(await files.open(file)))
    yield `${file.key}: ${block.toString().trim().slice(0, 9)}`;
}

type Task = Parameters<typeof texts>[1];

async function all(files: DataFiles, tasks: readonly Task[], read = texts): Promise<string[]> {
  const found: string[] = [];
  for await (const text of files.inTurn(tasks, (task) => read(files, task))) found.push(text);
  return found;
}

describe("data files one after the other", () => {
  it("come in their order, each begun once", async () => {
    const { place, tasks, begun, open } = placeOf({ a: small("one"), b: small("two"), c: small("three") });
    let bytes = 0;
    const files = new DataFiles(place, { onBytes: (count) => (bytes += count) });
    expect(await all(files, tasks)).toEqual(["a: one", "b: two", "c: three"]);
    expect(begun).toEqual(["a", "b", "c"]);
    expect(bytes).toBe(tasks.reduce((sum, { file }) => sum + (file.size ?? 0), 0));
    expect(open.size).toBe(0);
  });

  it("are begun while the one before is used", async () => {
    const { place, tasks, begun } = placeOf({ a: small("one"), b: small("two"), c: small("three") });
    const files = new DataFiles(place);
    const reading = files.inTurn(tasks, (task) => texts(files, task));
    expect((await reading.next()).value).toBe("a: one");
    await expect.poll(() => begun).toEqual(["a", "b"]);
    await reading.return(undefined);
  });

  it("are not begun long before they are used", async () => {
    const { place, tasks } = placeOf({ a: large(6_000_000), b: small("two") });
    let bytes = 0;
    let beforeB = 0;
    const read = (key: string) => {
      if (key === "b") beforeB = bytes;
      return place.read(key);
    };
    await all(new DataFiles({ ...place, read }, { onBytes: (count) => (bytes += count) }), tasks);
    const left = (tasks[0]?.file.size ?? 0) - beforeB;
    expect(left).toBeGreaterThan(400_000);
    expect(left).toBeLessThan(600_000);
  });

  it("are closed when whoever reads them stops", async () => {
    const { place, tasks, begun, open } = placeOf({ a: small("one"), b: large(3_000_000), c: small("three") });
    const files = new DataFiles(place);
    for await (const text of files.inTurn(tasks, (task) => texts(files, task))) {
      expect(text).toBe("a: one");
      await expect.poll(() => open.has("b")).toBe(true);
      break;
    }
    await expect.poll(() => open.size).toBe(0);
    expect(begun).toEqual(["a", "b"]);
  });

  it.each([
    ["missing", undefined, "b is not there"],
    ["cut short", cutShort, "cut short"],
  ])("fail when it is their turn and not before, where they are %s", async (_, found, message) => {
    const { place, tasks, begun } = placeOf({ a: small("one"), b: found, c: small("three") });
    const files = new DataFiles(place);
    const seen: string[] = [];
    const reading = async (): Promise<void> => {
      for await (const text of files.inTurn(tasks, (task) => texts(files, task))) {
        seen.push(text);
        await expect.poll(() => begun).toContain("b");
        for (let turn = 0; turn < 20; turn += 1) await new Promise((done) => setImmediate(done));
      }
    };
    await expect(reading()).rejects.toThrow(message);
    expect(seen).toEqual(["a: one"]);
  });

  it("are read for their sums first where one goes on without those that are wrong, each counted once", async () => {
    const { place, tasks, begun } = placeOf({ a: small("one"), b: cutShort, c: small("three") });
    const changed = tasks.map(({ file }) => ({ file: file.key === "b" ? { ...file, md5: md5(small("two")) } : file }));
    let bytes = 0;
    const files = new DataFiles(place, { lenient: true, onBytes: (count) => (bytes += count) });
    async function* whole(of: DataFiles, task: Task): AsyncGenerator<string> {
      try {
        yield* texts(of, task);
      } catch (error) {
        yield String(error);
      }
    }
    expect(await all(files, changed, whole)).toEqual(["a: one", expect.stringContaining("MD5 differs"), "c: three"]);
    expect(begun).toEqual(["a", "a", "b", "c", "c"]);
    expect(bytes).toBe(tasks.reduce((sum, { file }) => sum + (file.size ?? 0), 0));
  });

  it("may be left out", async () => {
    const { place, tasks, begun, open } = placeOf({ a: small("one"), b: small("two"), c: small("three") });
    const files = new DataFiles(place);
    async function* notB(of: DataFiles, task: Task): AsyncGenerator<string> {
      if (task.file.key !== "b") yield* texts(of, task);
    }
    expect(await all(files, tasks, notB)).toEqual(["a: one", "c: three"]);
    await expect.poll(() => open.size).toBe(0);
    expect(begun).toEqual(["a", "b", "c"]);
  });
});
