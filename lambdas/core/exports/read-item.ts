/** Looks into an item whose shape nobody promised: what is not of the kind asked for is as good as absent. */
import { Item, type ItemValue } from "./item.ts";

/** A map's attributes; undefined for anything else. */
export const mapOf = (value: ItemValue | undefined): Item | undefined => (isMap(value) ? value : undefined);

/** A list's entries; none for anything else. */
export const listOf = (value: ItemValue | undefined): readonly ItemValue[] => (isList(value) ? value : []);

/** A list's entries that are maps, in their order. */
export const mapsOf = (value: ItemValue | undefined): readonly Item[] => listOf(value).filter(isMap);

/** A text; undefined for anything else, and for an empty one. */
export const textOf = (value: ItemValue | undefined): string | undefined =>
  typeof value === "string" && value !== "" ? value : undefined;

/** A whole number that a double holds; undefined for anything else. */
export const wholeOf = (value: ItemValue | undefined): number | undefined =>
  typeof value === "number" && Number.isSafeInteger(value) ? value : undefined;

/** Whether it is a map. */
export const isMap = (value: ItemValue | undefined): value is Item => value instanceof Item;

/** Whether it is a list. */
export const isList = (value: ItemValue | undefined): value is readonly ItemValue[] => Array.isArray(value);
