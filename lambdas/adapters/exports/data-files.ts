/** The data files of a place, one read after the other: the next is begun shortly before it is asked for, so that nobody waits. */
import type { DataFile } from "#core/exports/found-export.ts";
import type { ExportPlace } from "#ports/export-place.ts";
import { Unpacking } from "./whole-lines.ts";

/** So many packed bytes before a file's end the next is begun: not long before, as a bucket does not wait for ever. */
const soon = 512 * 1024;

export class DataFiles {
  readonly place: ExportPlace;
  readonly #onBytes: (count: number) => void;
  readonly #expected: DataFile[] = [];
  #open: Unpacking | undefined;
  #ahead: Unpacking | undefined;

  /** `onBytes` is told of packed bytes as they are read. */
  constructor(place: ExportPlace, onBytes: (count: number) => void = () => {}) {
    this.place = place;
    this.#onBytes = onBytes;
  }

  /** Files that will be opened, in this order, after those that are expected already. */
  expect(files: readonly DataFile[]): void {
    this.#expected.push(...files);
    this.#readAhead();
  }

  /** The file, begun now unless it was expected. The one opened before has been read. */
  open(file: DataFile): Unpacking {
    const ahead = this.#ahead;
    this.#ahead = undefined;
    if (ahead?.file !== file) {
      // Those before it were left out.
      ahead?.plain.destroy();
      this.#expected.splice(0, this.#expected.indexOf(file) + 1);
    }
    this.#open = ahead?.file === file ? ahead : this.#begin(file);
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

  /** Reads no more: whoever still reads a file fails. */
  close(): void {
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
      this.#onBytes(count);
      this.#readAhead();
    });
  }
}
