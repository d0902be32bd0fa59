/** Rows as an aligned table for a terminal. */
import * as z from "zod";
import type { Column } from "#core/exports/column.ts";
import type { Locale } from "#core/values/locale.ts";
import type { OutFile } from "./out-file.ts";
import type { RowFormat } from "./row-format.ts";

export interface TableLook {
  readonly columns: readonly Column[];
  readonly people: Locale;
  readonly isColoured: boolean;
  /** Of the terminal, in characters; undefined where the table may be as wide as it likes. */
  readonly width: number | undefined;
}

/** Rows after which the widths are settled: memory stays flat however many follow. */
const settledAfter = 1000;
const widest = 44;

/** Writes rows that are JSON lists of cells. */
export function tableFormat(out: OutFile, look: TableLook): RowFormat {
  const headings = look.columns.map((column) => column.label[look.people]);
  const isRight = look.columns.map(({ kind }) => kind === "money" || kind === "whole" || kind === "number");
  let waiting: (readonly string[])[] = [];
  let widths: readonly number[] | undefined;
  const lineOf = (cells: readonly string[], sizes: readonly number[]): string =>
    sizes
      .map((size, index) => aligned(cells[index] ?? "", size, isRight[index] === true))
      .join("  ")
      .trimEnd();
  const settle = async (): Promise<void> => {
    widths = fitted([headings, ...waiting], isRight, look.width);
    const head = lineOf(headings, widths);
    const rule = widths.map((size) => "─".repeat(size)).join("  ");
    const top = look.isColoured ? `\u001b[1m${head}\u001b[22m\n\u001b[2m${rule}\u001b[22m\n` : `${head}\n${rule}\n`;
    await out.write(Buffer.from(top));
    await print(waiting);
    waiting = [];
  };
  const print = async (rows: readonly (readonly string[])[]): Promise<void> => {
    if (rows.length > 0) await out.write(Buffer.from(`${rows.map((row) => lineOf(row, widths ?? [])).join("\n")}\n`));
  };
  return {
    begin: async () => undefined,
    async add({ bytes }) {
      const rows = rowsIn(bytes);
      if (widths) return print(rows);
      waiting.push(...rows);
      if (waiting.length >= settledAfter) await settle();
    },
    async end() {
      if (!widths) await settle();
    },
  };
}

const cells = z.array(z.string());

const rowsIn = (bytes: Uint8Array): readonly (readonly string[])[] =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    .toString()
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => cells.parse(JSON.parse(line)));

/** As wide as the cells, but where the terminal is narrower the widest texts give way. */
function fitted(
  rows: readonly (readonly string[])[],
  isRight: readonly boolean[],
  width: number | undefined,
): number[] {
  const widths = isRight.map((_, index) =>
    Math.min(
      isRight[index] === true ? Number.MAX_SAFE_INTEGER : widest,
      rows.reduce((most, row) => Math.max(most, displayWidth(row[index] ?? "")), 1),
    ),
  );
  const total = widths.reduce((sum, size) => sum + size + 2, -2);
  for (let excess = total - (width ?? total); excess > 0; excess -= 1) {
    const longest = widths.reduce(
      (best, size, index) => (size > (widths[best] ?? 0) && isRight[index] !== true ? index : best),
      0,
    );
    if ((widths[longest] ?? 0) <= 8) break;
    widths[longest] = (widths[longest] ?? 0) - 1;
  }
  return widths;
}

function aligned(text: string, size: number, isRight: boolean): string {
  const cut = isRight ? text : cutTo(text, size);
  const blank = " ".repeat(Math.max(0, size - displayWidth(cut)));
  return isRight ? blank + cut : cut + blank;
}

/** The text in so many columns of a terminal, with "…" where something is missing. */
function cutTo(text: string, size: number): string {
  if (displayWidth(text) <= size) return text;
  let cut = "";
  let used = 0;
  for (const { segment } of graphemesOf(text)) {
    used += graphemeWidth(segment);
    if (used > size - 1) break;
    cut += segment;
  }
  return `${cut}…`;
}

let segmenter: Intl.Segmenter | undefined;

/** What a reader sees as one character each; the segmenter takes a while to make, and most texts need none. */
function graphemesOf(text: string): Iterable<{ readonly segment: string }> {
  segmenter ??= new Intl.Segmenter("en", { granularity: "grapheme" });
  return segmenter.segment(text);
}

/** How many columns of a terminal a text takes: East Asian letters and emoji take two. */
export function displayWidth(text: string): number {
  if (/^[\u0020-\u007e\u00a0-\u02ff]*$/.test(text)) return text.length;
  let width = 0;
  for (const { segment } of graphemesOf(text)) width += graphemeWidth(segment);
  return width;
}

function graphemeWidth(segment: string): number {
  if (/^[\p{Mark}\p{Cf}]*$/u.test(segment)) return 0;
  return wide.test(segment) ? 2 : 1;
}

/** Unicode's East Asian Width W and F, in short, and what is shown as a picture. */
const wide =
  /^[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}]|\p{Emoji_Presentation}|\ufe0f/u;
