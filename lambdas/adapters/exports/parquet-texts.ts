/** A column's texts until they become part of a group: bytes one behind the other, as Parquet has them, none of them an object of its own. */
import { fourAt, hashOf } from "#core/exports/json-bytes.ts";
import type { LineValues } from "#core/exports/line-values.ts";
import { TextBytes } from "#core/exports/text-bytes.ts";
import { type PageValues, Presence, packedIndexes } from "./parquet-pages.ts";

/** So many different texts are seen before a column is taken for one in which they hardly repeat, unless the group ends before. */
const trial = 512;
/** Bytes of a dictionary that is worth being compressed. */
const largeDictionary = 16 * 1024;
const firstBytes = 16 * 1024;
/** Bytes before a text, which say how long it is. */
const prefix = 4;

/** A text that is made before it is put; one column at a time does so. */
const made = new TextBytes();

/**
 * Keeps each different text once, and of each row which it is; or, where more than half of them are different, all of
 * them. Texts of both kinds lie as a page has them: each behind its length.
 */
export class TextCells {
  readonly presence = new Presence();
  #bytes = new Uint8Array(1024);
  #end = 0;
  /** Where the different texts begin, and what was made of their bytes to find them by. */
  #starts = new Int32Array(32);
  #hashes = new Int32Array(32);
  #entries = 0;
  /** For every hash, from where on to look for the number of a text, from 1; a power of two. */
  #table = new Int32Array(64);
  /** Of each row that has a text, which it is. */
  #indexes = new Int32Array(64);
  #indexed = 0;
  #isSpelled = false;

  /** Bytes that are held. */
  get size(): number {
    return this.#end;
  }

  /** Half of a surrogate pair becomes U+FFFD. */
  put(row: number, text: string): void {
    made.end = 0;
    made.text(text);
    this.#putMade(row);
  }

  /** The same of a text in a line, which is not made; false, and nothing put, where that cannot be done. */
  copy(row: number, values: LineValues, index: number): boolean {
    const { notes } = values;
    if (values.isPlain(index)) {
      this.#put(row, values.block.bytes, notes.start(index), notes.end(index));
      return true;
    }
    return this.copyOf(row, (to) => values.copyText(index, to));
  }

  /** The same of a text that something copies; false, and nothing put, where it does not. */
  copyOf(row: number, copy: (to: TextBytes) => boolean): boolean {
    made.end = 0;
    const isCopied = copy(made);
    if (isCopied) this.#putMade(row);
    return isCopied;
  }

  /** What was put, which is here no more. */
  take(): PageValues {
    if (!this.#isSpelled && this.#hardlyRepeat()) this.#spellAll();
    const bytes = this.#bytes.subarray(0, this.#end);
    const values: PageValues = this.#isSpelled
      ? { encoding: "PLAIN", bytes, isCompressed: true }
      : {
          encoding: "RLE_DICTIONARY",
          bytes: packedIndexes(this.#indexes.subarray(0, this.#indexed), this.#entries),
          dictionary: { bytes, count: this.#entries },
          isCompressed: this.#end > largeDictionary,
        };
    this.#end = 0;
    this.#entries = 0;
    this.#indexed = 0;
    this.#table.fill(0);
    this.#isSpelled = false;
    return values;
  }

  #putMade(row: number): void {
    made.since(0, (bytes, start, end) => {
      this.#put(row, bytes, start, end);
      return 0;
    });
  }

  #put(row: number, bytes: Uint8Array, start: number, end: number): void {
    this.presence.mark(row);
    if (this.#isSpelled) {
      this.#add(bytes, start, end);
      return;
    }
    if (this.#indexed === this.#indexes.length) this.#indexes = twice(this.#indexes);
    this.#indexes[this.#indexed] = this.#indexOf(bytes, start, end);
    this.#indexed += 1;
    if (this.#entries > trial && this.#hardlyRepeat()) this.#spellAll();
  }

  #hardlyRepeat(): boolean {
    return this.#entries * 2 > this.#indexed;
  }

  #indexOf(bytes: Uint8Array, start: number, end: number): number {
    // Of many columns most texts are the same.
    const before = this.#indexed === 0 ? -1 : (this.#indexes[this.#indexed - 1] as number);
    if (before >= 0 && this.#stands(before, bytes, start, end)) return before;
    const hash = hashOf(bytes, start, end);
    const mask = this.#table.length - 1;
    let slot = hash & mask;
    for (let index = this.#at(slot); index >= 0; index = this.#at(slot)) {
      if (this.#hashes[index] === hash && this.#stands(index, bytes, start, end)) return index;
      slot = (slot + 1) & mask;
    }
    const index = this.#entries;
    if (index >= this.#starts.length) {
      this.#starts = twice(this.#starts);
      this.#hashes = twice(this.#hashes);
    }
    this.#starts[index] = this.#end;
    this.#hashes[index] = hash;
    this.#table[slot] = index + 1;
    this.#entries += 1;
    if (this.#entries * 2 > this.#table.length) this.#spread();
    this.#add(bytes, start, end);
    return index;
  }

  #at(slot: number): number {
    return (this.#table[slot] as number) - 1;
  }

  /** Whether the text of this index has these bytes. */
  #stands(index: number, bytes: Uint8Array, start: number, end: number): boolean {
    const from = this.#starts[index] as number;
    if (fourAt(this.#bytes, from) !== end - start) return false;
    const known = this.#bytes;
    for (let at = start, to = from + prefix; at < end; at += 1, to += 1) if (known[to] !== bytes[at]) return false;
    return true;
  }

  /** Finds room for more texts in a larger table. */
  #spread(): void {
    const table = new Int32Array(this.#table.length * 4);
    const mask = table.length - 1;
    for (let index = 0; index < this.#entries; index += 1) {
      let slot = (this.#hashes[index] as number) & mask;
      while (table[slot] !== 0) slot = (slot + 1) & mask;
      table[slot] = index + 1;
    }
    this.#table = table;
  }

  /** Writes every row's text out. */
  #spellAll(): void {
    const known = this.#bytes;
    this.#bytes = new Uint8Array(Math.max(known.length, firstBytes));
    this.#end = 0;
    this.#isSpelled = true;
    for (const index of this.#indexes.subarray(0, this.#indexed)) {
      const start = (this.#starts[index] as number) + prefix;
      this.#add(known, start, start + fourAt(known, start - prefix));
    }
  }

  #add(from: Uint8Array, start: number, end: number): void {
    const length = end - start;
    const most = this.#end + prefix + length;
    if (most > this.#bytes.length) this.#room(most);
    const bytes = this.#bytes;
    let to = this.#end;
    for (let rest = length, count = 0; count < prefix; count += 1, to += 1, rest >>>= 8) bytes[to] = rest;
    for (let at = start; at < end; at += 1, to += 1) bytes[to] = from[at] as number;
    this.#end = to;
  }

  #room(size: number): void {
    const larger = new Uint8Array(Math.max(size, this.#bytes.length * 2));
    larger.set(this.#bytes.subarray(0, this.#end));
    this.#bytes = larger;
  }
}

function twice(numbers: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(numbers.length * 2);
  larger.set(numbers);
  return larger;
}
