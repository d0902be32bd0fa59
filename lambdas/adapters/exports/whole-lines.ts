/** A data file's lines, unpacked in blocks of whole lines, so that memory stays flat whatever the file's size. */
import { createHash } from "node:crypto";
import { pipeline, Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { type DataFile, ExportProblem } from "#core/exports/found-export.ts";
import type { ExportPlace } from "#ports/export-place.ts";
import { release } from "./release.ts";

/** Packed bytes that are read at once. */
const readSize = 256 * 1024;
/** Plain bytes that are unpacked at once; a quarter of it takes much longer. */
const unpackedSize = 1024 * 1024;
/** Bytes of a block: what is made of it should be gone before memory is tidied up. */
const blockSize = 128 * 1024;
/** An item of 400 KB takes six times that as JSON at most; a longer line is none. */
const longestLine = 16 * 1024 * 1024;

/** A data file that is being unpacked: begun, whether anyone reads it yet or not. */
export class Unpacking {
  readonly file: DataFile;
  readonly where: string;
  /** Fails with what reading or unpacking fails with. */
  readonly plain: AsyncIterable<Buffer> & { destroy(): void };
  /** Packed bytes that are still to come, by what the place says of the file's size. */
  left: number;
  readonly #sum = createHash("md5");

  /** `onBytes` is told of packed bytes as they come. */
  constructor(place: ExportPlace, file: DataFile, onBytes: (count: number) => void) {
    this.file = file;
    this.where = place.locate(file.key);
    this.left = file.size ?? 0;
    const source = Readable.from(this.#packed(place, onBytes), { objectMode: false, highWaterMark: readSize });
    // Errors come out of the iteration; a pipeline asks for a callback, and listens no more once everything is written.
    const gunzip = createGunzip({ chunkSize: unpackedSize }).on("error", () => {});
    this.plain = pipeline(source, gunzip, () => {});
  }

  /** Of the packed bytes, in base64, once all have come. */
  md5(): string {
    return this.#sum.digest("base64");
  }

  async *#packed(place: ExportPlace, onBytes: (count: number) => void): AsyncGenerator<Uint8Array> {
    for await (const part of await place.read(this.file.key)) {
      this.#sum.update(part);
      this.left -= part.length;
      onBytes(part.length);
      yield part;
    }
  }
}

/**
 * Blocks of whole lines, each line with its line feed, in order; a block is gone when the next is asked for. Rejects with an
 * ExportProblem for a file that is cut short, is no gzip, or is not as DynamoDB wrote it: its MD5 is known at the end only,
 * when the blocks have been given already.
 */
export async function* wholeLines(unpacking: Unpacking): AsyncGenerator<Buffer> {
  const { file, where, plain } = unpacking;
  const rest: Buffer[] = [];
  try {
    for await (const part of plain) {
      const end = part.lastIndexOf(10) + 1;
      // The line that two parts share is a block of its own, so that only that is copied.
      const first = rest.length > 0 && end > 0 ? part.indexOf(10) + 1 : 0;
      if (first > 0) yield Buffer.concat([...rest.splice(0), part.subarray(0, first)]);
      for (let from = first, to = first; from < end; from = to) {
        to = part.indexOf(10, Math.min(from + blockSize, end - 1)) + 1;
        yield part.subarray(from, to);
      }
      if (end < part.length) rest.push(Buffer.from(part.subarray(end)));
      if (rest.reduce((sum, { length }) => sum + length, 0) > longestLine) {
        throw new ExportProblem({ where, what: "It has a line longer than any item.", mend: anew });
      }
      if (isLastOfBuffer(part)) release(new Uint8Array(part.buffer));
    }
  } catch (cause) {
    throw isZlibError(cause) ? damaged(where, cause.code) : cause;
  }
  if (rest.length > 0) yield Buffer.concat([...rest, Buffer.from("\n")]);
  if (unpacking.md5() !== file.md5) throw anotherSum(where);
}

/** One buffer after the other is filled with what is unpacked, each in one part or several; no other is of this size. */
const isLastOfBuffer = ({ buffer, byteOffset, length }: Buffer): boolean =>
  buffer.byteLength === unpackedSize && byteOffset + length === unpackedSize;

const anew = "Download the file again; if it stays so, export the table again.";

/** A file with another MD5 than its manifest says. */
export function anotherSum(where: string): ExportProblem {
  const what = "It is not as DynamoDB wrote it: its MD5 differs from the manifest's. It was changed, or cut short.";
  return new ExportProblem({ where, what, mend: anew });
}

function isZlibError(cause: unknown): cause is Error & { code: string } {
  return cause instanceof Error && "code" in cause && typeof cause.code === "string" && cause.code.startsWith("Z_");
}

function damaged(where: string, code: string): ExportProblem {
  const what = code === "Z_BUF_ERROR" ? "This gzip file is cut short." : "This file is damaged, or no gzip file.";
  return new ExportProblem({ where, what, mend: anew });
}
