/** Text that grows as UTF-8 bytes, without a text for each piece of it. */
import { backslash } from "./json-bytes.ts";

const [zero, minus, point] = [48, 45, 46] as const;

export class TextBytes {
  #bytes: Uint8Array<ArrayBuffer> = new Uint8Array(64 * 1024);
  /** How many bytes there are. */
  end = 0;

  /** All bytes, which are taken away. */
  take(): Uint8Array<ArrayBuffer> {
    const bytes = this.#bytes.slice(0, this.end);
    this.end = 0;
    return bytes;
  }

  /** Half of a surrogate pair becomes U+FFFD, as everybody writes it. */
  text(text: string): void {
    const { length } = text;
    this.#room(length * 3);
    const bytes = this.#bytes;
    for (let index = 0; index < length; index += 1) {
      const code = text.charCodeAt(index);
      if (code < 0x80) {
        bytes[this.end] = code;
        this.end += 1;
      } else {
        const point = text.codePointAt(index) ?? code;
        this.#encoded(point >= 0xd800 && point <= 0xdfff ? 0xfffd : point);
        if (point > 0xffff) index += 1;
      }
    }
  }

  /** One character of ASCII. */
  character(code: number): void {
    this.#room(1);
    this.#bytes[this.end] = code;
    this.end += 1;
  }

  /** A whole number from 0 to 99. */
  twoDigits(number: number): void {
    this.character(zero + Math.floor(number / 10));
    this.character(zero + (number % 10));
  }

  /** Looks at what was added since then. */
  since(start: number, look: (bytes: Uint8Array, start: number, end: number) => number): number {
    return look(this.#bytes, start, this.end);
  }

  /** Puts a quote, a character of ASCII, before and behind what was added since then, and doubles those in it. */
  enclose(start: number, code: number): void {
    let more = 2;
    for (let at = start; at < this.end; at += 1) if (this.#bytes[at] === code) more += 1;
    this.#room(more);
    const bytes = this.#bytes;
    let to = this.end + more - 1;
    bytes[to] = code;
    for (let at = this.end - 1; at >= start; at -= 1) {
      const byte = bytes[at] as number;
      to -= 1;
      bytes[to] = byte;
      if (byte !== code) continue;
      to -= 1;
      bytes[to] = code;
    }
    bytes[start] = code;
    this.end += more;
  }

  /** Copies bytes that are UTF-8: all, or a part. */
  copy(from: Uint8Array, start = 0, end = from.length): void {
    this.#room(end - start);
    const bytes = this.#bytes;
    let at = this.end;
    for (let index = start; index < end; index += 1) {
      bytes[at] = from[index] as number;
      at += 1;
    }
    this.end = at;
  }

  /** The same, and tells all bits that the bytes are marked with. */
  copyMarked(from: Uint8Array, start: number, end: number, marks: Uint8Array): number {
    this.#room(end - start);
    const bytes = this.#bytes;
    let at = this.end;
    let met = 0;
    for (let index = start; index < end; index += 1) {
      const byte = from[index] as number;
      met |= marks[byte] as number;
      bytes[at] = byte;
      at += 1;
    }
    this.end = at;
    return met;
  }

  /** Copies a text of JSON, its escapes read; false, and nothing copied, where a character stands by its number. */
  unescaped(from: Uint8Array, start: number, end: number): boolean {
    this.#room(end - start);
    const bytes = this.#bytes;
    let to = this.end;
    for (let at = start; at < end; at += 1, to += 1) {
      if (from[at] === backslash) {
        at += 1;
        const meant = meantBy[from[at] as number] as number;
        if (meant === 0) return false;
        bytes[to] = meant;
      } else bytes[to] = from[at] as number;
    }
    this.end = to;
    return true;
  }

  /** A safe whole number divided by ten so many times, with this character for the point. */
  decimal(whole: number, places: number, pointCode: number = point): void {
    this.#room(24 + places);
    const bytes = this.#bytes;
    let rest = Math.abs(whole);
    let digits = 1;
    for (let bound = 10; bound <= rest; bound *= 10) digits += 1;
    digits = Math.max(digits, places + 1);
    let at = this.end;
    if (whole < 0) {
      bytes[at] = minus;
      at += 1;
    }
    const end = at + digits + (places > 0 ? 1 : 0);
    for (let digit = 0, to = end - 1; digit < digits; digit += 1, to -= 1) {
      if (digit === places && places > 0) {
        bytes[to] = pointCode;
        to -= 1;
      }
      bytes[to] = zero + (rest % 10);
      rest = Math.floor(rest / 10);
    }
    this.end = end;
  }

  /** A character beyond ASCII, for which there is room. */
  #encoded(point: number): void {
    const more = point < 0x800 ? 1 : point < 0x1_0000 ? 2 : 3;
    this.#bytes[this.end] = (leads[more] as number) | (point >> (6 * more));
    for (let rest = more - 1; rest >= 0; rest -= 1) {
      this.#bytes[this.end + more - rest] = 0x80 | ((point >> (6 * rest)) & 0x3f);
    }
    this.end += more + 1;
  }

  #room(size: number): void {
    if (this.end + size <= this.#bytes.length) return;
    const larger = new Uint8Array(this.#bytes.length * 2 + size);
    larger.set(this.#bytes.subarray(0, this.end));
    this.#bytes = larger;
  }
}

/** A text as bytes. */
export function utf8(text: string): Uint8Array {
  const bytes = new TextBytes();
  bytes.text(text);
  return bytes.take();
}

/** What the character behind a backslash stands for in JSON; 0 for any other. */
const meantBy: Uint8Array = Uint8Array.from({ length: 256 }, (_, code) => {
  const place = '"\\/bfnrt'.indexOf(String.fromCharCode(code));
  return place < 0 ? 0 : '"\\/\b\f\n\r\t'.charCodeAt(place);
});

/** The marks of a first byte, by how many follow. */
const leads = [0, 0xc0, 0xe0, 0xf0] as const;
