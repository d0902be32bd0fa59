/**
 * Which items were met already, by a hash of their key of 128 bits, in memory that threads share: 29 bytes for each key,
 * however long it is. Two keys of ten million fall together once in 10^24 tables.
 */
import { ExactNumber, type Item, type ItemValue } from "./item.ts";
import { NotAnItem } from "./item-of-json.ts";

/** A slot is free, being filled, or holds a hash: state and four words. */
const slotWords = 5;
const [free, busy, full] = [0, 1, 2] as const;

/** Memory for so many keys. */
export function keySetMemory(keys: number): SharedArrayBuffer {
  return new SharedArrayBuffer(4 * slotWords * (Math.ceil(keys / 0.7) + 8));
}

export class KeySet {
  readonly #words: Int32Array;
  readonly #slots: number;
  readonly #hash = new Int32Array(4);

  constructor(memory: SharedArrayBuffer) {
    this.#words = new Int32Array(memory);
    this.#slots = Math.floor(this.#words.length / slotWords);
  }

  /** Adds the key of this item; false if it is there already. Throws NotAnItem where an attribute of the key is missing. */
  add(item: Item, names: readonly string[]): boolean {
    return this.#find(item, names, true);
  }

  has(item: Item, names: readonly string[]): boolean {
    return !this.#find(item, names, false);
  }

  /** Whether the key was not there; it is added if that is wished. */
  #find(item: Item, names: readonly string[], add: boolean): boolean {
    hashInto(this.#hash, item, names);
    const words = this.#words;
    let slot = (this.#hash[0] as number) >>> 0;
    for (let tried = 0; tried < this.#slots; tried += 1, slot += 1) {
      const at = (slot % this.#slots) * slotWords;
      if (Atomics.load(words, at) === free) {
        if (!add) return true;
        if (this.#fill(at)) return true;
      }
      // Another thread may be writing its four words this very moment.
      while (Atomics.load(words, at) === busy);
      if (this.#holds(at)) return false;
    }
    throw new RangeError("more changes than the manifests say");
  }

  /** False where another thread was quicker. */
  #fill(at: number): boolean {
    const words = this.#words;
    if (Atomics.compareExchange(words, at, free, busy) !== free) return false;
    for (let word = 0; word < 4; word += 1) words[at + 1 + word] = this.#hash[word] as number;
    Atomics.store(words, at, full);
    return true;
  }

  #holds(at: number): boolean {
    for (let word = 0; word < 4; word += 1) if (this.#words[at + 1 + word] !== this.#hash[word]) return false;
    return true;
  }
}

/** Four hashes with other multipliers and turns, mixed at the end. */
function hashInto(hash: Int32Array, item: Item, names: readonly string[]): void {
  let [a, b, c, d] = [0x9e3779b9, 0x243f6a88, 0xb7e15162, 0x71374491];
  for (const name of names) {
    const text = keyText(item.get(name));
    for (let index = 0; index <= text.length; index += 1) {
      // One step more than characters: a mark between attributes, so that "ab"+"c" is not "a"+"bc".
      const code = index === text.length ? 0x1_0000 + text.length : text.charCodeAt(index);
      a = Math.imul((a << 13) | (a >>> 19), 0x85ebca6b) ^ Math.imul(code, 0x2c1b3c6d);
      b = Math.imul((b << 15) | (b >>> 17), 0xc2b2ae35) ^ Math.imul(code, 0x297a2d39);
      c = Math.imul((c << 17) | (c >>> 15), 0x27d4eb2f) ^ Math.imul(code, 0x165667b1);
      d = Math.imul((d << 11) | (d >>> 21), 0x9e3779b1) ^ Math.imul(code, 0x7feb352d);
    }
  }
  hash[0] = mixed(a ^ (b >>> 7));
  hash[1] = mixed(b ^ (c >>> 9));
  hash[2] = mixed(c ^ (d >>> 5));
  hash[3] = mixed(d ^ (a >>> 11));
}

function mixed(word: number): number {
  let mix = Math.imul(word ^ (word >>> 16), 0x85ebca6b);
  mix = Math.imul(mix ^ (mix >>> 13), 0xc2b2ae35);
  return mix ^ (mix >>> 16);
}

/** Keys are texts, numbers or bytes. */
function keyText(value: ItemValue | undefined): string {
  if (typeof value === "string") return `S${value}`;
  if (typeof value === "number") return `N${value}`;
  if (value instanceof ExactNumber) return `N${value.text}`;
  if (value instanceof Uint8Array) return `B${value.join()}`;
  throw new NotAnItem("no key");
}
