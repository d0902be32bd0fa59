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

/**
 * Bytes of steps, four by four, one behind the other. Reading goes from one step to the next all the time: what is read of
 * them should lie together, for a processor to keep it at hand.
 */
let fours = new Int32Array();
let kept = 0;

/** One attribute, or one entry of a list, with what was met behind it and within it. */
export class Step {
  readonly kind: Kind;
  /**
   * How many bytes its name and how its value begins have, `"total":{"N":"`; of an entry it is the latter alone, and of an
   * attribute passed over the value begins with its `{`.
   */
  readonly length: number;
  /** Those bytes lie here, from `from` on; the last four may begin within the four before. */
  readonly #fours: Int32Array;
  readonly #from: number;
  /** The names up to this one. */
  readonly shape: Shape;
  /** What came next the last time. */
  next: Step | undefined;
  /** What came next before. */
  readonly #others: Step[] = [];
  #inside: Step | undefined;

  /** Four bytes at least. */
  constructor(bytes: Uint8Array, kind: Kind, shape: Shape) {
    this.kind = kind;
    this.length = bytes.length;
    const count = Math.ceil(bytes.length / 4);
    if (kept + count > fours.length) {
      fours = new Int32Array(Math.max(count, 4096));
      kept = 0;
    }
    this.#fours = fours;
    this.#from = kept;
    this.shape = shape;
    const view = viewOf(bytes);
    for (let four = 0; four < count; four += 1, kept += 1) {
      fours[kept] = view.getInt32(Math.min(four * 4, bytes.length - 4), true);
    }
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

  /** Whether its bytes stand there; all of them must lie in the view. */
  stands(view: DataView, at: number): boolean {
    const { length } = this;
    const fours = this.#fours;
    let four = this.#from;
    let index = 0;
    for (; index < length - 3; index += 4, four += 1) if (view.getInt32(at + index, true) !== fours[four]) return false;
    return index === length || view.getInt32(at + length - 4, true) === fours[four];
  }

  /** The next step, where that is one that came next before, but not the last time. */
  other(view: DataView, at: number): Step | undefined {
    const others = this.#others;
    const which = others.findIndex((step) => at + step.length <= view.byteLength && step.stands(view, at));
    const found = others[which];
    if (found === undefined) return undefined;
    if (this.next !== undefined) others[which] = this.next;
    this.next = found;
    return found;
  }

  /** Remembers what comes next; of a lot, what was not met for long is forgotten. */
  learn(step: Step): Step {
    if (this.next !== undefined) this.#others.unshift(this.next);
    if (this.#others.length > 11) this.#others.pop();
    this.next = step;
    return step;
  }
}

/** The same bytes, to be read several at once. */
export const viewOf = ({ buffer, byteOffset, byteLength }: Uint8Array): DataView =>
  new DataView(buffer, byteOffset, byteLength);
