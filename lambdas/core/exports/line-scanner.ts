/**
 * Reads lines of typed DynamoDB JSON straight from their bytes: several times quicker than JSON.parse and a second walk,
 * because what is not wanted is passed over and names are not made anew for each item.
 *
 * It takes JSON exactly as DynamoDB writes it, without white space; `item-of-json.ts` reads the same from any JSON, and is
 * what a line that fails here is tried with. Bytes must end with a line feed: no text may hold one, so nothing runs past it.
 */
import type { ItemChange } from "./found-export.ts";
import { type ExactNumber, type Item, ItemSet, type ItemValue } from "./item.ts";
import { Attributes, bytesOf, NotAnItem, numberOf } from "./item-of-json.ts";
import {
  backslash,
  close,
  closeList,
  colon,
  comma,
  letter,
  minus,
  notJson,
  open,
  openList,
  quote,
  setKinds,
  textEnd,
  unescaped,
  unknownType,
  words,
} from "./json-bytes.ts";

/** How bytes become text; what a platform does quicker than JavaScript. */
export interface Decoder {
  /** One character for each byte. */
  latin1(start: number, end: number): string;
  /** Undefined where the bytes are no UTF-8. */
  utf8(start: number, end: number): string | undefined;
}

/** A name that was met, with what followed it last time: items of a table are mostly alike. */
interface Name {
  readonly text: string;
  /** Its bytes with the quote and colon behind; none where it cannot be compared by bytes. */
  readonly bytes: Uint8Array;
  readonly wanted: boolean;
  /** The name behind its value. */
  next: Name | undefined;
  /** The first name within its value. */
  first: Name | undefined;
}

/** DynamoDB nests 32 levels deep. */
const deepest = 40;
/** More names than any table of records has; those of a map that is used as an index are not all kept. */
const namesKept = 2000;

export class LineScanner {
  readonly #wanted: ReadonlySet<string> | undefined;
  readonly #names = new Map<string, Name>();
  readonly #top: Name;
  #bytes: Uint8Array = new Uint8Array();
  #decoder: Decoder = { latin1: () => "", utf8: () => undefined };
  #at = 0;
  /** The line as text, a character for each byte, and where its bytes begin. */
  #line = "";
  #start = 0;
  #depth = 0;

  /** Of items and images only the wanted attributes are given, if some are named. */
  constructor(wanted?: ReadonlySet<string>) {
    this.#wanted = wanted;
    this.#top = this.#newName("");
  }

  /** Goes on with these bytes. */
  use(bytes: Uint8Array, decoder: Decoder): void {
    this.#bytes = bytes;
    this.#decoder = decoder;
  }

  /** The item of a full export's line; its bytes end before `end`, where a line feed stands. Throws NotAnItem. */
  item(start: number, end: number): Item {
    this.#begin(start, end);
    let item: Item | undefined;
    this.#pass(open);
    do {
      const name = this.#name(this.#top.first);
      if (name.text === "Item") item = this.#attributes(true, (this.#top.first = name));
      else this.#skipNested();
    } while (this.#more());
    this.#finish(end);
    if (item === undefined) throw new NotAnItem("no Item");
    return item;
  }

  /** What an incremental export's line tells; the image before the change only if that is asked for. Throws NotAnItem. */
  change(start: number, end: number, withOld: boolean): ItemChange {
    this.#begin(start, end);
    let keys: Item | undefined;
    let micros: ItemValue | undefined;
    let oldImage: Item | undefined;
    let newImage: Item | undefined;
    this.#pass(open);
    let name = this.#top;
    do {
      name = name.next = this.#name(name.next);
      if (name.text === "Keys") keys = this.#attributes(false, name);
      else if (name.text === "NewImage") newImage = this.#attributes(true, name);
      else if (name.text === "OldImage" && withOld) oldImage = this.#attributes(true, name);
      else if (name.text === "Metadata") micros = this.#attributes(false, name)["WriteTimestampMicros"];
      else this.#skipNested();
    } while (this.#more());
    this.#finish(end);
    if (keys === undefined) throw new NotAnItem("no Keys");
    if (typeof micros !== "number") throw new NotAnItem("no WriteTimestampMicros");
    return {
      keys,
      ...(oldImage === undefined ? {} : { oldImage }),
      ...(newImage === undefined ? {} : { newImage }),
      writtenAtMicros: micros,
    };
  }

  #begin(start: number, end: number): void {
    this.#start = start;
    this.#at = start;
    this.#depth = 0;
    this.#line = this.#decoder.latin1(start, end);
  }

  #finish(end: number): void {
    if (this.#at !== end) throw new NotAnItem("something behind its end");
  }

  #pass(byte: number): void {
    if (this.#bytes[this.#at] !== byte) throw notJson();
    this.#at += 1;
  }

  /** Whether a comma follows, which is passed over, or the map's end, which is too. */
  #more(): boolean {
    const byte = this.#bytes[this.#at];
    this.#at += 1;
    if (byte === comma) return true;
    if (byte === close) return false;
    throw notJson();
  }

