/** Repeatable chance: the same seed gives the same numbers. */

export class Dice {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** The next 32 bits (the generator "mulberry32", which is a bijection of its counter). */
  bits(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = this.#state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  }

  /** A whole number from 0 to below `sides`. */
  below(sides: number): number {
    return this.bits() % sides;
  }

  /** True once in so many throws. */
  once(inThrows: number): boolean {
    return this.below(inThrows) === 0;
  }

  /** One of these; a RangeError if there are none. */
  pick<Item>(items: readonly Item[]): Item {
    if (items.length === 0) throw new RangeError("nothing to pick from");
    return items[this.below(items.length)] as Item;
  }
}
