/** A column's texts until they become part of a group: those that repeat once each, the others as bytes, none as an object of its own. */
import type { ColumnSource } from "hyparquet-writer";
import { isSame } from "#core/exports/json-bytes.ts";
import { kinds } from "#core/exports/line-steps.ts";
import type { LineValues } from "#core/exports/line-values.ts";

/** So many different texts are seen before a column is taken for one in which they hardly repeat. */
const trial = 512;
const firstBytes = 64 * 1024;
/** Texts that are found by their bytes; a power of two. */
const slots = 4096;

/**
 * Numbers the different texts, or, where more than half of them are different, writes them one behind the other. The
 * library is told which, for it to look for repetitions where there are some, and is given bytes, which it takes as they are.
 */
export class TextCells {
  readonly #numbers = new Map<string, number>();
  #texts: string[] = [];
  /** The bytes of texts that came as bytes, by their numbers, and for each slot the number that was last found by it. */
  #raw: (Uint8Array | undefined)[] = [];
  readonly #found = new Int32Array(slots);
  #bytes: Buffer<ArrayBuffer> = Buffer.alloc(0);
  #isSpelled = false;
  /** Of each row, 0 where it has no text: the text's number or the length of its bytes, both from 1. */
  #marks = new Int32Array(trial);
  #cells = 0;
  #size = 0;

  /** Bytes or characters that are held. */
  get size(): number {
    return this.#size;
  }

  put(row: number, text: string): void {
    if (row >= this.#marks.length) this.#marks = enlarged(this.#marks, row);
    this.#cells += 1;
    this.#marks[row] = this.#isSpelled ? this.#spell(text) : this.#number(text);
    if (!this.#isSpelled && this.#texts.length > trial && this.#hardlyRepeat()) this.#spellAll();
  }

  /** The same of a text in a line, without making it where it is known or only has to be copied; false for any other value. */
  copy(row: number, values: LineValues, index: number): boolean {
    const { notes } = values;
    const kind = notes.kind(index);
    if (kind !== kinds.plain && kind !== kinds.text) return false;
    const start = notes.start(index);
    const end = notes.end(index);
    const { bytes } = values.block;
    if (row >= this.#marks.length) this.#marks = enlarged(this.#marks, row);
    if (this.#isSpelled) {
      this.#cells += 1;
      this.#marks[row] = this.#copied(bytes, start, end);
      return true;
    }
    const slot = slotOf(bytes, start, end);
    const known = this.#found[slot] ?? 0;
    const raw = this.#raw[known];
    if (raw !== undefined && isSame(raw, bytes, start, end)) {
      this.#cells += 1;
      this.#marks[row] = known;
      return true;
    }
    this.put(row, values.block.utf8(start, end));
    if (this.#isSpelled) return true;
    const number = this.#marks[row] ?? 0;
    this.#found[slot] = number;
    this.#raw[number] ??= bytes.slice(start, end);
    return true;
  }

  take(rows: number): Pick<ColumnSource, "data" | "encoding"> {
    if (!this.#isSpelled && this.#hardlyRepeat()) this.#spellAll();
    const data = this.#isSpelled ? this.#cut(rows) : this.#looked(rows);
    const encoding = this.#isSpelled ? "PLAIN" : "RLE_DICTIONARY";
    this.#numbers.clear();
    this.#texts = [];
    this.#raw = [];
    this.#found.fill(0);
    this.#isSpelled = false;
    this.#marks.fill(0);
    this.#cells = 0;
    this.#size = 0;
    return { data, encoding };
  }

  #hardlyRepeat(): boolean {
    return this.#texts.length * 2 > this.#cells;
  }

  #number(text: string): number {
    const known = this.#numbers.get(text);
    if (known !== undefined) return known;
    const number = this.#texts.push(text);
    this.#numbers.set(text, number);
    this.#size += text.length;
    return number;
  }

  #spellAll(): void {
    const marks = this.#marks;
    this.#isSpelled = true;
    this.#size = 0;
    for (let row = 0; row < marks.length; row += 1) {
      const number = marks[row] ?? 0;
      if (number > 0) marks[row] = this.#spell(this.#texts[number - 1] ?? "");
    }
  }

  #spell(text: string): number {
    // A character takes three bytes at most.
    this.#room(text.length * 3);
    const length = this.#bytes.write(text, this.#size);
    this.#size += length;
    return length + 1;
  }

  #copied(from: Uint8Array, start: number, end: number): number {
    this.#room(end - start);
    const bytes = this.#bytes;
    let to = this.#size;
    for (let at = start; at < end; at += 1, to += 1) bytes[to] = from[at] ?? 0;
    this.#size = to;
    return end - start + 1;
  }

  #room(size: number): void {
    const most = this.#size + size;
    if (most <= this.#bytes.length) return;
    const larger = Buffer.allocUnsafeSlow(Math.max(most, this.#bytes.length * 2, firstBytes));
    larger.set(this.#bytes.subarray(0, this.#size));
    this.#bytes = larger;
  }

  #cut(rows: number): (Uint8Array | undefined)[] {
    const cells: (Uint8Array | undefined)[] = [];
    const marks = this.#marks;
    const { buffer } = this.#bytes;
    let start = 0;
    for (let row = 0; row < rows; row += 1) {
      const length = (marks[row] ?? 0) - 1;
      cells.push(length < 0 ? undefined : new Uint8Array(buffer, start, length));
      start += Math.max(length, 0);
    }
    return cells;
  }

  #looked(rows: number): (string | undefined)[] {
    const cells: (string | undefined)[] = [];
    const marks = this.#marks;
    for (let row = 0; row < rows; row += 1) {
      const number = marks[row] ?? 0;
      cells.push(number === 0 ? undefined : this.#texts[number - 1]);
    }
    return cells;
  }
}

function enlarged(marks: Int32Array<ArrayBuffer>, row: number): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(Math.max(marks.length * 2, row + 1));
  larger.set(marks);
  return larger;
}

function slotOf(bytes: Uint8Array, start: number, end: number): number {
  let sum = end - start;
  for (let at = start; at < end; at += 1) sum = (Math.imul(sum, 31) + (bytes[at] ?? 0)) | 0;
  return (sum ^ (sum >>> 15)) & (slots - 1);
}
