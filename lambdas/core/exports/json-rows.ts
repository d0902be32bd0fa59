/** Rows as JSON objects: an order with all that is in it, or a row's columns by name. Amounts and times are the merchant's. */
import { decimalPlaces } from "../values/money.ts";
import { type Column, placesOf, type View } from "./column.ts";
import { amountText, json, numberText } from "./exact-text.ts";
import type { Item, ItemValue } from "./item.ts";
import type { LocalClock } from "./local-clock.ts";
import { feeCurrencyOf } from "./movement.ts";
import { isList, isMap, textOf } from "./read-item.ts";

/** Writes a row's columns as one object; a column without a value is left out. */
export function rowJson(view: View, clock: LocalClock): (row: Item) => string {
  const columns = view.columns.map((column) => ({ column, name: JSON.stringify(column.name) }));
  return (row) => {
    const places = decimalPlaces(view.currencyOf(row));
    const members: string[] = [];
    for (const { column, name } of columns) {
      const value = column.read(row);
      if (value !== undefined)
        members.push(`${name}:${columnJson(column, value, placesOf(column, row, places), clock)}`);
    }
    return wellFormed(`{${members.join(",")}}`);
  };
}

/** Writes a whole order as one object, nested as in the table: every attribute but those that serve the shop alone. */
export function orderJson(clock: LocalClock): (order: Item) => string {
  return (order) => {
    const places = decimalPlaces(textOf(order.get("currency")) ?? "");
    return wellFormed(mapJson(order, "", { places, feePlaces: decimalPlaces(feeCurrencyOf(order)), clock }));
  };
}

/** Writes an item as it is. */
export const itemJson = (item: Item): string => wellFormed(json(item));

/** Half a surrogate pair is written `\ud83d`, which some readers take for a broken file: U+FFFD, as in the other formats. */
const wellFormed = (text: string): string =>
  text.includes("\\ud") ? text.replace(/(?<!\\)((?:\\\\)*)\\ud[89a-f][0-9a-f]{2}/g, "$1\ufffd") : text;

interface Telling {
  readonly places: number;
  readonly feePlaces: number;
  readonly clock: LocalClock;
}

const ofTheShopAlone: ReadonlySet<string> = new Set(["payTokenHash", "pageStatus"]);

/** Attributes that hold amounts, by the attribute they stand in; "" is the order itself. */
const amounts: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ["", new Set(["subtotal", "discountTotal", "shippingTotal", "taxTotal", "total", "refundedAmount", "paymentFee"])],
  ["lines", new Set(["unitPrice", "discount", "tax", "total"])],
  ["taxLines", new Set(["base", "tax"])],
  ["refunds", new Set(["amount"])],
]);

function mapJson(map: Item, under: string, telling: Telling): string {
  const members: string[] = [];
  for (const [name, value] of map.entries()) {
    if (under === "" && ofTheShopAlone.has(name)) continue;
    members.push(`${JSON.stringify(name)}:${memberJson(name, value, under, telling)}`);
  }
  return `{${members.join(",")}}`;
}

function memberJson(name: string, value: ItemValue, under: string, telling: Telling): string {
  if (typeof value === "string") {
    const time = isTimeName.test(name) ? telling.clock.stamp(value) : undefined;
    return JSON.stringify(time ?? value);
  }
  if (amounts.get(under)?.has(name) === true)
    return amountText(value, name === "paymentFee" ? telling.feePlaces : telling.places) ?? json(value);
  if (isList(value)) return `[${value.map((each) => memberJson("", each, name, telling)).join(",")}]`;
  return isMap(value) ? mapJson(value, name === "" ? under : name, telling) : json(value);
}

const isTimeName = /^at$|[a-z](At|By|Until)$/;

function columnJson({ kind }: Column, value: ItemValue, places: number, clock: LocalClock): string {
  if (kind === "money") return amountText(value, places) ?? json(value);
  if (kind === "time" && typeof value === "string") return JSON.stringify(clock.stamp(value) ?? value);
  return numberText(value) ?? json(value);
}
