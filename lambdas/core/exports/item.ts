/** An item of any table as plain values, exact: what typed DynamoDB JSON says, without its types' letters. */

/** A number that a double would change: its text as DynamoDB wrote it (up to 38 digits). */
export class ExactNumber {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** A set of texts, numbers or bytes; DynamoDB keeps no order in it. */
export class ItemSet {
  readonly kind: "texts" | "numbers" | "bytes";
  readonly values: readonly ItemValue[];

  constructor(kind: ItemSet["kind"], values: readonly ItemValue[]) {
    this.kind = kind;
    this.values = values;
  }
}

/** One attribute. A number is a double only where the double says the same as DynamoDB's text; an Item is a map. */
export type ItemValue =
  | string
  | number
  | ExactNumber
  | boolean
  | null
  | Uint8Array
  | ItemSet
  | readonly ItemValue[]
  | Item;

/** More shapes than any table of records has. Maps whose names are data may have more: those are not all shared. */
const shapesRemembered = 10_000;

/**
 * The names of an item's attributes in their order. Items with the same names share one shape, so that whatever depends on
 * the names alone is worked out once per shape and not once per item.
 */
export class Shape {
  static #remembered = 0;
  static readonly empty: Shape = new Shape(undefined, "", 0);
  /** Of the shapes that are remembered each has one, from 0; it is -1 for all others. */
  readonly number: number;
  readonly #shorter: Shape | undefined;
  readonly #last: string;
  readonly #longer = new Map<string, Shape>();
  #names: readonly string[] | undefined;
  #places: ReadonlyMap<string, number> | undefined;

  private constructor(shorter: Shape | undefined, last: string, number: number) {
    this.number = number;
    this.#shorter = shorter;
    this.#last = last;
  }

  get names(): readonly string[] {
    this.#names ??= this.#shorter === undefined ? [] : [...this.#shorter.names, this.#last];
    return this.#names;
  }

  /** Where the attribute of this name stands, from 0; undefined where there is none. */
  placeOf(name: string): number | undefined {
    this.#places ??= new Map(this.names.map((each, place) => [each, place]));
    return this.#places.get(name);
  }

  /** This shape with one more name, which it must not have yet. */
  with(name: string): Shape {
    const known = this.#longer.get(name);
    if (known !== undefined) return known;
    if (Shape.#remembered === shapesRemembered) return new Shape(this, name, -1);
    Shape.#remembered += 1;
    const longer = new Shape(this, name, Shape.#remembered);
    this.#longer.set(name, longer);
    return longer;
  }
}

/** A name that is asked of many items: where it stands is looked up once for each shape, and not for each item. */
export class Attribute {
  readonly name: string;
  /** By the shapes' numbers: its place in items of the shape, `absent`, or `unknown`. */
  readonly #places: number[] = [];

  constructor(name: string) {
    this.name = name;
  }

  /** Where it stands in items of the shape, from 0; `absent` where there is none. */
  placeIn(shape: Shape): number {
    const { number } = shape;
    const known = number >= 0 && number < this.#places.length ? (this.#places[number] as number) : unknown;
    return known === unknown ? this.#find(shape) : known;
  }

  #find(shape: Shape): number {
    const place = shape.placeOf(this.name) ?? absent;
    if (shape.number < 0) return place;
    while (this.#places.length <= shape.number) this.#places.push(unknown);
    this.#places[shape.number] = place;
    return place;
  }
}

/** No place or index: there is no such attribute. */
export const absent = -1;
const unknown = -2;

/** Attributes by their names. */
export const attributesNamed = <Name extends string>(...names: readonly Name[]): Readonly<Record<Name, Attribute>> =>
  Object.fromEntries(names.map((name) => [name, new Attribute(name)])) as Record<Name, Attribute>;

/** Where an item's values come from: memory, or the line of an export that holds them. */
export interface Values {
  /** The value at this index; a value that is not in memory is made at each call. */
  value(index: number): ItemValue;
  /** Whether it is a text. */
  isText(index: number): boolean;
  /** The first entry, if it is a list that has one. */
  first(index: number): ItemValue | undefined;
}

/** Attributes by their names; any name may be one, `__proto__` too. */
export class Item {
  readonly shape: Shape;
  /** Gives the value of the n-th name at index `from + n`. */
  readonly source: Values;
  readonly from: number;

  constructor(shape: Shape, source: Values, from = 0) {
    this.shape = shape;
    this.source = source;
    this.from = from;
  }

  /** The item with these attributes; those that are undefined are left out. */
  static of(attributes: Readonly<Record<string, ItemValue | undefined>>): Item {
    let shape = Shape.empty;
    const values: ItemValue[] = [];
    for (const [name, value] of Object.entries(attributes)) {
      if (value === undefined) continue;
      shape = shape.with(name);
      values.push(value);
    }
    return new Item(shape, new ValueList(values));
  }

  get names(): readonly string[] {
    return this.shape.names;
  }

  /** Where its source has the attribute; `absent` where there is none. */
  indexOf(attribute: string | Attribute): number {
    const place =
      typeof attribute === "string" ? (this.shape.placeOf(attribute) ?? absent) : attribute.placeIn(this.shape);
    return place === absent ? absent : this.from + place;
  }

  get(attribute: string | Attribute): ItemValue | undefined {
    const index = this.indexOf(attribute);
    return index === absent ? undefined : this.source.value(index);
  }

  /** Whether the attribute is a text, which is not made to tell. */
  hasText(attribute: string | Attribute): boolean {
    const index = this.indexOf(attribute);
    return index !== absent && this.source.isText(index);
  }

  /** The first entry of a list; undefined for an empty one and for anything else. */
  firstOf(attribute: string | Attribute): ItemValue | undefined {
    const index = this.indexOf(attribute);
    return index === absent ? undefined : this.source.first(index);
  }

  /** Names with their values, in their order. */
  entries(): [string, ItemValue][] {
    return this.names.map((name, place) => [name, this.source.value(this.from + place)]);
  }

  /** A copy with all values in memory, so that the item can outlive the block of lines it was read from. */
  kept(): Item {
    return new Item(this.shape, new ValueList(this.entries().map(([, value]) => keptValue(value))));
  }

  /** The same with one attribute more, or in the place of the one of that name. */
  with(name: string, value: ItemValue): Item {
    const values = this.entries().map(([, each]) => each);
    const place = this.shape.placeOf(name);
    if (place !== undefined) return new Item(this.shape, new ValueList(values.with(place, value)));
    return new Item(this.shape.with(name), new ValueList([...values, value]));
  }
}

function keptValue(value: ItemValue): ItemValue {
  if (value instanceof Item) return value.kept();
  return Array.isArray(value) ? value.map(keptValue) : value;
}

/** Values in memory. */
export class ValueList implements Values {
  readonly #values: readonly ItemValue[];

  constructor(values: readonly ItemValue[]) {
    this.#values = values;
  }

  value(index: number): ItemValue {
    const value = this.#values[index];
    if (value === undefined) throw new RangeError(`no value at ${index}`);
    return value;
  }

  isText(index: number): boolean {
    return typeof this.#values[index] === "string";
  }

  first(index: number): ItemValue | undefined {
    const value = this.#values[index];
    return Array.isArray(value) ? (value as readonly ItemValue[])[0] : undefined;
  }
}
