/** Items from plain objects and back, so that tests can say what is in them. */
import type { ItemChange } from "#core/exports/found-export.ts";
import { Item, type ItemValue } from "#core/exports/item.ts";

/** The item of an object; objects within are maps. */
export function itemOf(plain: object): Item {
  return Item.of(Object.fromEntries(Object.entries(plain).map(([name, value]) => [name, valueOf(value)])));
}

/** An object of the item, its maps as objects too; made without a prototype, as `__proto__` may be a name. */
export function plainOf(item: Item): Record<string, unknown> {
  const plain = Object.create(null) as Record<string, unknown>;
  for (const [name, value] of item.entries()) plain[name] = plainValue(value);
  return plain;
}

/** What a change tells, its items as objects. */
export const plainChange = ({ keys, oldImage, newImage, writtenAtMicros }: ItemChange): object => ({
  keys: plainOf(keys),
  ...(oldImage && { oldImage: plainOf(oldImage) }),
  ...(newImage && { newImage: plainOf(newImage) }),
  writtenAtMicros,
});

function valueOf(value: unknown): ItemValue {
  if (Array.isArray(value)) return value.map(valueOf);
  if (typeof value !== "object" || value === null) return value as ItemValue;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null ? itemOf(value) : (value as ItemValue);
}

function plainValue(value: ItemValue): unknown {
  if (value instanceof Item) return plainOf(value);
  return Array.isArray(value) ? value.map(plainValue) : value;
}
