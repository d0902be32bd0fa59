/** The articles of an order in one text, and how many pieces they are. */
import type { Item } from "./item.ts";
import { digitsEnd, minus } from "./json-bytes.ts";
import { kinds } from "./line-steps.ts";
import { LineValues } from "./line-values.ts";
import { mapsOf, textOf, wholeOf } from "./read-item.ts";
import { type TextBytes, utf8 } from "./text-bytes.ts";

let asked: { readonly order: Item; readonly lines: readonly Item[] } | undefined;

/** The columns of one order ask for its lines one after the other. */
function linesOf(order: Item): readonly Item[] {
  if (asked?.order !== order) asked = { order, lines: mapsOf(order.get("lines")) };
  return asked.lines;
}

/** "2 × Lampe Galet (vert sauge)", one after the other. */
export function articlesOf(order: Item): string | undefined {
  const lines = linesOf(order);
  return lines.length === 0 ? undefined : lines.map(articleOf).join("; ");
}

/** All pieces of the order; undefined where a line does not say how many. */
export function piecesOf(order: Item): number | undefined {
  let pieces = 0;
  for (const line of linesOf(order)) {
    const quantity = wholeOf(line.get("quantity"));
    if (quantity === undefined) return undefined;
    pieces += quantity;
  }
  return pieces;
}

function articleOf(line: Item): string {
  const title = textOf(line.get("title")) ?? textOf(line.get("sku")) ?? "?";
  const options = textOf(line.get("options"));
  const quantity = line.get("quantity");
  const count = typeof quantity === "number" ? `${quantity} × ` : "";
  return `${count}${title}${options === undefined ? "" : ` (${options})`}`;
}

const zero = 48;
const between = utf8("; ");
const times = utf8(" × ");
const opening = utf8(" (");
const closing = utf8(")");

/** Copies what articlesOf gives from the bytes of the order's line; false, and nothing copied, where that is not so easily done. */
export function copyArticles(order: Item, to: TextBytes): boolean {
  const { source, shape, from } = order;
  const place = shape.placeOf("lines");
  if (place === undefined || !(source instanceof LineValues) || source.notes.kind(from + place) !== kinds.list)
    return false;
  const { notes } = source;
  const before = to.end;
  const first = notes.start(from + place);
  const count = notes.end(from + place);
  for (let line = 0; line < count; line += 1) {
    if (line > 0) to.copy(between);
    if (copyArticle(source, first + line, to)) continue;
    to.end = before;
    return false;
  }
  return count > 0;
}

/** One line: a map with a whole quantity and a title, and perhaps options. */
function copyArticle(source: LineValues, index: number, to: TextBytes): boolean {
  const { notes, block } = source;
  if (notes.kind(index) !== kinds.map) return false;
  const quantity = indexOf(source, index, "quantity");
  const title = indexOf(source, index, "title");
  const options = indexOf(source, index, "options");
  if (!isCount(source, quantity) || !isText(source, title)) return false;
  to.copy(block.bytes, notes.start(quantity), notes.end(quantity));
  to.copy(times);
  to.copy(block.bytes, notes.start(title), notes.end(title));
  if (options === absent) return true;
  if (!isText(source, options)) return false;
  to.copy(opening);
  to.copy(block.bytes, notes.start(options), notes.end(options));
  to.copy(closing);
  return true;
}

const absent = -1;

/** Where the value of a map's attribute is noted. */
function indexOf({ notes }: LineValues, map: number, name: string): number {
  const place = notes.shapes[notes.end(map)]?.placeOf(name);
  return place === undefined ? absent : notes.start(map) + place;
}

/** Digits as a number's text has them too. */
function isCount({ notes, block: { bytes } }: LineValues, index: number): boolean {
  if (index === absent || notes.kind(index) !== kinds.number) return false;
  const [start, end] = [notes.start(index), notes.end(index)];
  const isUsual = bytes[start] !== minus && (bytes[start] !== zero || end === start + 1);
  return isUsual && end - start <= 15 && digitsEnd(bytes, start) === end;
}

/** Bytes that are the text. */
function isText({ notes }: LineValues, index: number): boolean {
  if (index === absent) return false;
  const kind = notes.kind(index);
  return (kind === kinds.plain || kind === kinds.text) && notes.end(index) > notes.start(index);
}
