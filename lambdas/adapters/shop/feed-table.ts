/** A CSV file's bytes as rows of named cells, each with the line it begins on; what cannot be read so is said, not guessed. */
import { parse } from "csv-parse/sync";
import * as z from "zod";

export interface FeedRow {
  /** The line of the file the row begins on, from 1. */
  readonly line: number;
  /** A cell's text without the blanks around it; empty where the row has none. */
  readonly cell: (column: string) => string;
}

export interface FeedProblem {
  /** The line of the file, from 1. */
  readonly line: number;
  /** Empty where it is about the whole row or file. */
  readonly column: string;
  readonly what: string;
  readonly mend: string;
}

export interface FeedTable {
  readonly columns: readonly string[];
  readonly rows: readonly FeedRow[];
  readonly problems: readonly FeedProblem[];
}

/** Rows that do not fit the header are left out and said; a file that is no UTF-8 text has no rows at all. */
export function readFeedTable(bytes: Uint8Array): FeedTable {
  const text = decode(bytes);
  if (typeof text !== "string") return { columns: [], rows: [], problems: [text] };
  const { records, problems } = readRecords(text);
  const [header, ...body] = records;
  if (!header) return { columns: [], rows: [], problems: [...problems, noHeader] };
  const columns = header.cells.map((name) => name.trim().toLowerCase());
  const twice = columns.filter((name, index) => name !== "" && columns.indexOf(name) !== index);
  const fitting = body.filter((record) => fits(record.cells, columns));
  const misfits = body.filter((record) => !fits(record.cells, columns));
  return {
    columns,
    rows: fitting.map((record) => rowOf(record, columns)),
    problems: [
      ...problems,
      ...twice.map((name) => ({
        line: header.line,
        column: name,
        what: `the column "${name}" is there twice; the first one is read.`,
        mend: "Delete one of them.",
      })),
      ...misfits.map((record) => misfit(record, columns.length)),
    ].sort((one, other) => one.line - other.line),
  };
}

const noHeader: FeedProblem = {
  line: 1,
  column: "",
  what: "the file is empty.",
  mend: "The first line names the columns: id,title,description,availability,price,image_link,product_type.",
};

const windows1252: Omit<FeedProblem, "line"> = {
  column: "",
  what: "the file is not saved as UTF-8: accents would be lost, so none of it is read.",
  mend: 'Save it again as "CSV UTF-8" (Excel: Save as; LibreOffice: Character set "Unicode (UTF-8)").',
};

function decode(bytes: Uint8Array): string | FeedProblem {
  const utf16 = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
  if (utf16 || bytes.includes(0)) return { line: 1, ...windows1252 };
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes).replace(/\r\n?/g, "\n");
  } catch {
    return { line: firstBadLine(bytes), ...windows1252 };
  }
}

/** A line break is the same byte in Windows-1252 and UTF-8, so each line can be tried by itself. */
function firstBadLine(bytes: Uint8Array): number {
  const lines = Buffer.from(bytes)
    .toString("latin1")
    .split(/\r\n|\r|\n/);
  return lines.findIndex(hasBadByte) + 1;
}

const hasBadByte = (line: string): boolean => Buffer.from(line, "latin1").toString("utf8").includes("\ufffd");

interface Cells {
  readonly line: number;
  readonly cells: readonly string[];
}

const parsedRecords = z.array(
  z.object({ record: z.array(z.string()), raw: z.string(), info: z.object({ lines: z.number() }) }),
);

function readRecords(text: string): { records: readonly Cells[]; problems: readonly FeedProblem[] } {
  const problems: FeedProblem[] = [];
  const parsed: unknown = parse(text, {
    delimiter: delimiterOf(text),
    info: true,
    raw: true,
    relax_column_count: true,
    skip_records_with_error: true,
    on_skip: (error, raw) => {
      problems.push(brokenQuote(text, raw, error?.code));
    },
  });
  const records = parsedRecords
    .parse(parsed)
    .filter(({ record }) => record.some((cell) => cell.trim() !== ""))
    .map(({ record, raw, info }) => ({ line: info.lines - breaksIn(raw), cells: record }));
  return { records, problems };
}

const breaksIn = (raw: string): number => raw.trim().split("\n").length - 1;

/** Excel writes semicolons where the comma is the decimal sign. */
function delimiterOf(text: string): string {
  const header = text.slice(0, text.indexOf("\n") + 1 || undefined);
  const count = (sign: string): number => header.split(sign).length;
  return [",", ";", "\t"].sort((one, other) => count(other) - count(one))[0] ?? ",";
}

function brokenQuote(text: string, raw: string | undefined, code: string | undefined): FeedProblem {
  if (code === "CSV_QUOTE_NOT_CLOSED") {
    // What was swallowed reaches to the end of the file, so it begins this far from it.
    const start = text.length - (raw ?? "").trimStart().length;
    return {
      line: text.slice(0, start).split("\n").length,
      column: "",
      what: 'a quotation mark (") is opened in this row and never closed: it and all rows after it are left out.',
      mend: 'Close it, and write a quotation mark inside a text as two ("").',
    };
  }
  return {
    line: text.slice(0, Math.max(0, text.indexOf(raw ?? ""))).split("\n").length,
    column: "",
    what: 'a quotation mark (") stands in the middle of a cell: the row is left out.',
    mend: 'Put the whole cell between quotation marks, and write those inside it as two ("").',
  };
}

/** Empty cells too many are harmless; cells too few mean that the file was cut off or a line break is in the way. */
function fits(cells: readonly string[], columns: readonly string[]): boolean {
  return cells.length >= columns.length && cells.slice(columns.length).every((cell) => cell.trim() === "");
}

const misfit = ({ line, cells }: Cells, columns: number): FeedProblem => ({
  line,
  column: "",
  what: `the row has ${cells.length} cells, the first line names ${columns} columns: it is left out.`,
  mend: "Put a text with a comma or a line break between quotation marks, and keep a comma for each empty cell.",
});

function rowOf({ line, cells }: Cells, columns: readonly string[]): FeedRow {
  return { line, cell: (column) => cells[columns.indexOf(column)]?.trim() ?? "" };
}
