import { createHash, randomBytes } from "node:crypto";
import { constants, createGzip, gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { Unpacking, wholeLines } from "#adapters/exports/whole-lines.ts";
import type { ExportPlace } from "#ports/export-place.ts";

/** A place whose only file comes in these pieces, one after the other. */
function placeOf(pieces: readonly Buffer[]) {
  const packed = Buffer.concat(pieces);
  async function* read(): AsyncGenerator<Uint8Array> {
    for (const piece of pieces) {
      await turn();
      yield piece;
    }
  }
  const place: ExportPlace = {
    name: "pieces",
    within: "",
    locate: (key) => key,
    list: () => expect.fail("its files are known"),
    read: async () => await Promise.resolve(read()),
  };
  const md5 = createHash("md5").update(packed).digest("base64");
  return { place, file: { key: "data", itemCount: 0, md5, size: packed.length } };
}

/** Until everything that is ready has been done. */
const turn = async (): Promise<void> => await new Promise((done) => setImmediate(done));

/** All lines, by somebody who takes so many turns of the event loop for each block. */
async function read({ place, file }: ReturnType<typeof placeOf>, turns: number): Promise<Buffer> {
  const blocks: Buffer[] = [];
  for await (const block of wholeLines(new Unpacking(place, file, () => undefined))) {
    blocks.push(Buffer.from(block));
    for (let done = 0; done < turns; done += 1) await turn();
  }
  return Buffer.concat(blocks);
}

const cutIn = (packed: Buffer, size: number): Buffer[] =>
  Array.from({ length: Math.ceil(packed.length / size) }, (_, part) => packed.subarray(part * size, (part + 1) * size));

describe("the lines of a packed file", () => {
  const digest = (number: number): string => createHash("md5").update(String(number)).digest("hex");
  const lines = Array.from({ length: 40_000 }, (_, number) => `{"Item":{"x":{"S":"${digest(number).repeat(3)}"}}}\n`);
  const plain = Buffer.from(lines.join(""));
  const packed = gzipSync(plain);

  it("are whole in pieces of any size, however long it takes to use them", async () => {
    for (const [size, turns] of [
      [1400, 3],
      [2048, 1],
      [8192, 20],
      [16_384, 0],
      [packed.length, 5],
    ] as const) {
      const found = await read(placeOf(cutIn(packed, size)), turns);
      expect(Buffer.compare(found, plain), `pieces of ${size}`).toBe(0);
    }
  }, 60_000);

  it("leave small pieces of memory to whoever has them", async () => {
    const gzip = createGzip();
    const parts: Buffer[] = [];
    gzip.on("data", (part: Buffer) => parts.push(part));
    const line = (length: number): Buffer => Buffer.from(`${"x".repeat(length - 1)}\n`);
    const pieces: Buffer[] = [];
    const all = [1_048_576 - 20_000, 10_000, 10_000, 10_000, 10_000].map(line);
    for (const each of all) {
      gzip.write(each);
      await new Promise<void>((done) => gzip.flush(constants.Z_SYNC_FLUSH, done));
      pieces.push(Buffer.concat(parts.splice(0)));
    }
    gzip.end();
    await new Promise((done) => gzip.on("end", done));
    pieces.push(Buffer.concat(parts));
    for (const turns of [0, 4, 40]) {
      expect(Buffer.compare(await read(placeOf(pieces), turns), Buffer.concat(all))).toBe(0);
    }
  });

  it("may be as long as an item can be, in however many pieces", async () => {
    const long = Buffer.from(`{"Item":{"b":{"B":"${randomBytes(390_000).toString("base64")}"}}}\n`);
    expect(Buffer.compare(await read(placeOf(cutIn(gzipSync(long), 16_384)), 0), long)).toBe(0);
  });
});
