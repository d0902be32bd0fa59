/** Finds the values of a row's columns by the shape of its items, so that a value need not be made to be looked at. */
import type { Column } from "./column.ts";
import { Item, type ItemValue, type Shape, type Values } from "./item.ts";

/** What stands for an index where the row has no such attribute, and where the column computes its value. */
const [missing, computed] = [-1, -2] as const;

/** An item that columns show attributes of: the row itself, or a map in it. */
interface Part {
  /** The map's name; undefined for the row itself. */
  readonly map: string | undefined;
  /** The attributes it shows, by their columns. */
  readonly names: ReadonlyMap<number, string>;
  /** Columns and where their attributes stand, in turn, in items of a shape. */
  readonly placesOf: WeakMap<Shape, Int32Array>;
  source: Values | undefined;
}

export class RowValues {
  readonly #columns: readonly Column[];
  readonly #parts: readonly Part[];
  /** For each column, the part that it shows an attribute of; undefined where it computes its value. */
  readonly #partOf: readonly (Part | undefined)[];
  /** For each column, the index of its value in that part's source. */
  readonly #indexes: Int32Array;
  /** The same for a row without any attribute. */
  readonly #empty: Int32Array;
  #row: Item = Item.of({});
  /** Where the value is that `at` went to, if it is one of an item. */
  source: Values | undefined;
  /** The value's index in its source, or the column that computes it. */
  index = 0;

  constructor(columns: readonly Column[]) {
    this.#columns = columns;
    const maps = new Set(columns.map(({ path }) => (path?.[1] === undefined ? undefined : path[0])));
    this.#parts = [...maps].map((map) => ({
      map,
      names: new Map(columns.flatMap(({ path }, column) => nameIn(map, path).map((name) => [column, name]))),
      placesOf: new WeakMap(),
      source: undefined,
    }));
    this.#partOf = columns.map((_, column) => this.#parts.find(({ names }) => names.has(column)));
    this.#empty = Int32Array.from(this.#partOf, (part) => (part === undefined ? computed : missing));
    this.#indexes = Int32Array.from(this.#empty);
  }

  /** Goes on with this row. */
  use(row: Item): void {
    this.#row = row;
    const indexes = this.#indexes;
    indexes.set(this.#empty);
    for (const part of this.#parts) {
      const item = part.map === undefined ? row : row.get(part.map);
      if (!(item instanceof Item)) continue;
      part.source = item.source;
      const places = placesIn(part, item.shape);
      for (let at = 0; at < places.length; at += 2) {
        indexes[places[at] as number] = item.from + (places[at + 1] as number);
      }
    }
  }

  /** Goes to a column; false where the row has nothing for it. A value that is computed may be undefined all the same. */
  at(column: number): boolean {
    const index = this.#indexes[column] as number;
    if (index === missing) return false;
    if (index === computed) {
      this.source = undefined;
      this.index = column;
      return true;
    }
    this.source = this.#partOf[column]?.source;
    this.index = index;
    return true;
  }

  /** The value that `at` went to. */
  get value(): ItemValue | undefined {
    return this.source === undefined ? this.#columns[this.index]?.read(this.#row) : this.source.value(this.index);
  }
}

/** The attribute that a path shows of a map, or of the row itself; none where it shows another's. */
function nameIn(map: string | undefined, path: Column["path"]): string[] {
  if (path === undefined) return [];
  const [first, within] = path;
  if (within === undefined) return map === undefined ? [first] : [];
  return first === map ? [within] : [];
}

function placesIn({ placesOf, names }: Part, shape: Shape): Int32Array {
  const known = placesOf.get(shape);
  if (known !== undefined) return known;
  const found = [...names].map(([column, name]) => [column, shape.placeOf(name)] as const);
  const places = Int32Array.from(found.flatMap(([column, place]) => (place === undefined ? [] : [column, place])));
  placesOf.set(shape, places);
  return places;
}
