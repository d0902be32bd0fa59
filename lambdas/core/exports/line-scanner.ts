/**
 * Reads lines of typed DynamoDB JSON straight from their bytes: several times quicker than JSON.parse, because names and types
 * are compared with those of earlier lines, and values are checked but not made.
 *
 * It takes JSON exactly as DynamoDB writes it, without white space; `item-of-json.ts` reads the same from any JSON, and is
 * what a line that fails here is tried with. Bytes must end with a line feed: no text may hold one, so nothing runs past it.
 */
import type { ItemChange } from "./found-export.ts";
import type { Item, ItemValue } from "./item.ts";
import { NotAnItem } from "./item-of-json.ts";
import { asciiBytes, close, comma, nestedEnd, notJson, open } from "./json-bytes.ts";
import { Step } from "./line-steps.ts";
import type { Block } from "./line-values.ts";
import { MapScanner } from "./map-scanner.ts";

/** A line of a full export holds nothing else. */
const itemBeginning = asciiBytes('{"Item":');

export class LineScanner {
  readonly #maps: MapScanner;
  readonly #keys = Step.beginning();
  readonly #metadata = Step.beginning();
  #bytes: Uint8Array = new Uint8Array();

  /** Of items and images only the wanted attributes are given. */
  constructor(isWanted: (name: string) => boolean = () => true) {
    this.#maps = new MapScanner(isWanted);
  }

  /** Goes on with this block. */
  use(block: Block): void {
    this.#bytes = block.bytes;
    this.#maps.use(block);
  }

  /** The item of a full export's line; its bytes end before `end`, where a line feed stands. Throws NotAnItem. */
  item(start: number, end: number): Item {
    const maps = this.#maps;
    maps.begin(start, end);
    let at = start;
    for (const byte of itemBeginning) at = maps.passed(at, byte);
    at = maps.passed(maps.map(at, maps.item), close);
    if (at !== end) throw new NotAnItem("something behind its end");
    return maps.found();
  }

  /** What an incremental export's line tells; the image before the change only if that is asked for. Throws NotAnItem. */
  change(start: number, end: number, withOld: boolean): ItemChange {
    const told = new Map<string, Item>();
    this.#members(start, end, (name, at) => {
      const beginning = name === "OldImage" && !withOld ? undefined : this.#beginningOf(name);
      if (beginning === undefined) return nestedEnd(this.#bytes, at);
      const after = this.#maps.map(at, beginning);
      told.set(name, this.#maps.found());
      return after;
    });
    const keys = told.get("Keys");
    const oldImage = told.get("OldImage");
    const newImage = told.get("NewImage");
    const micros: ItemValue | undefined = told.get("Metadata")?.get("WriteTimestampMicros");
    if (keys === undefined) throw new NotAnItem("no Keys");
    if (typeof micros !== "number") throw new NotAnItem("no WriteTimestampMicros");
    return {
      keys,
      ...(oldImage === undefined ? {} : { oldImage }),
      ...(newImage === undefined ? {} : { newImage }),
      writtenAtMicros: micros,
    };
  }

  #beginningOf(name: string): Step | undefined {
    if (name === "Keys") return this.#keys;
    if (name === "NewImage" || name === "OldImage") return this.#maps.item;
    return name === "Metadata" ? this.#metadata : undefined;
  }

  /** `{"Keys":…,"NewImage":…}`, the whole line; `read` is told of each name and where its value begins, and says where it ends. */
  #members(start: number, end: number, read: (name: string, at: number) => number): void {
    const maps = this.#maps;
    maps.begin(start, end);
    let at = maps.passed(start, open);
    do {
      at = maps.nameEnd(at);
      at = read(maps.name, at) + 1;
    } while (this.#bytes[at - 1] === comma);
    if (this.#bytes[at - 1] !== close) throw notJson();
    if (at !== end) throw new NotAnItem("something behind its end");
  }
}