  /** `{"name":{…},…}`: all attributes, or the wanted ones; `parent` is what the map is the value of. */
  #attributes(choose: boolean, parent: Name): Record<string, ItemValue> {
    const item = new Attributes();
    this.#pass(open);
    if (this.#bytes[this.#at] === close) {
      this.#at += 1;
      return item;
    }
    let name = (parent.first = this.#name(parent.first));
    for (;;) {
      if (choose && !name.wanted) this.#skip();
      else item[name.text] = this.#value(name);
      if (!this.#more()) return item;
      name = name.next = this.#name(name.next);
    }
  }

  /** `"name":`, which most likely is the guess. */
  #name(guess: Name | undefined): Name {
    this.#pass(quote);
    const bytes = this.#bytes;
    const start = this.#at;
    if (guess !== undefined) {
      const expected = guess.bytes;
      const length = expected.length;
      let index = 0;
      while (index < length && bytes[start + index] === expected[index]) index += 1;
      if (index === length && length > 0) {
        this.#at = start + length;
        return guess;
      }
    }
    const text = this.#text();
    this.#pass(colon);
    const known = this.#names.get(text);
    if (known !== undefined) return known;
    const name = this.#newName(text, bytes.slice(start, this.#at));
    if (this.#names.size < namesKept) this.#names.set(name.text, name);
    return name;
  }

  #newName(slice: string, bytes = new Uint8Array()): Name {
    // A property's name is a text of its own, not a part of the line that would keep all of the line in memory.
    const text = Object.keys({ [slice]: 0 })[0] ?? slice;
    const wanted = this.#wanted === undefined || this.#wanted.has(text);
    return { text, bytes, wanted, next: undefined, first: undefined };
  }

