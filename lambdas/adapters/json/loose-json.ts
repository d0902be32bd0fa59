/** Reads JSON of unknown shape: every look-up gives a value or undefined, and never a property of a prototype. */

/** An object of outside JSON. */
export type Loose = Readonly<Record<string, unknown>>;

const longNumber = /[:[,]\s*-?\d{16}/;

/**
 * JSON as it stands, except that whole numbers too long for a double stay text: ids come as numbers too, and rounding one
 * would address another person. A SyntaxError or RangeError for what cannot be read.
 */
export function parseJson(text: string): unknown {
  if (!longNumber.test(text)) return JSON.parse(text);
  return JSON.parse(text, keepLongNumbers as (key: string, value: unknown) => unknown);
}

const keepLongNumbers = (_key: string, value: unknown, context: { readonly source?: string }): unknown =>
  typeof value === "number" && Number.isInteger(value) && !Number.isSafeInteger(value) && context.source
    ? context.source
    : value;

/** The object under a key, or undefined. */
export function objectAt(from: Loose, key: string): Loose | undefined {
  const value = valueAt(from, key);
  return isObject(value) ? value : undefined;
}

/** The objects of a list under a key; what is no object in it is left out. */
export function objectsAt(from: Loose, key: string): readonly Loose[] {
  const value = valueAt(from, key);
  return Array.isArray(value) ? value.filter(isObject) : [];
}

/** Text under a key, also where it came as a number; at most so many characters, never half of one. */
export function textAt(from: Loose, key: string, most: number): string | undefined {
  const value = valueAt(from, key);
  if (typeof value === "number" && Number.isFinite(value)) return String(value);
  return typeof value === "string" ? value.slice(0, most).toWellFormed() : undefined;
}

export const hasKey = (from: Loose, key: string): boolean => valueAt(from, key) !== undefined;

export const isObject = (value: unknown): value is Loose =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Null counts as absent. */
const valueAt = (from: Loose, key: string): unknown =>
  Object.hasOwn(from, key) ? (from[key] ?? undefined) : undefined;
