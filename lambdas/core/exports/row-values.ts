/** Finds the values of a row's columns by the shape of its items, so that a value need not be made to be looked at. */
import type { Column } from "./column.ts";
import { Item, type ItemValue, type Shape, type Values } from "./item.ts";

const missing = -1;

/** An item that columns show attributes of: the row itself, or a map in it. */
interface Part {
  /** The map's name; undefined for the row itself. */
  readonly map: string | undefined;
  /** For each column, the attribute it shows of this part, if it shows one. */
  readonly names: readonly (string | undefined)[];
  /** For each column, where that attribute stands in items of a shape. */
  readonly placesOf: WeakMap<Shape, Int32Array>;
  source: Values | undefined;
  from: number;
  places: Int32Array;
}

export class RowValues {
  readonly #columns: readonly Column[];
  readonly #parts: readonly Part[];
  /** For each column, the part that it shows an attribute of; undefined where it computes its value. */
  readonly #partOf: readonly (Part | undefined)[];
  readonly #none: Int32Array;
  #row: Item = Item.of({});
  #computed: ItemValue | undefined;
  /** Where the value is that `at` went to, if it is one of an item. */
  source: Values | undefined;
  /** The value's index in its source. */
  index = 0;

  constructor(columns: readonly Column[]) {
    this.#columns = columns;
    this.#none = new Int32Array(columns.length).fill(missing);
    const maps = new Set(columns.map(({ path }) => (path?.[1] === undefined ? undefined : path[0])));
    this.#parts = [...maps].map((map) => ({
      map,
      names: columns.map(({ path }) => nameIn(map, path)),
      placesOf: new WeakMap(),
      source: undefined,
      from: 0,
      places: this.#none,
    }));
    this.#partOf = columns.map((_, column) => this.#parts.find(({ names }) => names[column] !== undefined));
  }

  /** Goes on with this row. */
  use(row: Item): void {
    this.#row = row;
    for (const part of this.#parts) {
      const item = part.map === undefined ? row : row.get(part.map);
      const isItem = item instanceof Item;
      part.source = isItem ? item.source : undefined;
      part.from = isItem ? item.from : 0;
      part.places = isItem ? placesIn(part, item.shape) : this.#none;
    }
  }

  /** Goes to a column; false where the row has nothing for it. */
  at(column: number): boolean {
    const part = this.#partOf[column];
    if (part === undefined) {
      this.source = undefined;
      this.#computed = this.#columns[column]?.read(this.#row);
      return this.#computed !== undefined;
    }
    const place = part.places[column] as number;
    if (place === missing) return false;
    this.source = part.source;
    this.index = part.from + place;
    return true;
  }

  /** The value that `at` went to. */
  get value(): ItemValue | undefined {
    return this.source === undefined ? this.#computed : this.source.value(this.index);
  }
}

function nameIn(map: string | undefined, path: Column["path"]): string | undefined {
  if (path === undefined) return undefined;
  const [first, second] = path;
  return map === undefined ? (second === undefined ? first : undefined) : first === map ? second : undefined;
}

function placesIn({ placesOf, names }: Part, shape: Shape): Int32Array {
  const known = placesOf.get(shape);
  if (known !== undefined) return known;
  const places = Int32Array.from(names, (name) => (name === undefined ? missing : (shape.placeOf(name) ?? missing)));
  placesOf.set(shape, places);
  return places;
}
