/** Text that grows as UTF-8 bytes, without a text for each piece of it. */

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

  text(text: string): void {
    if (!this.plain(text, ascii)) this.#encoded(text);
  }

  /** One character of ASCII. */
  character(code: number): void {
    this.#room(1);
    this.#bytes[this.end] = code;
    this.end += 1;
  }

  /**
   * A text of characters that `isPlain` has a 1 for, by their codes below 128, and of others below U+D800; false where it has
   * another, and then nothing is added.
   */
  plain(text: string, isPlain: Uint8Array): boolean {
    const { length } = text;
    this.#room(length * 3);
    const bytes = this.#bytes;
    let at = this.end;
    for (let index = 0; index < length; index += 1) {
      const code = text.charCodeAt(index);
      if (code < 0x80) {
        if (isPlain[code] === 0) return false;
        bytes[at] = code;
      } else {
        if (code >= 0xd800) return false;
        if (code < 0x800) bytes[at] = 0xc0 | (code >> 6);
        else {
          bytes[at] = 0xe0 | (code >> 12);
          at += 1;
          bytes[at] = 0x80 | ((code >> 6) & 0x3f);
        }
        at += 1;
        bytes[at] = 0x80 | (code & 0x3f);
      }
      at += 1;
    }
    this.end = at;
    return true;
  }

  /** The same of bytes that are UTF-8, none of them of a character from U+D800 on being told apart. */
  copy(from: Uint8Array, start: number, end: number, isPlain: Uint8Array): boolean {
    this.#room(end - start);
    const bytes = this.#bytes;
    let at = this.end;
    for (let index = start; index < end; index += 1) {
      const byte = from[index] as number;
      if (byte < 0x80 && isPlain[byte] === 0) return false;
      bytes[at] = byte;
      at += 1;
    }
    this.end = at;
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

  /** Characters from U+D800 on; half of one becomes U+FFFD, as everybody writes it. */
  #encoded(text: string): void {
    this.#room(text.length * 3);
    const bytes = this.#bytes;
    let at = this.end;
    for (const character of text.toWellFormed()) {
      const code = character.codePointAt(0) ?? 0;
      const more = code < 0x80 ? 0 : code < 0x800 ? 1 : code < 0x1_0000 ? 2 : 3;
      bytes[at] = (leads[more] as number) | (code >> (6 * more));
      for (let rest = more - 1; rest >= 0; rest -= 1) bytes[at + more - rest] = 0x80 | ((code >> (6 * rest)) & 0x3f);
      at += more + 1;
    }
    this.end = at;
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

/** The marks of a first byte, by how many follow. */
const leads = [0, 0xc0, 0xe0, 0xf0] as const;

const ascii = new Uint8Array(128).fill(1);
