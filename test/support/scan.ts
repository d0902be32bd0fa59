/** Lines of a data file as the scanner reads them. */
import { isUtf8 } from "node:buffer";
import type { Item } from "#core/exports/item.ts";
import { LineScanner } from "#core/exports/line-scanner.ts";
import type { Block } from "#core/exports/line-values.ts";

/** A block of these bytes. */
export const blockOf = (bytes: Buffer): Block => ({
  bytes,
  latin1: (start, end) => bytes.toString("latin1", start, end),
  utf8: (start, end) => bytes.toString("utf8", start, end),
  isUtf8: (start, end) => isUtf8(bytes.subarray(start, end)),
});

/** The lines' items, all from one block. Throws NotAnItem. */
export function scan(lines: readonly (string | Buffer)[], wanted?: ReadonlySet<string>): Item[] {
  const parts = lines.map((line) => Buffer.from(line));
  const scanner = new LineScanner(wanted && ((name) => wanted.has(name)));
  scanner.use(blockOf(Buffer.concat(parts.flatMap((part) => [part, Buffer.from("\n")]))));
  let start = 0;
  return parts.map((part) => {
    const item = scanner.item(start, start + part.length);
    start += part.length + 1;
    return item;
  });
}
