/** A column's texts until they become part of a group: those that repeat once each, the others as bytes, none as an object of its own. */
import type { ColumnSource } from "hyparquet-writer";

/** So many different texts are seen before a column is taken for one in which they hardly repeat. */
const trial = 512;
const firstBytes = 64 * 1024;

/**
 * Numbers the different texts, or, where more than half of them are different, writes them one behind the other. The
 * library is told which, for it to look for repetitions where there are some, and is given bytes, which it takes as they are.
 */
export class TextCells {
  readonly #numbers = new Map<string, number>();
  #texts: string[] = [];
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

  take(rows: number): Pick<ColumnSource, "data" | "encoding"> {
    if (!this.#isSpelled && this.#hardlyRepeat()) this.#spellAll();
    const data = this.#isSpelled ? this.#cut(rows) : this.#looked(rows);
    const encoding = this.#isSpelled ? "PLAIN" : "RLE_DICTIONARY";
    this.#numbers.clear();
    this.#texts = [];
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
    const most = this.#size + text.length * 3;
    if (most > this.#bytes.length) {
      const larger = Buffer.allocUnsafeSlow(Math.max(most, this.#bytes.length * 2, firstBytes));
      larger.set(this.#bytes.subarray(0, this.#size));
      this.#bytes = larger;
    }
    const length = this.#bytes.write(text, this.#size);
    this.#size += length;
    return length + 1;
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
