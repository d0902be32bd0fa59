/** Finds where the values of a row's columns are noted, by the shapes of its items, so that a value need not be made to be looked at. */
import type { Column } from "./column.ts";
import { absent, type Item, type Shape } from "./item.ts";
import { kinds } from "./line-steps.ts";
import { LineValues } from "./line-values.ts";

/** What stands for an index where the row has no such attribute, and where the column computes its value. */
export const missing = absent;
export const computed = -2;

/** An item that columns show attributes of: the row itself, or a map in it. */
interface Part {
  /** The attributes it shows, by their columns. */
  readonly names: ReadonlyMap<number, string>;
  /** Columns and where their attributes stand, in turn, in items of a shape. */
  readonly placesOf: WeakMap<Shape, Int32Array>;
}

/** Of several rows at a time, each in a slot of its own, counted from 0. */
export class RowNotes {
  readonly #row: Part;
  /** In their order; the row shows each as if it were a column behind the columns. */
  readonly #maps: readonly Part[];
  readonly #columns: number;
  /** Of each row, for each column and map, the index of its value. */
  #indexes: Int32Array;
  /** The same for a row without any attribute. */
  readonly #empty: Int32Array;

  constructor(columns: readonly Column[]) {
    const paths = columns.map(({ path }) => path);
    const maps = [...new Set(paths.flatMap((path) => (path?.[1] === undefined ? [] : [path[0]])))];
    const own = paths.map((path) => (path?.[1] === undefined ? path?.[0] : undefined));
    this.#row = part([...own, ...maps]);
    this.#maps = maps.map((map) => part(paths.map((path) => (path?.[0] === map ? path[1] : undefined))));
    this.#columns = columns.length;
    this.#empty = Int32Array.from([...paths.map((path) => (path ? missing : computed)), ...maps.map(() => missing)]);
    this.#indexes = Int32Array.from(this.#empty);
  }

  /** Notes this row, if it is one of a line, in the slot's place: gives that line's values. */
  use({ source, shape, from }: Item, slot = 0): LineValues | undefined {
    if (!(source instanceof LineValues)) return undefined;
    const { notes } = source;
    const start = this.#startOf(slot);
    this.#indexes.set(this.#empty, start);
    this.#note(start, this.#row, shape, from);
    for (let map = 0; map < this.#maps.length; map += 1) {
      const index = this.#indexes[start + this.#columns + map] as number;
      if (index === missing || notes.kind(index) !== kinds.map) continue;
      this.#note(start, this.#maps[map] as Part, notes.shape(index), notes.start(index));
    }
    return source;
  }

  /** The index of a column's value in the slot's line, `missing` or `computed`. */
  indexOf(column: number, slot = 0): number {
    return this.#indexes[slot * this.#empty.length + column] as number;
  }

  #startOf(slot: number): number {
    const start = slot * this.#empty.length;
    if (start >= this.#indexes.length) {
      const larger = new Int32Array((start + this.#empty.length) * 2);
      larger.set(this.#indexes);
      this.#indexes = larger;
    }
    return start;
  }

  #note(start: number, part: Part, shape: Shape, from: number): void {
    const places = placesIn(part, shape);
    for (let at = 0; at < places.length; at += 2) {
      this.#indexes[start + (places[at] as number)] = from + (places[at + 1] as number);
    }
  }
}

function part(names: readonly (string | undefined)[]): Part {
  const shown = names.flatMap((name, column) => (name === undefined ? [] : [[column, name] as const]));
  return { names: new Map(shown), placesOf: new WeakMap() };
}

function placesIn({ placesOf, names }: Part, shape: Shape): Int32Array {
  const known = placesOf.get(shape);
  if (known !== undefined) return known;
  const found = [...names].map(([column, name]) => [column, shape.placeOf(name)] as const);
  const places = Int32Array.from(found.flatMap(([column, place]) => (place === undefined ? [] : [column, place])));
  placesOf.set(shape, places);
  return places;
}
