/** One of those who read an export together, in a thread of its own or in the caller's: makes rows of the files it is given. */
import type { ExportPlace } from "#ports/export-place.ts";
import { DataFiles } from "./data-files.ts";
import { makerOf } from "./maker-of.ts";
import { PresentReader } from "./present-reader.ts";
import { attributeChooser, type MakeRows } from "./reading.ts";
import { type FromHand, failureOf, type HandTerms, type ToHand } from "./thread-messages.ts";

/** Packed bytes after which whoever takes the rows is told of them, also where there are no rows yet. */
const progressStep = 256 * 1024;

/** Batches that may be under way to whoever takes them, a quarter of a megabyte each: they are made no faster than they are taken. */
const ahead = 32;

export class ReadingHand {
  readonly #say: (message: FromHand) => void;
  readonly #files: DataFiles;
  readonly #reader: PresentReader;
  readonly #make: MakeRows<unknown>;
  /** What it was asked for so far, one after the other. */
  #reading = Promise.resolve();
  #isClosed = false;
  #bytes = 0;
  #underWay = 0;
  #onTaken = (): void => {};

  private constructor(place: ExportPlace, terms: HandTerms, make: MakeRows<unknown>, say: (message: FromHand) => void) {
    this.#say = say;
    this.#make = make;
    const onBytes = (count: number): void => {
      this.#bytes += count;
    };
    this.#files = new DataFiles(place, { lenient: terms.lenient, onBytes });
    const onFinding: FindingTeller = (finding, items) => say({ kind: "left out", finding, items });
    const isWanted = attributeChooser(terms.attributes);
    this.#reader = new PresentReader({ files: this.#files, isWanted, onFinding }, terms);
  }

  /** A hand that says with `say` what it has made. Rejects where there is no such maker. */
  static async engage(place: ExportPlace, terms: HandTerms, say: (message: FromHand) => void): Promise<ReadingHand> {
    return new ReadingHand(place, terms, await makerOf(terms.maker), say);
  }

  hear(message: ToHand): void {
    switch (message.kind) {
      case "read":
        this.#files.expect([message.task.file]);
        this.#go(() => this.#read(message));
        return;
      case "taken":
        this.#underWay -= 1;
        this.#onTaken();
        return;
      case "end":
        this.#go(() => this.#end());
    }
  }

  /** Stops wherever it is, and leaves no file open. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#files.close();
    this.#onTaken();
    await this.#reading;
  }

  #go(does: () => Promise<void> | void): void {
    this.#reading = this.#reading
      .then(() => (this.#isClosed ? undefined : does()))
      .catch((error: unknown) => this.#fail(error));
  }

  async #read({ task, keyNames }: Extract<ToHand, { kind: "read" }>): Promise<void> {
    if (this.#reader.keyNames.length === 0) this.#reader.keyNames = keyNames;
    for await (const items of this.#reader.read(task)) {
      const rows = this.#make(items);
      if (rows !== undefined) await this.#give(rows);
      else if (this.#bytes > progressStep) this.#say({ kind: "progress", bytes: this.#takeBytes() });
      if (this.#isClosed) return;
    }
    if (this.#make.rest) await this.#give(this.#make.rest());
    if (this.#isClosed) return;
    this.#say({ kind: "done", keyNames: this.#reader.keyNames, bytes: this.#takeBytes() });
  }

  #end(): void {
    if (this.#make.last) this.#say({ kind: "rows", rows: this.#make.last(), bytes: 0 });
    this.#say({ kind: "ended" });
  }

  async #give(rows: unknown): Promise<void> {
    this.#say({ kind: "rows", rows, bytes: this.#takeBytes() });
    this.#underWay += 1;
    if (this.#underWay >= ahead && !this.#isClosed) await new Promise<void>((taken) => (this.#onTaken = taken));
  }

  #takeBytes(): number {
    const bytes = this.#bytes;
    this.#bytes = 0;
    return bytes;
  }

  #fail(error: unknown): void {
    if (!this.#isClosed) this.#say({ kind: "failed", failure: failureOf(error) });
  }
}

type FindingTeller = ConstructorParameters<typeof PresentReader>[0]["onFinding"];
