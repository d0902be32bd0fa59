/**
 * The attributes that lines of a table have, one step after the other, learnt while lines are read. Items are mostly alike:
 * a name and type can be compared with what stood there in earlier lines, which is quicker than reading them.
 */
import { Shape } from "./item.ts";
import { asciiBytes } from "./json-bytes.ts";

/** What a value is, known from how it begins; attributes that are `passed` over are not looked at. */
export const kinds = {
  /** A text of ASCII without escapes, or what most likely is one. */
  plain: 0,
  number: 1,
  map: 2,
  list: 3,
  yes: 4,
  no: 5,
  nothing: 6,
  bytes: 7,
  texts: 8,
  numbers: 9,
  manyBytes: 10,
  passed: 11,
  text: 12,
  escaped: 13,
} as const;
export type Kind = (typeof kinds)[keyof typeof kinds];

/** How a value of each kind begins, or is written as a whole. */
export const beginnings: readonly { readonly bytes: Uint8Array; readonly kind: Kind }[] = (
  [
    ['{"S":"', kinds.plain],
    ['{"N":"', kinds.number],
    ['{"M":{', kinds.map],
    ['{"L":[', kinds.list],
    ['{"BOOL":true}', kinds.yes],
    ['{"BOOL":false}', kinds.no],
    ['{"NULL":true}', kinds.nothing],
    ['{"B":"', kinds.bytes],
    ['{"SS":[', kinds.texts],
    ['{"NS":[', kinds.numbers],
    ['{"BS":[', kinds.manyBytes],
  ] as const
).map(([text, kind]) => ({ bytes: asciiBytes(text), kind }));

/** One attribute, or one entry of a list, with what was met behind it and within it. */
export class Step {
  /** Its name and how its value begins, `"total":{"N":"`; of an entry the latter alone, of an attribute passed over the name. */
  readonly bytes: Uint8Array;
  readonly kind: Kind;
  /** The names up to this one. */
  readonly shape: Shape;
  /** What came next so far, the latest first. */
  readonly next: Step[] = [];
  #inside: Step | undefined;

  constructor(bytes: Uint8Array, kind: Kind, shape: Shape) {
    this.bytes = bytes;
    this.kind = kind;
    this.shape = shape;
  }

  /** Before the first attribute. */
  static beginning(): Step {
    return new Step(new Uint8Array(), kinds.map, Shape.empty);
  }

  /** Before the first attribute of a map, or the first entry of a list. */
  get inside(): Step {
    this.#inside ??= Step.beginning();
    return this.#inside;
  }

  /** Remembers what comes next; of a lot, what was not met for long is forgotten. */
  learn(step: Step): Step {
    this.next.unshift(step);
    if (this.next.length > 12) this.next.pop();
    return step;
  }
}
