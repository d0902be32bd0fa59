/** Reads a map of typed attributes in a block of lines and notes where each value stands. Throws NotAnItem for anything else. */
import { Item, Shape } from "./item.ts";
import { bytesOf, NotAnItem } from "./item-of-json.ts";
import {
  asciiText,
  close,
  closeList,
  colon,
  comma,
  digitsEnd,
  hasEscapes,
  minus,
  nestedEnd,
  notJson,
  numberEnd,
  open,
  plainEnd,
  quote,
  textEnd,
  unescaped,
  unescapedEnd,
  unknownType,
} from "./json-bytes.ts";
import { beginnings, type Kind, kinds, Step, viewOf } from "./line-steps.ts";
import { type Block, LineValues, Notes } from "./line-values.ts";

/** DynamoDB nests 32 levels deep. */
const deepest = 40;

const noBlock: Block = { bytes: new Uint8Array(), latin1: () => "", utf8: () => "", isUtf8: () => true };

/** Methods take the index of the byte to begin at, and return the index behind what they have read. */
export class MapScanner {
  /** The beginning of maps of which only wanted attributes are noted. */
  readonly item = Step.beginning();
  readonly #isWanted: (name: string) => boolean;
  #block = noBlock;
  #bytes: Uint8Array = noBlock.bytes;
  /** The same bytes. */
  #view = viewOf(noBlock.bytes);
  readonly #notes = new Notes();
  /** Notes of maps and lists whose end is not reached yet. */
  readonly #begun = new Notes();
  #line = new LineValues(noBlock, this.#notes, 0, 0);
  #depth = 0;
  /** The name that was read last. */
  name = "";
  /** The shape of the map that was read last. */
  #shape = Shape.empty;
  /** The index of its first value; after a list, how many entries that has. */
  #count = 0;

  constructor(isWanted: (name: string) => boolean) {
    this.#isWanted = isWanted;
  }

  /** Goes on with this block; the items of the one before are gone. */
  use(block: Block): void {
    this.#block = block;
    this.#bytes = block.bytes;
    this.#view = viewOf(block.bytes);
    this.#notes.clear();
  }

  /** Begins a line. */
  begin(start: number, end: number): void {
    this.#line = new LineValues(this.#block, this.#notes, start, end);
    this.#begun.count = 0;
    this.#begun.reserve(end - start);
    this.#depth = 0;
  }

