/** The articles of an order in one text, and how many pieces they are. */
import { type Attribute, absent, type Item } from "./item.ts";
import { kinds } from "./line-steps.ts";
import { LineValues } from "./line-values.ts";
import { its } from "./order-attributes.ts";
import { mapsOf, textOf, wholeOf } from "./read-item.ts";
import { type TextBytes, utf8 } from "./text-bytes.ts";

let asked: { readonly order: Item; readonly lines: readonly Item[] } | undefined;

/** The columns of one order ask for its lines one after the other. */
function linesOf(order: Item): readonly Item[] {
  if (asked?.order !== order) asked = { order, lines: mapsOf(order.get(its.lines)) };
  return asked.lines;
}

/** "2 × Lampe Galet (vert sauge)", one after the other. */
export function articlesOf(order: Item): string | undefined {
  const lines = linesOf(order);
  return lines.length === 0 ? undefined : lines.map(articleOf).join("; ");
}

/** All pieces of the order; undefined where a line does not say how many. */
export function piecesOf(order: Item): number | undefined {
  const noted = notedPieces(order);
  if (noted !== undefined) return noted;
  let pieces = 0;
  for (const line of linesOf(order)) {
    const quantity = wholeOf(line.get(its.quantity));
    if (quantity === undefined) return undefined;
    pieces += quantity;
  }
  return pieces;
}

function articleOf(line: Item): string {
  const title = textOf(line.get(its.title)) ?? textOf(line.get(its.sku)) ?? "?";
  const options = textOf(line.get(its.options));
  const quantity = line.get(its.quantity);
  const count = typeof quantity === "number" ? `${quantity} × ` : "";
  return `${count}${title}${options === undefined ? "" : ` (${options})`}`;
}

const between = utf8("; ");
const times = utf8(" × ");
const opening = utf8(" (");
const closing = utf8(")");

/** Copies what articlesOf gives from the bytes of the order's line; false, and nothing copied, where that is not so easily done. */
export function copyArticles(order: Item, to: TextBytes): boolean {
  const lines = noted(order);
  if (lines === undefined) return false;
  const before = to.end;
  for (let line = 0; line < lines.count; line += 1) {
    if (line > 0) to.copy(between);
    if (copyArticle(lines.source, lines.first + line, to)) continue;
    to.end = before;
    return false;
  }
  return true;
}

/** One line: a map with a whole quantity and a title, and perhaps options. */
function copyArticle(source: LineValues, index: number, to: TextBytes): boolean {
  const quantity = countOf(source, indexOf(source, index, its.quantity));
  const title = indexOf(source, index, its.title);
  const options = indexOf(source, index, its.options);
  if (quantity === undefined || !isFilled(source, title)) return false;
  to.decimal(quantity, 0);
  to.copy(times);
  if (!source.copyText(title, to)) return false;
  if (options === absent) return true;
  to.copy(opening);
  if (!isFilled(source, options) || !source.copyText(options, to)) return false;
  to.copy(closing);
  return true;
}

/** The same from the bytes of the order's line; undefined where that is not so easily done. */
function notedPieces(order: Item): number | undefined {
  const lines = noted(order);
  if (lines === undefined) return undefined;
  let pieces = 0;
  for (let line = 0; line < lines.count; line += 1) {
    const quantity = countOf(lines.source, indexOf(lines.source, lines.first + line, its.quantity));
    if (quantity === undefined) return undefined;
    pieces += quantity;
  }
  return pieces;
}

/** Where the order's lines are noted, one behind the other; undefined where there are none, or no notes of them. */
function noted(order: Item): { source: LineValues; first: number; count: number } | undefined {
  const { source } = order;
  const at = order.indexOf(its.lines);
  if (at === absent || !(source instanceof LineValues)) return undefined;
  const { notes } = source;
  const count = notes.kind(at) === kinds.list ? notes.end(at) : 0;
  return count === 0 ? undefined : { source, first: notes.start(at), count };
}

/** Where the value of an attribute is noted; `absent` where the map has none of it, or is none. */
function indexOf({ notes }: LineValues, map: number, attribute: Attribute): number {
  if (notes.kind(map) !== kinds.map) return absent;
  const place = attribute.placeIn(notes.shape(map));
  return place === absent ? absent : notes.start(map) + place;
}

const countOf = (source: LineValues, index: number): number | undefined =>
  index === absent ? undefined : source.wholeAt(index);

/** A text, and not an empty one. */
const isFilled = ({ notes }: LineValues, index: number): boolean =>
  index !== absent && notes.end(index) > notes.start(index);
