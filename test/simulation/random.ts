/** Repeatable chance: a generator that begins with a seed, and a number for each named occasion. */

/** Numbers from 0 to below 1, one after the other (mulberry32). */
export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    return mixed(this.#state);
  }

  /** A whole number from `least` to `most`. */
  between(least: number, most: number): number {
    return least + Math.floor(this.next() * (most - least + 1));
  }

  one<Value>(values: readonly [Value, ...Value[]]): Value {
    return values[Math.floor(this.next() * values.length)] ?? values[0];
  }
}

/** A number from 0 to below 1 that depends on the seed and the occasion only: leaving one occasion out changes no other. */
export function chance(seed: number, occasion: string): number {
  let hash = (seed ^ 0x811c9dc5) >>> 0;
  for (let index = 0; index < occasion.length; index += 1) {
    hash = Math.imul(hash ^ occasion.charCodeAt(index), 0x01000193) >>> 0;
  }
  return mixed(hash);
}

function mixed(state: number): number {
  let value = Math.imul(state ^ (state >>> 15), state | 1);
  value ^= value + Math.imul(value ^ (value >>> 7), value | 61);
  return ((value ^ (value >>> 14)) >>> 0) / 4_294_967_296;
}
