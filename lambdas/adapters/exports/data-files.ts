/** The data files of a place, one read after the other: the next is begun before it is asked for, so that nobody waits. */
import { createHash } from "node:crypto";
import type { DataFile } from "#core/exports/found-export.ts";
import type { ExportPlace } from "#ports/export-place.ts";
import { anotherSum, Unpacking } from "./whole-lines.ts";

/** So many packed bytes before a file's end the next is begun: not long before, as a bucket does not wait for ever. */
const soon = 512 * 1024;

export interface FilesOptions {
  /** One goes on without files that are wrong, so each is read for its sum before anything of it is used; false unless said. */
  readonly lenient?: boolean;
  /** Told of packed bytes as they are read, of each file's once. */
  readonly onBytes?: (count: number) => void;
}

export class DataFiles {
  readonly place: ExportPlace;
  readonly lenient: boolean;
  readonly #onBytes: (count: number) => void;
  readonly #expected: DataFile[] = [];
  #open: Unpacking | undefined;
  #ahead: Unpacking | undefined;
  #isClosed = false;

  constructor(place: ExportPlace, { lenient = false, onBytes = () => {} }: FilesOptions = {}) {
    this.place = place;
    this.lenient = lenient;
    this.#onBytes = onBytes;
  }

  /** Files that will be opened, in this order, after those that are expected already. */
  expect(files: readonly DataFile[]): void {
    if (this.lenient || this.#isClosed) return;
    this.#expected.push(...files);
    this.#readAhead();
  }

  /** The file, begun now unless it was expected. The one opened before has been read. Rejects where its sum is known to be wrong. */
  async open(file: DataFile): Promise<Unpacking> {
    if (this.lenient) await this.#checkSum(file);
    const ahead = this.#ahead;
    this.#ahead = undefined;
    if (ahead?.file !== file) {
      // Those before it were left out.
      ahead?.plain.destroy();
      this.#expected.splice(0, this.#expected.indexOf(file) + 1);
    }
    this.#open = ahead?.file === file ? ahead : this.#begin(file);
    if (this.#isClosed) this.#open.plain.destroy();
    this.#readAhead();
    return this.#open;
  }

  /** What is read for each of these, one after the other; whoever stops before leaves no file open. */
  async *inTurn<Task extends { readonly file: DataFile }, Batch>(
    tasks: readonly Task[],
    read: (task: Task) => AsyncIterable<Batch>,
  ): AsyncGenerator<Batch> {
    this.expect(tasks.map(({ file }) => file));
    try {
      for (const task of tasks) yield* read(task);
    } finally {
      this.close();
    }
  }

  /** Begins no file any more; whoever still reads one fails, or comes to its end. */
  close(): void {
    this.#isClosed = true;
    this.#expected.length = 0;
    this.#open?.plain.destroy();
    this.#ahead?.plain.destroy();
    this.#ahead = undefined;
  }

  #readAhead(): void {
    if (this.#ahead !== undefined || (this.#open !== undefined && this.#open.left > soon)) return;
    const next = this.#expected.shift();
    if (next !== undefined) this.#ahead = this.#begin(next);
  }

  #begin(file: DataFile): Unpacking {
    return new Unpacking(this.place, file, (count) => {
      if (!this.lenient) this.#onBytes(count);
      this.#readAhead();
    });
  }

  async #checkSum({ key, md5 }: DataFile): Promise<void> {
    const sum = createHash("md5");
    for await (const part of await this.place.read(key)) {
      sum.update(part);
      this.#onBytes(part.length);
      if (this.#isClosed) return;
    }
    if (sum.digest("base64") !== md5) throw anotherSum(this.place.locate(key));
  }
}
