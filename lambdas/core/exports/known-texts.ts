/** Short texts of ASCII that were met before, found by their bytes: most of a table's are among few, and need not be made again. */
import { hashOf } from "./json-bytes.ts";

/** Texts that are remembered at most, a power of two; of two that fall into one slot it is the later. */
const slots = 1024;
/** Bytes of the longest text that is remembered. */
const longest = 20;

const texts: string[] = Array.from({ length: slots }, () => "");
const lengths = new Uint8Array(slots);
const spelled = new Uint8Array(slots * longest);

/** The text of these bytes; undefined where it is not known, or too long to be. */
export function knownText(bytes: Uint8Array, start: number, end: number): string | undefined {
  const length = end - start;
  if (length > longest) return undefined;
  const slot = slotOf(bytes, start, end);
  if (lengths[slot] !== length) return undefined;
  const from = slot * longest;
  for (let at = 0; at < length; at += 1) if (spelled[from + at] !== bytes[start + at]) return undefined;
  return texts[slot];
}

/** Remembers the text of these bytes, and gives it back. */
export function remember(text: string, bytes: Uint8Array, start: number, end: number): string {
  const length = end - start;
  if (length > longest) return text;
  const slot = slotOf(bytes, start, end);
  lengths[slot] = length;
  const from = slot * longest;
  for (let at = 0; at < length; at += 1) spelled[from + at] = bytes[start + at] as number;
  texts[slot] = text;
  return text;
}

const slotOf = (bytes: Uint8Array, start: number, end: number): number => hashOf(bytes, start, end) & (slots - 1);