  /** `{"S":"…"}` and the like. */
  #value(name: Name): ItemValue {
    const bytes = this.#bytes;
    const at = this.#at;
    if (bytes[at] !== open || bytes[at + 1] !== quote) throw notJson();
    const type = bytes[at + 2] as number;
    if (bytes[at + 3] !== quote) return this.#longType();
    if (bytes[at + 4] !== colon) throw notJson();
    this.#at = at + 5;
    const value = this.#oneLetter(type, name);
    this.#pass(close);
    return value;
  }

  #oneLetter(type: number, name: Name): ItemValue {
    switch (type) {
      case letter.S:
        this.#pass(quote);
        return this.#text();
      case letter.N:
        this.#pass(quote);
        return this.#number();
      case letter.M:
        return this.#nested(() => this.#attributes(false, name));
      case letter.L:
        return this.#nested(() => this.#list(() => this.#value(name)));
      case letter.B:
        this.#pass(quote);
        return bytesOf(this.#text());
      default:
        throw unknownType();
    }
  }

  #nested<Value>(read: () => Value): Value {
    this.#depth += 1;
    if (this.#depth > deepest) throw new NotAnItem("a value nested deeper than DynamoDB can");
    const value = read();
    this.#depth -= 1;
    return value;
  }

  #list<Value>(read: () => Value): Value[] {
    this.#pass(openList);
    const values: Value[] = [];
    if (this.#bytes[this.#at] === closeList) {
      this.#at += 1;
      return values;
    }
    for (;;) {
      values.push(read());
      const byte = this.#bytes[this.#at];
      this.#at += 1;
      if (byte === closeList) return values;
      if (byte !== comma) throw notJson();
    }
  }

  /** The types with more than one letter: sets, yes and no, and nothing. */
  #longType(): ItemValue {
    const from = this.#at - this.#start;
    const line = this.#line;
    for (const [word, value] of words) {
      if (!line.startsWith(word, from)) continue;
      this.#at += word.length;
      return value;
    }
    const kind = setKinds[line.slice(from, from + 6)];
    if (kind === undefined) throw unknownType();
    this.#at += 6;
    const values = this.#list(() => {
      this.#pass(quote);
      if (kind === "numbers") return this.#number();
      return kind === "texts" ? this.#text() : bytesOf(this.#text());
    });
    this.#pass(close);
    return new ItemSet(kind, values);
  }

  /** A text from behind its opening quote to behind its closing one. */
  #text(): string {
    const bytes = this.#bytes;
    const start = this.#at;
    let at = start;
    let bits = 0;
    let escaped = false;
    for (;;) {
      const byte = bytes[at] as number;
      if (byte === quote) break;
      if (byte < 32) throw notJson();
      bits |= byte;
      if (byte === backslash) {
        escaped = true;
        // What is escaped is looked at when the text is made; here it only must not be taken for the end.
        at += 1;
        if ((bytes[at] as number) < 32) throw notJson();
      }
      at += 1;
    }
    this.#at = at + 1;
    const raw = bits < 128 ? this.#line.slice(start - this.#start, at - this.#start) : this.#decoder.utf8(start, at);
    if (raw === undefined) throw new NotAnItem("a text that is not UTF-8");
    return escaped ? unescaped(raw) : raw;
  }

  /** A number from behind its opening quote to behind its closing one; fifteen digits always survive a double. */
  #number(): number | ExactNumber {
    const bytes = this.#bytes;
    const start = this.#at;
    const negative = bytes[start] === minus;
    let at = negative ? start + 1 : start;
    let value = 0;
    const first = at;
    for (;;) {
      const digit = (bytes[at] as number) - 48;
      if (digit < 0 || digit > 9) break;
      value = value * 10 + digit;
      at += 1;
    }
    if (bytes[at] !== quote || at === first || at - first > 15) return numberOf(this.#text());
    this.#at = at + 1;
    return negative && value !== 0 ? -value : value;
  }

  /** Passes over a value. */
  #skip(): void {
    const bytes = this.#bytes;
    const at = this.#at;
    const type = bytes[at + 2];
    const plain = type === letter.S || type === letter.N || type === letter.B;
    if (!plain || bytes[at + 3] !== quote) return this.#skipNested();
    if (bytes[at] !== open || bytes[at + 1] !== quote || bytes[at + 4] !== colon || bytes[at + 5] !== quote)
      throw notJson();
    const end = textEnd(bytes, at + 6);
    if (bytes[end + 1] !== close) throw notJson();
    this.#at = end + 2;
  }

  /** Passes over a map with whatever is in it. */
  #skipNested(): void {
    const bytes = this.#bytes;
    let at = this.#at;
    if (bytes[at] !== open) throw notJson();
    let depth = 0;
    do {
      const byte = bytes[at] as number;
      if (byte === quote) at = textEnd(bytes, at + 1);
      else if (byte === open || byte === openList) depth += 1;
      else if (byte === close || byte === closeList) depth -= 1;
      else if (byte < 32) throw notJson();
      at += 1;
    } while (depth > 0);
    this.#at = at;
  }
}
