/** Where values stand in the lines of a block, so that each is made only when somebody asks for it. */
import { type ExactNumber, Item, ItemSet, type ItemValue, type Shape, type Values } from "./item.ts";
import { bytesOf, numberOf } from "./item-of-json.ts";
import { amountIn, minus, unescaped } from "./json-bytes.ts";
import { knownText, remember } from "./known-texts.ts";
import { type Kind, kinds } from "./line-steps.ts";
import type { TextBytes } from "./text-bytes.ts";

/** Bytes of whole lines, and how they become text; what a platform does quicker than JavaScript. */
export interface Block {
  readonly bytes: Uint8Array;
  /** One character for each byte. */
  latin1(start: number, end: number): string;
  /** Bytes that are UTF-8. */
  utf8(start: number, end: number): string;
  isUtf8(start: number, end: number): boolean;
}

/** What is noted of a value: where its bytes begin, and, in one number, where they end and its kind. */
const noted = 2;
const kindBits = 4;
const kindMask = 15;

/**
 * Notes of values, those of one map or list one behind the other. Of a map, the index of its first value and that of its
 * shape stand in the places of its bytes; of a list, the index of its first value and how many there are.
 */
export class Notes {
  /** Blocks are so small that an end takes 27 bits at most. */
  #all = new Int32Array(noted * 1000);
  /** How many values are noted. */
  count = 0;
  readonly #shapes: Shape[] = [];
  #shapeCount = 0;

  /** Forgets all. */
  clear(): void {
    this.count = 0;
    this.#shapeCount = 0;
  }

  /** One of `kinds`. */
  kind(index: number): number {
    return (this.#all[index * noted + 1] as number) & kindMask;
  }

  /** Where the value's bytes begin, or what stands there for them. */
  start(index: number): number {
    return this.#all[index * noted] as number;
  }

  /** Where they end, or what stands there for that. */
  end(index: number): number {
    return (this.#all[index * noted + 1] as number) >> kindBits;
  }

  /** The shape of a map. */
  shape(index: number): Shape {
    return this.#shapes[this.end(index)] as Shape;
  }

  /** Notes a shape; says its index. */
  addShape(shape: Shape): number {
    this.#shapes[this.#shapeCount] = shape;
    this.#shapeCount += 1;
    return this.#shapeCount - 1;
  }

  /** Makes room for the values of so many bytes, each of which takes six at least. */
  reserve(bytes: number): void {
    const count = Math.ceil(bytes / 6);
    if ((this.count + count) * noted > this.#all.length) this.#room(count);
  }

  /** Notes a value, for which there is room. */
  add(kind: Kind, start: number, end: number): void {
    const at = this.count * noted;
    const all = this.#all;
    all[at] = start;
    all[at + 1] = (end << kindBits) | kind;
    this.count += 1;
  }

  /** Takes the last notes of others, from this one on, in their order; says the index of the first. */
  take(others: Notes, from: number): number {
    const first = this.count;
    const count = others.count - from;
    if ((first + count) * noted > this.#all.length) this.#room(count);
    const all = this.#all;
    const end = others.count * noted;
    for (let at = from * noted, to = first * noted; at < end; at += 1, to += 1) all[to] = others.#all[at] as number;
    others.count = from;
    this.count = first + count;
    return first;
  }

  #room(count: number): void {
    const larger = new Int32Array((this.count + count) * noted * 2);
    larger.set(this.#all);
    this.#all = larger;
  }
}

/** Bytes of a line of which no text is remembered, so that what is remembered stays small. */
const longLine = 8192;

/** The values of one line, all of them known to be right. */
export class LineValues implements Values {
  readonly block: Block;
  readonly notes: Notes;
  readonly #start: number;
  readonly #end: number;
  #text: string | undefined;

  constructor(block: Block, notes: Notes, start: number, end: number) {
    this.block = block;
    this.notes = notes;
    this.#start = start;
    this.#end = end;
  }

  value(index: number): ItemValue {
    const { notes } = this;
    const start = notes.start(index);
    const end = notes.end(index);
    const kind = notes.kind(index);
    switch (kind) {
      case kinds.plain:
        return knownText(this.block.bytes, start, end) ?? this.#newText(start, end);
      case kinds.text:
        return this.block.utf8(start, end);
      case kinds.escaped:
        return unescaped(this.block.utf8(start, end));
      case kinds.number:
        return this.#number(start, end);
      case kinds.yes:
        return true;
      case kinds.no:
        return false;
      case kinds.nothing:
        return null;
      case kinds.map:
        return new Item(notes.shape(index), this, start);
      case kinds.list:
        return this.#list(start, end);
      default:
        return this.#rare(kind, start, end);
    }
  }

  isText(index: number): boolean {
    return this.isPlain(index) || this.notes.kind(index) === kinds.escaped;
  }

  /** Whether its bytes are those of a text. */
  isPlain(index: number): boolean {
    const kind = this.notes.kind(index);
    return kind === kinds.plain || kind === kinds.text;
  }

  first(index: number): ItemValue | undefined {
    const { notes } = this;
    return notes.kind(index) === kinds.list && notes.end(index) > 0 ? this.value(notes.start(index)) : undefined;
  }

  /** A whole number of nine digits at most, not below 0; undefined for anything else. */
  wholeAt(index: number): number | undefined {
    const { notes } = this;
    if (notes.kind(index) !== kinds.number) return undefined;
    const whole = amountIn(this.block.bytes, notes.start(index), notes.end(index));
    return whole < 0 ? undefined : whole;
  }

  /** Copies a text without making it; false, and nothing copied, where that cannot be done, and where it is no text. */
  copyText(index: number, to: TextBytes): boolean {
    const { notes } = this;
    const { bytes } = this.block;
    if (!this.isPlain(index)) {
      return notes.kind(index) === kinds.escaped && to.unescaped(bytes, notes.start(index), notes.end(index));
    }
    to.copy(bytes, notes.start(index), notes.end(index));
    return true;
  }

  /** Parts of one text take less time than texts of their own; but as long as one of them is kept, the whole is. */
  #newText(start: number, end: number): string {
    this.#text ??= this.block.latin1(this.#start, this.#end);
    const text = this.#text.slice(start - this.#start, end - this.#start);
    return this.#text.length > longLine ? text : remember(text, this.block.bytes, start, end);
  }

  #list(start: number, count: number): ItemValue[] {
    const entries: ItemValue[] = [];
    for (let entry = 0; entry < count; entry += 1) entries.push(this.value(start + entry));
    return entries;
  }

  /** Bytes and sets. */
  #rare(kind: number, start: number, end: number): ItemValue {
    const json = this.block.utf8(start, end);
    if (kind === kinds.bytes) return bytesOf(unescaped(json));
    const members = JSON.parse(`[${json}]`) as string[];
    if (kind === kinds.texts) return new ItemSet("texts", members);
    return kind === kinds.numbers
      ? new ItemSet("numbers", members.map(numberOf))
      : new ItemSet("bytes", members.map(bytesOf));
  }

  /** Fifteen digits always survive a double. */
  #number(start: number, end: number): number | ExactNumber {
    const { bytes } = this.block;
    const isNegative = bytes[start] === minus;
    const first = isNegative ? start + 1 : start;
    let value = 0;
    for (let at = first; at < end; at += 1) {
      const digit = (bytes[at] as number) - 48;
      if (digit < 0 || digit > 9 || at - first > 14) return numberOf(unescaped(this.block.latin1(start, end)));
      value = value * 10 + digit;
    }
    return isNegative && value !== 0 ? -value : value;
  }
}