  /** Reads this byte. */
  passed(at: number, byte: number): number {
    if (this.#bytes[at] !== byte) throw notJson();
    return at + 1;
  }

  /** Reads `"Item":`. */
  nameEnd(start: number): number {
    const from = this.passed(start, quote);
    const end = textEnd(this.#bytes, from);
    if (!this.#block.isUtf8(from, end)) throw new NotAnItem("a text that is not UTF-8");
    const raw = this.#block.utf8(from, end);
    this.name = raw.includes("\\") ? unescaped(raw) : raw;
    return this.passed(end + 1, colon);
  }

  /** Reads `{"name":{…},…}`. */
  map(start: number, beginning: Step): number {
    const first = this.#begun.count;
    const at = this.#attributes(this.passed(start, open), beginning);
    this.#count = this.#notes.take(this.#begun, first);
    return at;
  }

  /** The map that was read last. */
  found(): Item {
    return new Item(this.#shape, this.#line, this.#count);
  }

  /** From behind a map's `{` to behind its end. */
  #attributes(start: number, beginning: Step): number {
    const bytes = this.#bytes;
    let at = start;
    let step = beginning;
    if (bytes[at] === close) at += 1;
    else {
      do {
        const next = this.#next(step, at) ?? this.#newAttribute(step, at, beginning === this.item);
        at += next.length;
        const { kind } = next;
        // Most values are plain texts and short whole numbers: they are noted here. #value takes all others, and errors.
        const end = kind === kinds.plain ? plainEnd(bytes, at) : kind === kinds.number ? digitsEnd(bytes, at) : at;
        const isUsual = kind === kinds.plain || (end > at && end - at <= 15 && (end > at + 1 || bytes[at] !== minus));
        if (isUsual && bytes[end] === quote && bytes[end + 1] === close) {
          this.#begun.add(kind, at, end);
          at = end + 3;
        } else at = this.#value(next, at) + 1;
        step = next;
      } while (bytes[at - 1] === comma);
      if (bytes[at - 1] !== close) throw notJson();
    }
    this.#shape = step.shape;
    return at;
  }

  /** From behind a list's `[` to behind its end. */
  #entries(start: number, beginning: Step): number {
    const bytes = this.#bytes;
    let at = start;
    let count = 0;
    if (bytes[at] === closeList) at += 1;
    else {
      do {
        const next = this.#next(beginning, at) ?? this.#newEntry(beginning, at);
        at = this.#value(next, at + next.length) + 1;
        count += 1;
      } while (bytes[at - 1] === comma);
      if (bytes[at - 1] !== closeList) throw notJson();
    }
    this.#count = count;
    return at;
  }

  /** The next attribute, if it is one that came next before. */
  #next(step: Step, at: number): Step | undefined {
    const { next } = step;
    if (next === undefined) return undefined;
    return at + next.length <= this.#bytes.length && next.stands(this.#view, at) ? next : step.other(this.#view, at);
  }

  #newAttribute(before: Step, start: number, isChosen: boolean): Step {
    const at = this.nameEnd(start);
    // A property's name is a text of its own, not a part of another that would be kept in memory for it.
    const name = Object.keys({ [this.name]: 0 })[0] ?? "";
    if (isChosen && !this.#isWanted(name)) {
      return before.learn(new Step(this.#bytes.subarray(start, this.passed(at, open)), kinds.passed, before.shape));
    }
    if (before.shape.placeOf(name) !== undefined) throw new NotAnItem("a name twice");
    const { bytes, kind } = this.#beginningAt(at);
    return before.learn(new Step(this.#bytes.subarray(start, at + bytes.length), kind, before.shape.with(name)));
  }

  #newEntry(beginning: Step, at: number): Step {
    const { bytes, kind } = this.#beginningAt(at);
    return beginning.learn(new Step(bytes, kind, beginning.shape));
  }

  /** `{"S":"` and the like. */
  #beginningAt(at: number): (typeof beginnings)[number] {
    const found = beginnings.find(({ bytes }) => bytes.every((byte, index) => this.#bytes[at + index] === byte));
    if (found === undefined) throw unknownType();
    return found;
  }

  /** The rest of a value, behind its beginning. */
  #value(step: Step, start: number): number {
    const bytes = this.#bytes;
    const { kind } = step;
    let end = start;
    if (kind === kinds.yes || kind === kinds.no || kind === kinds.nothing) {
      this.#begun.add(kind, start, start);
      return start;
    }
    if (kind === kinds.passed) return nestedEnd(bytes, start - 1);
    if (kind === kinds.map || kind === kinds.list) end = this.#nested(step, start);
    else if (kind === kinds.plain) end = this.#text(start) + 1;
    else if (kind === kinds.number) {
      end = numberEnd(bytes, start);
      this.#begun.add(kind, start, end);
      end += 1;
    } else end = this.#rare(kind, start);
    return this.passed(end, close);
  }

  /** The index of the text's closing quote. */
  #text(start: number): number {
    const plain = plainEnd(this.#bytes, start);
    if (this.#bytes[plain] === quote) {
      this.#begun.add(kinds.plain, start, plain);
      return plain;
    }
    const usual = unescapedEnd(this.#bytes, plain);
    if (this.#bytes[usual] === quote) {
      this.#begun.add(kinds.text, start, usual);
      return usual;
    }
    const end = textEnd(this.#bytes, usual);
    if (!this.#block.isUtf8(usual, end)) throw new NotAnItem("a text that is not UTF-8");
    const isEscaped = hasEscapes(this.#bytes, usual, end);
    if (isEscaped) unescaped(this.#block.utf8(start, end));
    this.#begun.add(isEscaped ? kinds.escaped : kinds.text, start, end);
    return end;
  }

  #nested({ kind, inside }: Step, start: number): number {
    this.#depth += 1;
    if (this.#depth > deepest) throw new NotAnItem("a value nested deeper than DynamoDB can");
    const first = this.#begun.count;
    const isMap = kind === kinds.map;
    const at = isMap ? this.#attributes(start, inside) : this.#entries(start, inside);
    const end = isMap ? this.#notes.addShape(this.#shape) : this.#count;
    this.#begun.add(kind, this.#notes.take(this.#begun, first), end);
    this.#depth -= 1;
    return at;
  }

  /** Bytes and sets, which few tables have. */
  #rare(kind: Kind, start: number): number {
    if (kind === kinds.bytes) {
      const end = this.#bytesEnd(start);
      this.#begun.add(kind, start, end);
      return end + 1;
    }
    const bytes = this.#bytes;
    let at = start;
    if (bytes[at] === closeList) at += 1;
    else {
      do {
        at = this.passed(at, quote);
        at =
          kind === kinds.numbers ? numberEnd(bytes, at) : kind === kinds.texts ? this.#checked(at) : this.#bytesEnd(at);
        at += 2;
      } while (bytes[at - 1] === comma);
      if (bytes[at - 1] !== closeList) throw notJson();
    }
    this.#begun.add(kind, start, at - 1);
    return at;
  }

  #bytesEnd(start: number): number {
    const end = textEnd(this.#bytes, start);
    bytesOf(unescaped(asciiText(this.#bytes, start, end)));
    return end;
  }

  #checked(start: number): number {
    const end = this.#text(start);
    this.#begun.count -= 1;
    return end;
  }
}
